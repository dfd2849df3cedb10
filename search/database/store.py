"""Writing: documents into entries, and their words for the spelling."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import islice

from django.db import transaction
from django.db.models import F

from portal.core import languages
from search.documents import SearchDocument
from search.models import SearchEntry, SearchWord, WordKey
from search.models.entries import TOKEN_COLUMNS
from search.models.vector import vector
from search.normalise import spans, tokens
from search.thesaurus import spellings

from .spelling import keys_of

_AT_ONCE = 200
_FIELDS = [field.name for field in SearchEntry._meta.fields if field.name not in {"id", "key"}]
_NONE: frozenset[str] = frozenset()
_LONGEST_TITLE = SearchEntry._meta.get_field("title").max_length


def write(documents: Iterable[SearchDocument]) -> int:
    """Insert or replace entries; what is equal is left alone, and what is newer. Returns how many were written."""
    written = 0
    for batch in _batches(documents):
        with transaction.atomic():
            held = {key: (print_, version) for key, print_, version in SearchEntry.objects.filter(key__in=batch).values_list("key", "fingerprint", "version")}
            changed = [one for one in batch.values() if one.id not in held or _is_news(one, *held[one.id])]
            before = _tokens_of(one.id for one in changed if one.id in held)
            SearchEntry.objects.bulk_create(map(_entry, changed), update_conflicts=True, unique_fields=["key"], update_fields=_FIELDS)
            learn((one.language, _texts(one), before.get(one.id, _NONE)) for one in changed)
        written += len(changed)
    return written


def remove(keys: Iterable[str]) -> int:
    """Forget entries; returns how many there were."""
    return SearchEntry.objects.filter(key__in=list(keys)).delete()[0]


def _batches(documents: Iterable[SearchDocument]) -> Iterator[dict[str, SearchDocument]]:
    iterator = iter(documents)
    while batch := {document.id: document for document in islice(iterator, _AT_ONCE)}:
        yield batch


def _is_news(document: SearchDocument, fingerprint: str, version: int) -> bool:
    return document.fingerprint != fingerprint and document.version >= version


def _tokens_of(keys: Iterable[str]) -> dict[str, Set[str]]:
    """The words that entries have now."""
    rows = SearchEntry.objects.filter(key__in=list(keys)).values_list("key", *TOKEN_COLUMNS)
    return {key: {token for column in columns for token in column.split()} for key, *columns in rows}


def _entry(document: SearchDocument) -> SearchEntry:
    texts = (document.title, "\n".join(document.keywords), document.summary)
    title, keywords, summary = (" ".join(tokens(text, document.language)) for text in texts)
    body = "\n".join(" ".join(tokens(line, document.language)) for line in document.body.split("\n"))
    names = (
        "origin",
        "type",
        "language",
        "url",
        "summary",
        "body",
        "programme",
        "group",
        "visible_from",
        "updated",
        "boost",
        "sample",
        "version",
        "fingerprint",
    )
    return SearchEntry(
        key=document.id,
        title=document.title[:_LONGEST_TITLE],
        regions=list(document.regions),
        dates=_written(document.dates),
        title_tokens=title,
        keyword_tokens=keywords,
        summary_tokens=summary,
        body_tokens=body,
        vector=vector(document.language, (title, keywords, summary, body)),
        **{name: getattr(document, name) for name in names},
    )


def _written(dates: Mapping[str, dt.datetime | None]) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in dates.items() if moment}


def _texts(document: SearchDocument) -> list[str]:
    return [document.title, document.summary, document.body, *document.keywords]


@transaction.atomic
def learn(texts: Iterable[tuple[str, list[str], Set[str]]]) -> None:
    """Remember the words of documents (language, texts, tokens counted before), each counted once a document.

    A word is never forgotten: whether it finds something is asked again. Rows are made and held in one order, so that
    two pages published at once wait for each other and none fails.
    """
    found: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], str] = {}
    for language, parts, before in texts:
        seen: dict[tuple[str, str], str] = {}
        for text in parts:
            for word in spans(text, language):
                seen.setdefault((language, word.token), text[word.start : word.end])
        found.update({key: int(key[1] not in before) for key in seen})
        written |= {key: shape for key, shape in seen.items() if key not in written}
    if not found:
        return
    rows = SearchWord.objects.filter(token__in={token for _language, token in found})
    unknown = sorted(found.keys() - set(rows.values_list("language", "token")))
    SearchWord.objects.bulk_create((SearchWord(language=key[0], token=key[1], written=written[key][:60].casefold()) for key in unknown), ignore_conflicts=True)
    held = rows.select_for_update().order_by("pk")
    ours = {key: word for word in held if (key := (word.language, word.token)) in found}
    for more, words in _by_number((found[key], word) for key, word in ours.items() if found[key]):
        SearchWord.objects.filter(pk__in=words).update(count=F("count") + more)
    new = SearchWord.objects.filter(pk__in=[ours[key].pk for key in unknown if key in ours], keys=None)  # another page may have been first
    WordKey.objects.bulk_create((WordKey(key=key, word=word) for word in new for key in keys_of(word.token)), batch_size=2000)


def learn_names() -> None:
    """Words that mean something to the thesaurus are right, whether a document has them or not."""
    learn((language, [name], _NONE) for name in spellings() for language in languages.codes())


def recount() -> None:
    """Count the words again, from the entries: live updates only ever add."""
    counts: Counter[tuple[str, str]] = Counter()
    for language, *columns in SearchEntry.objects.values_list("language", *TOKEN_COLUMNS).iterator():
        counts.update({(language, token) for column in columns for token in column.split()})
    ours = ((counts[word.language, word.token], word) for word in SearchWord.objects.all())
    for count, words in _by_number((count, word) for count, word in ours if count != word.count):
        SearchWord.objects.filter(pk__in=words).update(count=count)


def _by_number(words: Iterable[tuple[int, SearchWord]]) -> Iterable[tuple[int, list[int]]]:
    """Keys of words by the number they get: a statement for each number, of which there are few, and not a clause for each word."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for number, word in words:
        together[number].append(word.pk)
    return together.items()
