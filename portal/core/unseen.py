"""Answers whose address is nobody else's affair: private links, confirmations."""

from django.http import HttpResponse


def unseen(response: HttpResponse) -> HttpResponse:
    """No other site learns the address, and no robot keeps the page.

    ``same-origin`` and not ``no-referrer``: with the latter browsers send ``Origin: null`` with the page's own form, and the forgery
    check refuses it.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
