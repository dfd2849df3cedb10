"""Looking files up on Elasticsearch: by every spelling, with the reader's rights in the query, and nothing sensitive in the index."""

import pytest
from django.db.models import Q

from forms_app.applications.lookup import find_files
from forms_app.applications.models import Status, Submission
from forms_app.applications.services import submit_draft
from forms_app.calls.models import Call
from portal.core.breaker import Breaker
from portal.core.models import Role
from search import submissions
from search.elastic import connection, files_index, rights
from search.elastic.indices import files
from search.elastic.rebuild import difference, rebuild
from tests import factories_forms as make

from .elastic_ground import elastic  # noqa: F401

pytestmark = pytest.mark.django_db


def sent(name: str, *, of: Call | None = None, **columns: object) -> Submission:
    """A file with these columns, as if it had been sent so."""
    from django.utils import timezone

    draft, code = make.complete_draft(of or make.call())
    submission = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    from portal.core.text import fold

    for column, value in ({"full_name": name, "name_key": fold(name)[:200]} | columns).items():
        setattr(submission, column, value)
    submission.save()
    return submission


def index() -> None:
    rebuild(connection.files_client(), files_index.files_origin(), grace=0)


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch) -> None:
    monkeypatch.setattr(submissions, "breaker", Breaker("Elasticsearch of the files"))


@pytest.fixture
def manager() -> object:
    return make.staff(Role.PROGRAMME_MANAGER)


@pytest.mark.parametrize("typed", ["فاطمة", "Fatima", "fatma ait", "FATIMAH LHAJ", "ⴼⴰⵟⵉⵎⴰ", "فاطم", "الحاج"])
def test_a_name_is_found_in_any_spelling(elastic, manager, typed: str) -> None:  # noqa: F811
    wanted = sent("فاطمة أيت الحاج")
    sent("خديجة بنعلي", of=wanted.call)
    index()
    assert submissions.find(manager, typed) == [wanted.pk]


def test_references_and_telephones_are_found_from_their_first_digits(elastic, manager) -> None:  # noqa: F811
    one = sent("فاطمة أيت الحاج", phone="+212612345678")
    other = sent("خديجة بنعلي", of=one.call, phone="+212698765432")
    index()
    assert submissions.find(manager, one.reference) == [one.pk]
    assert submissions.find(manager, one.reference.replace("-", " ")) == [one.pk]
    assert [submissions.find(manager, typed) for typed in ("0612 34 56 78", "+212 612 345 678", "٠٦١٢٣٤٥")] == [[one.pk]] * 3
    assert submissions.find(manager, "069876") == [other.pk]
    assert submissions.find(manager, "06") == []


def test_free_text_is_found_and_sensitive_answers_are_not(elastic, manager) -> None:  # noqa: F811
    wanted = sent("فاطمة أيت الحاج")
    written = " ".join(files_index.free_texts(files_index.definition_of(wanted.form_version), wanted.answers))
    assert "أركان" in written
    index()
    assert submissions.find(manager, "زيت الأركان") == [wanted.pk]
    assert [secret for secret in wanted.sealed if str(wanted.sealed[secret]) in written] == []
    assert submissions.find(manager, "هاتف") == []


def test_an_erased_file_is_gone(elastic, manager) -> None:  # noqa: F811
    wanted = sent("فاطمة أيت الحاج")
    index()
    wanted.status = Status.ERASED
    wanted.save()
    files_index.refresh(wanted.pk)
    elastic.indices.refresh(index=files().name)
    assert submissions.find(manager, "فاطمة") == []
    assert difference(connection.files_client(), files_index.files_origin()).count == 0


def test_a_change_is_found_after_its_commit(elastic, manager, django_capture_on_commit_callbacks) -> None:  # noqa: F811
    wanted = sent("فاطمة أيت الحاج")
    index()
    with django_capture_on_commit_callbacks(execute=True):
        wanted.full_name = "مريم العلوي"
        wanted.save()
    elastic.indices.refresh(index=files().name)
    assert (submissions.find(manager, "Meryem"), submissions.find(manager, "Fatima")) == ([wanted.pk], [])


def test_rights_in_the_query_are_those_of_the_database(elastic) -> None:  # noqa: F811
    souss, oriental = make.region(), make.region("oriental", "02", ar="الشرق", fr="Oriental")
    tiznit = make.province()
    women, bodies = make.call(), make.call(kind=Call.Kind.COOPERATIVES)
    one = sent("مريم في تزنيت", of=women)
    sent("مريم في الشرق", of=women, region=oriental, province=None, commune=None)
    sent("مريم جمعية", of=bodies)
    sent("مريم جمعية الشرق", of=bodies, region=oriental, province=None, commune=None)
    index()
    people = [
        make.staff(Role.PROVINCIAL_AGENT, province=tiznit),
        make.staff(Role.REGIONAL_AGENT, region=souss),
        make.staff(Role.REGIONAL_AGENT, region=oriental),
        make.staff(Role.CALL_MANAGER, region=souss),
        make.staff(Role.CALL_MANAGER, region=oriental),
        make.staff(Role.PROGRAMME_MANAGER),
        make.staff(Role.COMMUNICATION),
        make.staff(),
    ]
    asked = [sorted(submissions.find(person, "مريم")) for person in people]
    assert asked == [sorted(Submission.objects.visible_to(person).values_list("pk", flat=True)) for person in people]
    assert [len(found) for found in asked] == [1, 1, 1, 1, 1, 4, 0, 0]
    assert asked[0] == [one.pk]
    people[5].is_active = False
    assert submissions.find(people[5], "مريم") == []


def test_a_right_that_the_index_does_not_know_is_left_to_the_database(elastic, manager, monkeypatch) -> None:  # noqa: F811
    wanted = sent("فاطمة أيت الحاج")
    with pytest.raises(rights.NotTranslatable):
        rights._clause(Q(status="received"))
    monkeypatch.setattr(rights, "_FIELDS", {})
    agent = make.staff(Role.REGIONAL_AGENT, region=wanted.region)
    index()
    assert submissions.find(agent, "فاطمة") == [wanted.pk]
    assert submissions.breaker.is_open is False


def test_without_elasticsearch_the_database_answers(settings, manager) -> None:
    wanted = sent("فاطمة أيت الحاج")
    settings.ELASTICSEARCH_SUBMISSIONS_URL = "http://127.0.0.1:9"
    assert [submissions.find(manager, "فاطمة") for _ in range(3)] == [[wanted.pk]] * 3
    assert submissions.breaker.is_open
    settings.ELASTICSEARCH_SUBMISSIONS_URL = ""
    assert submissions.find(manager, "فاطمة") == [wanted.pk]


def test_the_back_office_asks_here_and_gets_no_file_outside_its_list(elastic, manager) -> None:  # noqa: F811
    one = sent("فاطمة أيت الحاج")
    other = sent("فاطمة بنعلي", of=one.call)
    index()
    among = Submission.objects.exclude(pk=other.pk)
    assert list(find_files(typed="Fatma", among=among, by=manager)) == [one]
