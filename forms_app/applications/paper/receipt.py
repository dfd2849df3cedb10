"""The receipt on paper: one A4 page to print, to photograph, or to send by telephone."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_app.applications.models import Status, Submission
from forms_app.applications.register.receipts import proof_of
from forms_app.applications.services.uploads import sent_documents
from forms_app.applications.words import documents_missing, how_to_appeal, place_of, time_line
from forms_app.engine.definition import Definition, definition_of
from portal.core.formats import format_date, format_datetime
from portal.core.paper import Words, qr_code, render_paper, words
from portal.core.translated import TranslatedText

_TEMPLATE = Path(__file__).with_suffix(".typ")
#: Says a text in the language of the paper.
_Said = Callable[[TranslatedText | str], Words]


def tracking_address(submission: Submission, language: str) -> str:
    """What the QR code holds: the tracking page, with the number in the fragment, which is never sent nor logged. No secret."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/{language}/track/#{submission.reference}"


def receipt_paper(*, submission: Submission, secret: str, language: str) -> bytes:
    """The PDF. ``secret``: the eight digits, or nothing when this browser does not know them."""
    with override(language):
        return render_paper(_TEMPLATE, language=language, data=_data(submission, secret, language))


def _data(submission: Submission, secret: str, language: str) -> dict:
    definition = definition_of(submission.form_version)

    def said(text: TranslatedText | str) -> Words:
        return words(text, language)

    return {
        "title": _("Receipt %(reference)s") % {"reference": submission.reference},
        "programme": said(submission.call.programme.name),
        "foot": _("Keep this paper. Give the secret code to nobody."),
        "heading": _("You have withdrawn this application.") if submission.status == Status.WITHDRAWN else _("Your application is sent"),
        "reference": submission.reference,
        "reference_label": _("Your file number"),
        "secret": f"{secret[:4]} {secret[4:]}".strip(),
        "secret_label": _("Tracking code (secret)"),
        "sample": _("This call is an example for trying the site. Nobody studies the applications sent to it.") if submission.synthetic else "",
        "facts": [{"label": label, "value": value} for label, value in _facts(submission, definition, said)],
        "next_heading": _("What happens now?"),
        "next": [_item(item, said) for item in time_line(submission)],
        "appeal_heading": _("If you do not agree with the decision"),
        "appeal": said(how_to_appeal(submission.call)),
        "track_heading": _("Follow your file"),
        "track": _("Scan this code, or open the page below, and write your file number and your tracking code."),
        "address": tracking_address(submission, language).partition("#")[0].removeprefix("https://").removeprefix("http://"),
        "qr": qr_code(tracking_address(submission, language)),
        "qr_label": _("Code that opens the tracking page"),
        "proof": _proof(submission, language),
        "signature": _signature(submission),
    }


def _facts(submission: Submission, definition: Definition, said: _Said) -> list[tuple[str, object]]:
    moments = [(_("Sent"), submission.submitted_at), (_("Corrected and sent again"), submission.resubmitted_at)]
    facts: list[tuple[str, object]] = [(label, _to_the_second(moment)) for label, moment in moments if moment]
    facts.append((_("Application"), said(submission.call.title)))
    place = place_of(submission)
    if place:
        facts.append((_("Place"), said(place)))
    facts.append((_("Received"), _received(submission)))
    missing = [said(label) for label in documents_missing(definition, submission.everything)]
    if missing:
        facts.append((_("Documents you have not sent (you may bring them later)"), missing))
    return facts


def _proof(submission: Submission, language: str) -> dict | None:
    """The line in the public register, and all that is needed to compute it again without the portal."""
    proof = proof_of(submission)
    if proof is None:
        return None
    opened = _("The line of your file is sealed in the public register. It is published when the files of the call are opened.")
    nightly = _("The line of your file is published in the register of the day, the night after. With this code anybody can prove that your file was there.")
    return {
        "heading": _("Proof that your file arrived"),
        "text": opened if proof.sealed else nightly,
        "facts": [
            {"label": _("Day in the register"), "value": format_date(proof.day), "code": False, "typed": False},
            {"label": _("Code for the register"), "value": proof.record.salt, "code": True, "typed": True},
            {"label": _("Line in the register"), "value": proof.line, "code": True, "typed": False},
            {"label": _("Text of the line"), "value": proof.record.text.strip(), "code": True, "typed": False},
        ],
        "address": proof.address(language).partition("#")[0].removeprefix("https://").removeprefix("http://"),
        "qr": qr_code(proof.address(language)),
        "qr_label": _("Code that opens the page that checks this receipt"),
    }


def _to_the_second(moment: dt.datetime) -> str:
    return _("%(date)s at %(clock)s") % {"date": format_date(moment), "clock": timezone.localtime(moment).strftime("%H:%M:%S")}


def _received(submission: Submission) -> list[str]:
    return [_("Your answers"), *(upload.name for uploads in sent_documents(submission=submission).values() for upload in uploads)]


def _item(item: dict, said: _Said) -> dict:
    when = format_datetime(item["at"]) if item.get("at") else ""
    return {"title": item["title"], "text": said(item["text"]) if item.get("text") else "", "when": when, "done": item["state"] == "done"}


def _signature(submission: Submission) -> dict | None:
    """When somebody held the pen for her: read to me, I agree."""
    if submission.filled_by == Submission.FilledBy.SELF:
        return None
    return {
        "heading": _("Somebody filled in this application for you"),
        "text": _("My answers were read to me. I agree that they are sent."),
        "hers": _("Her signature or thumbprint"),
        "helper": _("Name and signature of whoever helped"),
        "date": _("Date"),
    }
