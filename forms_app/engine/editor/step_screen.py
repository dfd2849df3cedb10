"""The form of a step's screen: its words, its condition and its questions."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.engine.definition import fingerprint
from forms_app.engine.models import FormDefinition
from forms_app.engine.problems import RESERVED_STEPS
from portal.core.translated import TranslatedFormField, TranslatedText

from .acts import keys_of
from .assets import EDITOR_SCRIPT, EDITOR_STYLE
from .coded import CodedField, tidy_condition
from .codes import CODE
from .packed import PackedField
from .questions import Questions
from .shape import questions_to_stream, stream_to_questions
from .words import PICTOGRAMS


def _twice(questions: Iterable[Mapping[str, Any]], others: Collection[str] = ()) -> list[str]:
    """Codes that more than one of these questions has, or one of ``others``."""
    keys = [question["key"] for question in questions]
    return sorted({key for key in keys if keys.count(key) > 1 or key in others})


class StepScreen(forms.Form):
    """One step of one form. ``seen`` remembers how the step was when the screen was opened."""

    title = TranslatedFormField(required=False, required_languages=(), label=_("title"), help_text=_("Two to four words, shown above the questions."))
    intro = TranslatedFormField(
        required=False, required_languages=(), multiline=True, label=_("introduction"), help_text=_("One sentence before the questions. May stay empty.")
    )
    key = forms.CharField(
        max_length=40,
        label=_("code"),
        help_text=_("Small Latin letters, digits and _. It stands in the address of the step."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    pictogram = forms.ChoiceField(
        required=False, choices=[("", "—"), *PICTOGRAMS], label=_("pictogram"), help_text=_("Shown beside the title. May stay empty.")
    )
    show_if = CodedField(
        element="form-condition",
        tidy=tidy_condition,
        label=_("the step is shown only if"),
        help_text=_("Depends on answers of the steps before. Empty: always shown."),
    )
    questions = PackedField(block=Questions(), label=_("questions"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, definition: FormDefinition, step: Mapping[str, Any], **kwargs: Any) -> None:
        self.definition, self.step = definition, step
        super().__init__(*args, **kwargs)
        for box in self.fields["intro"].widget.widgets:
            box.attrs["rows"] = 2
        self.initial = {
            **{name: step.get(name) for name in ("key", "pictogram", "show_if")},
            **{name: TranslatedText(step.get(name) or {}) for name in ("title", "intro")},
            "questions": questions_to_stream(step["questions"], cast("PackedField", self.fields["questions"]).block),
            "seen": fingerprint(step),
        }

    def clean_key(self) -> str:
        """A code that no other step has.

        Raises:
            ValidationError: when it cannot be used.
        """
        key = self.cleaned_data["key"]
        others = {step["key"] for step in self.definition.steps} - {self.step["key"]}
        if not CODE.match(key) or key in RESERVED_STEPS or key in others:
            raise ValidationError(
                _("This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words.")
            )
        return key

    def clean(self) -> dict[str, Any]:
        """No code of a question stands twice, in the form or in a list.

        Raises:
            ValidationError: naming the codes.
        """
        cleaned = cast("dict[str, Any]", super().clean())
        if "questions" in cleaned:
            self.content_questions = stream_to_questions(
                cleaned["questions"], before=self.step["questions"], taken=keys_of(self.definition.steps, without=self.step["key"])
            )
            others = keys_of(self.definition.steps, without=self.step["key"])
            twice = _twice(self.content_questions, others)
            for group in self.content_questions:
                twice += [f"{group['key']}.{key}" for key in _twice(group.get("questions", ()))]
            if twice:
                raise ValidationError(_("These codes of questions are used twice: %(codes)s. Change one of each."), params={"codes": ", ".join(twice)})
        return cleaned

    def content(self) -> dict[str, Any]:
        """The step as the screen has it, in the shape of the definition; entries that the screen does not show are kept."""
        cleaned = self.cleaned_data
        shown = {"key": cleaned["key"], "title": dict(cleaned["title"])}
        optional = {"intro": dict(cleaned["intro"]), "pictogram": cleaned["pictogram"], "show_if": cleaned["show_if"]}
        kept = {name: value for name, value in self.step.items() if name not in {*shown, *optional, "questions"}}
        return {**shown, **{name: value for name, value in optional.items() if value}, **kept, "questions": self.content_questions}

    @property
    def media(self) -> forms.Media:
        """Wagtail's blocks and ours."""
        return super().media + forms.Media(js=[EDITOR_SCRIPT], css={"all": [EDITOR_STYLE]})
