"""The form on paper: every language, her answers as she wrote them, the code on hers alone."""

import copy
import datetime as dt
import io
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.models import Draft
from forms_app.applications.paper import form
from forms_app.applications.services import save_step
from forms_app.engine.definition import parse
from portal.core.paper import render_paper
from portal.core.templatetags.portal_text import portal_date
from tests.applications.test_completing import sent_without_idea
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import JISR, change_call
from tests.factories_forms import form as form_of_calls

pytestmark = pytest.mark.django_db


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_blank_form_in_each_language(client, open_call, language):  # noqa: F811
    answer = client.get(f"/{language}/apply/registration/form.pdf")
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    size = document.pages[0].mediabox
    assert (answer.status_code, answer.headers["Content-Type"], document.trailer["/Root"]["/Lang"]) == (200, "application/pdf", language)
    assert (round(size.width), round(size.height), "no-store" in answer.headers["Cache-Control"]) == (595, 842, True)


@pytest.mark.parametrize("change", [{"cancelled_at": timezone.now()}, {"closes_at": timezone.now() - dt.timedelta(days=1)}])
def test_a_paper_of_a_call_that_is_over_promises_nothing(client, open_call, change):  # noqa: F811
    change_call(open_call, **change)
    text = words_of(client.get("/fr/apply/registration/form.pdf").content)
    assert ("Ce papier n’est pas" in text, "jusqu’au" in text) == (True, False)


def test_the_paper_of_a_file_to_be_completed_says_until_when_it_may_be(client, open_call):  # noqa: F811
    base, submission = sent_without_idea(client)
    change_call(submission.call, closes_at=timezone.now() - dt.timedelta(days=1))
    text = words_of(client.get(f"{base.replace('/ar/', '/fr/')}form.pdf").content).replace("\xa0", " ")
    with override("fr"):
        until, closing = (portal_date(moment) for moment in (submission.acts.latest("pk").until, submission.call.closes_at))
    assert (until in text, closing in text) == (True, False)


def test_the_half_filled_form_has_her_answers_and_her_code(client, open_call):  # noqa: F811
    base = begin(client, "fr")
    fill(client, base, ("you",))
    code = client.get(f"{base}you/").context["code"]
    text = words_of(client.get(f"{base}form.pdf").content)
    blank = words_of(client.get("/fr/apply/registration/form.pdf").content)
    assert (code in text, "06 12 34 56 78" in text.replace("\xa0", " "), "Mariée" in text) == (True, True, True)
    assert (code in blank, "Célibataire" in blank, "Célibataire" in text) == (False, True, False)


def test_the_half_filled_form_shows_no_answer_that_would_not_be_sent(client, open_call):  # noqa: F811
    words, definition = {"ar": "الفريق", "fr": "Équipe"}, copy.deepcopy(JISR)
    asked = {"key": "team", "title": words, "show_if": {"key": "legal_form", "in": ["cooperative"]}}
    definition["steps"].append(asked | {"questions": [{"key": "team", "type": "short_text", "label": words}]})
    form_of_calls(definition=definition)
    base = begin(client, "fr")
    fill(client, base, ("you", "situation"))
    draft = Draft.objects.get()
    save_step(draft=draft, step="project", answers={"legal_form": "cooperative"}, at=timezone.now())
    save_step(draft=draft, step="team", answers={"team": "Tamaynut"}, at=timezone.now())
    before = words_of(client.get(f"{base}form.pdf").content)
    save_step(draft=draft, step="situation", answers={"has_idea": "not_yet"}, at=timezone.now())
    after = words_of(client.get(f"{base}form.pdf").content)
    assert ("Tamaynut" in before, "Tamaynut" in after, "Mariée" in after) == (True, False, True)


@pytest.mark.parametrize(
    ("asked", "answers", "words"),
    [
        ({"type": "consent"}, ["yes"], "Oui"),
        ({"type": "yes_no"}, ["no", "yes"], "Non / Oui"),
        ({"type": "centre"}, ["other"], "Un autre centre"),
        ({"type": "choice", "choices": [{"value": value, "label": {"ar": "أ", "fr": value.upper()}} for value in "ba"]}, ["a", "b"], "B / A"),
    ],
)
def test_a_condition_names_the_answers_it_waits_for(db, asked, answers, words):
    first = {"key": "first", "label": {"ar": "أولا", "fr": "Premier"}} | asked
    second = {"key": "second", "type": "short_text", "label": {"ar": "ثانيا", "fr": "Second"}, "show_if": {"key": "first", "in": answers}}
    definition = parse({"title": first["label"], "steps": [{"key": "one", "title": first["label"], "questions": [first, second]}]})
    with override("fr"):
        assert f"« {words} »" in form._only(definition, definition.question("second").show_if, "fr").replace("\xa0", " ").replace("\u202f", " ")


def test_the_half_filled_form_is_for_whoever_has_the_key(client, open_call):  # noqa: F811
    base = begin(client)
    assert Client().get(f"{base}form.pdf").status_code == 404


@pytest.mark.parametrize("slug", ["nothing", "x"])
def test_no_paper_without_a_form(client, open_call, slug):  # noqa: F811
    assert client.get(f"/ar/apply/{slug}/form.pdf").status_code == 404


def test_an_arabic_place_on_an_amazigh_receipt_stands_beside_its_label(client, open_call):  # noqa: F811
    base = begin(client, "zgh")
    fill(client, base)
    send(client, base)
    placed = []
    page = pypdf.PdfReader(io.BytesIO(client.get(f"{base}receipt.pdf").content)).pages[0]
    page.extract_text(visitor_text=lambda text, moved, _at, _font, _size: placed.append(moved[4]) if "تيزنيت" in text else None)
    assert {x < page.mediabox.width / 2 for x in placed} == {True}


def test_what_people_write_is_never_markup():
    said = '#panic("x") $x$ = *b* `c` <d> \\'
    data = {"title": said, "heading": said, "programme": said, "mark": "", "notice": said, "sample": "", "code": "", "foot": said, "steps": [], "optional": ""}
    paper = render_paper(
        Path(form.__file__).with_suffix(".typ"), language="fr", data=data | {"helped": dict.fromkeys(("heading", "text", "hers", "helper", "date"), said)}
    )
    assert said in words_of(paper)


@pytest.mark.parametrize("said", ["أبيع الحلوى 🙂", "发票.pdf", "ﷺ"])
def test_a_letter_that_no_font_has_costs_nobody_her_paper(said):
    data = {"title": "x", "heading": said, "programme": "x", "mark": "", "notice": "كلمات", "sample": "", "code": "", "foot": "x", "steps": [], "optional": ""}
    paper = render_paper(
        Path(form.__file__).with_suffix(".typ"), language="ar", data=data | {"helped": dict.fromkeys(("heading", "text", "hers", "helper", "date"), "x")}
    )
    assert "كلمات" in words_of(paper)


def paper_of(**asked: object) -> pypdf.PdfReader:
    """A form of one question."""
    question = {"label": "Question", "hint": None, "only": "", "text": [], "required": True, "said": [], "lines": 0, "boxes": [], "choices": [], "columns": []}
    step = {"number": 1, "title": "x", "only": "", "intro": [], "questions": [question | {"rows": 0, "type": "multiple"} | asked]}
    data = dict.fromkeys(("title", "heading", "programme", "mark", "notice", "foot", "optional"), "x") | {"sample": "", "code": "", "steps": [step]}
    helped = dict.fromkeys(("heading", "text", "hers", "helper", "date"), "x")
    return pypdf.PdfReader(io.BytesIO(render_paper(Path(form.__file__).with_suffix(".typ"), language="fr", data=data | {"helped": helped})))


def said(words: str) -> dict[str, object]:
    return {"text": words, "lang": "fr", "dir": "ltr", "own": True}


@pytest.mark.parametrize(
    ("asked", "times"),
    [({"choices": ["Choix"] * 200}, 200), ({"said": [said("Choix " * 1600)]}, 1600), ({"said": [said(f"Choix {number}") for number in range(50)]}, 50)],
)
def test_what_is_longer_than_a_page_goes_on_with_the_next(asked, times):
    counts = [page.extract_text().count("Choix") for page in paper_of(**asked).pages]
    assert (sum(counts), max(counts) < times) == (times, True)


def test_a_word_longer_than_a_line_stays_on_the_paper():
    name = "Statuts_de_l_association_pour_le_developpement_et_la_solidarite_signes_et_cachetes_le_12_novembre.pdf"
    found: list[tuple[float, str]] = []
    paper_of(said=[said(name)]).pages[0].extract_text(visitor_text=lambda text, moved, at, _font, _size: found.append((at[5] * moved[3] + moved[5], text)))
    assert len({round(height) for height, text in found if "_" in text}) == 2
