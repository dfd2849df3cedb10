"""One made-up file: every column of a submission, and the acts on it."""

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from typing import cast

from forms_app.applications.codes import make_reference, person_key, secret_hash
from forms_app.applications.models import Status, SubmissionAct
from forms_app.applications.services.consent import consent_given
from forms_app.applications.standard_columns import MESSAGES, columns, take_identity
from forms_app.calls.fingerprint import call_fingerprint
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, parted
from forms_app.engine.models import FormVersion
from portal.core.fingerprints import fingerprint
from regions.models import Centre, Commune

from .answers import Person, make_answers

_LANGUAGES = {"ar": 0.7, "fr": 0.27, "zgh": 0.03}
#: What became of them: most wait, some were decided on.
_FATES = {
    (): 0.62,
    (Status.UNDER_REVIEW,): 0.2,
    (Status.UNDER_REVIEW, Status.PRESELECTED): 0.06,
    (Status.UNDER_REVIEW, Status.WAITING_LIST): 0.03,
    (Status.UNDER_REVIEW, Status.PRESELECTED, Status.SELECTED): 0.03,
    (Status.UNDER_REVIEW, Status.NOT_SELECTED): 0.04,
    (Status.WITHDRAWN,): 0.02,
}
#: How often the next file is the same person's.
_TWINS = 0.01
_LAST = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


class Maker:
    """Makes files of one call with one version of its form. What is the same for all of them is computed once."""

    def __init__(self, *, rng: random.Random, version: FormVersion, call: Call) -> None:
        self._rng = rng
        self._version, self._call = version, call
        self._definition = definition_of(version)
        self._consents = [question.key for question in self._definition.questions() if question.type == "consent"]
        self._known_consents: dict[tuple, dict] = {}
        self._call_sha256, self._no_documents = call_fingerprint(call), fingerprint([])
        self._span = _span_of(call)
        self._centre_ids = dict(Centre.objects.values_list("code", "pk"))
        self._twin = ""

    def file(self, *, pk: int, number: int, commune: Commune, centres: tuple[str, ...], key: uuid.UUID) -> tuple[dict, list[dict]]:
        """A submission's columns and its acts."""
        rng = self._rng
        language = rng.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
        sent = self._moment(*self._span)
        person = Person(rng, language, commune, sent.date(), centres, number=self._twin)
        second = bool(self._twin)
        answers = make_answers(self._definition, person)
        first = not second and bool(person.number) and rng.random() < _TWINS
        self._twin = person.number if first else ""
        fate = rng.choices(list(_FATES), list(_FATES.values()))[0]
        reference = make_reference(call_number=self._call.number, sequence=number)
        row = {
            "id": pk,
            "reference": reference,
            "call_id": self._call.pk,
            "form_version_id": self._version.pk,
            "idempotency_key": key,
            "secret_hash": secret_hash(reference=reference, secret=f"{rng.randrange(10**8):08d}"),
            "status": str(fate[-1]) if fate else str(Status.RECEIVED),
            "language": language,
            "submitted_at": sent,
            "call_sha256": self._call_sha256,
            "documents_sha256": self._no_documents,
            "answers_sha256": fingerprint(answers),
            "possible_duplicate": first or second,
            "synthetic": True,
            **self._columns(answers, commune, language),
        }
        return row, list(self._acts(pk, sent, fate))

    def _columns(self, answers: Mapping[str, object], commune: Commune, language: str) -> dict[str, object]:
        values = columns(self._definition, answers)
        for place in ("commune", "headquarters"):
            values.pop(place, None)
        number = take_identity(values)
        values.setdefault("filled_by", "self")
        values.setdefault(MESSAGES, False)
        values.setdefault("rural_urban", "rural" if commune.kind == Commune.Kind.RURAL else "urban")
        consent = self._consent(answers, language)
        return values | {
            "region_id": commune.province.region_id,
            "province_id": commune.province_id,
            "commune_id": commune.pk,
            "centre_id": self._centre_ids.get(cast("str", values.pop("centre_code", ""))),
            "person_key": person_key(number) if number else "",
            "consent": consent,
            "consent_sha256": consent.get("sha256", ""),
            **parted(self._definition, answers),
        }

    def _consent(self, answers: Mapping[str, object], language: str) -> dict[str, object]:
        given = (language, *(answers.get(key) for key in self._consents))
        if given not in self._known_consents:
            self._known_consents[given] = consent_given(self._definition, answers=answers, language=language)
        return self._known_consents[given]

    def _acts(self, submission: int, sent: dt.datetime, fate: tuple[Status, ...]) -> list[dict]:
        acts = [{"submission_id": submission, "kind": str(SubmissionAct.Kind.RECEIVED), "status": str(Status.RECEIVED), "at": sent}]
        at = sent
        for status in fate:
            at += dt.timedelta(hours=self._rng.randint(20, 200))
            kind = SubmissionAct.Kind.WITHDRAWN if status == Status.WITHDRAWN else SubmissionAct.Kind.OUTCOME
            acts.append({"submission_id": submission, "kind": str(kind), "status": str(status), "at": at})
        return acts

    def _moment(self, first: dt.datetime, last: dt.datetime) -> dt.datetime:
        """When it was sent, to the second."""
        return first + dt.timedelta(seconds=self._rng.randrange(max(1, int((last - first).total_seconds()))))


def _span_of(call: Call) -> tuple[dt.datetime, dt.datetime]:
    """When files of the call may have been sent: while it was open, as far as stated. Not up to now: a seed would mean other files tomorrow."""
    last = call.closes_at or _LAST
    return call.opens_at or last - dt.timedelta(days=30), last
