"""A woman who lives outside a call: the calls that are hers, with her answers carried over."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from forms_app.applications.models import Annex, Draft, DraftStep, Upload
from forms_app.calls.models import Call
from forms_app.calls.services import open_calls_for
from forms_app.engine.definition import definition_of
from forms_app.engine.places import find_commune
from portal.core.upstream.prepared import Prepared
from regions.models import Commune, Province

from .drafts import saved_answers, start_draft


def commune_code(*, draft: Draft, answers: Mapping[str, object] | None = None) -> str:
    """Code of the commune she gave; empty when she was not asked or has not answered. ``answers`` by question, where they were read already."""
    given = answers if answers is not None else {key: value for kept in saved_answers(draft=draft).values() for key, value in kept.items()}
    bound = (question.key for question in definition_of(draft.form_version).questions() if question.standard == "commune")
    return next((str(given[key]) for key in bound if given.get(key)), "")


def is_outside(*, draft: Draft, commune: str) -> bool:
    """Whether the call does not cover this commune. The one with which a file was sent was covered then, and stays so."""
    place = find_commune(commune) if commune else None
    sent = getattr(draft, "submission", None)
    return place is not None and place.pk != (sent and sent.commune_id) and not covers(call=draft.call_id, place=place)


def covers(*, call: int, place: Commune) -> bool:
    """Whether somebody living in this commune may answer the call with this key."""
    return _COVERING.first(call, place.province.region_id, place.province_id) is not None


def _somewhere(region: int, province: int) -> Commune:
    return Commune(province=Province(pk=province, region_id=region))


#: Asked for on the check page and at sending: compiling its four parts cost 1.7 ms.
_COVERING = Prepared(
    lambda call, region, province: Call.objects.covering(_somewhere(region, province)).filter(pk=call).only("pk").order_by(), like=(-1, -2, -3)
)


def calls_of_hers(*, draft: Draft, commune: str, at: dt.datetime) -> list[Call]:
    """Open calls of the same kind that cover this commune and are answered here."""
    place = find_commune(commune) if commune else None
    if place is None:
        return []
    return [call for call in open_calls_for(commune=place, at=at) if call.kind == draft.call.kind and call.form_key and call.pk != draft.call_id]


@transaction.atomic
def carry_over(*, draft: Draft, to: Call, at: dt.datetime) -> tuple[Draft, str]:
    """Begin a file of another call with the answers and documents of this one. Returns it with its resume code.

    Steps that the other call's form does not have are left behind; every answer is checked again on the way. The first draft stays
    as it was until it expires, without its documents.
    """
    new, code = start_draft(call=to, language=draft.language, filled_by=draft.filled_by, at=at)
    known = {step.key for step in definition_of(new.form_version).steps}
    rows = [row for row in draft.steps.all() if row.step in known]
    DraftStep.objects.bulk_create(DraftStep(draft=new, step=row.step, answers=row.answers, sealed=row.sealed, typed=row.typed, updated_at=at) for row in rows)
    Upload.objects.filter(draft=draft, removed_at=None).update(draft=new)
    Annex.objects.filter(draft=draft).update(draft=new)
    return new, code
