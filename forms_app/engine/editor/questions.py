"""The blocks of a step's screen: one for each type of question, with only the settings that the type has."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from forms_app.engine.shapes import ACCEPTED_FILES, AUDIO_VARIETIES, NOT_IN_GROUPS, RULE_ANSWERS
from forms_app.engine.standard_fields import STANDARD_FIELDS

from .coded import choices_block, condition_block
from .translated import TranslatedBlock
from .words import ACCEPTED, ANSWERS, AUTOCOMPLETE, PICTOGRAMS, STANDARD, TYPES, VARIETIES

MAX_QUESTIONS = 25
_CODE = RegexValidator(r"^[a-z0-9][a-z0-9_]{0,39}$", _("Small Latin letters, digits and _ only, at most 40."))
_COLUMN = RegexValidator(r"^[a-z0-9][a-z0-9_]{0,39}\.[a-z0-9][a-z0-9_]{0,39}$", _("Code of a list, a point, code of one of its questions: budget.amount."))
_DAY = RegexValidator(r"^(today|\d{4}-\d{2}-\d{2})$", _("A day such as 1990-12-31, or the word today."))

#: What a type has beside its words and its code. Order is the order on the screen.
_EXTRAS: dict[str, tuple[str, ...]] = {
    "short_text": ("max_length", "autocomplete"),
    "long_text": ("max_length",),
    "number": ("min", "max"),
    "money": ("min", "max", "total_of"),
    "date": ("earliest", "latest", "before"),
    "choice": ("choices", "before"),
    "multiple": ("choices", "least", "most", "before"),
    "yes_no": ("before",),
    "file": ("accept", "annex", "max_files", "valid_months"),
    "group": ("questions", "min_rows", "max_rows"),
    "consent": ("text",),
    "information": ("text",),
}
#: Blocks whose name on the screen differs from the entry of the definition, because their kind does.
ENTRY_OF = {"earliest": "min", "latest": "max", "least": "min", "most": "max"}
#: What belongs to the form as a whole, and to no line of a group.
_NOT_INSIDE = {"total_of", "before"}
_LATER = {"key", "standard", "sensitive", "autocomplete", "total_of", "before", "pictogram", "audio", "source"}


class AudioBlock(blocks.StructBlock):
    """One recording of the question in one variety."""

    variety = blocks.ChoiceBlock(choices=[(code, VARIETIES[code]) for code in AUDIO_VARIETIES], label=_("variety"), help_text=_("What is spoken in it."))
    file = DocumentChooserBlock(required=False, label=_("file"), help_text=_("An audio file kept among the documents of this site."))
    transcript = TranslatedBlock(multiline=True, label=_("transcript"), help_text=_("The words said, for whoever cannot hear them."))


class RuleBlock(blocks.StructBlock):
    """A sentence about who may apply, shown to whoever gives certain answers. It never refuses."""

    test = condition_block(label=_("shown to"), help_text=_("Answers that bring the sentence up."))
    answer = blocks.ChoiceBlock(
        choices=[(code, ANSWERS[code]) for code in RULE_ANSWERS], label=_("answer"), help_text=_("What the sentence says, in one word.")
    )
    text = TranslatedBlock(multiline=True, label=_("sentence"), help_text=_("Speak to her, plainly. Say where else to go, never only no."))
    link = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("page"),
        help_text=_("Page of this site that helps, without the language: services/incubation/. May stay empty."),
    )
    source = blocks.CharBlock(required=False, max_length=500, label=_("source"), help_text=_("Document and page that say so: no rule is invented."))


def _whole(*, most: int | None = None, **options: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(required=False, min_value=0, max_value=most, **options)


def _day(label: str | Promise) -> blocks.CharBlock:
    return blocks.CharBlock(required=False, validators=[_DAY], label=label, help_text=_("A day such as 1990-12-31, or the word today."))


@cache
def entry_block(name: str) -> blocks.Block:
    """The block of one entry. All types share it, so that the browser is told of it once (decision 421)."""
    return _ENTRIES[name]()


_ENTRIES: dict[str, Callable[[], blocks.Block]] = {
    "label": lambda: TranslatedBlock(label=_("question"), help_text=_("12 words at most. Amazigh may come later: the Arabic is shown until then.")),
    "hint": lambda: TranslatedBlock(multiline=True, label=_("help"), help_text=_("One sentence under the question, with an example. May stay empty.")),
    "text": lambda: TranslatedBlock(multiline=True, label=_("text"), help_text=_("The whole notice, in short paragraphs.")),
    "required": lambda: blocks.BooleanBlock(required=False, default=True, label=_("must be answered"), help_text=_("Untick whatever she can do without.")),
    "show_if": lambda: condition_block(label=_("asked only if"), help_text=_("Depends on answers given before. Empty: always asked.")),
    "key": lambda: blocks.CharBlock(
        required=False, validators=[_CODE], label=_("code"), help_text=_("Made from the French words if left empty. Never change it later.")
    ),
    "sensitive": lambda: blocks.BooleanBlock(required=False, label=_("sensitive"), help_text=_("Kept encrypted: identity, health, money, family.")),
    "pictogram": lambda: blocks.ChoiceBlock(required=False, choices=PICTOGRAMS, label=_("pictogram"), help_text=_("Shown beside the question.")),
    "audio": lambda: blocks.ListBlock(AudioBlock(), default=[], label=_("recordings"), help_text=_("The question read aloud, one recording for each variety.")),
    "source": lambda: blocks.CharBlock(required=False, max_length=500, label=_("source"), help_text=_("Why it is asked: document, contact or law. Not shown.")),
    "max_length": lambda: _whole(most=10_000, label=_("longest answer"), help_text=_("In characters. Empty: 200 for a line, 2000 for a paragraph.")),
    "min": lambda: blocks.DecimalBlock(required=False, label=_("at least"), help_text=_("Smallest number accepted. May stay empty.")),
    "max": lambda: blocks.DecimalBlock(required=False, label=_("at most"), help_text=_("Largest number accepted. May stay empty.")),
    "least": lambda: _whole(label=_("choose at least"), help_text=_("How many. May stay empty.")),
    "most": lambda: _whole(label=_("choose at most"), help_text=_("How many. May stay empty.")),
    "earliest": lambda: _day(_("not before")),
    "latest": lambda: _day(_("not after")),
    "choices": lambda: choices_block(label=_("choices"), help_text=_("One line for each answer. Codes are kept in the data: never change one that was used.")),
    "accept": lambda: blocks.MultipleChoiceBlock(
        required=False, choices=[(code, ACCEPTED[code]) for code in ACCEPTED_FILES], label=_("files accepted"), help_text=_("None chosen: all of them.")
    ),
    "annex": lambda: blocks.BooleanBlock(
        required=False,
        label=_("pages of one document"),
        help_text=_("Photos of its pages are turned, put in order, and made into one PDF for whoever reads it."),
    ),
    "max_files": lambda: _whole(most=40, label=_("how many files"), help_text=_("Empty: 5, or 20 for the pages of one document.")),
    "valid_months": lambda: _whole(
        most=120, label=_("good for so many months"), help_text=_("An older copy from an earlier file is marked. Empty: it does not age.")
    ),
    "min_rows": lambda: _whole(most=50, label=_("at least so many lines"), help_text=_("Empty: none is needed.")),
    "max_rows": lambda: _whole(most=50, label=_("at most so many lines"), help_text=_("Empty: 10.")),
    "total_of": lambda: blocks.CharBlock(
        required=False,
        validators=[_COLUMN],
        label=_("total of"),
        help_text=_("List and column whose amounts are added up, such as budget.amount. Nobody types a total. Empty: an ordinary amount."),
    ),
    "before": lambda: blocks.BooleanBlock(
        required=False, label=_("asked before starting"), help_text=_("Also asked on the first page, before a file is begun, to say who can apply.")
    ),
    "autocomplete": lambda: blocks.ChoiceBlock(
        required=False, choices=AUTOCOMPLETE, label=_("the phone fills in"), help_text=_("What the browser may offer by itself.")
    ),
    "questions": lambda: InnerQuestions(label=_("questions of a line"), help_text=_("Asked once for each person or thing listed.")),
}


def _standard(type_: str) -> list[tuple[str, blocks.Block]]:
    """The choice among the standard fields that questions of this type may fill; nothing where there is none."""
    fitting = [(code, STANDARD.get(code, code)) for code, field in STANDARD_FIELDS.items() if type_ in field.types]
    words = {"label": _("standard field"), "help_text": _("If the answer means the same in every form: it then counts in lists, filters and figures.")}
    return [("standard", blocks.ChoiceBlock(required=False, choices=fitting, **words))] if fitting else []


def question_block(type_: str, *, inside: bool = False) -> blocks.StructBlock:
    """The block of one type of question; ``inside`` a group it has neither condition nor standard field."""
    label, description, icon = TYPES[type_]
    asked = ("required",) if type_ != "information" else ()
    conditional = () if inside else ("show_if",)
    extras = [name for name in _EXTRAS.get(type_, ()) if not inside or name not in _NOT_INSIDE]
    parts = [(name, entry_block(name)) for name in ("label", "hint", *extras, *asked, *conditional, "key")]
    parts += [] if inside or not asked else _standard(type_)
    parts += [(name, entry_block(name)) for name in (*(("sensitive",) if asked else ()), "pictogram", "audio", "source")]
    names = [name for name, _block in parts]
    layout = blocks.BlockGroup(children=[name for name in names if name not in _LATER], settings=[name for name in names if name in _LATER])
    return blocks.StructBlock(
        parts, label=label, icon=icon, description=description, label_format="{label}", form_layout=layout, form_classname="form-question"
    )


class InnerQuestions(blocks.StreamBlock):
    """Questions of one line of a group."""

    def __init__(self, **options: Any) -> None:
        inner = [(type_, question_block(type_, inside=True)) for type_ in TYPES if type_ not in NOT_IN_GROUPS]
        super().__init__(inner, required=False, max_num=MAX_QUESTIONS, collapsed=True, **options)


class Questions(blocks.StreamBlock):
    """All questions of a step."""

    def __init__(self, **options: Any) -> None:
        super().__init__([(type_, question_block(type_)) for type_ in TYPES], required=False, max_num=MAX_QUESTIONS, collapsed=True, **options)


class Rules(blocks.StreamBlock):
    """Sentences about who may apply."""

    rule = RuleBlock(icon="info-circle", label=_("Sentence"))

    class Meta:
        """Block options."""

        required = False
        collapsed = True
        max_num = 40
