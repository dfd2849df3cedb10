"""Lines as production writes them, whatever is logged and at whatever level; and the words that must stand in none of them."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from portal.core.logs import JsonLines

#: What a woman types, sends or carries; none of it is in our code.
WORDS = {
    "name": "فاطمة الزهراء أيت الحاج",
    "latin": "Fatimazahra Aithajji",
    "phone": "0612345678",
    "dialled": "+212612345678",
    "cin": "QX918273",
    "email": "fatima.aithajji@example.org",
    "token": "tk-Zp7Rw2Lm9Xc4",
    "code": "48151623",
    "search": "arganzzyx",
    "situation": "مطلقة وأم لثلاثة",
}


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def written() -> Iterator[list[str]]:
    """Every record of the block, by production's formatter: more of them than production writes, which leaves out debugging."""
    handler, root = _Lines(), logging.getLogger()
    names = ["", "django", "django.request", "django.security", "django.db.backends", "wagtail", "portal.requests", "search", "asyncio"]
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).propagate = True
    root.addHandler(handler)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        for name, (level, propagate) in before.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).propagate = propagate


def betrayed(lines: list[str]) -> list[tuple[str, str]]:
    """Which words stand in which line, in any spelling a line could have."""
    found = []
    for line in lines:
        plain = json.dumps(json.loads(line), ensure_ascii=False)
        spellings = (line, plain, unquote(plain), plain.replace(" ", ""))
        found += [(name, plain) for name, word in WORDS.items() if any(word in one or word.replace(" ", "") in one for one in spellings)]
    return found
