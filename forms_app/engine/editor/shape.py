"""Between the definition's JSON, which is what is stored, and the blocks of a screen, which only show and change it."""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue

from .codes import code_from, free_code
from .questions import ENTRY_OF, Questions, Rules, question_block
from .recordings import audio_from_raw, audio_to_raw, documents_named, files_of
from .words import TYPES

#: Names of these namespaces never change: addresses of a question on its screen are made from them.
_QUESTIONS = uuid.UUID("6f0d5b8a-52a8-4e53-93e9-5d2c0f6a3a10")


def block_id(key: str) -> str:
    """Id of a question's block: the outline links to it."""
    return str(uuid.uuid5(_QUESTIONS, key))


def _names(type_: str, *, inside: bool = False) -> list[str]:
    return _known[type_, inside]


_known = {(type_, inside): list(question_block(type_, inside=inside).child_blocks) for type_ in TYPES if type_ != "group" for inside in (True, False)}
_known |= {("group", False): list(question_block("group").child_blocks)}


def questions_to_stream(questions: Iterable[Mapping[str, Any]], block: Questions) -> StreamValue:
    """What the screen of a step shows."""
    questions = list(questions)
    return block.to_python(_raw_stream(questions, documents_named(files_of(questions)), inside=False))


def _raw_stream(questions: Iterable[Mapping[str, Any]], documents: Mapping[str, int], *, inside: bool) -> list[dict[str, Any]]:
    return [
        {"type": one["type"], "value": _raw_question(one, documents, inside=inside), "id": block_id(one.get("key", ""))}
        for one in questions
        if (one["type"], inside) in _known
    ]


def _raw_question(question: Mapping[str, Any], documents: Mapping[str, int], *, inside: bool) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for name in _names(question["type"], inside=inside):
        value = question.get(ENTRY_OF.get(name, name))
        if name == "required":
            raw[name] = question.get("required", True)
        elif name == "audio":
            raw[name] = audio_to_raw(value or {}, documents)
        elif name == "questions":
            raw[name] = _raw_stream(value or [], documents, inside=True)
        elif value is not None:
            raw[name] = value
    return raw


def stream_to_questions(stream: StreamValue, *, before: Iterable[Mapping[str, Any]] = (), taken: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The questions of a screen as JSON.

    ``before`` are those it was opened with: entries that the screen does not show are kept. ``taken`` are the codes of
    other steps; a question without a code gets one that nothing else has.
    """
    known = {one.get("key"): one for one in before}
    codes = set(taken) | {child.value["key"] for child in stream if child.value["key"]}
    questions = []
    for number, child in enumerate(stream, 1):
        key = child.value["key"]
        if not key:
            key = free_code(code_from(child.value["label"], f"question_{number}"), codes)
            codes.add(key)
        questions.append(_question(child.block_type, child.value, key, known.get(key, {})))
    return questions


def _question(type_: str, value: Mapping[str, Any], key: str, before: Mapping[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = {"key": key, "type": type_, "label": _languages(value["label"])}
    shown = {"key", "type", "label"}
    for name, entry in value.items():
        shown.add(ENTRY_OF.get(name, name))
        if name == "required":
            if not entry:
                question[name] = False
        elif name == "questions":
            question[name] = stream_to_questions(entry, before=before.get("questions", ()))
        elif name not in {"key", "label"}:
            plain = _plain(name, entry)
            if plain or isinstance(entry, Decimal):  # zero is a limit
                question[ENTRY_OF.get(name, name)] = plain
    return question | {name: entry for name, entry in before.items() if name not in shown and before.get("type") == type_}


def _plain(name: str, entry: Any) -> Any:
    if name == "audio":
        return audio_from_raw(entry)
    if isinstance(entry, Decimal):
        return int(entry) if entry == entry.to_integral_value() else float(entry)
    return _languages(entry) if isinstance(entry, Mapping) and name != "show_if" else entry


def _languages(text: Mapping[str, str]) -> dict[str, str]:
    return {code: words for code, words in text.items() if words}


def rules_to_stream(rules: Iterable[Mapping[str, Any]], block: StreamBlock) -> StreamValue:
    """What the screen of the form shows of its eligibility sentences."""
    return block.to_python([{"type": "rule", "value": {**rule, "test": rule.get("if")}} for rule in rules])


def stream_to_rules(stream: StreamValue) -> list[dict[str, Any]]:
    """The sentences as JSON."""
    rules = []
    for child in stream:
        value = child.value
        rule: dict[str, Any] = {"if": value["test"] or None, "answer": value["answer"], "text": _languages(value["text"]), "source": value["source"]}
        rules.append(rule | ({"link": value["link"]} if value["link"] else {}))
    return rules


__all__ = ["Questions", "Rules", "block_id", "questions_to_stream", "rules_to_stream", "stream_to_questions", "stream_to_rules"]
