"""A second language beneath every question and choice: a cookie, chosen by a button of the step."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_app.engine.step_forms import LATIN_AMAZIGH
from portal.core import languages

COOKIE = "also"
_AGE = 365 * 24 * 3600
_LATIN_NAME = "Tamaziɣt"


def also_of(request: HttpRequest) -> str:
    """Code of the second language; empty when none was chosen, or when it is the first one."""
    code = request.COOKIES.get(COOKIE, "")
    return code if code in {*languages.codes(), LATIN_AMAZIGH} and code != languages.current() else ""


def choices(request: HttpRequest) -> list[dict]:
    """What may be shown beneath: ``code``, ``name``, ``lang``, ``on``; the first entry shows one language only."""
    chosen, current = also_of(request), languages.current()
    offered: list[tuple[str, str | Promise, str]] = [("", _("One language only"), current)]
    offered += [(code, languages.own_name(code), code) for code in languages.codes() if code != current]
    offered += [(LATIN_AMAZIGH, _LATIN_NAME, "zgh-Latn")]
    return [{"code": code, "name": name, "lang": lang, "on": code == chosen} for code, name, lang in offered]


def give_also(response: HttpResponse, code: str) -> None:
    """Remember the choice in this browser; it says nothing about anybody."""
    if code in {*languages.codes(), LATIN_AMAZIGH}:
        response.set_cookie(COOKIE, code, max_age=_AGE, path="/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
