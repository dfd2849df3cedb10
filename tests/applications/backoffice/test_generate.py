"""Made-up files are real ones in everything but their words: they pass the form's own checks, are marked, and come again from the same seed."""

import io

import pytest
from django.core.management import CommandError, call_command

from forms_app.applications.codes import read_reference
from forms_app.applications.generate import remove_generated
from forms_app.applications.models import Submission, SubmissionAct
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, sensitive_keys
from forms_app.engine.models import FormVersion
from forms_app.engine.rechecking import recheck
from regions.models import RegistrationCount
from tests.factories_forms import form, programme, region

from .makers import DEFINITION, KEY, sent, three_places
from .makers import open_call as small_call

pytestmark = pytest.mark.django_db


def generate(**options: object) -> str:
    out = io.StringIO()
    call_command("generate_submissions", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def ground() -> None:
    three_places()
    programme()
    form(KEY, DEFINITION)
    form()


def by_step(file: Submission) -> dict[str, dict]:
    definition = definition_of(file.form_version)
    return {
        step.key: {key: file.everything[key] for key in [question.key for question in step.questions] if key in file.everything} for step in definition.steps
    }


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("key", [KEY, "jisr_registration"])
def test_every_made_up_file_would_pass_the_forms_own_checks(key):
    generate(count=40, seed=3, form=key)
    for file in Submission.objects.select_related("form_version"):
        answers, incomplete = recheck(definition_of(file.form_version), answers=by_step(file), language=file.language)
        assert (incomplete, {name: value for name, value in answers.items() if value not in (None, "", [])}) == ([], file.everything)


@pytest.mark.usefixtures("ground")
def test_they_are_marked_sealed_and_numbered_as_real_ones():
    generate(count=60, seed=3)
    version = FormVersion.objects.latest_of("jisr_registration").first()
    secret = sensitive_keys(definition_of(version))
    files = list(Submission.objects.all())
    assert {(file.synthetic, file.draft_id, file.form_version_id, bool(read_reference(file.reference))) for file in files} == {(True, None, version.pk, True)}
    assert {key for file in files for key in file.answers} & secret == set()
    assert {key for file in files for key in file.sealed} <= secret
    assert sorted({file.status for file in files} - set(Submission.Status.values)) == []
    last = {act.submission_id: act.status for act in SubmissionAct.objects.order_by("at", "pk")}
    assert last == {file.pk: file.status for file in files}
    assert Call.objects.get(slug="generated-files").published_at is None


@pytest.mark.usefixtures("ground")
def test_the_same_seed_makes_the_same_files():
    def content() -> list[tuple]:
        return list(
            Submission.objects.order_by("idempotency_key").values_list("full_name", "commune", "submitted_at", "status", "answers_sha256", "person_key")
        )

    generate(count=30, seed=5)
    first = content()
    with pytest.raises(CommandError):
        generate(count=30, seed=5)
    remove_generated()
    generate(count=30, seed=5)
    again = content()
    remove_generated()
    generate(count=30, seed=6)
    assert (again == first, content() == first, len(first)) == (True, False, 30)


@pytest.mark.usefixtures("ground")
def test_regions_weigh_what_was_printed_of_them():
    RegistrationCount.objects.create(region=region(), women=1)
    RegistrationCount.objects.create(region=region("oriental", "02"), women=10**9)
    generate(count=50, seed=1)
    assert set(Submission.objects.values_list("region__slug", flat=True)) == {"oriental"}


@pytest.mark.usefixtures("ground")
def test_removing_them_leaves_what_was_sent():
    real = sent(small_call(sample=True))
    generate(count=10, seed=1)
    call_command("generate_submissions", remove=True, stdout=io.StringIO())
    assert list(Submission.objects.all()) == [real]


@pytest.mark.usefixtures("ground")
def test_none_is_made_in_production(settings):
    settings.DEBUG, settings.SAMPLES_ALLOWED = False, False
    with pytest.raises(CommandError):
        generate(count=1, seed=1)
    assert Submission.objects.count() == 0
