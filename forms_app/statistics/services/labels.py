"""Names of rows, in the order in which such things are read."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from forms_app.applications.models import Submission
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from forms_app.engine.models import FormVersion
from forms_app.statistics.dictionary import KIND, NOT_GIVEN, dictionary
from portal.core.formats import colon, format_date, format_month
from regions.models import Province, Region

#: Order and words of one row.
Named = Callable[[Any], tuple[Any, str]]


def labelled(by: str, rows: Collection[Any]) -> list[tuple[str, Any]]:
    """Rows with their names; places by code, moments by time, answers as the dictionary has them. What has no value comes last."""
    name = _names(by, rows)
    named = sorted(((row is None or row == "", *name(row), row) for row in rows), key=lambda one: one[:2])
    return [(label, row) for _last, _order, label, row in named]


def _names(by: str, rows: Collection[Any]) -> Named:
    if by in {"day", "drafts_day"}:
        return lambda day: (day, format_date(day))
    if by == "month":
        return lambda month: (month, format_month(month))
    if by in {"region", "province"}:
        return _places(Region if by == "region" else Province)
    if by in {"call", "drafts_call"}:
        return _calls(rows)
    if by == "drafts_stop":
        return _steps(rows)
    if by in {KIND, "status"}:
        kinds: type[TextChoices] = Call.Kind if by == KIND else Submission.Status
        return lambda code: (list(kinds).index(code), str(kinds(code).label))
    return _answers(by)


def _places(model: type[Region] | type[Province]) -> Named:
    known = {pk: (code, str(name)) for pk, code, name in model.objects.values_list("pk", "code", "name")}
    return lambda place: known.get(place, ("", str(dictionary().nowhere)))


def _calls(rows: Collection[Any]) -> Named:
    known = {pk: (number, f"{number} {title}") for pk, number, title in Call.objects.filter(pk__in=rows).values_list("pk", "number", "title")}
    return known.__getitem__


def _answers(name: str) -> Named:
    values = next(one.values for one in dictionary().fields if one.name == name)
    order = list(values)

    def named(answer: Any) -> tuple[int, str]:
        code = {True: "yes", False: "no", None: NOT_GIVEN, "": NOT_GIVEN}.get(answer, answer)
        return order.index(code), str(values[code])

    return named


def _steps(rows: Collection[Any]) -> Named:
    """Steps of each version of each form, in the order of the form."""
    known: dict[tuple[int, str | None], tuple[tuple[str, int, int], str]] = {}
    for version in FormVersion.objects.filter(pk__in={pk for pk, _step in rows}):
        known[version.pk, None] = (version.key, version.number, -1), f"{version.key} {version.number}{colon()} {_('nothing saved yet')}"
        for place, step in enumerate(definition_of(version).steps):
            known[version.pk, step.key] = (version.key, version.number, place), f"{version.key} {version.number}{colon()} {step.title}"
    return known.__getitem__
