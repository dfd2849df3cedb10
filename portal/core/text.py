"""Small helpers on words that several apps share."""

import re
import unicodedata

_ARABIC_MARKS = {ord(char): None for char in "\u0640\u0610\u0611\u0612\u0613\u0614\u0615\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"}
_ARABIC_FORMS = str.maketrans("أإآٱىةؤئڭݣگکڤڥپی", "اااايهءءككككففبي")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Arabic letters as they are drawn, one sign for each place in a word or for a whole word: what is copied out of a PDF is written so.
_DRAWN_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
#: What PostgreSQL keeps in no text and no JSON: NUL, and halves of a sign.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; the rest unchanged."""
    return text.translate(_DIGITS)


def clear_signs(text: str) -> str:
    """With western digits, and without signs that cannot be seen: marks of direction, joiners, hyphens that only may stand there. They come
    along with a number that is pasted.
    """
    return "".join(char for char in western_digits(text) if unicodedata.category(char) != "Cf")


def one_line(text: str) -> str:
    """The text with one blank where there were several or a line's end; no-break spaces, which typography asks for, stay."""
    return _BLANKS.sub(" ", text).strip(" ")


def writable(text: str) -> str:
    """The text as XML and calendars take it: a blank for each control character that somebody pasted; tabs and line ends stay."""
    return _CONTROLS.sub(" ", text)


def fold(text: str) -> str:
    """A spelling-tolerant key of a name in any of the portal's scripts: marks, accents, hamza seats, hyphens and case fall away.

    Used to look up places by what people type. The search's own normaliser goes further (DESIGN section 7).
    """
    text = unicodedata.normalize("NFC", western_digits(text.replace("\x00", "")))
    text = _DRAWN_FORMS.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), text)
    text = text.translate(_ARABIC_MARKS).translate(_ARABIC_FORMS)
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    text = "".join(char if char.isalnum() else " " for char in text.casefold())
    return " ".join(_without_article(word) for word in text.split())


def _without_article(word: str) -> str:
    """Short words keep their article: nothing would be left of them."""
    while len(word) > 4 and word.startswith("ال"):
        word = word[2:]
    return word
