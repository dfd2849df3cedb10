"""What a browser sends from the screen of a step, made from the blocks themselves."""

import json

from wagtail.blocks import BooleanBlock, ListBlock, MultipleChoiceBlock, StreamBlock, StructBlock

from forms_app.engine.definition import fingerprint
from forms_app.engine.editor.coded import CodedBlock
from forms_app.engine.editor.shape import questions_to_stream
from forms_app.engine.editor.step_screen import StepScreen
from forms_app.engine.editor.translated import TranslatedBlock
from portal.core import languages


def texts(name: str, value: dict | None) -> dict[str, str]:
    return {f"{name}_{code}": (value or {}).get(code, "") for code in languages.codes()}


def posted(step: dict, **changes: object) -> dict:
    """Every field of the screen of this step; ``changes`` replace some."""
    block = StepScreen.base_fields["questions"].block
    data = {
        "key": step["key"],
        "pictogram": step.get("pictogram", ""),
        "show_if": json.dumps(step["show_if"]) if step.get("show_if") else "",
        "seen": fingerprint(step),
        **texts("title", step.get("title")),
        **texts("intro", step.get("intro")),
        **_block("questions", block, questions_to_stream(step["questions"], block)),
    }
    return data | changes


def _block(prefix: str, block: object, value: object) -> dict:
    if isinstance(block, StreamBlock):
        data = {f"{prefix}-count": str(len(value))}
        for number, child in enumerate(value):
            at = f"{prefix}-{number}"
            data |= {f"{at}-deleted": "", f"{at}-order": str(number), f"{at}-type": child.block_type, f"{at}-id": child.id or ""}
            data |= _block(f"{at}-value", child.block, child.value)
        return data
    if isinstance(block, ListBlock):
        data = {f"{prefix}-count": str(len(value))}
        for number, one in enumerate(value):
            data |= {f"{prefix}-{number}-deleted": "", f"{prefix}-{number}-order": str(number), f"{prefix}-{number}-id": ""}
            data |= _block(f"{prefix}-{number}-value", block.child_block, one)
        return data
    if isinstance(block, StructBlock):
        return {name: one for child, inner in block.child_blocks.items() for name, one in _block(f"{prefix}-{child}", inner, value[child]).items()}
    if isinstance(block, TranslatedBlock):
        return texts(prefix, value)
    if isinstance(block, BooleanBlock):
        return {prefix: "on"} if value else {}
    if isinstance(block, CodedBlock):
        return {prefix: json.dumps(value) if value else ""}
    if isinstance(block, MultipleChoiceBlock):
        return {prefix: value or []}
    return {prefix: "" if value is None else str(getattr(value, "pk", value))}
