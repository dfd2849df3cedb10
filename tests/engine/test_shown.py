"""Answers as people read them again."""

from django.utils.translation import gettext, override

from forms_app.engine.shown import facts_of, shown_steps
from forms_app.engine.step_forms import UploadInfo
from tests.engine.every_type import FORM, question, saved, step_of
from tests.factories_forms import commune


def test_every_type_has_its_words(db):
    answers = {key: value for step in saved(commune().code).values() for key, value in step.items()}
    with override("fr"):
        another = gettext("Another centre")
        facts = {
            str(fact["label"]): str(fact["value"])
            for _step, facts in shown_steps(
                FORM,
                answers | {"members": [{"who": "أمينة", "since": "2020-02-01"}, {"who": "B"}], "helper": "other"},
                uploads={"papers": [UploadInfo("u1", "a.jpg")]},
            )
            for fact in facts
        }
    assert {label.removesuffix(" en français"): value.removesuffix(" en français") for label, value in facts.items()} == {
        "name": "فاطمة",
        "story": "",
        "number": "12",
        "price": "1\u202f250,50 dirhams",
        "born": "7 mars 1990",
        "status": "married",
        "needs": "a en français, c",
        "idea": "Non",
        "phone": "06 12 34 56 78",
        "mail": "A@example.org",
        "card": "AB123456",
        "company": "",
        "town": "Tiznit – Tiznit, Souss-Massa",
        "helper": another,
        "papers": "a.jpg",
        "members en français 1": "\u2068أمينة\u2069 – \u20681er février 2020\u2069",
        "members en français 2": "\u2068B\u2069",
        "agree": "Oui",
        "write": "Non",
    }


def test_a_year_is_written_as_a_year_also_in_a_row():
    year, women = question("year", "number", min=1958, max=2100), question("women", "number", min=0, max=100000)
    asked = step_of(question("projects", "group", max_rows=2, questions=[year, women])).questions[0]
    with override("ar"):
        assert [str(fact["value"]) for fact in facts_of(asked, {"projects": [{"year": 2022, "women": 1500}]})] == ["\u20682022\u2069 – \u20681,500\u2069"]


def test_a_row_reads_in_the_direction_of_the_page_and_each_cell_in_its_own():
    """A name in Latin letters put the whole row from left to right on an Arabic page."""
    asked = step_of(question("members", "group", max_rows=2, questions=[question("who", "short_text"), question("job", "short_text")])).questions[0]
    for code, direction in {"ar": "rtl", "fr": "ltr"}.items():
        with override(code):
            facts = list(facts_of(asked, {"members": [{"who": "Fatima", "job": "أم"}]}))
        assert [(fact["dir"], fact["value"]) for fact in facts] == [(direction, "\u2068Fatima\u2069 – \u2068أم\u2069")]
