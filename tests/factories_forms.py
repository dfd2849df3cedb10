"""Small makers of what the tests of forms, calls and applications need. No loaded content."""

import datetime as dt
from itertools import count
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone

from forms_app.applications.services import save_step, start_draft
from forms_app.calls.models import Call, by_act
from forms_app.engine.models import FormVersion
from forms_app.engine.services import publish_form
from portal.core.models import Assignment
from portal.core.yaml_files import read_yaml
from programmes.models import Programme
from regions.models import Commune, PlaceName, Province, Region

_numbers = count(1)
#: A small form of three steps: what the programme ships may change its questions.
JISR = read_yaml(Path(__file__).parent / "forms" / "registration.yaml")
#: Answers by step as a browser posts them.
POSTED = {
    "you": {"full_name": "فاطمة أيت الحاج", "phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "commune": "تيزنيت", "marital_status": "married", "head_of_household": "yes"},
    "situation": {"disability": "no", "health_coverage": "amo", "education_level": "primary", "experience": "1_5", "has_idea": "yes"},
    "project": {"project": "زيت أركان مع نساء الدوار", "support_requested": ["training"], "consent": "on"},
}


def region(slug: str = "souss-massa", code: str = "09", **names: str) -> Region:
    name = {"ar": "سوس-ماسة", "fr": "Souss-Massa"} | names
    return Region.objects.get_or_create(slug=slug, defaults={"code": code, "iso_code": f"MA-{code}", "name": name})[0]


def province(slug: str = "tiznit", code: str = "09.581.", *, of: Region | None = None, **names: str) -> Province:
    name = {"ar": "تيزنيت", "fr": "Tiznit"} | names
    return Province.objects.get_or_create(slug=slug, defaults={"code": code, "region": of or region(), "kind": "province", "name": name})[0]


def commune(code: str = "09.581.01.01.", *, of: Province | None = None, **names: str) -> Commune:
    """A commune that is found by its names."""
    name = {"ar": "تيزنيت", "fr": "Tiznit"} | names
    found, created = Commune.objects.get_or_create(code=code, defaults={"province": of or province(), "kind": "municipality", "name": name})
    if created:
        PlaceName.objects.bulk_create([PlaceName.spelled(text, official=True, commune=found) for text in set(name.values())])
    return found


def programme(code: str = "jisr") -> Programme:
    return Programme.objects.get_or_create(code=code, defaults={"name": {"ar": "جسر", "fr": "Jisr"}})[0]


def form(key: str = "jisr_registration", definition: dict | None = None) -> FormVersion:
    return publish_form(key=key, definition=definition or JISR)


def call(*, regions: list[Region] = (), provinces: list[Province] = (), **values: object) -> Call:
    """An open call with the registration form, for the whole country, unless told otherwise."""
    now = timezone.now()
    number = next(_numbers)
    defaults = {
        "slug": f"call-{number}",
        "kind": Call.Kind.PROJECT_HOLDERS,
        "programme": programme(),
        "title": {"ar": f"دعوة {number}", "fr": f"Appel {number}"},
        "form_key": "jisr_registration",
        "published_at": now - dt.timedelta(days=30),
        "opens_at": now - dt.timedelta(days=20),
        "closes_at": now + dt.timedelta(days=20),
    }
    made = Call.objects.create(**defaults | values)
    made.regions.set(regions)
    made.provinces.set(provinces)
    return made


def change_call(made: Call, **values: object) -> Call:
    """Give a call other dates or texts, published or not, as no act would."""
    for name, value in values.items():
        setattr(made, name, value)
    with by_act():
        made.save()
    return made


def answers(place: Commune) -> dict[str, dict[str, object]]:
    """A whole draft's saved answers."""
    return {
        "you": POSTED["you"] | {"phone": "+212612345678", "commune": place.code},
        "situation": POSTED["situation"],
        "project": POSTED["project"] | {"consent": "yes"},
    }


def complete_draft(of: Call, place: Commune | None = None) -> tuple[object, str]:
    """A draft ready to be sent, and its resume code."""
    form()
    at = timezone.now()
    draft, code = start_draft(call=of, language="ar", filled_by="self", at=at)
    for step, given in answers(place or commune()).items():
        save_step(draft=draft, step=step, answers=given, at=at)
    return draft, code


def staff(role: str = "", **territory: object) -> object:
    """Somebody of the staff with one right, or with none; passwords are not needed."""
    user = get_user_model().objects.create(username=f"staff-{next(_numbers)}")
    if role:
        Assignment.objects.create(user=user, role=role, **territory)
    return get_user_model().objects.get(pk=user.pk)
