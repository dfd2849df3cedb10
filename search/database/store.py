"""Writing: documents into entries, and their words for the spelling."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db import transaction

from portal.core import languages
from search.documents import SearchDocument
from search.models import SearchEntry, SearchWord, WordKey
from search.models.vector import vector
from search.normalise import spans, tokens
from search.thesaurus import spellings

from .spelling import keys_of

_AT_ONCE = 200
_FIELDS = [field.name for field in SearchEntry._meta.fields if field.name not in {"id", "key"}]
_LONGEST_TITLE = SearchEntry._meta.get_field("title").max_length


def write(documents: Iterable[SearchDocument]) -> int:
    """Insert or replace entries; what is equal is left alone, and what is newer. Returns how many were written."""
    written = 0
    for batch in _batches(documents):
        with transaction.atomic():
            held = {key: (print_, version) for key, print_, version in SearchEntry.objects.filter(key__in=batch).values_list("key", "fingerprint", "version")}
            changed = [one for one in batch.values() if one.id not in held or _is_news(one, *held[one.id])]
            SearchEntry.objects.bulk_create(map(_entry, changed), update_conflicts=True, unique_fields=["key"], update_fields=_FIELDS)
            learn((one.language, _texts(one)) for one in changed if one.id not in held)
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
        vector=vector((weight, column.split()) for weight, column in zip("ABCD", (title, keywords, summary, body), strict=True)),
        **{name: getattr(document, name) for name in names},
    )


def _written(dates: Mapping[str, dt.datetime | None]) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in dates.items() if moment}


def _texts(document: SearchDocument) -> list[str]:
    return [document.title, document.summary, document.body, *document.keywords]


def learn(texts: Iterable[tuple[str, list[str]]]) -> None:
    """Remember the words of new documents, each counted once a document. A word is never forgotten: whether it finds something is asked again."""
    found: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], str] = {}
    for language, parts in texts:
        seen = {}
        for text in parts:
            for word in spans(text, language):
                seen.setdefault((language, word.token), text[word.start : word.end])
        found.update(seen.keys())
        written |= {key: shape for key, shape in seen.items() if key not in written}
    if not found:
        return
    SearchWord.objects.bulk_create((SearchWord(language=key[0], token=key[1], written=written[key][:60].casefold()) for key in found), ignore_conflicts=True)
    held = SearchWord.objects.filter(token__in={token for _language, token in found}).in_bulk()
    ours = [word for word in held.values() if (word.language, word.token) in found]
    for word in ours:
        word.count += found[word.language, word.token]
    new = [word for word in ours if word.count == found[word.language, word.token]]
    SearchWord.objects.bulk_update(ours, ["count"], batch_size=500)
    WordKey.objects.bulk_create((WordKey(key=key, word=word) for word in new for key in keys_of(word.token)), batch_size=2000)


def learn_names() -> None:
    """Words that mean something to the thesaurus are right, whether a document has them or not."""
    learn((language, [name]) for name in spellings() for language in languages.codes())


def recount() -> None:
    """Count the words again, from the entries: live updates only ever add."""
    counts: Counter[tuple[str, str]] = Counter()
    for language, *columns in SearchEntry.objects.values_list("language", "title_tokens", "keyword_tokens", "summary_tokens", "body_tokens").iterator():
        counts.update({(language, token) for column in columns for token in column.split()})
    words = list(SearchWord.objects.all())
    for word in words:
        word.count = counts[word.language, word.token]
    SearchWord.objects.bulk_update(words, ["count"], batch_size=500)
