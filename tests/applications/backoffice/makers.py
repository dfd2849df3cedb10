"""A small form with one question of each kind that matters to the staff, and files sent with it. Independent of the programme's own form."""

from itertools import count

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Submission
from forms_app.applications.services import save_step, start_draft, submit_draft
from forms_app.calls.models import Call
from portal.core.models import Role
from regions.models import Commune
from tests.factories_forms import call, commune, form, province, region, staff

LIST = "/admin/snippets/applications/submission/"
KEY = "small_form"
_cards = count(100_000)


def words(ar: str, fr: str) -> dict[str, str]:
    return {"ar": ar, "fr": fr}


def _question(key: str, kind: str, ar: str, fr: str, **more: object) -> dict:
    return {"key": key, "type": kind, "label": words(ar, fr)} | more


DEFINITION = {
    "title": words("استمارة صغيرة", "Petit formulaire"),
    "steps": [
        {
            "key": "you",
            "title": words("أنت", "Vous"),
            "questions": [
                _question("name", "short_text", "الاسم", "Nom", standard="full_name", max_length=120),
                _question("card", "cin", "رقم البطاقة", "Numéro de carte", standard="cin", sensitive=True, required=False),
                _question("phone", "phone", "الهاتف", "Téléphone", standard="phone"),
                _question("commune", "commune", "الجماعة", "Commune", standard="commune"),
                _question(
                    "family",
                    "choice",
                    "الوضعية العائلية",
                    "Situation de famille",
                    standard="marital_status",
                    sensitive=True,
                    choices=[{"value": "married", "label": words("متزوجة", "Mariée")}, {"value": "widowed", "label": words("أرملة", "Veuve")}],
                ),
            ],
        },
        {
            "key": "project",
            "title": words("المشروع", "Projet"),
            "questions": [
                _question("idea", "long_text", "فكرتك", "Votre idée", max_length=300),
                _question(
                    "needs",
                    "multiple",
                    "ما تحتاجين إليه",
                    "Vos besoins",
                    required=False,
                    choices=[{"value": "shop", "label": words("محل", "Local")}, {"value": "tools", "label": words("أدوات", "Outils")}],
                ),
                _question(
                    "partners",
                    "group",
                    "شريكاتك",
                    "Vos associées",
                    required=False,
                    questions=[_question("first", "short_text", "الاسم الشخصي", "Prénom"), _question("age", "number", "السن", "Âge")],
                ),
                _question("papers", "file", "وثائقك", "Vos documents", required=False),
                _question("health", "short_text", "مرض مزمن", "Maladie chronique", sensitive=True, required=False),
                _question("agree", "consent", "أوافق على استعمال معطياتي", "J’accepte l’utilisation de mes données"),
            ],
        },
    ],
}
ANSWERS = {
    "you": {"name": "فاطمة أيت الحاج", "card": "JB123456", "phone": "+212612345678", "family": "widowed"},
    "project": {
        "idea": "زيت أركان",
        "needs": ["shop", "tools"],
        "partners": [{"first": "زهرة", "age": 30}, {"first": "إطو", "age": 41}],
        "health": "السكري",
        "agree": "yes",
    },
}


def open_call(**values: object) -> Call:
    form(KEY, DEFINITION)
    return call(form_key=KEY, **values)


def draft_of(of: Call, place: Commune, **answers: object) -> tuple[object, str]:
    """A whole draft; answers given here replace the usual ones, ``None`` leaves one out. Each has another card unless told."""
    at = timezone.now()
    draft, code = start_draft(call=of, language="ar", filled_by="self", at=at)
    answers = {"card": f"JB{next(_cards)}"} | answers
    for step, usual in ANSWERS.items():
        asked = {question["key"] for one in DEFINITION["steps"] if one["key"] == step for question in one["questions"]}
        given = usual | ({"commune": place.code} if step == "you" else {}) | {key: value for key, value in answers.items() if key in asked}
        save_step(draft=draft, step=step, answers={key: value for key, value in given.items() if value is not None}, at=at)
    return draft, code


def sent(of: Call, place: Commune | None = None, **answers: object) -> Submission:
    draft, code = draft_of(of, place or commune(), **answers)
    return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())


def three_places() -> dict[str, Commune]:
    """Two provinces of Souss-Massa, one of the Oriental."""
    oriental = region("oriental", "02", ar="الشرق", fr="Oriental")
    return {
        "tiznit": commune(),
        "tata": commune("09.551.01.01.", of=province("tata", "09.551.", ar="طاطا", fr="Tata"), ar="طاطا", fr="Tata"),
        "nador": commune("02.381.01.01.", of=province("nador", "02.381.", of=oriental, ar="الناظور", fr="Nador"), ar="الناظور", fr="Nador"),
    }


def holder(role: str, *permissions: str, **territory: object) -> object:
    """Somebody with this role, who may enter the admin, see files, and what is named besides (``record_outcome``...)."""
    user = staff(role, **territory)
    names = ["access_admin", "view_submission", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return type(user).objects.get(pk=user.pk)


def manager(*permissions: str) -> object:
    return holder(Role.PROGRAMME_MANAGER, *permissions)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def content_of(response: object) -> bytes:
    """A file that was answered, closed afterwards; closing the response itself would end the test's connection to PostgreSQL."""
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content
