"""What staff type to find a file, as a query; the reader's rights are in it, so that no other file is ever named by the server."""

from typing import Any

from django.contrib.auth.models import User

from forms_app.applications.codes import digits_of
from portal.core.text import fold
from search import names
from search.normalise import storable, tokens

from . import connection
from .files_index import national
from .indices import files
from .rights import NOTHING, visible_to

#: More files than anybody reads through; who gets so many types another word.
MOST = 500
#: Fewer digits are everybody's.
_FEWEST_DIGITS = 5
_LONGEST = 120


def find(user: User, text: str) -> list[int]:
    """Keys of the files, best first.

    Raises:
        NotTranslatable, TransportError, ApiError: the database must be asked.
    """
    allowed = visible_to(user)
    wanted = meaning(text)
    if NOTHING in (allowed, wanted):
        return []
    client = connection.files_client().options(request_timeout=connection.SEARCH_SECONDS)
    answer = client.search(index=files().name, query={"bool": {"must": [wanted], "filter": [allowed]}}, size=MOST, track_total_hits=False)
    return [int(hit["_id"]) for hit in answer.body["hits"]["hits"]]


def meaning(text: str) -> dict[str, Any]:
    """Digits are a reference or a telephone, from its beginning; words are a name in any script, or what she wrote."""
    text = storable(text)[:_LONGEST]
    if not any(char.isalpha() for char in text):
        return _digits(text)
    ways = [way for way in (_name(text), _spelling(text), _words(text)) if way]
    return {"dis_max": {"queries": ways, "tie_breaker": 0.1}} if ways else NOTHING


def _digits(text: str) -> dict[str, Any]:
    digits = digits_of(text)
    if len(digits) < _FEWEST_DIGITS:
        return NOTHING
    ways: list[dict[str, Any]] = [{"prefix": {"reference": digits}}]
    if phone := national(digits):
        ways.append({"prefix": {"phones": phone}})
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def _name(text: str) -> dict[str, Any] | None:
    """The name as it is typed, its last word perhaps only begun."""
    folded = fold(text)
    return {"match_bool_prefix": {"name": {"query": folded, "operator": "and", "boost": 4}}} if folded else None


def _spelling(text: str) -> dict[str, Any] | None:
    """The name as it sounds: each word by one of its keys."""
    keys = names.query_keys(text)
    words = [{"constant_score": {"filter": {"terms": {"name_keys": sorted(any_of)}}, "boost": 2}} for any_of in keys]
    return {"bool": {"must": words}} if words else None


def _words(text: str) -> dict[str, Any] | None:
    """What she wrote of her project, or of whatever was asked."""
    words = tokens(text, "fr")
    return {"match": {"text": {"query": " ".join(words), "operator": "and", "boost": 0.5}}} if words else None
