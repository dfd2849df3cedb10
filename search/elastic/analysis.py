"""How Elasticsearch takes words apart, one analyser per language. What is folded here and what by us: docs/decisions/610.

Texts arrive as the words of :mod:`search.normalise`: letters folded, articles and plurals gone. What is indexed therefore only needs its language's
stemmer, which makes an index in less than half the time. What is typed goes through an analyser that also folds letters, so that a raw text given to it
by hand (Kibana, ``_analyze``) meets the same words.
"""

import unicodedata
from collections.abc import Callable

from elasticsearch.dsl import analyzer, char_filter, token_filter

from search.normalising import arabic, arabic_lists, tifinagh

#: Words apart at spaces only: nothing left to decide.
folded = analyzer("portal_folded", tokenizer="whitespace", filter=["lowercase"])

#: Letters by which a word may be begun; more of it tells nothing more.
LONGEST_BEGINNING = 12
#: Every beginning of each word.
begun_words = analyzer(
    "portal_begun", tokenizer="whitespace", filter=[token_filter("portal_beginnings", type="edge_ngram", min_gram=1, max_gram=LONGEST_BEGINNING)]
)


def _letters(fold: Callable[[str], str], first: int, last: int) -> list[str]:
    """What our normaliser makes of each letter of a script, as rules of a ``mapping`` filter."""
    letters = (chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code))[0] in "LM")
    return [f"{letter} => {fold(letter)}" for letter in letters if fold(letter) != letter]


def _own_first_letters() -> list[str]:
    """Words whose first و or ال is their own, as the indices hold them. The stemmer would take وزارة for “and زارة”."""
    folded_words = {arabic.fold(word) for word in arabic_lists.KEEP_FIRST_LETTERS.split()}
    return sorted({form for word in folded_words for form in (word, arabic.stem(word)) if form})


#: An override stands for what the stemmer would say, and nothing is left for it to eat: the word keeps its whole self.
arabic_first_letters = token_filter(
    "portal_ar_first_letters", type="stemmer_override", rules=[f"{word} => {arabic.stem(word)}" for word in _own_first_letters()]
)
arabic_stemmer = token_filter("portal_ar_stemmer", type="stemmer", language="arabic")
arabic_letters = char_filter("portal_ar_letters", type="mapping", mappings=_letters(arabic.fold, 0x0621, 0x06FF))
arabic_words = analyzer(
    "portal_ar",
    tokenizer="standard",
    char_filter=[arabic_letters],
    filter=["lowercase", "decimal_digit", "arabic_normalization", arabic_first_letters, arabic_stemmer],
)

arabic_folded = analyzer("portal_ar_folded", tokenizer="whitespace", filter=[arabic_first_letters, arabic_stemmer])

french_articles = token_filter(
    "portal_fr_articles",
    type="elision",
    articles_case=True,
    articles=["l", "d", "j", "m", "n", "s", "t", "c", "qu", "lorsqu", "jusqu", "puisqu", "quoiqu"],
)
french_apostrophes = char_filter("portal_fr_apostrophes", type="mapping", mappings=["\u2018 => '", "\u2019 => '", "\u02bc => '"])
french_stemmer = token_filter("portal_fr_stemmer", type="stemmer", language="light_french")
french_words = analyzer(
    "portal_fr",
    tokenizer="standard",
    char_filter=[french_apostrophes],
    filter=["lowercase", french_articles, "asciifolding", french_stemmer],
)

french_folded = analyzer("portal_fr_folded", tokenizer="whitespace", filter=[french_stemmer])

#: Variants in one form, without schwa and labialisation mark. Never NFKC: it would make a letter of the mark.
amazigh_letters = char_filter("portal_zgh_letters", type="mapping", mappings=_letters(tifinagh.fold, 0x2D30, 0x2D7F))
#: Amazigh writes long consonants twice, or not.
amazigh_doubled = token_filter("portal_zgh_doubled", type="pattern_replace", pattern="([\u2d30-\u2d67])\\1+", replacement="$1")
amazigh_words = analyzer("portal_zgh", tokenizer="standard", char_filter=[amazigh_letters], filter=["lowercase", "asciifolding", amazigh_doubled])

#: By language, for words of ours and for what is typed; a language that has none of its own is only folded.
ANALYSERS = {"ar": (arabic_folded, arabic_words), "fr": (french_folded, french_words), "zgh": (folded, amazigh_words)}
