"""Every column of every model: emptied by an erasure, gone with its row, or named with the reason why it stays. A new one cannot be forgotten."""

import pytest
from django.apps import apps
from django.utils import timezone

from forms_app.applications.kept import GONE, KEPT, KEPT_ELSEWHERE, NOT_HERS, emptied, to_empty
from forms_app.applications.models import Erasure, Submission, SubmissionAct, SubmissionVersion
from forms_app.applications.services.erasing import erase_file, erase_question, erase_subscription
from forms_app.calls.models import CallSubscription
from forms_app.calls.services.clarifications import ask
from forms_app.calls.services.subscriptions import Followed, follow
from portal.core.models import OutboxMessage
from tests.factories_forms import call

from .ground import DAY, PHONE, everything

#: What an erasure empties in a file's own row. A column that is not here must be named in ``kept.KEPT``, with its reason.
EMPTIED = {
    "answers", "applicant_kind", "birth_date", "centre", "commune", "consent", "disability", "draft", "education_level", "email", "experience", "full_name",
    "head_of_household", "health_coverage", "helper_phone", "language", "legal_form", "marital_status", "members_count", "name_key", "person_key", "phone",
    "phone_owner", "possible_duplicate", "preselection_category", "project_sector", "project_stage", "registered_before", "rural_urban", "salt", "sealed",
    "track", "wants_accompaniment", "wants_incubation", "wants_messages", "wants_training",
}  # fmt: skip


def every_model() -> dict[str, type]:
    return {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}


def test_every_model_has_its_place():
    unknown = [label for label in every_model() if not {label, label.partition(".")[0]} & {*KEPT, *KEPT_ELSEWHERE, *GONE, *NOT_HERS}]
    assert unknown == [], "say in forms_app/applications/kept.py what an erasure does with their rows"


def test_apps_that_hold_applications_are_named_model_by_model():
    wholesale = {label for label in NOT_HERS if "." not in label}
    assert wholesale.isdisjoint({"applications", "calls", "core"})


def test_every_column_named_exists_and_has_a_reason():
    models = every_model()
    named = {(label, name) for table in (KEPT, KEPT_ELSEWHERE) for label, columns in table.items() for name in columns}
    real = {(label, field.name) for label in {*KEPT, *KEPT_ELSEWHERE} for field in models[label]._meta.local_fields}
    reasons = [reason for table in (KEPT, KEPT_ELSEWHERE) for columns in table.values() for reason in columns.values()] + [*GONE.values(), *NOT_HERS.values()]
    assert (named - real, {bool(reason.strip()) for reason in reasons}) == (set(), {True})


def test_what_is_emptied_of_a_file_is_known():
    assert {field.name for field in to_empty(Submission)} == EMPTIED


@pytest.mark.django_db
def test_an_erasure_leaves_nothing_but_what_is_named():
    file = everything()
    kept = {model: _kept(model, model.objects.exclude(kind="erased") if model is SubmissionAct else model.objects.all()) for model in _staying()}
    assert erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
    rows = {model: list(_rows(model).values(*(field.attname for field in to_empty(model)))) for model in _staying()}
    assert {model: {str(row) for row in found} for model, found in rows.items()} == {model: {str(emptied(model))} for model in _staying()}
    assert {model: _kept(model, _rows(model)) for model in _staying()} == {model: _changed(model, found) for model, found in kept.items()}
    assert {label: every_model()[label].objects.count() for label in GONE} == dict.fromkeys(GONE, 0)


def _staying() -> list[type]:
    return [Submission, SubmissionVersion, SubmissionAct]


def _rows(model: type) -> object:
    return model.objects.exclude(kind="erased") if model is SubmissionAct else model.objects.all()


def _kept(model: type, rows: object) -> list[dict]:
    return list(rows.order_by("pk").values(*KEPT[model._meta.label_lower]))


def _changed(model: type, rows: list[dict]) -> list[dict]:
    """A file's state says that it was erased, and what it was before."""
    return [row | {"erased_from": row["status"], "status": "erased"} for row in rows] if model is Submission else rows


@pytest.mark.django_db
def test_messages_subscriptions_and_questions_keep_what_is_named_and_nothing_else():
    file, at = everything(), timezone.now()
    follow(channel="sms", to=PHONE, language="ar", what=Followed(), at=at)
    of = call(questions_until=at + DAY)
    question = ask(call=of, text="سؤال عني", language="ar", at=at, channel="sms", address=PHONE)
    how = {"reason": Erasure.Reason.REQUEST, "at": at}
    done = [
        erase_question(question=question, **how),
        erase_subscription(subscription=CallSubscription.objects.get(), **how),
        erase_file(submission=file, **how),
    ]
    models = [OutboxMessage, CallSubscription, type(question)]
    rows = {model: list(model.objects.values(*(field.attname for field in to_empty(model)))) for model in models}
    assert (done, {model: {str(row) for row in found} for model, found in rows.items()}) == ([True] * 3, {model: {str(emptied(model))} for model in models})
