"""The content of a version in words: names of its entries, and their values in the reader's language. No queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import languages
from portal.core.fields import field_of
from portal.core.formats import format_date, format_datetime, format_number
from portal.core.translated import TranslatedText, joined

from .models import Call, CallDocument

_MOMENTS = frozenset({"opens_at", "closes_at", "questions_until", "published_at", "cancelled_at", "review_started_at", "results_published_at", "unsealed_at"})
#: Short entries of a version, in the order of its page; the texts stand apart.
_FACTS = ("kind", "programme", "regions", "provinces", "opens_at", "closes_at", "questions_until", "decision_by", "received", "preselected", "selected")
#: Shown only when there is something to show.
_RARE = frozenset({"regions", "provinces", "questions_until", "received", "preselected", "selected"})
_OTHER_LABELS = {
    "documents": gettext_lazy("documents"),
    "programme": gettext_lazy("programme"),
    "regions": gettext_lazy("regions"),
    "provinces": gettext_lazy("provinces"),
    "relaunch_of": gettext_lazy("re-launch of"),
    "number": gettext_lazy("number"),
}


def field_label(name: str) -> str:
    """What an entry is called."""
    return str(_OTHER_LABELS[name] if name in _OTHER_LABELS else field_of(Call, name).verbose_name)


def moment_of(value: str | None) -> dt.datetime | None:
    """A moment as it stands in a version."""
    return dt.datetime.fromisoformat(value) if value else None


def spoken_moment(value: str | None, *, hours: bool = True) -> str:
    """A moment of a version in words; printed calls have no ``hours``."""
    moment = moment_of(value)
    if not moment:
        return _("not stated")
    return format_datetime(moment) if hours else format_date(moment)


def spoken(name: str, value: Any, *, hours: bool = True) -> TranslatedText | str:
    """A value of a version in words; what is missing is said to be missing."""
    if value in (None, "", [], {}):
        return _("not stated")
    if name in _MOMENTS:
        return spoken_moment(value, hours=hours)
    if name == "decision_by":
        return format_date(dt.date.fromisoformat(value))
    if name == "kind":
        return str(Call.Kind(value).label)
    if name in {"regions", "provinces"}:
        return joined(TranslatedText(place["name"]) for place in value)
    if name == "programme":
        return TranslatedText(value["name"])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return format_number(value)
    return TranslatedText(value) if isinstance(value, Mapping) else str(value)


def spoken_facts(content: Mapping[str, Any], *, hours: bool = True) -> list[dict[str, Any]]:
    """The short entries of a version, as ``components/facts.html`` shows them."""
    shown = [name for name in _FACTS if name not in _RARE or content.get(name) not in (None, [])]
    return [{"label": field_label(name), "value": spoken(name, content.get(name), hours=hours)} for name in shown]


def spoken_document(one: Mapping[str, Any]) -> str:
    """A document in a line: title, what it is, language."""
    kind = CallDocument.Kind(one["kind"]).label
    return " · ".join((str(TranslatedText(one["title"])), str(kind), languages.own_name(one["language"])))


def difference_rows(changes: Iterable[Mapping[str, Any]], *, hours: bool = True) -> list[dict[str, Any]]:
    """Changes as rows of a table: what, before, after. A text that differs in another language only is shown in that language."""
    rows = []
    for change in changes:
        name, old, new = change["field"], change["old"], change["new"]
        if name == "documents":
            rows += _document_rows(old or [], new or [])
        elif _is_text(old) or _is_text(new):
            rows += _text_rows(name, old or {}, new or {})
        else:
            rows.append({"what": field_label(name), "before": spoken(name, old, hours=hours), "after": spoken(name, new, hours=hours)})
    return rows


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and "code" not in value


def _text_rows(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[dict[str, Any]]:
    if TranslatedText(old).choose() != TranslatedText(new).choose():
        return [{"what": field_label(name), "before": spoken(name, old), "after": spoken(name, new)}]
    differing = [code for code in languages.codes() if old.get(code, "") != new.get(code, "")]
    return [
        {
            "what": f"{field_label(name)} ({languages.own_name(code)})",
            "before": TranslatedText({code: old[code]}) if old.get(code) else _("not stated"),
            "after": TranslatedText({code: new[code]}) if new.get(code) else _("not stated"),
        }
        for code in differing
    ]


def _document_rows(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each document that came, went, or took the place of another."""
    before, after = {one["id"]: one for one in old}, {one["id"]: one for one in new}
    came = [one for key, one in after.items() if key not in before]
    replaced = {one["replaces"] for one in came}
    none, label = _("no document"), str(CallDocument._meta.verbose_name)
    rows = [
        {"what": label, "before": spoken_document(before[one["replaces"]]) if one["replaces"] in before else none, "after": spoken_document(one)}
        for one in came
    ]
    gone = [one for key, one in before.items() if key not in after and key not in replaced]
    return rows + [{"what": label, "before": spoken_document(one), "after": none} for one in gone]
