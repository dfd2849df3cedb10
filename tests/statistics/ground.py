"""Files as they lie in the table, many at once: statistics count rows, however they came there."""

import datetime as dt
import uuid
from functools import cache
from itertools import count

from django.utils import timezone

from forms_app.applications.models import Submission
from forms_app.calls.models import Call
from forms_app.engine.loaders import CONTENT
from forms_app.engine.models import FormVersion
from portal.core.yaml_files import read_yaml
from tests.factories_forms import call, form, province, region

_numbers = count(1)
#: A moment inside a month.
JULY, AUGUST, SEPTEMBER, OCTOBER = (timezone.make_aware(dt.datetime(2026, month, 10, 12)) for month in (7, 8, 9, 10))


def souss() -> object:
    return region()


def oriental() -> object:
    return region("oriental", "02", ar="الشرق", fr="Oriental")


def shipped(key: str = "jisr_registration") -> FormVersion:
    """A form as the programme ships it: which questions are asked, required and under which condition matters to what is published."""
    return FormVersion.objects.latest_of(key).first() or form(key, _definition(key))


@cache
def _definition(key: str) -> dict:
    return read_yaml(CONTENT / f"{key}.yaml")


def an_open_call(**values: object) -> Call:
    """A call that takes files in any month of these tests."""
    return call(published_at=JULY - dt.timedelta(days=90), opens_at=JULY - dt.timedelta(days=80), closes_at=OCTOBER + dt.timedelta(days=80), **values)


def files(number: int, *, of: Call, at: dt.datetime = JULY, **values: object) -> list[Submission]:
    """That many files of a call, each of a person of her own."""
    place = {"region": souss(), "province": province()} if "region" not in values else {}
    version, made = shipped(of.form_key), []
    for _each in range(number):
        own = next(_numbers)
        given = {"reference": f"{own:012}", "person_key": f"{own:064}", "submitted_at": at, "language": "ar"} | place | values
        made.append(Submission(form_version=version, call=of, idempotency_key=uuid.UUID(int=own), secret_hash="0" * 64, **given))
    return Submission.objects.bulk_create(made)
