"""Whoever may enter the admin types addresses: nothing of another territory's drafts, files and calls may answer."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Collection, Revision

from forms_app.calls.models import Call
from portal.core.models import Role
from programmes.models import RegionalProgrammePage

pytestmark = pytest.mark.django_db
SECRET = "Nothing-of-yours"


@pytest.fixture
def hidden(tree, superuser) -> SimpleNamespace:
    """What region 07 has and has not published: a draft, a picture, a document, a call."""
    page = RegionalProgrammePage(title=SECRET, slug="later", programme=tree.programme, live=False, locale=tree.locales["ar"])
    tree.pages["07", "ar"].add_child(instance=page)
    page.save_revision(user=superuser)
    media = Collection.objects.get(name__startswith="region 07")
    document = get_document_model().objects.create(title=SECRET, file=ContentFile(b"%PDF-1.4", name="later.pdf"), collection=media)
    picture = get_image_model().objects.create(title=SECRET, file=get_test_image_file(), collection=media)
    call = Call.objects.create(slug="later", kind="associations", programme=tree.programme, title={"ar": SECRET, "fr": SECRET})
    call.regions.set([tree.regions["07"]])
    for thing in (document, picture, call):
        log(instance=thing, action="wagtail.edit", user=superuser, title=SECRET)
    return SimpleNamespace(page=page, document=document, picture=picture, call=call)


def addresses(hidden: SimpleNamespace) -> list[str]:
    """Where Wagtail's own views name things before, or without, asking whose they are."""
    page, above = hidden.page.pk, hidden.page.get_parent().pk
    bulk = {"wagtailcore/page": page, "wagtailimages/image": hidden.picture.pk, "wagtaildocs/document": hidden.document.pk, "calls/call": hidden.call.pk}
    return [
        "/admin/api/main/pages/?fields=*", f"/admin/api/main/pages/{page}/?fields=*", "/admin/api/main/images/", "/admin/api/main/documents/",
        f"/admin/api/main/images/{hidden.picture.pk}/", f"/admin/api/main/documents/{hidden.document.pk}/",
        f"/admin/choose-page/{above}/", f"/admin/choose-page/{page}/", "/admin/choose-page/search/?q=Nothing", f"/admin/pages/{page}/move/{page}/confirm/",
        "/admin/pages/search/?q=Nothing", "/admin/images/chooser/?q=Nothing", "/admin/documents/chooser/?q=Nothing",
        "/admin/images/?q=Nothing", "/admin/documents/?q=Nothing", f"/admin/images/{hidden.picture.pk}/", f"/admin/documents/edit/{hidden.document.pk}/",
        "/admin/reports/page-types-usage/", "/admin/reports/aging-pages/", "/admin/reports/locked/", "/admin/reports/workflow/",
        "/admin/reports/site-history/", "/admin/reports/site-history/?export=csv",
        f"/admin/pages/{page}/workflow/action/approve/1/", f"/admin/pages/{page}/workflow/confirm_cancellation/",
        f"/admin/pages/{page}/view_draft/", f"/admin/pages/{page}/revisions/{Revision.page_revisions.filter(object_id=str(page)).first().pk}/view/",
        f"/admin/pages/{page}/usage/", f"/admin/pages/{page}/history/",
        f"/admin/snippets/calls/call/edit/{hidden.call.pk}/", f"/admin/snippets/calls/call/history/{hidden.call.pk}/", "/admin/snippets/calls/call/",
        *(f"/admin/bulk/{kind}/{action}/?id={pk}" for kind, pk in bulk.items() for action in ("delete", "publish", "move", "add_tags", "add_to_collection")
          if not (kind == "calls/call" and action != "delete")),
        "/admin/",
    ]  # fmt: skip


STRANGERS = [
    (Role.REGIONAL_EDITOR, "09"), (Role.REGIONAL_PUBLISHER, "09"), (Role.CALL_MANAGER, "09"), (Role.REGIONAL_AGENT, "09"), (Role.AMAZIGH, ""),
    (Role.DATA_PROTECTION, ""), (Role.TECHNICAL, ""),
]  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "held_in"), STRANGERS)
def test_typing_addresses_tells_nothing_of_another_territory(hidden, person, enter, role, held_in) -> None:
    """Messages kept for the next page among them: the first screen comes last."""
    client = enter(person(role, held_in))
    client.raise_request_exception = False
    told = {}
    for address in addresses(hidden):
        response = client.get(address)
        text = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        if SECRET in text or response.status_code >= 500:
            told[address] = response.status_code
    assert told == {}


def test_her_own_territory_still_answers(hidden, person, enter) -> None:
    """An editor of 07 chooses her own draft and files; everybody chooses public pages."""
    own = enter(person(Role.REGIONAL_EDITOR, "07"))
    expected = [f"/admin/choose-page/{hidden.page.get_parent().pk}/", "/admin/choose-page/search/?q=Nothing", "/admin/api/main/documents/"]
    assert [address for address in expected if SECRET not in own.get(address).content.decode()] == []
    other = enter(person(Role.REGIONAL_EDITOR, "09"))
    assert "souss-massa" not in SECRET
    assert other.get(f"/admin/choose-page/{hidden.page.get_parent().pk}/").status_code == 200, "the region's page is public"
    manager = enter(person(Role.CALL_MANAGER, "07"))
    assert SECRET in manager.get("/admin/reports/site-history/").content.decode()


def test_a_list_of_people_is_no_way_around_the_guards(tree, person, enter, superuser) -> None:
    """Deactivating or deleting a superuser, or giving oneself the communication team's group."""
    technician = person(Role.TECHNICAL)
    client = enter(technician)
    users = "/admin/bulk/auth/user"
    group = Group.objects.get(name=Role.COMMUNICATION)
    client.post(f"{users}/set_active_state/?id={superuser.pk}", {"mark_as_active": "False"})
    client.post(f"{users}/delete/?id={superuser.pk}")
    client.post(f"{users}/assign_role/?id={technician.pk}", {"role": group.pk})
    superuser.refresh_from_db()
    assert (superuser.is_active, technician.groups.filter(pk=group.pk).exists()) == (True, False)
    somebody = person()
    client.post(f"{users}/set_active_state/?id={somebody.pk}", {"mark_as_active": "False"})
    assert not get_user_model().objects.get(pk=somebody.pk).is_active, "her own work still goes on"
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200


@pytest.mark.parametrize(("role", "may"), [(Role.TECHNICAL, True), (Role.AMAZIGH, False), (Role.PROGRAMME_MANAGER, False)])
def test_who_holds_which_right_is_chosen_from_by_nobody_else(tree, person, enter, role, may) -> None:
    """Wagtail's chooser lists every record to whoever may enter the admin."""
    client, base = enter(person(role)), "/admin/snippets/choose/core/assignment/"
    answers = [client.get(f"{base}{part}") for part in ("", "results/", "chosen-multiple/")]
    assert [answer.status_code == 200 for answer in answers] == [may] * 3
