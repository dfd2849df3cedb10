"""Sending a file: once, whole, in time, with a reference."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from forms_app.applications.codes import make_reference, secret_hash, tracking_secret
from forms_app.applications.models import Draft, ReferenceCounter, Submission
from forms_app.applications.standard_columns import columns
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from forms_app.engine.places import find_commune
from forms_app.engine.step_forms import recheck
from regions.models import Commune

from .drafts import saved_answers

#: Region part of a reference when no answer says where the applicant lives.
_NO_REGION = "00"


class CallNotOpen(Exception):
    """The application arrived before the opening or after the closing minute."""


class IncompleteDraft(Exception):
    """Some steps lack an answer; ``steps`` are their codes."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


class OutsideTerritory(Exception):
    """The call is for other provinces than hers."""


@transaction.atomic
def submit_draft(*, draft: Draft, resume_code: str, language: str, at: dt.datetime) -> Submission:
    """Send a draft. Sending it again, at once or later, gives the same submission and the same reference.

    ``at`` is the time of arrival, which decides whether it is in time.

    Raises:
        CallNotOpen: when ``at`` is outside the call's dates.
        IncompleteDraft: when an answer is missing or no longer valid.
        OutsideTerritory: when the call does not cover where she lives.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("call", "form_version").get(pk=draft.pk)
    sent = Submission.objects.filter(draft=draft).first()
    if sent:
        return sent
    if not draft.call.accepts(at):
        raise CallNotOpen
    definition = definition_of(draft.form_version)
    answers, incomplete = recheck(definition, answers=saved_answers(draft=draft), language=language)
    if incomplete:
        raise IncompleteDraft(incomplete)
    values = columns(definition, answers)
    commune = find_commune(str(values.pop("commune", "")))
    if commune and not Call.objects.covering(commune).filter(pk=draft.call_id).exists():
        raise OutsideTerritory
    reference = _next_reference(commune=commune, at=at)
    secret = tracking_secret(draft_id=draft.public_id, resume_code=resume_code)
    return Submission.objects.create(
        reference=reference,
        call=draft.call,
        form_version=draft.form_version,
        draft=draft,
        idempotency_key=draft.idempotency_key,
        secret_hash=secret_hash(reference=reference, secret=secret),
        language=language,
        filled_by=draft.filled_by,
        submitted_at=at,
        region=commune.province.region if commune else None,
        province=commune.province if commune else None,
        commune=commune,
        answers=answers,
        synthetic=draft.call.sample,
        **values,
    )


def _next_reference(*, commune: Commune | None, at: dt.datetime) -> str:
    """The next number of the region and year. The row stays locked until the submission is stored, so no number is lost."""
    region_code = commune.province.region.code if commune else _NO_REGION
    year = timezone.localtime(at).year
    ReferenceCounter.objects.get_or_create(region_code=region_code, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(region_code=region_code, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return make_reference(region_code=region_code, year=year, sequence=counter.last)
