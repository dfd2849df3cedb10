"""The portal's languages: what Django does not know about them, and what browsers call them.

Imported by settings, so nothing here may import Django's models or translations at module level.
"""

import re
from functools import cache

#: Written from right to left; every other language of the portal is left to right.
RIGHT_TO_LEFT = frozenset({"ar"})

#: What a browser may call an Amazigh reader: Standard, Central, Kabyle-neighbouring and regional tags, in any script.
#: Registering only "shi" does not catch "shi-MA" (TRAPS, Django 5.2).
AMAZIGH_TAGS = tuple(f"{tag}{suffix}" for tag in ("zgh", "tzm", "ber", "shi", "rif") for suffix in ("", "-ma", "-latn", "-tfng", "-latn-ma", "-tfng-ma"))


def register_languages() -> None:
    """Tell Django about Standard Moroccan Amazigh and the tags that mean it."""
    from django.conf import locale

    locale.LANG_INFO["zgh"] = {
        "bidi": False,
        "code": "zgh",
        "name": "Standard Moroccan Amazigh",
        "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    }
    for tag in AMAZIGH_TAGS[1:]:
        locale.LANG_INFO[tag] = {"fallback": ["zgh"]}


def codes() -> tuple[str, ...]:
    """Codes of the portal's languages, in the order of the settings."""
    from django.conf import settings

    return _codes_of(settings.LANGUAGES)


@cache
def _codes_of(named: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(code for code, _name in named)


def current() -> str:
    """Code of the language in force, always one of the portal's."""
    from django.conf import settings
    from django.utils.translation import get_language

    language = get_language()
    return language if language in codes() else settings.LANGUAGE_CODE


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as the ``dir`` attribute wants it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@cache
def own_name(language: str) -> str:
    """The language's name in its own script."""
    from django.conf import settings

    return dict(settings.LANGUAGES)[language]


def fallbacks(language: str) -> tuple[str, ...]:
    """In which order to look for a text a reader of ``language`` asked for: hers, then the others as listed in the settings."""
    return (language, *(code for code in codes() if code != language))


#: Letters by which a script is known; French stands for every text in Latin letters.
_SCRIPTS = (("zgh", re.compile("[\u2d30-\u2d7f]")), ("ar", re.compile("[\u0621-\u06ff]")), ("fr", re.compile("[A-Za-z\u00c0-\u017f]")))


def written_in(text: str, expected: str) -> str:
    """The language a short text is really in, by its letters: a name may stand in Latin letters on an Amazigh page.

    ``expected`` wins whenever the text has at least one letter of its script, or no letter at all.
    """
    scripts = [code for code, letters in _SCRIPTS if letters.search(text)]
    return expected if expected in scripts or not scripts else scripts[0]
