"""Calls in the admin: drafts are edited, published calls are acted upon, by whoever may, in her territory."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms_app.calls.backoffice.approvals import approvals_panel
from forms_app.calls.models import Call, State
from forms_app.calls.services import propose_call, state_token, why_not_approve
from portal.core.models import Role
from portal.core.staff.panels import panels_for
from portal.core.staff.roles import permissions_of
from tests.calls.acts import AT, CLOSES, DAY, DO, OPENS, POSSIBLE, WORDS, Kind, call_in
from tests.factories_forms import programme, province, region, staff
from tests.query_counts import statements

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def docx(*names: str) -> bytes:
    """A package with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return out.getvalue()


def holder(role: str, **territory: object) -> object:
    """Somebody with the permissions of a role."""
    user, names = staff(role, **territory), permissions_of(role)
    held = [one for one in Permission.objects.select_related("content_type") if f"{one.content_type.app_label}.{one.codename}" in names]
    user.user_permissions.set(held)
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def manager(db) -> object:
    """A call manager of Souss-Massa, with the rights of her role."""
    return holder(Role.CALL_MANAGER, region=region())


def url(name: str, *args: object) -> str:
    """Address of one of our screens."""
    return reverse(f"wagtailsnippets_calls_call:{name}", args=args)


@contextmanager
def at_work(client: object, user: object, at: dt.datetime) -> Iterator[None]:
    """She is signed in, at that moment."""
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        yield


def in_souss(state: State, **values: object) -> Call:
    """A call of her region."""
    made = call_in(state, **values)
    made.regions.set([region()])
    return made


@pytest.mark.parametrize("state", list(State))
def test_the_screen_offers_the_acts_of_the_table_that_lead_somewhere(client, manager, state):
    made = in_souss(state)
    with at_work(client, manager, AT[state]):
        page = client.get(url("inspect", made.pk))
        offered = [button["kind"].value for button in page.context["buttons"]]
        answers = {client.get(button["url"]).status_code for button in page.context["buttons"]}
    expected = [kind for kind in POSSIBLE[state] if kind != Kind.PUBLISHED]  # nobody has proposed it yet
    assert (offered, answers) == (expected, {200})


def test_the_screen_reads_the_territory_of_its_call_once(client, manager):
    made = in_souss(State.OPEN)
    with at_work(client, manager, AT[State.OPEN]):
        asked = statements(client, url("inspect", made.pk))
    assert sum('JOIN "calls_call_regions"' in one and one.startswith('SELECT "regions_region"') for one in asked) == 1


def test_other_territories_do_not_exist_and_readers_do_not_act(client, manager):
    elsewhere = call_in(State.OPEN)
    elsewhere.regions.set([region("oriental", "02", ar="الشرق", fr="Oriental")])
    hers, reader = in_souss(State.OPEN), holder(Role.COMMUNICATION)
    client.force_login(manager)
    screens = [url("inspect", elsewhere.pk), url("act", elsewhere.pk, "extended"), url("document", elsewhere.pk), url("preview", elsewhere.pk, "fr")]
    assert [client.get(screen).status_code for screen in screens] == [404] * 4
    with at_work(client, reader, OPENS):
        page = client.get(url("inspect", hers.pk))
        assert (page.status_code, page.context["buttons"], client.get(url("act", hers.pk, "extended")).status_code) == (200, [], 302)


def test_an_extension_is_confirmed_and_a_second_screen_is_told(client, manager):
    made = in_souss(State.OPEN)
    given = {"seen": state_token(made), "closes_at": "2026-12-22T16:00", "reason": "more_time"}
    with at_work(client, manager, OPENS):
        answers = [client.post(url("act", made.pk, "extended"), given, follow=True) for _twice in range(2)]
    assert [len(answer.redirect_chain) for answer in answers] == [1, 1]
    assert [message.level_tag for answer in answers for message in get_messages(answer.wsgi_request)] == ["success", "error"]
    assert (Call.objects.get(pk=made.pk).closes_at, made.acts.count()) == (CLOSES + 7 * DAY, 1)


def test_a_wrong_date_is_said_beside_its_field_and_what_was_typed_stays(client, manager):
    made = in_souss(State.OPEN)
    given = {"seen": state_token(made), "closes_at": "2026-12-01T16:00", "reason": "other", "text_ar": "سبب", "text_fr": "raison"}
    with at_work(client, manager, OPENS):
        form = client.post(url("act", made.pk, "extended"), given).context["form"]
    assert (list(form.errors), form["closes_at"].value(), made.acts.count()) == (["closes_at"], "2026-12-01T16:00", 0)


def test_a_correction_shows_the_difference_before_it_is_made(client, manager):
    made = in_souss(State.OPEN)
    with at_work(client, manager, OPENS):
        form = client.get(url("act", made.pk, "corrected")).context["form"]
        given = {"seen": form["seen"].value(), "reason": "mistake", "title_ar": WORDS["ar"], "title_fr": WORDS["fr"]}
        shown = client.post(url("act", made.pk, "corrected"), given)
        before = made.acts.count()
        client.post(url("act", made.pk, "corrected"), given | {"confirm": "yes"})
    assert [str(row["after"]) for row in shown.context["changes"]] == [WORDS["ar"]]
    assert (before, made.acts.get().changes[0]["new"]) == (0, WORDS)


def posted(**changes: object) -> dict[str, object]:
    """A draft as its form sends it."""
    texts = {f"{name}_{code}": "" for name in ("title", "summary", "who", "target", "what_next", "contact", "appeal", "source") for code in ("ar", "fr", "zgh")}
    return texts | {
        "title_ar": "دعوة", "title_fr": "Appel", "kind": "associations", "programme": programme().pk, "slug": "essai", "form_key": "",
        "regions": [region().pk], "provinces": [province().pk], "opens_at": "2026-11-25 09:00", "closes_at": "2026-12-15 16:00", "questions_until": "",
        "decision_by": "", "relaunch_of": "", "internal_note": "",
    } | changes  # fmt: skip


def test_a_draft_is_written_previewed_without_saving_proposed_and_taken_back_by_a_change(client, manager):
    with at_work(client, manager, OPENS - 9 * DAY):
        client.post(url("add"), posted())
        made = Call.objects.get(slug="essai")
        seen = {code: client.post(url("preview", made.pk, code), posted(title_fr="Essai", title_ar="تجربة")) for code in ("ar", "fr", "zgh")}
        saved = Call.objects.get(pk=made.pk).title
        client.post(url("act", made.pk, "proposed"), {"seen": state_token(made)})
        proposed = Call.objects.get(pk=made.pk).proposed_at
        waits = [approvals_panel().number(user) for user in (manager, holder(Role.CALL_MANAGER, region=region()))]
        client.post(url("edit", made.pk), posted(internal_note="12"))
    assert {code: ("تجربة" in page.content.decode(), "Essai" in page.content.decode()) for code, page in seen.items()} == {
        "ar": (True, False), "fr": (False, True), "zgh": (True, False),
    }  # fmt: skip
    assert (waits, saved, proposed, Call.objects.get(pk=made.pk).proposed_at) == ([0, 1], {"ar": "دعوة", "fr": "Appel"}, OPENS - 9 * DAY, None)


def test_a_regional_manager_takes_away_no_place_of_another_region(client, manager):
    others = region("oriental", "02", ar="الشرق", fr="Oriental")
    at_others, hers = province("oujda", "02.411.", of=others), province()
    made = in_souss(State.DRAFT)
    made.regions.set([region(), others])
    made.provinces.set([at_others])
    with at_work(client, manager, AT[State.DRAFT]):
        form = client.get(url("edit", made.pk)).context["form"]
        nowhere = client.post(url("edit", made.pk), posted(slug=made.slug, regions=[], provinces=[])).context["form"]
        client.post(url("edit", made.pk), posted(slug=made.slug, regions=[], provinces=[hers.pk]))
    assert ([*form.fields["regions"].queryset], str(others) in form.fields["regions"].help_text) == ([region()], True)
    assert [error.code for error in nowhere.errors.as_data()["__all__"]] == ["nowhere"]
    assert ([*made.regions.all()], {*made.provinces.all()}) == ([others], {at_others, hers})


def test_the_form_of_a_published_call_holds_its_note_only(client, manager):
    made = in_souss(State.OPEN)
    with at_work(client, manager, OPENS):
        fields = list(client.get(url("edit", made.pk)).context["form"].fields)
        client.post(url("edit", made.pk), {"internal_note": "12"})
        refused = client.post(url("edit", made.pk), posted(internal_note="13", title_fr="Autre"), follow=True)
    stored = Call.objects.get(pk=made.pk)
    assert (fields, stored.internal_note, stored.title) == (["internal_note"], "12", made.title)
    assert [message.level_tag for message in get_messages(refused.wsgi_request)][-1] == "error"


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.doc", docx("word/document.xml", "[Content_Types].xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.pdf", b"<html>", None),
        ("a.pdf", PDF.replace(b"endobj", b"/JavaScript"), None),
        ("a.docx", docx("word/document.xml", "[Content_Types].xml", "word/vbaProject.bin"), None),
        ("a.pdf", b"%PDF-1.7 cut", None),
    ],
    ids=["pdf", "word whatever its name", "a page", "active pdf", "macros", "cut"],
)
def test_documents_are_what_their_bytes_say(client, manager, name, data, kept, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = in_souss(State.DRAFT)
    given = {"title_ar": "دفتر", "title_fr": "Cahier", "kind": "specifications", "language": "fr", "file": SimpleUploadedFile(name, data)}
    with at_work(client, manager, AT[State.DRAFT]):
        client.post(url("document", made.pk), given)
    assert list(made.documents.values_list("media_type", flat=True)) == ([kept] if kept else [])


def test_a_document_of_a_published_call_is_replaced_by_a_correction_and_the_old_one_stays(client, manager, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = in_souss(State.DRAFT)
    given = {"title_ar": "دفتر", "title_fr": "Cahier", "kind": "specifications", "language": "fr"}
    with at_work(client, manager, AT[State.DRAFT]):
        client.post(url("document", made.pk), given | {"file": SimpleUploadedFile("a.pdf", PDF)})
        hidden = client.get(made.documents.get().get_absolute_url()).status_code
        DO[Kind.PUBLISHED](made, AT[State.DRAFT])
    old = made.documents.get()
    with at_work(client, manager, OPENS):
        replace = url("document_replace", made.pk, old.pk)
        client.post(replace, given | {"file": SimpleUploadedFile("b.pdf", PDF + b"2%%EOF"), "reason": "mistake", "seen": state_token(made)})
        new = made.documents.get(removed_at=None)
        downloads = [b"".join(client.get(one.get_absolute_url()).streaming_content) for one in (old, new)]
        client.post(url("document_remove", made.pk, new.pk), {"reason": "mistake", "seen": state_token(made)})
    assert (hidden, new.replaces, downloads) == (404, old, [PDF, PDF + b"2%%EOF"])
    assert [[len(change["new"]) for change in act.changes] for act in made.acts.all()] == [[], [1], [0]]


@pytest.mark.parametrize("how", ["document", "document_replace", "document_remove"])
def test_a_draft_whose_documents_change_is_taken_back_from_approval(client, manager, how, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made, other = in_souss(State.DRAFT), holder(Role.CALL_MANAGER, region=region())
    given = {"title_ar": "دفتر", "title_fr": "Cahier", "kind": "specifications", "language": "fr"}
    with at_work(client, other, AT[State.DRAFT]):
        client.post(url("document", made.pk), given | {"file": SimpleUploadedFile("a.pdf", PDF)})
        propose_call(call=made, by=manager, at=AT[State.DRAFT])
        which = [] if how == "document" else [made.documents.get().pk]
        changed = client.post(url(how, made.pk, *which), given | {"file": SimpleUploadedFile("b.pdf", PDF)})
    said = [message.level_tag for message in get_messages(changed.wsgi_request)]
    made.refresh_from_db()
    assert (made.proposed_at, why_not_approve(call=made, by=other) == "", said) == (None, False, ["success", "success", "warning"])


def test_the_first_screen_leads_to_every_panel_of_calls(manager):
    manager.is_superuser = True
    assert [panel.url.startswith("/admin/") for panel in panels_for(manager) if panel.name in {"call_approvals", "questions"}] == [True, True]


def test_the_first_screen_asks_the_same_of_one_call_to_approve_and_of_three(manager, django_assert_num_queries):
    mine, another = in_souss(State.DRAFT), holder(Role.CALL_MANAGER, region=region())
    propose_call(call=mine, by=manager, at=AT[State.DRAFT])
    for proposed, number in ((1, 1), (2, 3)):
        for _each in range(proposed):
            propose_call(call=in_souss(State.DRAFT), by=another, at=AT[State.DRAFT])
        with django_assert_num_queries(3):
            assert approvals_panel().number(manager) == number
    alone = holder(Role.PROGRAMME_MANAGER)
    assert (approvals_panel().number(alone), approvals_panel().number(another)) == (4, 1)
