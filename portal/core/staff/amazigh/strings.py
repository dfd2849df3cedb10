"""Translating pages with wagtail-localize's own strings: starting a translation, PO files out and in."""

import tempfile
from collections import defaultdict
from pathlib import Path

import polib
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from . import LANGUAGE

LOG_IMPORT = "portal.amazigh.import"
#: A PO file of the longest page has about 100 KB.
LARGEST_PO = 2_000_000
#: Header of a PO file that names the translation it was made from.
PAGE_OF_PO = "X-WagtailLocalize-TranslationID"


@transaction.atomic
def start_translation(*, original: Page, by: User) -> Translation:
    """The translation of a page into Amazigh, with the strings of the original as it now stands.

    A page without Amazigh gets a draft. A shorter page of its own keeps its editor and its words: its translation waits, switched
    off, with every string that could be paired, until all strings are there.
    """
    locale = Locale.objects.get(language_code=LANGUAGE)
    target = original.get_translation_or_none(locale)
    if target is None or target.alias_of_id:
        translate_object(original, [locale], user=by)
        return Translation.objects.get(source__object_id=original.translation_key, target_locale=locale)
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, created = Translation.objects.get_or_create(source=source, target_locale=locale, defaults={"enabled": False})
    if created:
        _keep_words(source, target.specific, locale)
    return translation


def _keep_words(source: TranslationSource, target: Page, locale: Locale) -> None:
    """Pair the words of a page of its own with the original's strings where a place has as many in both."""
    written: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(target):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            written[segment.path].append(segment.string.data)
    wanted = defaultdict(list)
    for segment in source.stringsegment_set.select_related("string", "context").order_by("order"):
        wanted[segment.context.path].append(segment)
    for path, segments in wanted.items():
        if len(written[path]) == len(segments):
            for segment, words in zip(segments, written[path], strict=True):
                StringTranslation.objects.get_or_create(
                    translation_of=segment.string, context=segment.context, locale=locale,
                    defaults={"data": words, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
                )  # fmt: skip


@transaction.atomic
def import_po(*, translation: Translation, content: bytes, by: User) -> int:
    """Take the strings of a PO file; the number of entries that no longer fit the page is returned.

    A translation that waited switched off is switched on when its last string is there.

    Raises:
        ValidationError: not a PO file, too large, or made for another page.
    """
    po = read_po(content)
    if po.metadata.get(PAGE_OF_PO) != str(translation.uuid):
        raise ValidationError(_("This file was made for another page."))
    warnings = translation.import_po(po, user=by, tool_name="PO File")
    total, done = translation.get_progress()
    if not translation.enabled and total == done:
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    log(translation.get_target_instance(), LOG_IMPORT, user=by, data={"strings": len(po), "unknown": len(warnings)})
    return len(warnings)


def read_po(content: bytes) -> polib.POFile:
    """The strings of a PO file.

    Raises:
        ValidationError: not a PO file, or too large.
    """
    if len(content) > LARGEST_PO:
        raise ValidationError(_("This file is too large to be a PO file of one page."))
    if b"\0" in content:  # no database keeps it
        raise ValidationError(_("This is not a PO file."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.po"  # polib takes a path or a text; a text that looks like a path would be opened
        path.write_bytes(content)
        try:
            return polib.pofile(str(path), encoding="utf-8")
        except (OSError, UnicodeDecodeError, ValueError, IndexError) as error:
            raise ValidationError(_("This is not a PO file.")) from error
