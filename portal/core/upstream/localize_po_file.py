"""wagtail-localize 1.14.5: a PO file that names no page, or none at all, is a KeyError, hence a 500, for whoever uploads it.

Here it is read first: what is no PO file, or names no page, is said to be so; without a file nothing stands at the address.
Red without it: tests/staff/test_localize_guards.py::test_a_po_file_without_a_file_breaks_nothing and
::test_a_po_file_that_names_no_page_is_refused_in_words.
"""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.views import edit_translation

from portal.core.staff.amazigh.strings import PAGE_OF_PO, read_po

_upload = edit_translation.upload_pofile


@wraps(_upload)
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Wagtail-localize's own view, for a PO file of some page.

    Raises:
        Http404: there is no file.
    """
    if request.method != "POST":
        return _upload(request, translation_id)
    file = request.FILES.get("file")
    if file is None:
        raise Http404
    try:
        if PAGE_OF_PO not in read_po(file.read()).metadata:
            raise ValidationError(_("This file was made for another page."))
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    file.seek(0)
    return _upload(request, translation_id)


def apply() -> None:
    """Before the addresses are read."""
    edit_translation.upload_pofile = upload_pofile
