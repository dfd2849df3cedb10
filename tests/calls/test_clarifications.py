"""Questions about a call: asked while the window is open, answered for all, by the staff of its territory only."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from forms_app.calls.models import CallNotice, Clarification
from forms_app.calls.services.clarifications import NotAsked, answer, ask, empty_old_questions, may_ask, set_aside, tell_answers
from portal.core.generation import current_generation
from portal.core.models import AuditEntry, OutboxMessage, Role
from portal.core.outbox import names_programme
from portal.core.staff.amazigh.texts import operational_text, untranslated_records, write_amazigh
from tests.calls.telling import DAY, contact_call, follower, sent_file, tell
from tests.factories_forms import call, province, region, staff
from tests.query_counts import statements

pytestmark = pytest.mark.django_db
CLOSES = dt.datetime(2026, 12, 10, 15, 0, tzinfo=dt.UTC)  # 16:00 in Casablanca
BEFORE = CLOSES - 2 * DAY
TEXT = "Faut-il une copie certifiée des statuts ?"
REPLY = {"ar": "لا، نسخة عادية تكفي.", "fr": "Non, une copie simple suffit."}


def open_call(**values: object) -> object:
    """A call that takes questions until the tenth of December at 16:00."""
    opens = CLOSES - 30 * DAY
    return call(**{"slug": "call", "published_at": opens, "opens_at": opens, "closes_at": CLOSES + 5 * DAY, "questions_until": CLOSES} | values)


def asked(of: object = None, text: str = TEXT, **values: object) -> Clarification:
    return ask(call=of or open_call(), text=text, language="fr", at=BEFORE, **values)


def answered(question: Clarification, *, at: dt.datetime = BEFORE, by: object = None, **changes: object) -> Clarification:
    values = {"published_text": question.text, "reply": REPLY} | changes
    return answer(question=question, by=by or staff(), at=at, **values)


# The window ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "values", "open_"),
    [
        (CLOSES + dt.timedelta(seconds=59), {}, True),
        (CLOSES + dt.timedelta(seconds=60), {}, False),
        (CLOSES - 30 * DAY, {}, True),
        (CLOSES - 31 * DAY, {}, False),
        (BEFORE, {"opens_at": CLOSES - DAY}, True),
        (BEFORE, {"questions_until": None}, False),
        (BEFORE, {"published_at": None}, False),
        (BEFORE, {"cancelled_at": BEFORE - DAY, "cancel_reason": {"ar": "x", "fr": "x"}}, False),
    ],
)
def test_anyone_may_ask_from_the_publication_through_the_closing_minute(moment, values, open_) -> None:
    made = open_call(**values)
    assert may_ask(call=made, at=moment) == open_
    if not open_:
        with pytest.raises(NotAsked):
            ask(call=made, text=TEXT, language="fr", at=moment)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_page_says_until_when_and_that_it_is_over(client, language) -> None:
    open_call()
    pages = []
    for moment in (CLOSES + dt.timedelta(seconds=59), CLOSES + dt.timedelta(seconds=60)):
        with time_machine.travel(moment, tick=False):
            pages.append(client.get(f"/{language}/calls/call/questions/"))
    assert [page.context["form"] is None for page in pages] == [False, True]
    assert pages[0].context["window"] != pages[1].context["window"]
    assert all("16" in page.context["window"] for page in pages)


# Asking -------------------------------------------------------------------------------------


def post(client: object, language: str = "fr", **data: str) -> object:
    with time_machine.travel(BEFORE, tick=False):
        return client.post(f"/{language}/calls/call/questions/", {"text": TEXT} | data)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_question_is_asked_without_account_or_script_and_waits_unseen(client, language) -> None:
    open_call()
    response = post(client, language, address="06 12 34 56 78")
    assert (response.status_code, response.url) == (302, f"/{language}/calls/call/questions/?asked=yes")
    with time_machine.travel(BEFORE, tick=False):
        page = client.get(response.url)
    question = Clarification.objects.get()
    assert (page.context["asked"], TEXT in page.content.decode()) == (True, False)
    assert (question.text, question.language, question.channel, question.address) == (TEXT, language, "sms", "+212612345678")


@pytest.mark.parametrize("text", ["Appelez-moi au 06 12 34 56 78", "٠٦١٢٣٤٥٦٧٨ اتصلوا بي", "Écrivez à moi@example.org svp", "Ma carte est AB123456 merci"])
def test_a_question_that_tells_who_asks_is_handed_back(client, text) -> None:
    open_call()
    page = post(client, text=text)
    assert ([error.code for error in page.context["form"].errors.as_data()["text"]], Clarification.objects.count()) == (["personal"], 0)
    assert text in page.content.decode()


@pytest.mark.parametrize("text", ["Le budget de 2 500 000 dirhams ?", "Les comptes de 2022, 2023 et 2024 ?", "L’article 12 du décret 2-20-270 ?"])
def test_figures_are_no_personal_data(client, text) -> None:
    open_call()
    assert (post(client, text=text).status_code, Clarification.objects.count()) == (302, 1)


def test_a_program_that_fills_everything_in_is_thanked_and_forgotten(client) -> None:
    open_call()
    assert (post(client, website="http://spam.example").status_code, Clarification.objects.count()) == (302, 0)


def test_who_asks_too_often_waits(client) -> None:
    open_call()
    assert [post(client, text=f"Question numéro {number} ?").status_code for number in range(11)] == [302] * 10 + [429]


def test_a_question_that_comes_too_late_is_said_to(client) -> None:
    open_call()
    with time_machine.travel(CLOSES + DAY, tick=False):
        page = client.post("/fr/calls/call/questions/", {"text": TEXT})
    assert (page.status_code, page.context["late"], Clarification.objects.count()) == (200, True, 0)


def test_a_question_sent_in_the_last_second_is_kept_though_the_answer_takes_longer(client, monkeypatch) -> None:
    open_call()
    with time_machine.travel(CLOSES + dt.timedelta(seconds=59), tick=False) as clock:
        monkeypatch.setattr("forms_app.calls.views.questions.held_until", lambda *_args: clock.shift(2))
        page = client.post("/fr/calls/call/questions/", {"text": TEXT})
    assert (page.status_code, Clarification.objects.get().text) == (302, TEXT)


def test_without_the_authorisation_no_address_is_asked_for(client, settings) -> None:
    open_call()
    settings.REQUIRE_AUTHORISATION = True
    assert (post(client, address="06 12 34 56 78").status_code, Clarification.objects.get().address) == (302, "")


# Answering ----------------------------------------------------------------------------------


def test_an_answer_is_for_all_without_the_words_that_tell_who_asked(client) -> None:
    question = asked(text="Je suis Fatima, faut-il une copie ?")
    answered(question, published_text="Faut-il une copie ?")
    with time_machine.travel(BEFORE, tick=False):
        pages = {language: client.get(f"/{language}/calls/call/questions/").content.decode() for language in ("ar", "fr", "zgh")}
    assert ["Faut-il une copie ?" in page and "Fatima" not in page for page in pages.values()] == [True] * 3
    assert ([REPLY["fr"] in pages["fr"], REPLY["ar"] in pages["ar"], REPLY["ar"] in pages["zgh"]]) == [True] * 3


@pytest.mark.parametrize("reply", [{}, {"fr": "Oui"}, {"ar": "نعم", "fr": " "}])
def test_an_answer_needs_arabic_and_french(reply) -> None:
    question = asked()
    with pytest.raises(ValidationError):
        answered(question, reply=reply)
    assert (Clarification.objects.waiting().count(), AuditEntry.objects.count()) == (1, 0)


def test_an_answer_is_corrected_in_the_open() -> None:
    question = answered(asked())
    after = answered(question, reply=REPLY | {"fr": "Oui."}, at=BEFORE + DAY)
    assert (after.answered_at, after.corrected_at, after.reply["fr"]) == (BEFORE, BEFORE + DAY, "Oui.")
    assert list(AuditEntry.objects.order_by("id").values_list("act", flat=True)) == ["clarification.answered", "clarification.corrected"]


def test_a_question_is_answered_or_set_aside_never_both() -> None:
    by, made = staff(), open_call()
    aside = set_aside(question=asked(made), reason="personal", by=by, at=BEFORE)
    with pytest.raises(ValidationError):
        answered(aside)
    with pytest.raises(ValidationError):
        set_aside(question=answered(asked(made)), reason="personal", by=by, at=BEFORE)
    with pytest.raises(ValidationError):
        set_aside(question=asked(made), reason="no reason", by=by, at=BEFORE)
    assert AuditEntry.objects.filter(act="clarification.set_aside").values_list("details__reason", "actor").get() == ("personal", by.pk)


@pytest.mark.parametrize("outcome", ["answered", "set_aside"])
def test_whoever_asked_to_be_told_is_told_once_and_forgotten(outcome) -> None:
    question = asked(channel="email", address="a@example.org")
    if outcome == "answered":
        answered(answered(question), at=BEFORE + DAY)
    else:
        set_aside(question=question, reason="elsewhere", by=staff(), at=BEFORE)
    [message] = OutboxMessage.objects.all()
    assert (message.address, message.language, names_programme(message.body)) == ("a@example.org", "fr", [])
    assert "http://127.0.0.1:8000/fr/calls/call/questions/" in message.body
    assert (Clarification.objects.get().channel, Clarification.objects.get().address) == ("", "")


def test_those_concerned_are_told_once_of_all_new_answers() -> None:
    made = contact_call(questions_until=timezone.now() + DAY)
    sent_file(made)
    follower("b@example.org", call=made)
    by, at = staff(), timezone.now()
    for number in range(3):
        answered(ask(call=made, text=f"Question {number} ?", language="fr", at=at), at=at)
    assert (tell_answers(call=made, by=by, at=at) is None, tell_answers(call=made, by=by, at=at)) == (False, None)
    assert (tell(), tell()) == ([("+212612345678", "fr"), ("b@example.org", "fr")],) * 2
    assert (CallNotice.objects.get().told, {message.purpose for message in OutboxMessage.objects.all()}) == (2, {"call.answers"})


def test_the_amazigh_of_an_answer_waits_in_its_queue() -> None:
    made = open_call()
    answered(asked(made))
    asked(made)
    assert [text.missing(record) for text, record in untranslated_records() if text.model == "calls.Clarification"] == [["reply"]]


def test_the_amazigh_of_an_answer_shows_at_once(django_capture_on_commit_callbacks) -> None:
    question = answered(asked(open_call()))
    before = current_generation()
    with django_capture_on_commit_callbacks(execute=True):
        write_amazigh(text=operational_text("calls.Clarification"), record=question, words={"reply": "ⵢⴰⵀ."}, by=staff())
    assert (current_generation() > before, Clarification.objects.get().reply) == (True, REPLY | {"zgh": "ⵢⴰⵀ."})


def test_old_words_and_addresses_are_emptied() -> None:
    made, by = open_call(), staff()
    set_aside(question=asked(made), reason="unfit", by=by, at=BEFORE)
    asked(made, channel="email", address="a@example.org")
    counts = [empty_old_questions(at=BEFORE + days * DAY) for days in (29, 30, 31, 365, 366)]
    assert counts == [0, 1, 0, 1, 0]
    assert sorted((question.text, question.address) for question in Clarification.objects.all()) == [("", ""), (TEXT, "")]


# The pages cost the same --------------------------------------------------------------------


def test_the_page_costs_the_same_with_one_answer_or_many(client) -> None:
    made = open_call()
    answered(asked(made))
    with time_machine.travel(BEFORE, tick=False):
        counts = [len(statements(client, "/fr/calls/call/questions/")) for _twice in range(2)]
        for _each in range(10):
            answered(asked(made))
        counts.append(len(statements(client, "/fr/calls/call/questions/")))
    assert counts[1] == counts[2]


# Staff --------------------------------------------------------------------------------------


@pytest.fixture
def two_regions() -> tuple[Clarification, Clarification]:
    """A question about a call of Souss-Massa, and one about a call of Oriental."""
    here, there = open_call(regions=[region()]), open_call(slug="there", regions=[region("oriental", "02", ar="الشرق", fr="L’Oriental")])
    return asked(here, "Question d’ici ?"), asked(there, "Question de là-bas ?")


def test_a_manager_sees_and_answers_the_questions_of_her_territory_only(client, two_regions) -> None:
    here, _there = two_regions
    client.force_login(staff(Role.CALL_MANAGER, region=region()))
    desk = client.get(reverse("call_questions_desk")).content.decode()
    assert ("Question d’ici" in desk, "Question de là-bas" in desk) == (True, False)
    data = {"act": "answer", "published_text": "Question ?", "reply_ar": "نعم", "reply_fr": "Oui", "reply_zgh": ""}
    codes = [client.post(reverse("call_question_desk", args=[question.pk]), data).status_code for question in two_regions]
    told = [client.post(reverse("call_questions_tell", args=[question.call_id])).status_code for question in two_regions]
    assert (codes, told, list(Clarification.objects.answered())) == ([302, 404], [302, 404], [here])


def test_a_wrong_answer_is_handed_back_with_all_that_was_typed(client, two_regions) -> None:
    client.force_login(staff(Role.PROGRAMME_MANAGER))
    address = reverse("call_question_desk", args=[two_regions[0].pk])
    page = client.post(address, {"act": "answer", "published_text": "Autre ?", "reply_ar": "", "reply_fr": "Oui, mais", "reply_zgh": ""})
    assert (page.status_code, "Oui, mais" in page.content.decode(), "Autre ?" in page.content.decode()) == (200, True, True)
    assert Clarification.objects.answered().count() == 0
    assert client.post(address, {"act": "set_aside", "reason": "unfit"}).status_code == 302
    assert re.search("Question d’ici", client.get(reverse("call_questions_desk") + "?state=set_aside").content.decode())


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.DATA_PROTECTION, Role.TECHNICAL, Role.PROVINCIAL_AGENT])
def test_others_have_no_desk(client, two_regions, role) -> None:
    client.force_login(staff(role, **({"province": province()} if role == Role.PROVINCIAL_AGENT else {})))
    addresses = [reverse("call_questions_desk"), reverse("call_question_desk", args=[two_regions[0].pk])]
    assert [client.get(address).status_code for address in addresses] == [302, 302]


def test_the_first_screen_counts_what_waits_for_her(two_regions) -> None:
    from forms_app.calls.questions_panel import questions_panel

    panel = questions_panel()
    manager, editor = staff(Role.CALL_MANAGER, region=region()), staff(Role.COMMUNICATION)
    assert (panel.number(manager), panel.concerns(manager), panel.concerns(editor)) == (1, True, False)
