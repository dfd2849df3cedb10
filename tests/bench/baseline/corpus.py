"""Many documents for the benches of the search: the words of the content's own files, about as often as they stand there, in lines as pages have them."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from search.models import SearchEntry
from search.models.vector import vector
from search.normalise import tokens

DOCUMENTS = 100_000
#: Words of a document: so many lines of so many, the first of them its summary.
LINES, WORDS_IN_A_LINE, WORDS_IN_A_TITLE = 6, 25, 6
#: Different lines; a document takes any six.
_DIFFERENT = 20_000
_AT_ONCE = 2000
_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_TYPES = ("page", "news", "question", "centre", "service", "notice")
_REGIONS = ("souss-massa", "oriental", "fes-meknes", "draa-tafilalet", "marrakech-safi")
#: A text and its tokens.
_Line = tuple[str, str]


def own_words() -> list[str]:
    """Arabic words of the content files, each as often as it stands there."""
    root = Path(__file__).parents[3]
    words = [word for file in sorted(root.glob("*/content/**/*.yaml")) for word in _WORD.findall(file.read_text(encoding="utf-8"))]
    assert len(words) > 5_000
    return words


def queries(words: list[str], times: int) -> list[str]:
    """One, two and three words in turn, the same in each run."""
    return [" ".join(random.Random(number).sample(words, 1 + number % 3)) for number in range(times)]


def fill(words: list[str], count: int, *, with_vectors: bool) -> None:
    """Put so many documents in the register, in place of whatever is there. ``with_vectors``: so that PostgreSQL finds them itself.

    Afterwards the table is tidied, as autovacuum does it within a minute of so many new rows: what waits beside a GIN index goes into it.
    """
    SearchEntry.objects.all().delete()
    for rows in _rows(words, count, with_vectors):
        SearchEntry.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_searchentry" if connection.vendor == "postgresql" else "ANALYZE")


def _rows(words: list[str], count: int, with_vectors: bool) -> Iterator[list[SearchEntry]]:
    chance = random.Random(6)
    folded = {word: " ".join(tokens(word, "ar")) for word in set(words)}

    def line(length: int) -> _Line:
        chosen = chance.choices(words, k=length)
        return " ".join(chosen), " ".join(folded[word] for word in chosen)

    lines = [line(WORDS_IN_A_LINE) for _number in range(min(count, _DIFFERENT))]
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        yield [_entry(number, chance, line(WORDS_IN_A_TITLE), chance.choices(lines, k=LINES), with_vectors) for number in numbers]


def _entry(number: int, chance: random.Random, title: _Line, body: list[_Line], with_vectors: bool) -> SearchEntry:
    columns = (title[1], "", body[0][1], "\n".join(line[1] for line in body[1:]))
    return SearchEntry(
        key=f"bench:{number}:ar",
        origin=f"bench:{number}",
        group=f"bench:{number}",
        type=chance.choice(_TYPES),
        language="ar",
        title=title[0],
        url=f"/ar/bench/{number}/",
        summary=body[0][0],
        body="\n".join(line[0] for line in body[1:]),
        regions=[chance.choice(_REGIONS)],
        programme=chance.choice(("jisr", "mourafaka", "")),
        fingerprint=f"{number:064d}",
        title_tokens=columns[0],
        summary_tokens=columns[2],
        body_tokens=columns[3],
        vector=vector("ar", columns) if with_vectors else "",
    )
