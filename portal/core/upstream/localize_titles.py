"""wagtail-localize 1.14.5 and Wagtail 8.0: a translated title longer than a page's is a 500, typed or in a PO file.

* PostgreSQL: the string may be of any length, but is copied at once into the title that the admin shows of the draft, a column of 255
  letters. Here as much of it as there is room for is copied.
* A page that was never published is only half validated, and the error of its title names no field: wagtail-localize looks for the field,
  to tell the error beside its string. Here it is named.
Red without it: tests/staff/test_localize_guards.py::test_a_translated_title_that_is_too_long_is_kept_and_told.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail_localize import models
from wagtail_localize.models import StringTranslation

from portal.core.fields import field_of

_show = models.post_save_string_translation
_clean = Page.minimal_clean


def show_title(instance: StringTranslation, **_signal: Any) -> None:
    """Give a translated page the title that its draft will have, or its beginning."""
    if instance.context.path == "title" and instance.data.strip():
        pages = Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id)
        pages.update(draft_title=instance.data[: field_of(Page, "draft_title").max_length])


def minimal_clean(self: Page) -> None:
    """Wagtail's own.

    Raises:
        ValidationError: with its field.
    """
    try:
        _clean(self)
    except ValidationError as error:
        raise ValidationError({"title": error.error_list} if not hasattr(error, "error_dict") else error.error_dict) from error


def apply() -> None:
    """Listen in its place, and name the field."""
    post_save.disconnect(_show, sender=StringTranslation)
    post_save.connect(show_title, sender=StringTranslation)
    Page.minimal_clean = minimal_clean
