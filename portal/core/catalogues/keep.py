"""Bringing a catalogue up to date, and listing what is wrong with it."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from .extract import Key, Message

#: Plural rules. Amazigh: 1; 2-10 and the plural; 11 and more with ⵏ and the singular (data/zgh_grammar.md, 14).
PLURALS = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"),
    "fr": (2, "(n > 1)"),
    "zgh": (3, "(n == 1 ? 0 : n >= 2 && n <= 10 ? 1 : 2)"),
}
#: Languages of the site only: the admin is not in them, so the messages of the back office are not asked for.
SITE_ONLY = frozenset({"zgh"})
_PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")


def wanted(messages: dict[Key, Message], language: str) -> dict[Key, Message]:
    """The messages a language must have."""
    return {key: message for key, message in messages.items() if language not in SITE_ONLY or message.is_public}


def read(path: Path) -> Catalog:
    """A catalogue from its file; an empty one when there is none."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def update(path: Path, language: str, messages: dict[Key, Message]) -> int:
    """Add the new messages, drop those no longer used, keep every translation. Returns how many are new."""
    old = read(path)
    fresh = Catalog(project="Jisr", charset="utf-8", fuzzy=False)
    count, rule = PLURALS[language]
    # Babel writes as many plural forms as this header says; without it two, and the others are lost.
    fresh.mime_headers = [("Plural-Forms", f"nplurals={count}; plural={rule};")]
    new = 0
    for (context, id_), message in sorted(wanted(messages, language).items(), key=lambda item: (sorted(item[1].places)[0], item[0])):
        known = old.get(id_, context=context or None)
        string = known.string if known else ""
        if message.plural:
            forms = string if isinstance(string, tuple | list) else ()
            string = tuple(forms) if len(forms) == count else ("",) * count
        elif isinstance(string, tuple | list):
            string = ""
        new += known is None
        comments = known.user_comments if known else ()
        fresh.add(
            (id_, message.plural) if message.plural else id_,
            string,
            [(place, 0) for place in sorted(message.places)],
            context=context or None,
            user_comments=comments,
        )
    fresh.header_comment = f"# Messages of the portal in “{language}”. Made by `make messages`; translations are edited here."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=True, include_lineno=False)
    body = path.read_text(encoding="utf-8")
    header = (
        f'{fresh.header_comment}\nmsgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
    )
    path.write_text(header + body, encoding="utf-8")
    return new


def faults(path: Path, language: str, messages: dict[Key, Message]) -> list[str]:
    """What is wrong with a catalogue: messages missing, left over, untranslated, or whose placeholders differ."""
    catalogue = read(path)
    required = wanted(messages, language)
    found = {(entry.context or "", _id(entry)): entry for entry in catalogue if entry.id}
    problems = [f"{language}: not in the catalogue: {key[1]}" for key in required if key not in found]
    for key, entry in found.items():
        if key not in required:
            problems.append(f"{language}: no longer used: {key[1]}")
        elif entry.fuzzy:
            problems.append(f"{language}: uncertain: {key[1]}")
        else:
            problems += [f"{language}: {fault}: {key[1]}" for fault in _entry_faults(entry)]
    return problems


def _id(entry: Entry) -> str:
    return entry.id[0] if isinstance(entry.id, tuple | list) else entry.id


def _entry_faults(entry: Entry) -> list[str]:
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    if not all(forms):
        return ["not translated"]
    allowed = _placeholders(entry.id if isinstance(entry.id, tuple | list) else (entry.id,))
    if _placeholders(forms) - allowed:
        return ["unknown placeholder"]
    # One, two and "none" may say the number in words; the last form always shows it.
    return ["placeholder lost"] if _placeholders(forms[-1:]) != allowed else []


def _placeholders(texts: tuple | list) -> set[str]:
    return {name for text in texts for match in _PLACEHOLDER.finditer(text) for name in match.groups() if name}
