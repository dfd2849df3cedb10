"""Files in the admin: each reader sees those of her territory, in the list and by typing an address; nobody edits them."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Submission
from forms_app.applications.services import submit_draft
from forms_app.calls.models import Call
from portal.core.models import Role
from tests.factories_forms import call, commune, complete_draft, province, region, staff

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/applications/submission/"


def sent(of: Call, place: object) -> Submission:
    """A file sent from a commune."""
    draft, code = complete_draft(of, place)
    return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())


@pytest.fixture
def files() -> dict[str, Submission]:
    """Women of three provinces in two regions, and a body of the first region."""
    tiznit = commune()
    tata = commune("09.551.01.01.", of=province("tata", "09.551.", ar="طاطا", fr="Tata"), ar="طاطا", fr="Tata")
    oriental = region("oriental", "02", ar="الشرق", fr="Oriental")
    nador = commune("02.381.01.01.", of=province("nador", "02.381.", of=oriental, ar="الناظور", fr="Nador"), ar="الناظور", fr="Nador")
    women, bodies = call(), call(kind=Call.Kind.ASSOCIATIONS)
    return {"tiznit": sent(women, tiznit), "tata": sent(women, tata), "nador": sent(women, nador), "body": sent(bodies, tiznit)}


def visible(files: dict[str, Submission], user: object) -> list[str]:
    """Names of the files a person sees."""
    seen = set(Submission.objects.visible_to(user).values_list("pk", flat=True))
    return [name for name, file in files.items() if file.pk in seen]


ROLES = [
    ("", None, []),
    (Role.PROGRAMME_MANAGER, None, ["tiznit", "tata", "nador", "body"]),
    (Role.REGIONAL_AGENT, "region", ["tiznit", "tata"]),
    (Role.PROVINCIAL_AGENT, "province", ["tiznit"]),
    (Role.CALL_MANAGER, "region", ["body"]),
    (Role.REGIONAL_EDITOR, "region", []),
    (Role.REGIONAL_PUBLISHER, "region", []),
    (Role.COMMUNICATION, None, []),
    (Role.AMAZIGH, None, []),
    (Role.TECHNICAL, None, []),
    (Role.DATA_PROTECTION, None, []),
]


def holder(role: str, held_in: str | None) -> object:
    """Somebody with this role in Souss-Massa, or in Tiznit, and with every permission a mistake could give her."""
    territory = {"region": {"region": region()}, "province": {"province": province()}, None: {}}[held_in]
    user = staff(role, **territory)
    names = ["access_admin", *(f"{action}_submission" for action in ("add", "change", "delete", "view"))]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return type(user).objects.get(pk=user.pk)


@pytest.mark.parametrize(("role", "held_in", "expected"), ROLES)
def test_who_sees_which_files(files, role, held_in, expected):
    assert visible(files, holder(role, held_in)) == expected


@pytest.mark.parametrize(("role", "held_in", "expected"), ROLES)
def test_the_admin_shows_these_and_no_other_even_to_those_who_type_addresses(files, role, held_in, expected):
    client = Client()
    client.force_login(holder(role, held_in))
    listed = client.get(LIST).content.decode()
    assert [name for name, file in files.items() if file.reference in listed] == expected
    opened = [name for name, file in files.items() if client.get(f"{LIST}inspect/{file.pk}/").status_code == 200]
    assert opened == expected


def test_nobody_adds_changes_or_deletes_a_file(files):
    client = Client()
    client.force_login(holder(Role.PROGRAMME_MANAGER, None))
    file = files["tiznit"]
    before = Submission.objects.filter(pk=file.pk).values().get()
    for address in ("add/", f"edit/{file.pk}/", f"delete/{file.pk}/", f"copy/{file.pk}/"):
        client.get(LIST + address)
        client.post(LIST + address, {"reference": "x", "full_name": "x"})
    assert (Submission.objects.filter(pk=file.pk).values().get(), Submission.objects.count()) == (before, 4)


def test_answers_are_shown_under_their_questions(files):
    client = Client()
    client.force_login(holder(Role.REGIONAL_AGENT, "region"))
    page = client.get(f"{LIST}inspect/{files['tiznit'].pk}/").content.decode()
    words = ["الاسم الكامل", "فاطمة أيت الحاج", "06 12 34 56 78", "زيت أركان مع نساء الدوار", files["tiznit"].reference]
    assert [word for word in words if word not in page] == []


def test_the_list_costs_the_same_with_one_file_and_with_ten(files, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(holder(Role.REGIONAL_AGENT, "region"))
    client.get(LIST)
    counts = []
    for more in (0, 6):
        for _each in range(more):
            sent(call(), commune())
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_manager_opens_no_call_of_another_region():
    here, there = call(regions=[region()]), call(regions=[region("oriental", "02", ar="الشرق", fr="Oriental")])
    user = staff(Role.CALL_MANAGER, region=region())
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_call", "change_call", "add_call", "access_admin"]))
    client = Client()
    client.force_login(type(user).objects.get(pk=user.pk))
    opened = [client.get(f"/admin/snippets/calls/call/edit/{made.pk}/").status_code for made in (here, there)]
    listed = client.get("/admin/snippets/calls/call/").content.decode()
    assert (opened, str(here.title) in listed, str(there.title) in listed) == ([200, 404], True, False)


def test_a_reference_is_gapless_in_its_call(files):
    women, bodies = files["tiznit"].call.number, files["body"].call.number
    assert {name: file.reference[:11] for name, file in files.items()} == {
        "tiznit": f"{women}-000001", "tata": f"{women}-000002", "nador": f"{women}-000003", "body": f"{bodies}-000001",
    }  # fmt: skip
