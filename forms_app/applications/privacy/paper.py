"""Her copy on paper: what :mod:`told` says, in tables, in her language."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.formats import format_datetime
from portal.core.paper import render_paper

_TEMPLATE = Path(__file__).with_name("copy.typ")
Row = dict[str, Any]


def copy_paper(said: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF, in the active language."""
    title = _("Your personal data")
    data = {
        "title": title,
        "heading": title,
        "foot": _("This paper holds personal data. Keep it where only you can read it."),
        "intro": [_("This is what the portal holds about you. The same is in data.json, and your documents are in the folder “documents”."), _sealed()],
        "nothing": _("Nothing."),
        "blocks": list(_blocks(said)),
    }
    return render_paper(_TEMPLATE, language=language, data=data)


def _sealed() -> str:
    """Said in every copy, so that its being said tells nothing."""
    return _(
        "What was sent to a sealed call is not in this copy before its opening session: nobody can see it. "
        "Ask again afterwards. With your receipt you can see the state of your file, withdraw it and erase it yourself at any time."
    )


def _blocks(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    responsible = said["responsible"]
    yield _block(
        _("Who answers for your data"), _given(_("Name and address"), responsible["controller"], _("To see, correct or erase it"), responsible["contact"])
    )
    for file in said["files"]:
        yield from _file(file)
    for draft in said["drafts"]:
        yield _block(_("Saved and not sent"), _of_draft(draft), level=1)
        yield from _parts(draft)
    if said["subscriptions"]:
        rows = [_row(row["address"], [*row["follows"], _moment(row["confirmed"] or row["asked"])]) for row in said["subscriptions"]]
        yield _block(_("News of calls that you follow"), rows, level=1)
    if said["questions"]:
        yield _block(_("Questions you asked"), [_row(_moment(row["asked"]), [row["call"], row["words"]]) for row in said["questions"]], level=1)


def _file(file: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    facts = _given(
        _("Application"), file["call"], _("State of the file"), file["state"], _("Sent"), _moment(file["sent"]),
        _("Corrected and sent again"), _moment(file["sent_again"]), _("Filled in by"), [file["filled_in_by"], file["centre"]], _("Place"), file["place"],
    )  # fmt: skip
    yield _block(file["reference"], facts, level=1)
    yield from _parts(file)
    for version in file["earlier_versions"]:
        heading = _("Version %(number)s, sent %(at)s") % {"number": version["version"], "at": _moment(version["sent"])}
        yield _block(heading, _answers(version["answers"]))
    if file["being_corrected"]:
        yield _block(_("What you are correcting and have not sent again"), _answers(file["being_corrected"]["answers"]))
    yield _block(_("What happened to your file"), [_act(act) for act in file["history"]])
    if file["consents"]:
        yield _block(_("Consent"), [_row(_("Given") if one["given"] else _("Not given"), one["words"]) for one in file["consents"]])
    if file["opened_by_staff"]:
        yield _block(_("When the staff opened it"), [_row(_moment(at), "") for at in file["opened_by_staff"]])


def _act(act: Mapping[str, Any]) -> Row:
    """When, what, and the state after it, where that says more."""
    return _row(_moment(act["at"]), [act["act"], act["state"] if act["state"] != act["act"] else "", act["sentence"]])


def _of_draft(draft: Mapping[str, Any]) -> list[Row]:
    return _given(
        _("Application"), draft["call"], _("Begun"), _moment(draft["begun"]), _("Kept until"), _moment(draft["kept_until"]),
        _("Filled in by"), draft["filled_in_by"],
    )  # fmt: skip


def _parts(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a file and a draft have alike."""
    yield _block(_("Your answers"), _answers(said["answers"]))
    if said["documents"]:
        yield _block(_("Your documents"), [_row(one["name"], one["place"]) for one in said["documents"]])
    if said["messages"]:
        rows = [_row(_moment(one["sent"] or one["written"]), [one["by"], one["state"], one["words"]]) for one in said["messages"]]
        yield _block(pgettext("sent to the applicant", "Messages"), rows)


def _answers(answers: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [_row(one["asked"] or one["question"], one["in_words"] or str(one["answer"])) for one in answers]


def _given(*pairs: Any) -> list[Row]:
    """Labels and values in turn; without the empty ones."""
    rows = [_row(label, value) for label, value in zip(pairs[::2], pairs[1::2], strict=True)]
    return [row for row in rows if row["value"]]


def _row(label: str, value: str | list[str]) -> Row:
    label = str(label)
    return {"label": label[:1].upper() + label[1:], "value": [part for part in value if part] if isinstance(value, list) else value}


def _block(heading: str, rows: list[Row], *, level: int = 2) -> dict[str, Any]:
    return {"heading": heading, "rows": rows, "level": level}


def _moment(text: str | None) -> str:
    at: dt.datetime | None = parse_datetime(text) if text else None
    return format_datetime(at) if at else ""
