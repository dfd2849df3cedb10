"""Staff figures: exact, and through the rights of who asks."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.translation import override

from forms_app.applications.models import Draft, DraftStep, Erasure
from forms_app.applications.services import save_step, start_draft
from forms_app.applications.services.erasing import erase_file
from forms_app.calls.models import Call
from forms_app.statistics.models import Sheet
from forms_app.statistics.questions import BY_PLACE_AND_TIME, OF_DRAFTS, Question, standard_fields
from forms_app.statistics.services.drafts import ask
from portal.core.models import Assignment, Role
from tests.factories_forms import POSTED, form, province, staff
from tests.query_counts import statements

from .ground import AUGUST, JULY, an_open_call, files, oriental, souss

pytestmark = pytest.mark.django_db
FIGURES, SHEETS = "/admin/figures/", "/admin/figures/sheets/"
AT = JULY + dt.timedelta(days=200)
EVERYTHING = (*BY_PLACE_AND_TIME, *standard_fields(), *OF_DRAFTS)


def manager() -> object:
    return staff(Role.PROGRAMME_MANAGER)


def agent(**where: object) -> object:
    """Of a region or a province, who was given the right to read figures."""
    user = staff(Role.PROVINCIAL_AGENT if "province" in where else Role.REGIONAL_AGENT, **where)
    user.user_permissions.add(Permission.objects.get(codename="read_figures"))
    return get_user_model().objects.get(pk=user.pk)


def rows(by: str, user: object = None, **narrowed: object) -> list[list]:
    with override("fr"):
        return ask(question=Question(by, **narrowed), by=user or manager(), at=AT)["rows"]


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_situations_are_counted_of_those_files_only_whose_situation_she_may_read():
    """Agent in one region, call manager in another: the bodies are counted by what is no situation."""
    files(1, of=an_open_call(kind=Call.Kind.ASSOCIATIONS), marital_status="widowed", filled_by="self")
    user = agent(region=oriental())
    Assignment.objects.create(user=user, role=Role.CALL_MANAGER, region=souss())
    assert [[row[1] for row in rows(by, user)] for by in ("marital_status", "filled_by")] == [[], [1]]
    assert [row[1] for row in rows("marital_status")] == [1]


def test_files_and_persons_alone_and_with_help():
    of = an_open_call()
    first = files(5, of=of, filled_by="self")
    files(3, of=of, filled_by="centre")
    files(2, of=an_open_call(), person_key=first[0].person_key)
    files(2, of=of, person_key="", filled_by="family")
    files(1, of=of, person_key=first[0].person_key, region=oriental(), province=None)
    with override("fr"):
        answer = ask(question=Question("region"), by=manager(), at=AT)
    assert answer["rows"] == [["Oriental", 1, 1, 1, 0], ["Souss-Massa", 12, 8, 7, 5]]
    assert answer["total"][1:] == [13, 8, 8, 5]


def test_a_sheet_says_how_it_was_narrowed():
    with override("fr"):
        question = Question("day", since=JULY.date(), until=AUGUST.date(), region=souss().code, kind=Call.Kind.ASSOCIATIONS)
        answer = ask(question=question, by=manager(), at=AT)
    assert answer["narrowed"] == ["Du 10 juillet 2026", "Jusqu’au 10 août 2026 inclus", "Souss-Massa", "Associations"]


def test_a_sheet_by_an_answer_tells_what_erased_files_had_said():
    def told(by: object = None, **narrowed: object) -> list[str]:
        with override("fr"):
            return ask(question=Question("marital_status", **narrowed), by=by or manager(), at=AT)["definitions"][4:]

    of = an_open_call()
    files(2, of=of, marital_status="widowed")
    before = told()
    gone = [{"marital_status": "single"}] * 3 + [{"marital_status": "divorced", "at": AUGUST}, {"region": oriental()}]
    for number, said in enumerate(gone):
        (file,) = files(1, of=of, reference=f"1012-{number:06}-0", **said)
        erase_file(submission=file, reason=Erasure.Reason.RETENTION, at=AT)
    july = {"since": dt.date(2026, 7, 1), "until": dt.date(2026, 7, 31)}
    words = "Les dossiers effacés parce que leur temps était passé sont dans la ligne sans réponse\u202f; ils avaient répondu\u202f: {}."
    assert (before, told(), told(**july), told(**july, region=souss().code)) == (
        [],
        [words.format("Célibataire 3 · Divorcée 1 · Sans réponse, ou non demandé 1")],
        [words.format("Célibataire 3 · Sans réponse, ou non demandé 1")],
        [words.format("Célibataire 3")],
    )
    assert told(since=dt.date.min, until=dt.date.max) == told()
    assert (told(since=dt.date(2026, 7, 2)), told(agent(region=souss()))) == ([], [])


def test_days_and_months_are_moroccan_and_in_order():
    of = an_open_call()
    files(2, of=of, at=AUGUST)
    files(3, of=of, at=JULY.replace(hour=23, minute=30))
    assert [(row[1]) for row in rows("day")] == [3, 2]
    assert [row[0] for row in rows("month")] == ["juillet 2026", "août 2026"]
    assert [row[1] for row in rows("day", since=JULY.date(), until=JULY.date())] == [3]
    assert rows("day", since=AUGUST.date() + dt.timedelta(days=1)) == []


def test_an_answer_that_was_not_given_is_told_last():
    of = an_open_call()
    files(2, of=of, disability=None)
    files(1, of=of, disability=True)
    files(4, of=of, disability=False)
    assert [row[1] for row in rows("disability")] == [1, 4, 2]


def test_what_nobody_may_count_is_in_no_figure():
    files(2, of=an_open_call())
    files(5, of=an_open_call(sample=True), synthetic=True)
    files(7, of=an_open_call(sealed=True, kind=Call.Kind.ASSOCIATIONS))
    user = get_user_model().objects.create_superuser("root", password=None)
    totals = {sum(row[1] for row in rows(by, user)) for by in EVERYTHING if by not in OF_DRAFTS}
    assert totals == {2}


def test_an_agent_counts_her_territory():
    tiznit, taroudant = province(), province("taroudannt", "09.541.")
    of = an_open_call()
    files(2, of=of, province=tiznit)
    files(3, of=of, province=taroudant, region=souss())
    files(4, of=of, region=oriental())
    files(9, of=an_open_call(kind=Call.Kind.ASSOCIATIONS))
    seen = {name: sum(row[1] for row in rows("call", user)) for name, user in {"province": agent(province=tiznit), "region": agent(region=souss())}.items()}
    assert seen == {"province": 2, "region": 5}


def begun(of: Call, *steps: str, **values: object) -> Draft:
    form()
    draft, _code = start_draft(call=of, language="ar", filled_by="self", at=AT)
    for place, step in enumerate(steps):
        save_step(draft=draft, step=step, answers=POSTED[step], at=AT + dt.timedelta(minutes=place))
    Draft.objects.filter(pk=draft.pk).update(**values)
    return draft


def test_drafts_that_were_not_sent_and_where_people_stop():
    of = an_open_call()
    begun(of)
    begun(of, "you")
    begun(of, "you", "situation")
    begun(of, "situation", "you", filled_by="other")
    begun(an_open_call(sample=True), "you")
    begun(an_open_call(sealed=True, kind=Call.Kind.ASSOCIATIONS), "you")
    sent = begun(of, "you", "situation", "project")
    files(1, of=of, draft=sent)
    assert [row[1:] for row in rows("drafts_stop")] == [[1, 1, 0], [2, 1, 1], [1, 1, 0]]
    assert [row[1:] for row in rows("drafts_call")] == [[4, 3, 1]]
    assert [row[1] for row in rows("drafts_day")] == [4]


def test_drafts_are_for_those_whose_figures_are_the_countrys():
    user = agent(region=souss())
    with pytest.raises(PermissionError):
        ask(question=Question("drafts_stop"), by=user, at=AT)
    assert "drafts_stop" not in browser(user).get(FIGURES).content.decode()


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.PROGRAMME_MANAGER])
def test_only_the_programme_manager_reads_figures(role):
    place = {Role.PROVINCIAL_AGENT: {"province": province()}}.get(
        role, {"region": souss()} if role in {Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER, Role.CALL_MANAGER, Role.REGIONAL_AGENT} else {}
    )
    client = browser(staff(role, **place))
    assert {client.get(address).status_code for address in (FIGURES, SHEETS)} == {302}
    assert (client.post(f"{FIGURES}keep/", {"by": "region"}).status_code, Sheet.objects.count()) == (302, 0)


@pytest.mark.parametrize("by", EVERYTHING)
def test_everything_that_is_offered_can_be_asked(by):
    files(2, of=an_open_call())
    page = browser(manager()).get(FIGURES, {"by": by})
    assert (page.status_code, page.context["answer"]["columns"][0] != "") == (200, True)
    whole = browser(manager()).get(FIGURES, {"by": by, "since": "0001-01-01", "until": "9999-12-31"})
    assert (whole.status_code, whole.context["answer"]["rows"]) == (200, page.context["answer"]["rows"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "name"},
        {"by": "region", "since": "2026-02-30"},
        {"by": "day", "since": "2026-02-02", "until": "2026-02-01"},
        {"by": "drafts_day", "region": "09"},
    ],
)
def test_a_wrong_question_is_told_beside_its_field(wrong):
    souss()
    client = browser(manager())
    page = client.get(FIGURES, wrong)
    assert (page.context["answer"], len(page.context["form"].errors)) == (None, 1)
    assert (client.post(f"{FIGURES}keep/", wrong).status_code, Sheet.objects.count()) == (400, 0)


def test_figures_cost_the_same_with_few_files_and_with_many():
    client = browser(manager())
    files(1, of=an_open_call())
    few = len(statements(client, f"{FIGURES}?by=province"))
    for number in range(12):
        files(4, of=an_open_call(), province=province(f"place-{number}", f"09.{number:03}."), region=souss())
    assert len(statements(client, f"{FIGURES}?by=province")) == few


# Sheets ------------------------------------------------------------------------------------


def test_steps_saved_in_another_order_tell_the_last_one():
    draft = begun(an_open_call(), "you", "situation")
    DraftStep.objects.filter(draft=draft, step="you").update(updated_at=AT + dt.timedelta(days=1))
    assert [row[0].rpartition(": ")[2] for row in rows("drafts_stop")] == [str(form_step("you"))]


def form_step(key: str) -> str:
    from forms_app.engine.definition import definition_of

    with override("fr"):
        return str(next(step.title for step in definition_of(form()).steps if step.key == key))
