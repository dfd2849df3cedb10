"""The headers of a page of every kind, as production sends them; and the cookies."""

import json

import pytest
from django.conf import settings as project
from django.test import Client

from forms_app.applications.access import COOKIE
from tests.applications.annexes_ground import annex_call, photo, sent
from tests.applications.backoffice.makers import content_of
from tests.core.test_settings import COMPLETE, start
from tests.factories_forms import staff
from tests.sign_in.ground import LOGIN, PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
_NAMES = [
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "LANGUAGE_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SAMESITE",
    "COOKIE_PREFIX",
    "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "CSRF_COOKIE_PATH",
    "SECOND_FACTOR_REQUIRED",
    "AXES_ENABLED",
    "SECURE_SSL_REDIRECT",
]
STRICT = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; "
    "manifest-src 'self'; media-src 'self'; script-src 'self'; style-src 'self'"
)
#: What each answer says, whatever it is.
EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DENIED = {"camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics"}


@pytest.fixture(scope="module")
def production() -> dict:
    """What production sets: read in a process of its own, with an environment of its own."""
    code = f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n, True) for n in {_NAMES!r}}}))"
    done = start(COMPLETE, code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def as_in_production(settings, production) -> None:
    """The same values here; over TLS."""
    for name in ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        setattr(settings, name, production[name])
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = production["SESSION_COOKIE_NAME"], production["CSRF_COOKIE_NAME"]


def test_production_is_safe_unless_told_otherwise(production) -> None:
    assert production == {
        "SECURE_HSTS_SECONDS": 31536000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_PRELOAD": True, "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "LANGUAGE_COOKIE_SECURE": True, "COOKIE_PREFIX": "__Host-",
        "SESSION_COOKIE_NAME": "__Host-sessionid", "CSRF_COOKIE_NAME": "__Host-csrftoken", "SESSION_COOKIE_HTTPONLY": True, "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "CSRF_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_DOMAIN": None, "CSRF_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/", "CSRF_COOKIE_PATH": "/", "SECOND_FACTOR_REQUIRED": True, "AXES_ENABLED": True,
    }  # fmt: skip


def policy_of(response) -> dict[str, str]:
    return dict(part.split("=", 1) for part in response.headers["Permissions-Policy"].split(", "))


def test_a_page_of_every_kind_has_every_header(as_in_production, homes, make_page) -> None:
    make_page("facts")
    of = annex_call()
    client, worker = Client(), Client()
    worker.force_login(staff("programme_manager"))
    base = begun_safely(client)
    client.post(f"{base}papers/upload/", {"statutes": sent(photo())}, secure=True)
    document = of.drafts.get().uploads.get().public_id
    kinds = {
        "public page": (client, "/fr/", 200, STRICT, "same-origin"),
        "page of a call": (client, "/fr/calls/registration/", 200, STRICT, "same-origin"),
        "list": (client, "/fr/calls/", 200, STRICT, "same-origin"),
        "start of a form": (client, "/fr/apply/registration/", 200, STRICT, "same-origin"),
        "step of a form": (client, f"{base}papers/", 200, STRICT, "same-origin"),
        "document": (client, f"{base}documents/{document}/", 200, None, "same-origin"),
        "private link": (client, "/fr/r/nothing/", 302, STRICT, "no-referrer"),
        "tracking": (client, "/fr/track/", 200, STRICT, "same-origin"),
        "search": (client, "/fr/search/?q=a", 200, STRICT, "same-origin"),
        "suggestions": (client, "/fr/search/suggest/?q=a", 200, STRICT, "same-origin"),
        "feed": (client, "/fr/calls/feed.atom", 200, STRICT, "same-origin"),
        "calendar": (client, "/fr/calls/calendar.ics", 200, STRICT, "same-origin"),
        "data": (client, "/fr/calls/calls.json", 200, STRICT, "same-origin"),
        "robots": (client, "/robots.txt", 200, STRICT, "same-origin"),
        "language": (client, "/", 302, STRICT, "same-origin"),
        "health": (client, "/health/live", 200, STRICT, "same-origin"),
        "not found": (client, "/fr/nothing/", 404, STRICT, "same-origin"),
        "bad address": (client, "/fr/%00/", 400, STRICT, "same-origin"),
        "wrong method": (client, "/fr/display/", 405, STRICT, "same-origin"),
        "log-in": (client, "/admin/login/", 200, None, "same-origin"),
        "refused admin": (client, "/admin/", 302, None, "same-origin"),
        "admin": (worker, "/admin/", 200, None, "same-origin"),
    }
    inline = set()
    for kind, (browser, address, status, policy, referrer) in kinds.items():
        response = browser.get(address, secure=True)
        if response.streaming:
            content_of(response)
        assert (kind, response.status_code) == (kind, status)
        assert (kind, {name: response.headers.get(name) for name in EVERYWHERE}) == (kind, EVERYWHERE)
        assert (kind, response.headers["Referrer-Policy"]) == (kind, referrer)
        said = policy_of(response)
        assert (kind, DENIED - {name for name, allowed in said.items() if allowed == "()"}, said.keys()) == (kind, set(), project.PERMISSIONS_POLICY.keys())
        found = "; ".join(sorted(response.headers["Content-Security-Policy"].split("; ")))
        assert (kind, policy is None or found == policy, "http" in found or "*" in found) == (kind, True, False)
        inline |= {kind} if "unsafe" in found else set()
    assert inline == {"log-in", "refused admin", "admin"}


def begun_safely(client: Client) -> str:
    """A draft begun over TLS."""
    return client.post("/fr/apply/registration/", {"who": "me"}, secure=True).headers["Location"].removesuffix("papers/")


def test_every_cookie_is_for_this_host_and_for_no_script(as_in_production, client) -> None:
    """The two choices of how a page looks are no secret: a script of ours reads them."""
    annex_call()
    client.get("/fr/track/", secure=True)
    begun_safely(client)
    client.post("/fr/display/", {"theme": "dark"}, secure=True)
    person()
    client.post(LOGIN, {"username": "amina", "password": PASSWORD}, secure=True)
    found = {
        name: (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        for name, cookie in client.cookies.items()
        if name != "messages"
    }
    assert found == {
        "__Host-csrftoken": (True, True, "Lax", "/", ""),
        "__Host-sessionid": (True, True, "Lax", "/", ""),
        COOKIE: (True, True, "Lax", "/", ""),
        "theme": (True, False, "Lax", "/", ""),
    }


def test_the_key_of_a_file_is_for_this_host_alone_in_production() -> None:
    done = start(COMPLETE, "import django; django.setup(); from forms_app.applications import access; print(access.COOKIE, access.LINK_COOKIE)")
    assert done.stdout.split() == ["__Host-file", "__Host-link"]


def test_a_page_that_copies_an_address_may_do_so() -> None:
    """What our scripts use is not among what is refused, and all that is named is refused to ourselves too."""
    assert (set(project.PERMISSIONS_POLICY.values()), {"clipboard-write", "fullscreen"} & project.PERMISSIONS_POLICY.keys()) == ({"()"}, set())
