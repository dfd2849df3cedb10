"""A form with every type of question and every setting, and people who look after forms."""

from copy import deepcopy

from django.contrib.auth import get_user_model
from django.test import Client

from forms_app.engine.editor.publishing import definition_from_json
from forms_app.engine.models import FormDefinition
from tests import factories_forms as make


def text(fr: str, ar: str = "كلمات") -> dict[str, str]:
    return {"ar": ar, "fr": fr}


CHOICES = [{"value": "one", "label": text("Un"), "hint": text("Le premier"), "pictogram": "star"}, {"value": "two", "label": text("Deux")}]

EVERYTHING = {
    "title": text("Tout"),
    "intro": text("Avant de commencer"),
    "steps": [
        {
            "key": "words",
            "title": text("Des mots"),
            "intro": text("Écrivez"),
            "pictogram": "pen",
            "questions": [
                {"key": "short", "type": "short_text", "label": text("Court"), "hint": text("Aide"), "max_length": 40, "autocomplete": "name"}
                | {"standard": "full_name"},
                {"key": "long", "type": "long_text", "label": text("Long"), "required": False, "max_length": 300, "source": "guide, p. 12"},
                {"key": "one_of", "type": "choice", "label": text("Un seul"), "choices": CHOICES, "pictogram": "people", "before": True},
                {"key": "some_of", "type": "multiple", "label": text("Plusieurs"), "choices": CHOICES, "min": 1, "max": 2},
            ],
        },
        {
            "key": "numbers",
            "title": text("Des nombres"),
            "show_if": {"any": [{"key": "one_of", "in": ["one"]}, {"key": "some_of", "in": ["one", "two"]}]},
            "questions": [
                {"key": "how_many", "type": "number", "label": text("Combien"), "min": 1, "max": 30},
                {"key": "how_much", "type": "money", "label": text("Montant"), "max": 99.5, "sensitive": True},
                {"key": "born", "type": "date", "label": text("Née le"), "min": "1920-01-01", "max": "today", "standard": "birth_date"},
                {"key": "agree", "type": "yes_no", "label": text("D’accord"), "show_if": {"key": "one_of", "in": ["two"]}},
                {
                    "key": "members",
                    "type": "group",
                    "label": text("Associées"),
                    "required": False,
                    "min_rows": 1,
                    "max_rows": 4,
                    "questions": [
                        {"key": "name", "type": "short_text", "label": text("Nom"), "sensitive": True},
                        {"key": "role", "type": "choice", "label": text("Rôle"), "choices": CHOICES, "required": False},
                    ],
                },
                {"key": "costs", "type": "group", "label": text("Dépenses"), "questions": [{"key": "amount", "type": "money", "label": text("Montant")}]},
                {"key": "sum", "type": "money", "label": text("Total"), "total_of": "costs.amount"},
            ],
        },
        {
            "key": "rest",
            "title": text("Le reste"),
            "questions": [
                {"key": "tel", "type": "phone", "label": text("Téléphone")},
                {"key": "mail", "type": "email", "label": text("Courriel"), "required": False},
                {"key": "card", "type": "cin", "label": text("Carte"), "sensitive": True},
                {"key": "firm", "type": "ice", "label": text("Entreprise"), "required": False},
                {"key": "place", "type": "commune", "label": text("Commune"), "standard": "commune"},
                {"key": "provinces", "type": "provinces", "label": text("Provinces"), "required": False},
                {"key": "where", "type": "centre", "label": text("Centre"), "required": False},
                {"key": "papers", "type": "file", "label": text("Pièces"), "required": False, "accept": ["image", "pdf"], "max_files": 3},
                {"key": "notice", "type": "information", "label": text("À savoir"), "text": text("Un long texte")},
                {"key": "consent", "type": "consent", "label": text("J’accepte"), "text": text("La notice entière")},
            ],
        },
    ],
    "rules": [
        {"if": {"key": "one_of", "in": ["one"]}, "answer": "committee", "text": text("Le comité décide."), "source": "guide", "link": "services/incubation/"},
        {"if": {"key": "born", "years": {"more_than": 18}}, "answer": "yes", "text": text("C’est pour vous."), "source": "guide"},
    ],
}  # fmt: skip


def everything() -> dict:
    return deepcopy(EVERYTHING)


def form(key: str = "everything", data: dict | None = None) -> FormDefinition:
    """A published form that can be edited."""
    return definition_from_json(key=key, data=data or everything())[0]


def newest(made: FormDefinition) -> FormDefinition:
    """Its draft, read again."""
    return FormDefinition.objects.get(pk=made.pk).draft()


def person(role: str = "", region: str = "") -> object:
    return make.staff(role, **({"region": make.region()} if region else {}))


def administrator() -> object:
    return get_user_model().objects.create(username=f"admin-{get_user_model().objects.count()}", is_superuser=True, is_staff=True)


def enter(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client
