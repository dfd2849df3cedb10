"""The second reader's word: a page was read by a speaker, and is released. Each is logged with who and when.

The word belongs to one text: when another text of the page is published, the page says again that no speaker has read it.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from portal.core.content.spec import fingerprint
from portal.core.pages import PortalPage, ReadingState

from . import LANGUAGE
from .access import is_second_reader

LOG_READ, LOG_RELEASED = "portal.amazigh.read", "portal.amazigh.release"
_LOGS = {ReadingState.READ: LOG_READ, ReadingState.RELEASED: LOG_RELEASED}
#: What is not the reader's business when she says that she has read a text.
_NOT_TEXT = {
    "reading_state", "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at", "first_published_at", "has_unpublished_changes",
    "draft_title", "search_description_updated_at",
}  # fmt: skip


def text_to_read(page: Page) -> PortalPage:
    """The text as it would be published now: the strings of its translation, or the latest revision."""
    translation = _translation(page)
    if translation:
        return translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    return page.get_latest_revision_as_object()


def text_token(text: PortalPage) -> str:
    """Names one text, so that what is marked is what was read."""
    return fingerprint({name: value for name, value in text.serializable_data().items() if name not in _NOT_TEXT})


def authors_since_release(page: Page) -> set[int]:
    """Ids of those who wrote in the page since it was last released: its strings and its revisions."""
    released = PageLogEntry.objects.filter(page=page.pk, action=LOG_RELEASED).order_by("-timestamp").first()
    strings = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=page.locale_id, last_translated_by__isnull=False)
    revisions = Revision.page_revisions.filter(object_id=str(page.pk), user__isnull=False)
    if released:
        strings, revisions = strings.filter(updated_at__gt=released.timestamp), revisions.filter(created_at__gt=released.timestamp)
    return set(strings.values_list("last_translated_by", flat=True)) | set(revisions.values_list("user", flat=True))


def may_mark(user: User, page: Page) -> bool:
    """A second reader, and not of her own words."""
    return page.locale.language_code == LANGUAGE and is_second_reader(user) and user.pk not in authors_since_release(page)


@transaction.atomic
def mark(*, page: Page, state: ReadingState, token: str, by: User) -> PortalPage:
    """Say that a page was read, or release it. Releasing publishes; reading renews what is already public.

    Raises:
        PermissionDenied: not a second reader, or her own words.
        ValidationError: another text than the one she read, strings still missing, or a release before the reading.
    """
    if not may_mark(by, page):
        raise PermissionDenied
    text = text_to_read(page)
    _check(page, text, state, token)
    text.reading_state = state
    text.latest_revision_created_at = page.latest_revision_created_at
    revision = text.save_revision(user=None, log_action=False)
    log(page, _LOGS[state], user=by, revision=revision, data={"state": str(state)})
    if state == ReadingState.RELEASED or page.live:
        revision.publish(user=by)
    translation = _translation(page)
    if translation:
        TranslationLog.objects.create(source=translation.source, locale=translation.target_locale, revision=revision)
    return text


def _check(page: Page, text: PortalPage, state: ReadingState, token: str) -> None:
    if token != text_token(text):
        raise ValidationError(_("The text has changed since you opened it. Please read it again."))
    translation = _translation(page)
    if translation:
        total, done = translation.get_progress()
        if done < total:
            raise ValidationError(_("Strings without Amazigh are left: they would be shown in Arabic."))
    if state == ReadingState.RELEASED and not _was_read(page, text):
        raise ValidationError(_("Mark the page as read before you release it."))


def _was_read(page: Page, text: PortalPage) -> bool:
    latest = page.get_latest_revision_as_object()
    return latest.reading_state in {ReadingState.READ, ReadingState.RELEASED} and text_token(latest) == text_token(text)


def _translation(page: Page) -> Translation | None:
    return (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True)
        .select_related("source", "target_locale")
        .first()
    )


def forget_reading(instance: Page, revision: Revision | None = None, **_signal: Any) -> None:
    """After publishing: a text the second reader has not marked is unread, whatever the page said before."""
    if not isinstance(instance, PortalPage) or instance.locale.language_code != LANGUAGE or instance.reading_state == ReadingState.UNREAD:
        return
    if revision is not None and PageLogEntry.objects.filter(page=instance.pk, revision=revision, action__in=_LOGS.values()).exists():
        return
    instance.reading_state = ReadingState.UNREAD
    type(instance)._default_manager.filter(pk=instance.pk).update(reading_state=ReadingState.UNREAD)
    if revision is not None:
        revision.content["reading_state"] = ReadingState.UNREAD
        revision.save(update_fields=["content"])


def history(page: Page) -> list[PageLogEntry]:
    """Who read and released the page, the latest first."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=_LOGS.values()).order_by("-timestamp").select_related("user")
    return list(entries[:10])


def names_of(users: set[int]) -> list[str]:
    """Names of people, for the screen."""
    return [user.get_full_name() or user.get_username() for user in get_user_model().objects.filter(pk__in=users)]
