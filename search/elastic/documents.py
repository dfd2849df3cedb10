"""What the public indices hold: one ``Document`` class for each language, with that language's analyser."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Date, Document, InnerDoc, Keyword, Long, Object, Text

from search.normalise import begun, fold

from .analysis import ANALYSERS, LONGEST_BEGINNING, begun_words, folded

#: Words of a title by which it may be suggested.
_MOST_BEGUN = 12
#: A long page that has the word is hardly worse than a short one: what women look for stands in the long ones.
_SIMILARITY = {"type": "BM25", "k1": 2.0, "b": 0.3}
#: Between two pieces of text a phrase does not reach.
_GAP = 50


class CallDates(InnerDoc):
    """Dates of a call: its state is derived from them when the question is asked."""

    published_at = Date()
    opens_at = Date()
    closes_at = Date()
    review_started_at = Date()
    results_published_at = Date()
    cancelled_at = Date()


def _begun() -> Text:
    return Text(analyzer=begun_words, search_analyzer=folded, norms=False, index_options="docs", similarity="boolean")


class PublicDocument(Document):
    """What is the same in every language. What a hit shows is not here: it is read from the register, which knows what is public now."""

    type = Keyword(eager_global_ordinals=True)
    regions = Keyword(eager_global_ordinals=True)
    programme = Keyword(eager_global_ordinals=True)
    group = Keyword()
    dates = Object(CallDates)
    #: All dates of a call in one word, to count states by.
    moments = Keyword(index=False)
    visible_from = Date()
    #: What the order of results needs of a document: see :class:`search.elastic.ordering.Facts`.
    facts = Keyword(index=False)
    #: Of the register's row: equal stamps, equal documents.
    stamp = Keyword(index=False)
    version = Long(index=False)
    #: The word its title begins with, all its words, and those of its other names, each by all its beginnings: for suggestions. Found or not, no score.
    first, begins, called = _begun(), _begun(), _begun()


def _words(language: str) -> Text:
    """Stemmed, with an unstemmed sub-field, which knows where each word stands."""
    indexed, typed = ANALYSERS.get(language, (folded, folded))
    exact = Text(analyzer=folded, similarity="portal", position_increment_gap=_GAP)
    return Text(analyzer=indexed, search_analyzer=typed, index_options="freqs", similarity="portal", fields={"exact": exact})


def _document_class(language: str) -> type[PublicDocument]:
    """The class of one language: ``title``, ``names`` (other names, never stemmed; how many there are says nothing) and ``text`` (all the rest)."""
    fields = {
        "title": _words(language),
        "names": Text(analyzer=folded, index_options="freqs", norms=False),
        "text": _words(language),
        "__module__": __name__,
        "__doc__": f"A thing to be found, in {language}.",
    }
    return type(f"PublicDocument_{language}", (PublicDocument,), fields)


#: By language of the site.
DOCUMENT_CLASSES: dict[str, type[PublicDocument]] = {code: _document_class(code) for code, _name in settings.LANGUAGES}


def mapping_of(language: str) -> dict[str, Any]:
    """Settings and mappings of an index of that language."""
    document = DOCUMENT_CLASSES[language]
    mapping = document._doc_type.mapping
    properties = mapping.to_dict()
    # Nothing is read back from here, and an index is made anew from the register.
    properties["_source"] = {"enabled": False}
    properties["dynamic"] = "strict"
    return {"settings": {"analysis": mapping._collect_analysis(), "index": {"similarity": {"portal": _SIMILARITY}}}, "mappings": properties}


def beginnings(title: str, language: str) -> list[str]:
    """The words of a title as they may be typed: folded, with their endings; with and without their articles."""
    words = fold(title, language).split()[:_MOST_BEGUN]
    return [" ".join(dict.fromkeys((_bare(word, language), word))) for word in words]


def typed_beginning(text: str, language: str) -> str:
    """What was typed so far, as :func:`beginnings` keeps it."""
    return cut(_bare(word, language) for word in fold(text, language).split())


def cut(words: Iterable[str]) -> str:
    """Words no longer than the beginnings that are indexed."""
    return " ".join(word[:LONGEST_BEGINNING] for word in words)


def _bare(word: str, language: str) -> str:
    return (begun(word, language) or [word])[-1]
