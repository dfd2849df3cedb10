"""A file with something in everything that hangs on it: what an erasure must find."""

import datetime as dt

from django.core.files.base import ContentFile
from django.db.models import Field
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from forms_app.applications.access import COOKIE, give_key
from forms_app.applications.kept import to_empty
from forms_app.applications.messages import tell
from forms_app.applications.models import Annex, Draft, Opening, PreparedOutcome, Submission, SubmissionAct, SubmissionVersion, TrackingCode, Upload
from forms_app.applications.services import record_outcome
from forms_app.calls.models import Call
from portal.core.models import Role
from regions.models import Centre
from tests.applications.backoffice.makers import open_call, sent, signed_in
from tests.factories_forms import change_call, commune, staff

PHONE, EMAIL, CARD = "+212612345678", "someone@example.org", "JB123456"
DAY = dt.timedelta(days=1)


def officer() -> object:
    return staff(Role.DATA_PROTECTION)


def officers_browser() -> Client:
    """The officer, logged in with what her role gives her."""
    return signed_in(officer())


def a_file(of: Call | None = None, **answers: object) -> Submission:
    """One that may be written to, with a document on disk."""
    file = sent(of or open_call(), **answers)
    Submission.objects.filter(pk=file.pk).update(email=EMAIL, wants_messages=True)
    file = Submission.objects.get(pk=file.pk)
    add_document(file.draft)
    tell(submission=file, purpose="received", dedupe=f"received-{file.pk}")
    return file


def add_document(draft: Draft, data: bytes = b"%PDF-1.4 hers") -> Upload:
    upload = Upload(draft=draft, question="papers", name="بطاقتي.pdf", media_type="application/pdf", size=len(data), sha256="0" * 64)
    upload.file.save("", ContentFile(data), save=False)
    upload.save()
    return upload


def everything(of: Call | None = None) -> Submission:
    """A file with every kind of row that hangs on one, and something in every column that must not stay."""
    file, now = a_file(of), timezone.now()
    named = {"kind": "emf", "name": {"ar": "مركز", "fr": "Centre"}, "region": commune().province.region}
    centre, _new = Centre.objects.get_or_create(code="tiznit-1", defaults=named)
    filled = {field.attname: something(field, centre=centre.pk) for field in to_empty(Submission) if field.name != "draft"}
    Submission.objects.filter(pk=file.pk).update(**filled | {"phone": PHONE, "helper_phone": "+212655555555", "email": EMAIL})
    SubmissionVersion.objects.create(submission=file, number=1, answers={"idea": "قبل"}, sealed={"card": CARD}, answers_sha256="1" * 64, sent_at=now)
    record_outcome(
        submission=file, outcome="to_complete", by=officer(), at=now, reason="papers", sentence={"ar": "كلمات عنها"}, until=now + DAY, questions=["papers"]
    )
    PreparedOutcome.objects.create(submission=file, status="selected", sentence={"ar": "كلمات"}, by=officer())
    TrackingCode.objects.create(submission=file, code_hash="2" * 64)
    Opening.objects.create(submission=file, by=officer(), upload="x" * 12)
    draft = file.draft
    draft.shares.create(token_hash=f"{draft.pk:064d}", label="زميلتي", typed={"you": {"name": ["ف"]}})
    annex = Annex(draft=draft, question="papers", content=[], digest="4" * 64, state="ready")
    annex.file.save("", ContentFile(b"%PDF-1.4 annex"), save=False)
    annex.save()
    return Submission.objects.get(pk=file.pk)


def something(field: Field, *, centre: int) -> object:
    """A value that is not the empty one."""
    if field.is_relation:
        return centre if field.name == "centre" else commune().pk
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return True
    if kind == "DateField":
        return dt.date(1990, 5, 17)
    if kind.endswith("IntegerField"):
        return 7
    if kind in {"JSONField", "TextField"}:
        return {"card": CARD}
    return field.choices[-1][0] if field.choices else "x@example.org"[: field.max_length]


def ended_call(*, days: int, **values: object) -> Call:
    """A call that closed so many days ago, open while its files were sent."""
    return change_call(open_call(**values), opens_at=timezone.now() - (days + 30) * DAY, closes_at=timezone.now() - days * DAY)


def aged(file: Submission, *, days: int, status: str = "not_selected") -> Submission:
    """The file as it would be had its last act been so many days ago."""
    at = timezone.now() - days * DAY
    Submission.objects.filter(pk=file.pk).update(status=status, submitted_at=at)
    SubmissionAct.objects.filter(submission=file).update(at=at, status=status)
    return Submission.objects.get(pk=file.pk)


def browser_of(draft: Draft, code: str = "") -> Client:
    """A browser that holds the key of a draft."""
    response, client = HttpResponse(), Client()
    give_key(response, draft=draft, code=code)
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    return client
