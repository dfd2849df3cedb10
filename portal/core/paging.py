"""One page of a long list, from the address."""

from collections.abc import Sequence

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

#: Longer numbers are nobody's page, and Python refuses to read the longest ones.
_LONGEST_NUMBER = 6


def page_of(request: HttpRequest, items: QuerySet | Sequence, per_page: int) -> Page:
    """The page that ``?page=`` asks for; the first when it says nothing.

    Raises:
        Http404: a number no page has, or no number at all: such an address must not look like a page.
    """
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        raise Http404
    try:
        return Paginator(items, per_page).page(int(number))
    except InvalidPage as error:
        raise Http404 from error
