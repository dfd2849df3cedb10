"""Translations as wagtail-localize keeps them: string by string, so that editors can go on where the files stop."""

from collections import defaultdict

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .spec import ContentError


def translate_string_by_string(*, original: Page, translated: Page, locale: Locale) -> Page:
    """Translate ``original`` into ``locale`` with the strings of ``translated``, an unsaved page built alike; publish it.

    Raises:
        ContentError: when the two pages do not have the same strings in the same places.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    strings = _strings(translated)
    position: dict[str, int] = defaultdict(int)
    for segment in source.stringsegment_set.select_related("string", "context").order_by("order"):
        path = segment.context.path
        try:
            words = strings[path][position[path]]
        except IndexError:
            raise ContentError(f"{original.slug}: the {locale.language_code} text at {path} has fewer paragraphs than the original") from None
        position[path] += 1
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=locale, context=segment.context,
            defaults={"data": words, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "has_error": False},
        )  # fmt: skip
    extra = [path for path, found in strings.items() if len(found) != position[path]]
    if extra:
        raise ContentError(f"{original.slug}: the {locale.language_code} text has more paragraphs than the original at {', '.join(extra)}")
    # wagtail-localize would publish once the transaction is over, from a copy of the page that knows nothing of the children it got since.
    translation.save_target(publish=False)
    pages = original.specific_class.objects.filter(translation_key=original.translation_key, locale=locale)
    pages.get().latest_revision.publish()
    return pages.get()


def _strings(page: Page) -> dict[str, list[str]]:
    """The translatable strings of a page, by path, in reading order."""
    found: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found[segment.path].append(segment.string.data)
    return found
