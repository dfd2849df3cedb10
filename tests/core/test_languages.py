"""The portal's languages: Amazigh is known to Django, and every browser that means it reaches it."""

from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.test import RequestFactory, override_settings
from django.utils import translation
from django.utils.translation import get_language_info

from portal.core import languages
from portal.core.middleware import language_of_path, reader_language

TAGS = ["zgh", "tzm", "ber", "shi", "rif"]
SUFFIXES = ["", "-MA", "-Latn", "-Tfng", "-Latn-MA", "-Tfng-MA"]


def read_with(header: str, cookie: str = "") -> str:
    request = RequestFactory().get("/", headers={"accept-language": header})
    if cookie:
        request.COOKIES["language"] = cookie
    return reader_language(request)


def test_amazigh_is_known_to_django() -> None:
    """Django has no entry for it: without ours, get_language_info raises KeyError."""
    info = get_language_info("zgh")
    assert (info["name_local"], info["bidi"], LANG_INFO["zgh"]["code"]) == ("ⵜⴰⵎⴰⵣⵉⵖⵜ", False, "zgh")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("tag", TAGS)
def test_every_amazigh_browser_reaches_amazigh(tag: str, suffix: str) -> None:
    """ "shi-MA,fr" must not become French."""
    assert read_with(f"{tag}{suffix},fr;q=0.9,ar;q=0.8") == "zgh"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "ar"),
        ("fr-FR,fr;q=0.9", "fr"),
        ("ar-MA,ar;q=0.9,fr;q=0.8", "ar"),
        ("en-US,en;q=0.9", "ar"),
        ("en-US,en;q=0.9,fr;q=0.5", "fr"),
        ("fr;q=0.1,zgh;q=0.9", "zgh"),
        ("*", "ar"),
        (";;;,,,q=", "ar"),
        ("fr;q=abc", "ar"),
        ("é" * 40, "ar"),
        ("../../etc", "ar"),
        ("fr" * 3000, "ar"),
        ("x" * 200 + "," + "fr," * 400, "ar"),
    ],
)
def test_accept_language_however_broken_gives_a_language(header: str, expected: str) -> None:
    assert read_with(header) == expected


@pytest.mark.parametrize(("cookie", "expected"), [("zgh", "zgh"), ("fr", "fr"), ("xx", "ar"), ("ar'; --", "ar"), ("\x00", "ar")])
def test_the_cookie_comes_before_the_browser(cookie: str, expected: str) -> None:
    """A cookie of no language of ours is as if there were none."""
    assert read_with("ar", cookie) == expected


@pytest.mark.parametrize(("path", "expected"), [("/fr/", "fr"), ("/zgh/where/", "zgh"), ("/ar", "ar"), ("/en/", None), ("/", None), ("/french/", None)])
def test_language_of_an_address(path: str, expected: str | None) -> None:
    assert language_of_path(path) == expected


def test_directions() -> None:
    assert {code: languages.direction(code) for code in languages.codes()} == {"ar": "rtl", "fr": "ltr", "zgh": "ltr"}


def test_fallbacks_begin_with_the_reader_and_follow_the_settings() -> None:
    found = {code: languages.fallbacks(code) for code in languages.codes()}
    assert found == {"ar": ("ar", "fr", "zgh"), "fr": ("fr", "ar", "zgh"), "zgh": ("zgh", "ar", "fr")}


def test_current_is_always_one_of_ours() -> None:
    with translation.override("en"):
        assert languages.current() == "ar"
    with translation.override("zgh"):
        assert languages.current() == "zgh"


@override_settings(LANGUAGES=(("fr", "Français"), ("ar", "العربية")))
def test_no_list_of_languages_is_written_in_the_code() -> None:
    """The settings decide, and their order is the order of the fallbacks."""
    assert languages.codes() == ("fr", "ar")
    assert languages.fallbacks("ar") == ("ar", "fr")


def test_amazigh_has_three_plural_forms() -> None:
    """The compiled catalogue carries the rule of the grammar (1; 2-10; 11 and more): makemessages leaves none."""
    with (Path(settings.LOCALE_PATHS[0]) / "zgh" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        plural = GNUTranslations(file).plural
    assert [plural(number) for number in (1, 2, 10, 11, 100)] == [0, 1, 1, 2, 2]
