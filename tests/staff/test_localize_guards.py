"""Each guard of wagtail-localize: red when the file in portal/core/upstream is taken away."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import HomePage
from portal.core.generation import current_generation
from portal.core.models import Role
from programmes.models import RegionalProgrammePage
from search.indexing import refresh
from search.models import SearchEntry

from .attempts import refused


@pytest.fixture
def editor(person, enter):
    """The browser of an editor of region 09."""
    return enter(person(Role.REGIONAL_EDITOR, "09"))


def submit_url(page: Page) -> str:
    """Where a page is submitted for translation."""
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def test_submitting_needs_the_pages_own_right(tree, editor) -> None:
    """She got 200, and the draft copied."""
    theirs = tree.children["07", "ar"]
    assert refused(editor.get(submit_url(theirs)))
    assert refused(editor.post(submit_url(theirs), {"locales": [tree.locales["zgh"].pk]}))
    assert RegionalProgrammePage.objects.filter(translation_key=theirs.translation_key).count() == 2


def test_submitting_ones_own_page_makes_a_draft(tree, editor, django_capture_on_commit_callbacks) -> None:
    """Not a live page: nobody has read it yet."""
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(submit_url(tree.children["09", "ar"]), {"locales": [tree.locales["zgh"].pk]})
    made = tree.children["09", "ar"].get_translation(tree.locales["zgh"])
    assert (made.live, made.get_parent().pk) == (False, tree.pages["09", "zgh"].pk)


def test_a_language_whose_parent_is_missing_is_not_offered(tree, editor) -> None:
    """Copies of the pages above would be made, outside her territory."""
    tree.pages["09", "zgh"].delete()
    before = Page.objects.count()
    response = editor.post(submit_url(tree.children["09", "ar"]), {"locales": [tree.locales["zgh"].pk]})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["locales"])
    assert Page.objects.count() == before


def test_a_subtree_is_submitted_only_where_every_page_may_be_edited(tree, person, enter, superuser) -> None:
    """Her own draft, and below it somebody else's."""
    user = person(Role.REGIONAL_EDITOR, "09")
    user.groups.get(name__startswith="region 09").page_permissions.filter(permission__codename="change_page").delete()
    parent = tree.children["09", "ar"]
    Page.objects.filter(pk=parent.pk).update(owner=user)
    parent.refresh_from_db()
    parent.add_child(instance=RegionalProgrammePage(title="غيرها", slug="other", programme=tree.programme, locale=tree.locales["ar"], owner=superuser))
    data = {"locales": [tree.locales["zgh"].pk], "include_subtree": "on"}
    assert refused(enter(user).post(submit_url(parent), data))
    assert Page.objects.filter(locale=tree.locales["zgh"], slug__in=["jisr", "other"]).count() == 0


def test_updating_needs_the_right_on_the_original(tree, editor) -> None:
    """Another region's original is not read again at her word."""
    source = tree.translations["07"].source
    before = source.last_updated_at
    assert refused(editor.get(reverse("wagtail_localize:update_translations", args=[source.pk])))
    assert refused(editor.post(reverse("wagtail_localize:update_translations", args=[source.pk])))
    assert TranslationSource.objects.get(pk=source.pk).last_updated_at == before


@pytest.mark.parametrize(("role", "live"), [(Role.REGIONAL_EDITOR, False), (Role.REGIONAL_PUBLISHER, True)])
def test_updating_with_publish_needs_the_right_to_publish(role, live, tree, person, enter, django_capture_on_commit_callbacks) -> None:
    """An editor submits; only a publisher publishes."""
    url = reverse("wagtail_localize:update_translations", args=[tree.translations["09"].source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        enter(person(role, "09")).post(url, {"publish_translations": "on"})
    assert tree.translations["09"].get_target_instance().live == live


@pytest.mark.parametrize("role", [Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER])
def test_an_editor_does_not_turn_a_live_translation_into_an_alias(role, tree, person, enter) -> None:
    """The French page would show Arabic at once: that is publishing."""
    page = tree.children["09", "fr"]
    enter(person(role, "09")).post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert Page.objects.get(pk=page.pk).alias_of_id == (None if role == Role.REGIONAL_EDITOR else tree.children["09", "ar"].pk)


@pytest.mark.parametrize("original_live", [True, False])
def test_a_translation_turned_into_an_alias_leaves_caches_and_search(original_live, tree, person, enter, django_capture_on_commit_callbacks) -> None:
    """The French words are no longer on the page: nobody is led to them."""
    original, page = tree.children["09", "ar"], tree.children["09", "fr"]
    Page.objects.filter(pk=page.pk).update(live=True)
    Page.objects.filter(pk=original.pk).update(live=original_live)
    refresh(f"page:{page.pk}")
    seen = [SearchEntry.objects.filter(origin=f"page:{page.pk}").exists(), current_generation()]
    with django_capture_on_commit_callbacks(execute=True):
        enter(person(Role.REGIONAL_PUBLISHER, "09")).post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert (seen[0], SearchEntry.objects.filter(origin=f"page:{page.pk}").exists(), current_generation() > seen[1]) == (True, False, True)
    assert Page.objects.get(pk=page.pk).live == original_live


@pytest.mark.parametrize(("role", "live"), [(Role.REGIONAL_EDITOR, False), (Role.REGIONAL_PUBLISHER, True)])
def test_publishing_a_translation_needs_the_right_to_publish(role, live, tree, person, enter, django_capture_on_commit_callbacks) -> None:
    """The editor's screen of a translation publishes too."""
    with django_capture_on_commit_callbacks(execute=True):
        enter(person(role, "09")).post(reverse("wagtailadmin_pages:edit", args=[tree.children["09", "fr"].pk]), {"action": "publish"})
    assert tree.translations["09"].get_target_instance().live == live


def test_the_amazigh_team_edits_no_french_string(tree, person, enter) -> None:
    """Neither string, nor file, nor restart; the queue's own addresses are Amazigh only as well."""
    client = enter(person(Role.AMAZIGH))
    translation = tree.translations["09"]
    file = SimpleUploadedFile("page.po", str(translation.export_po()).encode())
    assert refused(client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk])))
    assert refused(client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file}))
    assert refused(client.get(reverse("amazigh_download_po", args=[translation.pk])))
    assert refused(client.post(reverse("amazigh_upload_po", args=[translation.pk]), {"file": file}))
    assert refused(client.get(submit_url(tree.children["09", "ar"])))
    assert StringTranslation.objects.count() == 0


def test_the_report_names_only_pages_of_her_territory(tree, editor, person, enter) -> None:
    """Titles of other regions' drafts are theirs."""
    url = reverse("wagtail_localize:translations_report")
    assert [translation.pk for translation in editor.get(url).context["object_list"]] == [tree.translations["09"].pk]
    assert list(enter(person(Role.CALL_MANAGER, "09")).get(url).context["object_list"]) == []
    everything = enter(person(is_superuser=True)).get(url).context["object_list"]
    assert {translation.pk for translation in everything} == set(Translation.objects.values_list("pk", flat=True))


def test_the_list_of_snippets_asks_for_a_right(tree, editor, person, enter) -> None:
    """A model she may neither change nor view lists nothing."""
    url = reverse("wagtail_localize:snippets_api_listing", args=["core", "sitenotice"])
    assert refused(editor.get(url))
    assert enter(person(Role.COMMUNICATION)).get(url).status_code == 200


def test_homes_are_translated_by_who_holds_the_root(tree, person, enter) -> None:
    """The parent of a home is the root, which has no language: the communication team still may."""
    tree.homes["zgh"].delete()
    enter(person(Role.COMMUNICATION)).post(submit_url(tree.homes["ar"]), {"locales": [tree.locales["zgh"].pk]})
    assert HomePage.objects.filter(locale=tree.locales["zgh"]).count() == 1


def test_a_po_file_without_a_file_breaks_nothing(tree, person, enter) -> None:
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    assert client.post(reverse("wagtail_localize:upload_pofile", args=[tree.translations["09"].pk])).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"msgid", b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n'])
def test_a_po_file_that_names_no_page_is_refused_in_words(content, tree, editor) -> None:
    url = reverse("wagtail_localize:upload_pofile", args=[tree.translations["09"].pk])
    response = editor.post(url, {"file": SimpleUploadedFile("page.po", content)})
    assert [(message.level_tag, bool(message.message)) for message in get_messages(response.wsgi_request)] == [("error", True)]


def test_a_translated_title_that_is_too_long_is_kept_and_told(tree, person, enter) -> None:
    """Typed, or in a PO file; nothing is published, and she is told beside the title."""
    client, translation = enter(person(Role.REGIONAL_PUBLISHER, "09")), tree.translations["09"]
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    string = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, title.pk])
    assert client.put(string, f"value={'M' * 300}", content_type="application/x-www-form-urlencoded").status_code == 201
    po = str(translation.export_po()).replace("M" * 300, "N" * 400)
    client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": SimpleUploadedFile("page.po", po.encode())})
    page = tree.children["09", "fr"]
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
    kept, page = StringTranslation.objects.get(), Page.objects.get(pk=page.pk)
    assert (kept.data, kept.has_error, page.draft_title, page.live) == ("N" * 400, True, "N" * 255, False)


def test_a_translated_title_of_blanks_only_is_not_translated_and_told(tree, person, enter) -> None:
    """Typed, or in a PO file: the page was published without a name. It keeps the one of the original."""
    client, translation, page = enter(person(Role.REGIONAL_PUBLISHER, "09")), tree.translations["09"], tree.children["09", "fr"]
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    string = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, title.pk])
    told = client.put(string, "value=%20%C2%A0%20", content_type="application/x-www-form-urlencoded").json()["error"]
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
    shown = Page.objects.get(pk=page.pk)
    assert (told, shown.title, shown.draft_title) == (gettext("This field is required."), page.title, page.title)
    po = re.sub(r'msgstr ""\n(?!")', 'msgstr "  "\n', f"{translation.export_po()}\n")
    client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": SimpleUploadedFile("page.po", po.encode())})
    assert {one.has_error for one in StringTranslation.objects.all()} == {True}
    assert StringTranslation.objects.count() > 1


@pytest.mark.parametrize("body", ["value=a%00b", "other=a", "value=" + "a" * 9 + "%00"])
def test_a_string_that_no_database_keeps_is_refused(body, tree, editor) -> None:
    """PostgreSQL keeps no NUL: it was an error of the server."""
    translation = tree.translations["09"]
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    string = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, title.pk])
    assert editor.put(string, body, content_type="application/x-www-form-urlencoded").status_code == 400
    assert StringTranslation.objects.count() == 0


def test_a_po_file_that_no_database_keeps_is_refused_in_words(tree, editor) -> None:
    translation = tree.translations["09"]
    po = str(translation.export_po()).replace('msgstr ""\n\n', 'msgstr "a\0b"\n\n')
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = editor.post(url, {"file": SimpleUploadedFile("page.po", po.encode())})
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    assert StringTranslation.objects.count() == 0
