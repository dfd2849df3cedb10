"""wagtail-localize 1.14.5: whatever is sent as the translation of a string is taken.

* Blanks only were a translation: the page was published without a name. Here they are kept as typed, but count as not translated, and the
  editor is told beside the string; typed, or in a PO file.
* PostgreSQL keeps no NUL, and an answer without its value raised: a 500 each. Here it is a 400.
Red without it: tests/staff/test_localize_guards.py::test_a_translated_title_of_blanks_only_is_not_translated_and_told and
::test_a_string_that_no_database_keeps_is_refused.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation
from wagtail_localize.views import edit_translation

from portal.core.text import UNSTORABLE

_edit = edit_translation.edit_string_translation


@wraps(_edit)
def edit_string_translation(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Wagtail-localize's own view.

    Raises:
        BadRequest: nothing was sent, or what no database keeps.
    """
    try:
        return _edit(request, *args, **kwargs)
    except MultiValueDictKeyError as error:
        raise BadRequest from error


def check_words(instance: StringTranslation, **_signal: Any) -> None:
    """A translation without a word has an error, so that no page is made from it.

    Raises:
        BadRequest: what no database keeps.
    """
    if UNSTORABLE.search(instance.data):
        raise BadRequest
    if not instance.data.strip():
        instance.has_error, instance.field_error = True, _("This field is required.")


def apply() -> None:
    """Before the addresses are read."""
    edit_translation.edit_string_translation = edit_string_translation
    pre_save.connect(check_words, sender=StringTranslation, dispatch_uid="core.localize.words")
