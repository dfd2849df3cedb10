"""The form of one step, built from a frozen version: what is asked depends on the answers given so far."""

from collections.abc import Iterator, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .definition import Definition, Question, Step
from .fields import build_field
from .places import CommuneChoice, SeveralPlaces, find_commune, resolve_commune
from .texts import marked

#: A commune's field is followed by the choice among its namesakes, named after it.
_PLACE = "{}_place"
#: Up to so many places are cards to tap; more go into a list.
_CARDS = 6


def place_field(key: str) -> str:
    """Name of the field that chooses among several places."""
    return _PLACE.format(key)


class StepForm(forms.Form):
    """Abstract form of a step; :func:`build_step_form` makes the real ones."""

    step: Step
    language: str
    answers_before: Mapping[str, object]
    required_css_class = ""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.asked: list[Question] = []
        so_far = dict(self.answers_before)
        for question in self.step.questions:
            if not question.asked(so_far):
                continue
            self.asked.append(question)
            if question.type == "information":
                continue
            self.fields[question.key] = build_field(question, self.language)
            if question.type == "commune":
                self._offer_known_place(question)
            if self.is_bound:
                so_far[question.key] = self.data.getlist(question.key) if hasattr(self.data, "getlist") else self.data.get(question.key)

    def _offer_known_place(self, question: Question) -> None:
        """Show a saved commune by its name, with the place itself as the chosen answer."""
        code = self.initial.get(question.key)
        if self.is_bound or not code:
            return
        commune = find_commune(str(code))
        if commune:
            self.initial = {**self.initial, question.key: commune.name.choose(self.language)[0], place_field(question.key): commune.code}
            self._add_places(question.key, [CommuneChoice.of(commune)])

    def _add_places(self, key: str, choices: list[CommuneChoice]) -> None:
        options = [(choice.commune.code, marked(choice.label, self.language)) for choice in choices]
        widget = forms.RadioSelect if len(options) <= _CARDS else forms.Select
        if widget is forms.Select:
            options = [("", _("Choose your commune")), *((choice.commune.code, choice.label.choose(self.language)[0]) for choice in choices)]
        after = {}
        for name, field in self.fields.items():
            after[name] = field
            if name == key:
                after[place_field(key)] = forms.ChoiceField(label=_("Which place is yours?"), choices=options, widget=widget)
        self.fields = after

    def clean(self) -> dict:
        """Turn typed places into communes; offer a choice where a name fits several."""
        cleaned = super().clean()
        for question in self.asked:
            if question.type == "commune" and cleaned.get(question.key):
                try:
                    cleaned[question.key] = resolve_commune(
                        typed=cleaned[question.key], chosen=str(self.data.get(place_field(question.key), "")), language=self.language
                    ).code
                except SeveralPlaces as several:
                    self._add_places(question.key, [CommuneChoice.of(commune) for commune in several.communes])
                    self.add_error(place_field(question.key), several)
                except ValidationError as error:
                    self.add_error(question.key, error)
        return cleaned

    def answers(self) -> dict[str, object]:
        """The valid answers by question, as codes and plain text; unanswered questions are left out."""
        keys = [question.key for question in self.asked if question.type != "information"]
        return {key: self.cleaned_data[key] for key in keys if self.cleaned_data.get(key) not in (None, "", [])}

    def parts(self) -> Iterator[dict]:
        """What the page shows, in order: information blocks and bound fields."""
        fields = {name: self[name] for name in self.fields}
        for question in self.asked:
            if question.type == "information":
                yield {"information": marked(question.label, self.language), "more": marked(question.hint, self.language) if question.hint else ""}
            else:
                yield {"field": fields[question.key]}
                if place_field(question.key) in fields:
                    yield {"field": fields[place_field(question.key)]}


def build_step_form(step: Step, *, language: str, answers: Mapping[str, object]) -> type[StepForm]:
    """The form class of a step for somebody who has answered ``answers`` so far, in ``language``."""
    return type("StepForm", (StepForm,), {"step": step, "language": language, "answers_before": answers})


def recheck(definition: Definition, *, answers: Mapping[str, Mapping[str, object]], language: str) -> tuple[dict[str, object], list[str]]:
    """Validate a whole draft again, step by step, as if it had just been sent.

    ``answers`` are the saved answers by step. An answer that a condition now hides is dropped.

    Returns:
        The answers to keep, and the codes of the steps that are not complete.
    """
    kept: dict[str, object] = {}
    incomplete: list[str] = []
    for step in definition.steps:
        if not step.shown(kept):
            continue
        form = build_step_form(step, language=language, answers=kept)(data=_as_data(step, answers.get(step.key, {}), language))
        if form.is_valid():
            kept |= form.answers()
        else:
            incomplete.append(step.key)
    return kept, incomplete


def _as_data(step: Step, answers: Mapping[str, object], language: str) -> dict[str, object]:
    """Saved answers as a browser would post them."""
    data = dict(answers)
    for question in step.questions:
        if question.type == "commune" and data.get(question.key):
            commune = find_commune(str(data[question.key]))
            data[place_field(question.key)] = data[question.key]
            data[question.key] = commune.name.choose(language)[0] if commune else ""
    return data
