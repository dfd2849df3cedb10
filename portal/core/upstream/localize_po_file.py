"""wagtail-localize 1.14.5: a PO file sent without a file is a KeyError, hence a 500, for whoever posts to the address.

Here it is an address at which nothing stands.
Red without it: tests/staff/test_localize_guards.py::test_a_po_file_without_a_file_breaks_nothing.
"""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from wagtail_localize.views import edit_translation

_upload = edit_translation.upload_pofile


@wraps(_upload)
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Wagtail-localize's own view, where there is a file.

    Raises:
        Http404: there is none.
    """
    if request.method == "POST" and "file" not in request.FILES:
        raise Http404
    return _upload(request, translation_id)


def apply() -> None:
    """Before the addresses are read."""
    edit_translation.upload_pofile = upload_pofile
