"""The Amazigh team's queue: what lacks, PO out and in, the second reader's word."""

import datetime as dt

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.core.models import Role, SiteNotice
from portal.core.pages import ReadingState
from portal.core.staff.amazigh.queue import queue
from programmes.models import RegionalProgrammePage
from regions.models import RegionPage

from .attempts import refused


@pytest.fixture
def translator(person):
    """One of the team."""
    return person(Role.AMAZIGH)


@pytest.fixture
def reader(person):
    """The second reader."""
    return person(Role.SECOND_READER)


def lines() -> dict[str, list[str]]:
    """Title and reasons of every line of the queue, in the words of the code."""
    with translation.override("en"):
        return {entry.title: entry.reasons for entry in queue()}


@pytest.fixture
def short_page(tree) -> RegionPage:
    """An Amazigh page of its own, as the content files make them: shorter, live, unread."""
    return RegionPage.objects.get(pk=tree.pages["09", "zgh"].pk)


def test_the_queue_says_what_lacks_and_why(tree) -> None:
    """Missing, shorter, unread; what is released and complete is not in it."""
    released = RegionPage.objects.get(pk=tree.pages["07", "zgh"].pk)
    RegionPage.objects.filter(pk=released.pk).update(reading_state=ReadingState.RELEASED)
    source_page = tree.pages["07", "ar"]
    Translation.objects.create(source=_source(source_page), target_locale=tree.locales["zgh"])
    for segment in _source(source_page).stringsegment_set.all():
        StringTranslation.objects.create(translation_of=segment.string, context=segment.context, locale=tree.locales["zgh"], data="ⴰⵡⴰⵍ")
    Page.objects.filter(pk=released.pk).update(last_published_at=timezone.now())
    found = lines()
    assert source_page.title not in found
    assert found[tree.children["09", "ar"].title] == ["missing"]
    assert found[tree.pages["09", "ar"].title] == ["shorter than the original", "not yet read by a speaker"]


def _source(page: Page) -> TranslationSource:
    return TranslationSource.get_or_create_from_instance(page)[0]


def test_a_translation_older_than_its_original_is_in_the_queue(tree) -> None:
    Page.objects.filter(pk=tree.pages["09", "ar"].pk).update(last_published_at=timezone.now() + dt.timedelta(minutes=1))
    assert lines()[tree.pages["09", "ar"].title] == ["older than the original", "shorter than the original", "not yet read by a speaker"]


def test_what_has_a_deadline_comes_first(tree) -> None:
    """A notice on every page that ends tomorrow, before pages that wait longer."""
    notice = SiteNotice.objects.create(key="free", text={"ar": "التسجيل مجاني", "fr": "Gratuit"}, ends_at=timezone.now() + dt.timedelta(days=1))
    first = queue()[0]
    assert (first.title, first.deadline, first.is_late) == ("التسجيل مجاني", notice.ends_at, False)


def test_the_queue_costs_the_same_with_more_pages(tree, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14):
        queue()


@pytest.mark.parametrize(
    ("role", "opens"), [(Role.AMAZIGH, True), (Role.SECOND_READER, True), (Role.COMMUNICATION, False), (Role.REGIONAL_PUBLISHER, False), (None, False)]
)
def test_only_the_team_enters(role, opens, tree, person, enter) -> None:
    """Every address of the queue."""
    client = enter(person(role, "09" if role == Role.REGIONAL_PUBLISHER else ""))
    assert (client.get(reverse("amazigh_queue")).status_code == 200) == opens
    SiteNotice.objects.create(key="free", text={"ar": "مجاني", "fr": "Gratuit"})
    text = reverse("amazigh_text", args=["core.sitenotice", SiteNotice.objects.get().pk])
    assert (client.get(text).status_code == 200) == opens
    client.post(reverse("amazigh_start", args=[tree.children["09", "ar"].pk]))
    assert tree.children["09", "ar"].has_translation(tree.locales["zgh"]) == opens
    reading = client.get(reverse("amazigh_read", args=[tree.pages["09", "zgh"].pk]))
    assert (reading.status_code == 200) == (role == Role.SECOND_READER)


def test_the_queue_is_shown_with_its_actions(tree, reader, enter) -> None:
    body = enter(reader).get(reverse("amazigh_queue")).content.decode()
    assert reverse("amazigh_start", args=[tree.children["09", "ar"].pk]) in body
    assert reverse("amazigh_read", args=[tree.pages["09", "zgh"].pk]) in body


def test_starting_a_missing_page_makes_a_draft_in_amazigh(tree, translator, enter, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enter(translator).post(reverse("amazigh_start", args=[tree.children["09", "ar"].pk]))
    made = tree.children["09", "ar"].get_translation(tree.locales["zgh"])
    assert (made.live, made.reading_state, made.get_parent().pk) == (False, ReadingState.UNREAD, tree.pages["09", "zgh"].pk)


def test_a_draft_in_arabic_is_not_started(tree, translator, enter) -> None:
    """Nobody's draft is copied."""
    Page.objects.filter(pk=tree.children["09", "ar"].pk).update(live=False)
    response = enter(translator).post(reverse("amazigh_start", args=[tree.children["09", "ar"].pk]))
    assert (response.status_code, tree.children["09", "ar"].has_translation(tree.locales["zgh"])) == (404, False)


def test_a_page_of_its_own_keeps_its_words_and_its_editor(tree, short_page, translator, enter) -> None:
    """Its words are paired with the original's strings; the translation waits, switched off."""
    enter(translator).post(reverse("amazigh_start", args=[tree.pages["09", "ar"].pk]))
    started = Translation.objects.get(source__object_id=short_page.translation_key, target_locale=tree.locales["zgh"])
    kept = StringTranslation.objects.get(context__object_id=short_page.translation_key, locale=tree.locales["zgh"])
    assert (started.enabled, kept.data) == (False, short_page.title)
    assert RegionPage.objects.get(pk=short_page.pk).title == short_page.title


def _po_round_trip(client, started: Translation, words: str) -> None:
    """Take the file, translate every string, send it back."""
    response = client.get(reverse("amazigh_download_po", args=[started.pk]))
    po = polib.pofile(response.content.decode())
    for entry in po:
        entry.msgstr = f"{words} {entry.msgctxt}"
    client.post(reverse("amazigh_upload_po", args=[started.pk]), {"file": SimpleUploadedFile("page.po", str(po).encode())})


def test_po_out_and_in(tree, short_page, translator, enter) -> None:
    """Every string arrives, with the translator's name; complete, the translation is switched on."""
    client = enter(translator)
    client.post(reverse("amazigh_start", args=[tree.pages["09", "ar"].pk]))
    started = Translation.objects.get(source__object_id=short_page.translation_key, target_locale=tree.locales["zgh"])
    _po_round_trip(client, started, "ⴰⵡⴰⵍ")
    started.refresh_from_db()
    strings = StringTranslation.objects.filter(context__object_id=short_page.translation_key, locale=tree.locales["zgh"])
    assert [(string.data, string.last_translated_by) for string in strings] == [("ⴰⵡⴰⵍ title", translator)]
    assert started.enabled is True
    assert PageLogEntry.objects.get(action="portal.amazigh.import").user == translator


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"not a po file", b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1"\n', b"\x00" * 10, b"x" * 2_000_001]
)
def test_a_wrong_file_is_refused_in_words(content, tree, short_page, translator, enter) -> None:
    client = enter(translator)
    client.post(reverse("amazigh_start", args=[tree.pages["09", "ar"].pk]))
    started = Translation.objects.get(source__object_id=short_page.translation_key, target_locale=tree.locales["zgh"])
    before = StringTranslation.objects.values_list("data", flat=True).get()
    response = client.post(reverse("amazigh_upload_po", args=[started.pk]), {"file": SimpleUploadedFile("page.po", content)}, follow=True)
    assert response.status_code == 200
    assert StringTranslation.objects.values_list("data", flat=True).get() == before


def _mark(client, page: Page, state: str) -> None:
    url = reverse("amazigh_read", args=[page.pk])
    token = client.get(url).context["token"]
    client.post(url, {"state": state, "token": token})


def test_the_second_reader_reads_then_releases(short_page, reader, enter, django_capture_on_commit_callbacks) -> None:
    """Read, then released; each logged with her name; the public page says so, the next revision too."""
    client = enter(reader)
    states = []
    for state in ("released", "read", "released"):
        with django_capture_on_commit_callbacks(execute=True):
            _mark(client, short_page, state)
        states.append(RegionPage.objects.get(pk=short_page.pk).reading_state)
    assert states == ["unread", "read", "released"]
    page = RegionPage.objects.get(pk=short_page.pk)
    assert page.get_latest_revision_as_object().reading_state == "released"
    log = PageLogEntry.objects.filter(page=page.pk, action__startswith="portal.amazigh").order_by("pk")
    assert [(entry.action, entry.user) for entry in log] == [("portal.amazigh.read", reader), ("portal.amazigh.release", reader)]


def test_not_her_own_words(tree, short_page, person, translator, reader, enter) -> None:
    """She wrote the strings: another second reader reads them. A translator never does."""
    client = enter(reader)
    client.post(reverse("amazigh_start", args=[tree.pages["09", "ar"].pk]))
    started = Translation.objects.get(source__object_id=short_page.translation_key, target_locale=tree.locales["zgh"])
    _po_round_trip(client, started, "ⴰⵡⴰⵍ")
    _mark(client, short_page, "read")
    assert RegionPage.objects.get(pk=short_page.pk).get_latest_revision_as_object().reading_state == "unread"
    assert refused(enter(translator).post(reverse("amazigh_read", args=[short_page.pk]), {"state": "read"}))
    _mark(enter(person(Role.SECOND_READER)), short_page, "read")
    assert RegionPage.objects.get(pk=short_page.pk).get_latest_revision_as_object().reading_state == "read"


def test_what_is_marked_is_what_was_read(short_page, reader, enter) -> None:
    """Between her reading and her word somebody changed the text."""
    client = enter(reader)
    url = reverse("amazigh_read", args=[short_page.pk])
    token = client.get(url).context["token"]
    changed = RegionPage.objects.get(pk=short_page.pk)
    changed.title = "ⵢⴰⴹⵏ"
    changed.save_revision()
    client.post(url, {"state": "read", "token": token})
    assert RegionPage.objects.get(pk=short_page.pk).reading_state == "unread"


def test_another_text_is_unread_again(short_page, reader, enter, django_capture_on_commit_callbacks) -> None:
    """The word belonged to the text that was read."""
    with django_capture_on_commit_callbacks(execute=True):
        _mark(enter(reader), short_page, "read")
    page = RegionPage.objects.get(pk=short_page.pk)
    assert page.reading_state == "read"
    page.title = "ⵢⴰⴹⵏ"
    page.save_revision().publish()
    page = RegionPage.objects.get(pk=short_page.pk)
    assert (page.title, page.reading_state, page.get_latest_revision_as_object().reading_state) == ("ⵢⴰⴹⵏ", "unread", "unread")


def test_a_translation_with_holes_is_not_released(tree, reader, translator, enter) -> None:
    """Its holes would be shown in Arabic inside a Tifinagh page."""
    enter(translator).post(reverse("amazigh_start", args=[tree.children["09", "ar"].pk]))
    made = tree.children["09", "ar"].get_translation(tree.locales["zgh"])
    _mark(enter(reader), made, "read")
    assert RegionalProgrammePage.objects.get(pk=made.pk).get_latest_revision_as_object().reading_state == "unread"


def test_releasing_publishes_the_strings(tree, reader, translator, enter, django_capture_on_commit_callbacks) -> None:
    """A page that was missing: begun, translated by file, read, released, public."""
    with django_capture_on_commit_callbacks(execute=True):
        enter(translator).post(reverse("amazigh_start", args=[tree.children["09", "ar"].pk]))
        made = tree.children["09", "ar"].get_translation(tree.locales["zgh"])
        started = Translation.objects.get(source__object_id=made.translation_key, target_locale=tree.locales["zgh"])
        _po_round_trip(enter(translator), started, "ⴰⵡⴰⵍ")
        client = enter(reader)
        _mark(client, made, "read")
        assert RegionalProgrammePage.objects.get(pk=made.pk).live is False
        _mark(client, made, "released")
    made = RegionalProgrammePage.objects.get(pk=made.pk)
    assert (made.live, made.title, made.summary, made.reading_state) == (True, "ⴰⵡⴰⵍ title", "ⴰⵡⴰⵍ summary", "released")
    assert made.slug == "jisr"
    assert tree.children["09", "ar"].title not in lines()


def test_only_amazigh_pages_are_read(tree, reader, enter) -> None:
    assert enter(reader).get(reverse("amazigh_read", args=[tree.pages["09", "fr"].pk])).status_code == 404


def test_the_amazigh_of_a_notice_and_nothing_else_of_it(translator, enter) -> None:
    """Its Arabic and French stay, whatever is sent."""
    notice = SiteNotice.objects.create(key="free", text={"ar": "مجاني", "fr": "Gratuit"})
    url = reverse("amazigh_text", args=["core.sitenotice", notice.pk])
    enter(translator).post(url, {"text": "ⴱⴰⵟⵍ", "tone": "wait", "ar": "غيره"})
    notice.refresh_from_db()
    assert (notice.text, notice.tone) == ({"ar": "مجاني", "fr": "Gratuit", "zgh": "ⴱⴰⵟⵍ"}, "info")
    assert ModelLogEntry.objects.get(action="portal.amazigh.text").user == translator


@pytest.mark.parametrize("label", ["core.assignment", "auth.user", "nowhere.nothing", "x"])
def test_no_other_record_is_opened_by_typing_its_name(label, translator, enter) -> None:
    assert enter(translator).get(reverse("amazigh_text", args=[label, translator.pk])).status_code == 404


def test_the_teams_first_screen_leads_to_its_queue(tree, translator, enter) -> None:
    client = enter(translator)
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f"<strong>{len(queue())}</strong>" in body
    assert client.get(reverse("staff_waiting", args=["amazigh"])).url == reverse("amazigh_queue")
