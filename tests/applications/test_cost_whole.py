"""What sending the shipped form costs, everything answered."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import forms_app.engine
from forms_app.applications.models import Submission
from forms_app.applications.services import save_step, start_draft, submit_draft
from forms_app.applications.services.uploads import add_upload
from forms_app.engine.definition import definition_of
from portal.core.models import OutboxMessage
from portal.core.yaml_files import read_yaml
from tests.factories_forms import call, commune, form

pytestmark = pytest.mark.django_db
SHIPPED = read_yaml(Path(forms_app.engine.__file__).parent / "content" / "jisr_registration.yaml")
ANSWERS = {
    "begin": {"filled_by": "self", "has_idea": "yes"},
    "you": {"full_name": "فاطمة أيت الحاج", "cin": "AB123456", "birth_date": "1990-02-28", "phone_owner": "mine"},
    "contact": {"phone": "+212612345678", "rural_urban": "rural"},
    "family": {"marital_status": "widowed", "head_of_household": "yes"},
    "background": {"education_level": "none", "experience": "none"},
    "project": {"project_sector": "crafts", "project": "زيت أركان", "project_stage": "idea", "legal_form": "cooperative"},
    "team": {"members_count": "3", "members": [{"name": "خديجة"}]},
    "support": {"support_requested": ["training"]},
    "agreement": {"consent": "yes", "messages": "yes"},
}


def whole_draft(of) -> tuple[object, str]:
    """A draft with every question answered and a document joined."""
    draft, code = start_draft(call=of, language="ar", filled_by="self", at=timezone.now())
    question = next(question for question in definition_of(draft.form_version).questions() if question.type == "file")
    paper = add_upload(draft=draft, question=question, file=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n"), at=timezone.now())
    answers = ANSWERS | {"contact": ANSWERS["contact"] | {"commune": commune().code}, "support": ANSWERS["support"] | {question.key: [paper.public_id]}}
    for step, given in answers.items():
        save_step(draft=draft, step=step, answers=given, at=timezone.now())
    return draft, code


def test_sending_everything_with_a_document_a_message_and_a_twin_costs_at_most_twenty_queries():
    form(definition=SHIPPED)
    made = call()
    sent = []
    for _each in range(2):
        draft, code = whole_draft(made)
        with CaptureQueriesContext(connection) as queries:
            sent.append(submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()))
        costs = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    flags = list(Submission.objects.values_list("possible_duplicate", flat=True))
    assert (len(costs) <= 20, flags, OutboxMessage.objects.count()) == (True, [True, True], 2), len(costs)
