"""Keys by which the spellings of one name meet: فاطمة, Fatima, Fatma, ⴼⴰⵟⵎⴰ; محمد, Mohammed, Mohamed.

A name is written as it is heard, in three scripts, so a key keeps what the spellings agree on: the consonants, in order.

1. Marks, accents and case go; Arabizi digits are the letters they stand for (3 ع, 7 ح, 9 ق, 5 خ).
2. Each consonant becomes one code, emphatics and plain together (ط ت t, ص س s, ض ظ ذ د d), ق ك ڭ g q c as k; ch and ش are x, kh and خ are K, gh and غ are G.
3. A doubled letter counts once. Vowels and the letters و and ي that write them go; so does an h at the end (ة, -ah).
4. What a word begins with is kept apart: a for any vowel (أ إ ع a e i o), w, y. So أحمد is ``ahmd`` and حميد ``hmd``.
5. The article leaves both forms: العلوي is ``allw`` and ``al``, El Alaoui the second. Assimilated articles too: Ezzahra and الزهراء meet in ``zhr``.
6. Neighbours are also joined, because عبد الرحيم is Abderrahim, بن علي Benali and Fatima Zahra Fatimazahra.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

#: Longest name that is looked at, in characters; the columns hold 200.
LONGEST = 200
#: More words than any name has.
MOST_WORDS = 12

_ARABIC = {
    "k": "قكڭگڨک",
    "b": "بپ",
    "t": "تطثة",
    "d": "دذضظ",
    "s": "سص",
    "z": "زژ",
    "j": "جچ",
    "h": "حهھہ",
    "f": "فڤڥ",
    "x": "ش",
    "K": "خ",
    "G": "غ",
    "l": "ل",
    "m": "م",
    "n": "ن",
    "r": "ر",
    "w": "وؤ",
    "y": "يىئی",
    "a": "اأإآٱعء",
}
_TIFINAGH = {
    "k": "ⴳⴽⵇⴴⴿ",
    "b": "ⴱⴲ",
    "t": "ⵜⵟⵝ",
    "d": "ⴷⴹⴸⴺ",
    "s": "ⵙⵚ",
    "z": "ⵣⵥ",
    "j": "ⵊ",
    "h": "ⵀⵃ",
    "f": "ⴼ",
    "x": "ⵛ",
    "K": "ⵅ",
    "G": "ⵖ",
    "l": "ⵍ",
    "m": "ⵎ",
    "n": "ⵏ",
    "r": "ⵔⵕ",
    "w": "ⵡ",
    "y": "ⵢ",
    "a": "ⴰⵉⵓⴻⵄ",
}
_LATIN = {
    "k": "kgqc9",
    "b": "bp",
    "t": "t",
    "d": "d",
    "s": "s",
    "z": "z",
    "j": "j",
    "h": "h7ḥ",
    "f": "fv",
    "x": "x",
    "K": "5",
    "G": "ɣγ",
    "l": "l",
    "m": "m",
    "n": "n",
    "r": "r",
    "w": "w",
    "y": "y",
    "a": "aeiou23ɛε",
}
_CODES = {letter: code for table in (_ARABIC, _TIFINAGH, _LATIN) for code, letters in table.items() for letter in letters}
#: ة at the end of a word is a vowel; inside one it cannot stand, but a word may be glued to the next.
_CODES["ة"] = "a"

_LATIN_PAIRS = [
    # A doubled letter counts once before these pairs too: Khaddija, Bouchchra.
    (re.compile(pattern), code)
    for pattern, code in (("t*c+h|s+h", "ش"), ("k+h", "خ"), ("g+h", "غ"), ("d+j", "ج"), ("t+h", "ت"), ("d+h", "د"), ("p+h", "ف"))
]
_SOFT_C = re.compile(r"c(?=[eiy])|ç")
_OU_BEFORE_VOWEL = re.compile(r"^ou(?=[aei])")
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"^(?:وال|بال|ال)(?=..)")
_LATIN_ARTICLE = re.compile(r"^(?:el|al)(?=[a-z]{4})|^[ea](?=(ch|[bcdfghjklmnpqrstvwxz])\1)|^l(?=[bcdfghjkmnpqrstvwxz])")
_TWO_CONSONANTS = re.compile(r"^[bcdfgjkmnqrst][bcdfghjklmnqrstvz]")
_ALONE = frozenset({"el", "al", "ال", "de"})
#: An alef with hamza is a letter of the word, never of the article: إلياس is not ال + ياس.
_HAMZA = str.maketrans("أإآ", "ععع")


def plain(text: str) -> str:
    """Lower case, no mark, no accent, no tatweel; apostrophes inside a word go."""
    seated = unicodedata.normalize("NFC", text)[:LONGEST].translate(_HAMZA)
    kept = "".join(char for char in unicodedata.normalize("NFKD", seated) if unicodedata.category(char)[0] != "M" and char not in "ـ'’ʼ`´")
    return unicodedata.normalize("NFC", kept.casefold())


@lru_cache(maxsize=20_000)
def key_of(word: str) -> str:
    """The key of one plain word, empty when it has no letter known here."""
    letters = _OU_BEFORE_VOWEL.sub("w", _SOFT_C.sub("s", word))
    for pattern, letter in _LATIN_PAIRS:
        letters = pattern.sub(letter, letters)
    codes = [_CODES[letter] for letter in letters if letter in _CODES]
    if codes and codes[-1] == "h":
        codes.pop()
    key, before = "", ""
    for place, code in enumerate(codes):
        if code != before and (place == 0 or code not in "awy"):
            key += code
        before = code
    return key


@lru_cache(maxsize=20_000)
def keys_of(word: str) -> frozenset[str]:
    """Every key one plain word may be found by: as it stands, without its article, with the vowel that hasty spelling leaves out."""
    bare = _ARTICLE.sub("", word)
    variants = {word, bare, _LATIN_ARTICLE.sub("", word)}
    if bare != word and word.startswith("ا"):
        variants.discard(word)
        variants.add(f"l{bare}")  # ``Lhoucine`` and ``Abdelkader`` keep the l of الحسين and القادر
    if _TWO_CONSONANTS.match(word):
        variants.add(f"a{word}")
    return frozenset(key for key in map(key_of, variants) if key)


def _joined(one: frozenset[str], two: frozenset[str]) -> frozenset[str]:
    """What two neighbours are when they are written as one word."""
    return frozenset(_without_double(first, second.lstrip("awy")) for first in one for second in two)


def _without_double(first: str, second: str) -> str:
    return first + (second[1:] if second and first.endswith(second[0]) else second)


def words(text: str) -> list[str]:
    """The words of a name, plain, without articles that stand alone."""
    found = _WORD.findall(plain(text))
    return [word for word in found if word not in _ALONE][:MOST_WORDS]


def query_keys(text: str) -> list[frozenset[str]]:
    """For each word of what was typed, the keys any of which satisfies it. Words without a key (numbers) are left out."""
    own = [keys for keys in map(keys_of, words(text)) if keys]
    pairs = [_joined(one, two) for one, two in pairwise(own)]
    return [keys | (pairs[place - 1] if place else frozenset()) | (pairs[place] if place < len(pairs) else frozenset()) for place, keys in enumerate(own)]


def index_keys(name: str) -> list[str]:
    """Every key a name is kept under, sorted."""
    return sorted(frozenset().union(*query_keys(name)))


def same_name(one: str, other: str) -> bool:
    """Whether a search for ``one`` finds ``other``: every word of it has a key there."""
    kept, wanted = frozenset(index_keys(other)), query_keys(one)
    return bool(wanted) and all(keys & kept for keys in wanted)
