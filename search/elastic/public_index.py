"""The public indices as :mod:`search.elastic.rebuild` makes them: from the register, so that nothing is in them that is not public."""

from collections.abc import Iterator

from portal.core import languages
from search.models import SearchEntry

from .actions import COLUMNS, from_register, register_rows
from .documents import mapping_of
from .indices import public
from .rebuild import Entry, Origin


def origins() -> list[Origin]:
    """One for each language of the site."""
    return [_origin(language) for language in languages.codes()]


def _origin(language: str) -> Origin:
    rows = SearchEntry.objects.filter(language=language)

    def entries(keys: list[str] | None) -> Iterator[Entry]:
        chosen = register_rows(language) if keys is None else rows.filter(key__in=keys).values_list(*COLUMNS).iterator()
        return ((key, version, content) for _language, key, version, content in from_register(chosen))

    return Origin(
        alias=public(language),
        mapping=lambda: mapping_of(language),
        count=rows.count,
        stamps=lambda: rows.values_list("key", "fingerprint").iterator(chunk_size=5000),
        entries=entries,
    )
