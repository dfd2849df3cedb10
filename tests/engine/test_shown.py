"""Answers as people read them again."""

from django.utils.translation import gettext, override

from forms_app.engine.shown import shown_steps
from forms_app.engine.step_forms import UploadInfo
from tests.engine.every_type import FORM, saved
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
        "members en français 1": "أمينة – 1er février 2020",
        "members en français 2": "B",
        "agree": "Oui",
        "write": "Non",
    }
