"""Every word of every page is in the language it says it is in, and none is a mistake of a template."""

import re
from collections.abc import Iterator

from bs4 import NavigableString, Tag

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
TIFINAGH = re.compile(r"[\u2d30-\u2d7f]")
#: Words of our English message ids that are no French word, code or name.
ENGLISH = re.compile(r"\b(the|and|you|your|with|this|from|yet|which|how|what|are|have|been|here|there|when|until|search|find|apply|call|calls|women)\b", re.I)
#: Left by a template, a format or a missing value.
BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}|%\(\w+\)|\bNone\b|\bundefined\b|\[object|&amp;amp;|&lt;p&gt;|<TranslatedText|\blinktype\b|page:[a-z]")
SPOKEN = ("alt", "title", "aria-label", "placeholder")
SILENT = {"script", "style", "template", "noscript"}


def language_of(element: Tag) -> str:
    """The nearest ``lang`` around an element."""
    return next((parent["lang"] for parent in (element, *element.parents) if isinstance(parent, Tag) and parent.has_attr("lang")), "")


def words(soup: Tag) -> Iterator[tuple[str, str]]:
    """Every text a reader sees or hears, with the language it claims to be in. The window's title holds no mark-up and joins two names."""
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.strip() and text.parent.name not in SILENT and text.parent is not soup.title:
            yield text.strip(), language_of(text.parent)
    for element in soup.find_all(lambda tag: any(tag.has_attr(name) for name in SPOKEN)):
        for name in SPOKEN:
            if element.get(name):
                yield element[name], language_of(element)


def faults(site: list, judge) -> list[tuple]:
    """Page and text of everything ``judge(text, language)`` finds wrong; each text once."""
    found = {}
    for page in site:
        for text, language in words(page.soup):
            if judge(text, language):
                found.setdefault(text, page)
    return [(page, text[:120]) for text, page in found.items()]


def test_arabic_letters_stand_in_arabic_only(site) -> None:
    """Untranslated messages would fall back to Arabic in the middle of a French or Tifinagh page."""
    assert faults(site, lambda text, language: language != "ar" and ARABIC.search(text)) == []


def test_tifinagh_letters_stand_in_amazigh_only(site) -> None:
    assert faults(site, lambda text, language: language != "zgh" and TIFINAGH.search(text)) == []


def test_every_text_has_letters_of_its_language(site) -> None:
    """Latin letters may stand for a name inside an Arabic or Amazigh sentence; a whole text of them is marked as French."""
    scripts = {"ar": ARABIC, "zgh": TIFINAGH}

    def judge(text: str, language: str) -> bool:
        words_of_latin = re.findall(r"[a-zà-ÿ]{3,}", text)
        return language in scripts and len(words_of_latin) > 1 and not scripts[language].search(text) and not text.startswith(("/", "http"))

    assert faults(site, judge) == []


def test_no_message_was_left_in_english(site) -> None:
    assert faults(site, lambda text, language: ENGLISH.search(text) and not text.startswith("http")) == []


def test_nothing_broken_is_shown(site) -> None:
    assert faults(site, lambda text, language: BROKEN.search(text)) == []
    assert [page for page in site if "{{" in page.html or "{%" in page.html] == []


def test_digits_are_western(site) -> None:
    assert faults(site, lambda text, language: re.search(r"[٠-٩۰-۹]", text)) == []


def test_compatibility_forms_are_nowhere(site) -> None:
    """ⵯ was never normalised away, and no Arabic presentation form came in by copy and paste."""
    assert faults(site, lambda text, language: re.search(r"[\ufb50-\ufdff\ufe70-\ufeff]", text)) == []
    assert any("ⵯ" in page.html for page in site if page.language == "zgh")


def test_french_has_its_spaces_and_apostrophes(site) -> None:
    """A narrow no-break space before ; : ! ? and inside guillemets; the curly apostrophe."""

    def judge(text: str, language: str) -> bool:
        return (
            language == "fr" and bool(re.search(r"\w'\w|[^\s\u202f\u00a0][;!?](\s|$)|«[^\u202f\u00a0]|[^\u202f\u00a0]»| [;:!?»]", text)) and "http" not in text
        )

    assert faults(site, judge) == []


def test_months_are_moroccan(site) -> None:
    assert faults(site, lambda text, language: re.search(r"يوليو\b(?!ز)|أغسطس|سبتمبر|نوفمبر|ديسمبر|مايو|حزيران|تموز", text)) == []
