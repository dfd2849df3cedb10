"""A phone is often shared: a message never names the programme nor says what kind of help a woman asked for (DESIGN 8.1)."""

import re
import unicodedata

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

#: Beginnings of words, without marks and capitals, in every script a message may be in.
_TELLING = (
    *("jisr", "tamkin", "riyada", "mourafaka", "mourafaqa", "najma", "femme", "femini", "autonomisation", "entrepreneur", "women", "woman"),
    *("veuve", "divorce", "handicap", "violence", "pauvre", "celibataire"),
    *("جسر", "تمكين", "رياده", "مرافقه", "نجمه", "امراه", "المراه", "مراه", "نساء", "نسائ", "ارمل", "مطلق", "اعاقه", "معاق", "عنف", "فقر", "هشاش"),
    *("ⵜⵉⵍⴳⴳⵯⵉⵜ", "ⵜⴰⵎⵖⴰⵔⵜ", "ⵜⵉⵎⵖⴰⵔⵉⵏ", "ⵜⵓⵜⵎⵉⵏ"),
)
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": None})
#: Arabic joins "and", "for", "in", "like" and the article to the word.
_WORD = re.compile(r"(?<![^\W_])(?:[وف]?(?:ال|بال|كال|لل|[بلك])?)(" + "|".join(map(re.escape, _TELLING)) + ")")
_LINK = re.compile(r"https?://\S+")


def names_programme(text: str) -> list[str]:
    """Telling words of a text, as they were found; empty when it is neutral. Addresses of pages are the deployment's own choice and not read."""
    return sorted({match.group(1) for match in _WORD.finditer(_fold(_LINK.sub(" ", text)))})


def _fold(text: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).translate(_ARABIC)


_texts: dict[str, tuple[str | Promise, ...]] = {}


def register_message_text(purpose: str, *texts: str | Promise) -> None:
    """Name the lazy texts sent for a purpose; the system check ``portal.E006`` reads them in every language."""
    _texts[purpose] = texts


def telling_texts() -> list[tuple[str, str, list[str]]]:
    """Purpose, language and telling words of every registered text that is not neutral."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for purpose, texts in sorted(_texts.items()):
                words = sorted({word for text in texts for word in names_programme(str(text))})
                if words:
                    found.append((purpose, language, words))
    return found
