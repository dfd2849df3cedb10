"""What every template needs: languages, menu, display choices, notices. All of it cached; see ``chrome``."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .chrome import Chrome


def portal(request: HttpRequest) -> dict:
    """``portal``: the frame around the page. Lazy: templates of mails and fragments do not pay for it."""
    return {"portal": SimpleLazyObject(lambda: Chrome.of(request))}
