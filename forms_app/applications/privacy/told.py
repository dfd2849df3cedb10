"""All that the portal holds of a person, as data: the one source of the JSON and of the page in her copy. docs/personal-copy.md explains every name."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from forms_app.applications.backoffice.facts import consent_words
from forms_app.applications.models import Draft, Submission, SubmissionVersion, Upload
from forms_app.applications.models.uploads import suffix_of
from forms_app.applications.services.drafts import by_question, saved_answers
from forms_app.engine.definition import Definition, definition_of
from forms_app.engine.shown import facts_of
from portal.core.models import OutboxMessage
from portal.core.privacy import notice_values
from portal.core.translated import TranslatedText

from .person import Person, messages_of

FORMAT = "jisr-person-1"


def told(person: Person, *, language: str, at: dt.datetime) -> dict[str, Any]:
    """Everything about the files, drafts, subscriptions and questions chosen. The language is the active one: choices and states are in words."""
    return {
        "format": FORMAT,
        "made": at.isoformat(),
        "language": language,
        "responsible": notice_values(language),
        "files": [_file(file, language) for file in person.files],
        "drafts": [_draft(draft, number, language) for number, draft in enumerate(person.drafts, 1)],
        "subscriptions": [_subscription(row, language) for row in person.subscriptions],
        "questions": [{"call": _text(row.call.title, language), "asked": row.asked_at.isoformat(), "words": row.text} for row in person.questions],
    }


def documents_of(person: Person) -> Iterator[tuple[str, Upload]]:
    """Every document with its place in the ZIP; not those the virus scanner refused."""
    for file in person.files:
        yield from _placed(file.reference, file.draft)
    for number, draft in enumerate(person.drafts, 1):
        yield from _placed(draft_folder(number), draft)


def draft_folder(number: int) -> str:
    """Where the documents of a draft lie: it has no reference."""
    return f"draft-{number}"


def _placed(folder: str, draft: Draft | None) -> Iterator[tuple[str, Upload]]:
    uploads = draft.uploads.exclude(scan=Upload.Scan.INFECTED) if draft else ()
    for number, upload in enumerate(uploads, 1):
        yield f"documents/{folder}/{number:02d}-{upload.question}{suffix_of(upload.media_type)}", upload


def _file(file: Submission, language: str) -> dict[str, Any]:
    definition, latest = definition_of(file.form_version), file.everything
    return {
        "reference": file.reference,
        "call": _text(file.call.title, language),
        "state": str(file.get_status_display()),
        "sent": file.submitted_at.isoformat(),
        "sent_again": _moment(file.resubmitted_at),
        "filled_in_by": str(file.get_filled_by_display()),
        "centre": _text(file.centre.name, language) if file.centre else "",
        "place": [_text(place.name, language) for place in (file.commune, file.province, file.region) if place],
        "may_be_written_to": file.wants_messages,
        "possible_duplicate": file.possible_duplicate,
        "form": {"key": file.form_version.key, "number": file.form_version.number, "sha256": file.form_version.sha256},
        "version": file.version,
        "answers": list(_answers(definition, latest, language)),
        "earlier_versions": [_version(version, definition, language) for version in file.versions.order_by("number")],
        "being_corrected": _saved(file.draft, definition, language) if file.draft and file.draft.reopened_at else None,
        "documents": _documents(file.reference, file.draft),
        "consents": [{"given": one["given"], "language": one["language"], "words": one["words"]} for one in consent_words(definition, file)],
        "history": [_act(act, language) for act in file.acts.all()],
        "opened_by_staff": [opening.at.isoformat() for opening in file.openings.all()],
        "messages": [_message(message) for message in messages_of(file)],
        "fingerprints": {name: getattr(file, f"{name}_sha256") for name in ("answers", "documents", "call", "consent")},
    }


def _draft(draft: Draft, number: int, language: str) -> dict[str, Any]:
    definition = definition_of(draft.form_version)
    return {
        "call": _text(draft.call.title, language),
        "begun": draft.created_at.isoformat(),
        "kept_until": draft.kept_until.isoformat(),
        "filled_in_by": str(draft.get_filled_by_display()),
        "form": {"key": draft.form_version.key, "number": draft.form_version.number, "sha256": draft.form_version.sha256},
        **_saved(draft, definition, language),
        "links_given": draft.shares.count(),
        "documents": _documents(draft_folder(number), draft),
        "messages": [_message(message) for message in messages_of(draft=draft)],
    }


def _saved(draft: Draft, definition: Definition, language: str) -> dict[str, Any]:
    """Answers that were saved, and what was typed and never saved."""
    answers = by_question(saved_answers(draft=draft))
    return {"answers": list(_answers(definition, answers, language)), "typed_not_saved": {step.step: step.typed for step in draft.steps.all() if step.typed}}


def _answers(definition: Definition, answers: Mapping[str, object], language: str) -> Iterator[dict[str, Any]]:
    """What was answered, in the form's order, as stored and in words; then what this version of the form does not ask, as stored."""
    asked = set()
    for question in definition.questions():
        asked.add(question.key)
        if answers.get(question.key) not in (None, "", []):
            words = [_text(fact["value"], language) for fact in facts_of(question, answers)]
            yield {"question": question.key, "asked": _text(question.label, language), "answer": answers[question.key], "in_words": words}
    for key in sorted(set(answers) - asked):
        yield {"question": key, "asked": "", "answer": answers[key], "in_words": []}


def _version(version: SubmissionVersion, definition: Definition, language: str) -> dict[str, Any]:
    return {"version": version.number, "sent": version.sent_at.isoformat(), "answers": list(_answers(definition, version.everything, language))}


def _documents(folder: str, draft: Draft | None) -> list[dict[str, Any]]:
    return [
        {"place": place, "name": upload.name, "type": upload.media_type, "bytes": upload.size, "sha256": upload.sha256, "sent": upload.created_at.isoformat()}
        for place, upload in _placed(folder, draft)
    ]


def _act(act: Any, language: str) -> dict[str, Any]:
    return {
        "at": act.at.isoformat(),
        "act": str(act.get_kind_display()),
        "state": str(act.get_status_display()),
        "by_staff": act.by_id is not None,
        "reason": act.reason,
        "sentence": _text(act.sentence, language),
    }


def _message(message: OutboxMessage) -> dict[str, Any]:
    """Words leave the portal with the message: what stays is that it left."""
    return {
        "written": message.created_at.isoformat(),
        "by": str(message.get_channel_display()),
        "about": message.purpose,
        "state": str(message.get_state_display()),
        "sent": _moment(message.sent_at),
        "words": message.body,
    }


def _subscription(row: Any, language: str) -> dict[str, Any]:
    named = [row.call.title if row.call else "", row.region.name if row.region else "", row.programme.name if row.programme else ""]
    follows = [*named, str(row.get_kind_display())]
    return {
        "address": row.address,
        "follows": [_text(words, language) for words in follows if words],
        "asked": row.created_at.isoformat(),
        "confirmed": _moment(row.confirmed_at),
    }


def _text(text: TranslatedText | str, language: str) -> str:
    return text.choose(language)[0] if isinstance(text, TranslatedText) else str(text)


def _moment(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
