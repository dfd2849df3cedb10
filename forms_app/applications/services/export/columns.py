"""Which columns a table has: those every file has, then the questions of the forms that were answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Case, Field, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from forms_app.applications.models import Submission
from forms_app.applications.models.standard import StandardAnswers

from . import cells
from .questions import asked_in

#: Typed columns that tell of her situation, or are the key of her identity: only for those who may read sensitive answers, and on request.
SITUATION = frozenset({"birth_date", "marital_status", "disability", "head_of_household", "health_coverage"})


@dataclass(frozen=True)
class Column:
    """One column: its heading, and the cell as the database writes it; or, of an encrypted answer, as Python does from form version and answers."""

    heading: str
    cell: Combinable | None = None
    sealed: Callable[[int, dict], str] | None = None


@dataclass(frozen=True)
class Columns:
    """The columns of one table. ``entitled`` limits those about her situation to the files whose sensitive answers the reader may see."""

    plain: tuple[Column, ...]
    sealed: tuple[Column, ...] = ()
    entitled: Q = field(default_factory=lambda: Q(pk__in=[]))

    @property
    def headings(self) -> list[str]:
        """All different, as a table of records needs them."""
        seen: dict[str, int] = {}
        found = []
        for column in (*self.plain, *self.sealed):
            seen[column.heading] = seen.get(column.heading, 0) + 1
            found.append(column.heading if seen[column.heading] == 1 else f"{column.heading} ({seen[column.heading]})")
        return found


def columns_of(*, files: QuerySet[Submission], language: str, entitled: Q | None = None, synthetic: bool = False) -> Columns:
    """The columns of these files in a language. Without ``entitled`` nothing sensitive is in the table."""
    with override(language):
        plain = [*([_banner()] if synthetic else []), *_of_the_file(language), *_standard(language, entitled)]
        sealed = []
        for question in asked_in(files, language):
            if not question.sensitive:
                plain.append(Column(question.heading, question.cell(language)))
            elif entitled is not None:
                sealed.append(Column(question.heading, sealed=question.unsealed(language)))
        return Columns(tuple(plain), tuple(sealed), entitled if entitled is not None else Q(pk__in=[]))


def _banner() -> Column:
    return Column(_("Made up"), cells.yes_no("synthetic", _("MADE UP"), ""))


def _of_the_file(language: str) -> Iterator[Column]:
    yield Column(_("reference").capitalize(), cells.text("reference"))
    yield Column(_("Call"), cells.name("call__title", language))
    yield Column(_("State of the file"), cells.labels("status", _choices("status")))
    yield Column(_("Sent"), cells.moment("submitted_at"))
    yield Column(_("Sent again"), cells.moment("resubmitted_at"))
    yield Column(_("version").capitalize(), cells.text("version"))
    yield Column(_("Language"), cells.text("language"))
    yield Column(_("Possible duplicate"), cells.yes_no("possible_duplicate", _("Yes"), _("No")))
    yield Column(_("May be written to"), cells.yes_no("wants_messages", _("Yes"), _("No")))
    yield Column(_("Form"), cells.text("form_version__key"))
    yield Column(pgettext("of a form", "Version of the form"), cells.text("form_version__number"))
    yield Column(_("Fingerprint of the answers"), cells.text("answers_sha256"))


def _standard(language: str, entitled: Q | None) -> Iterator[Column]:
    """Every typed column, in the model's order."""
    for column in cast("list[Field]", StandardAnswers._meta.get_fields()):  # an abstract model: nothing points to it
        heading = str(column.verbose_name)
        heading = heading[:1].upper() + heading[1:]
        if column.name not in SITUATION:
            yield Column(heading, _standard_cell(column, language))
        elif entitled is not None:
            yield Column(heading, Case(When(entitled, then=_standard_cell(column, language)), default=Value(""), output_field=TextField()))


def _standard_cell(column: Field, language: str) -> Combinable:
    if column.is_relation:
        return cells.name(f"{column.name}__name", language)
    if column.choices:
        return cells.labels(column.name, _choices(column.name))
    if column.get_internal_type() == "BooleanField":
        return cells.yes_no(column.name, _("Yes"), _("No"))
    if column.name in {"phone", "helper_phone"}:
        return cells.phone(column.name)
    return cells.text(column.name) if column.get_internal_type() in {"DateField", "PositiveIntegerField"} else cells.typed(column.name)


def _choices(name: str) -> dict[str, str]:
    column: Any = Submission._meta.get_field(name)
    return {value: str(label) for value, label in column.choices}
