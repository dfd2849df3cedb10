"""The form of one step, built from a frozen version: what is asked depends on the answers given so far."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .building import common_parts, shared_field
from .centres import CentreField, Territory
from .groups import GroupField, posted_rows, pressed, rearranged, row_prefix, row_step
from .places import CommuneChoice, SeveralPlaces, find_commune, resolve_commune
from .provinces import ProvincesField
from .shapes import Question, Step
from .shells import draw
from .texts import LATIN_AMAZIGH, Reader, marked
from .totals import TotalField
from .uploads import UploadField, UploadInfo

__all__ = ["LATIN_AMAZIGH", "StepForm", "Territory", "UploadInfo", "build_step_form", "place_field"]

#: A commune's field is followed by the choice among its namesakes, named after it.
_PLACE = "{}_place"
#: Up to so many places are cards to tap; more go into a list.
_CARDS = 6
#: Types whose field belongs to one visitor: it knows her files, her rows or her call's territory.
_OF_A_VISITOR = frozenset({"file", "group", "centre", "provinces"})


def place_field(key: str) -> str:
    """Name of the field that chooses among several places."""
    return _PLACE.format(key)


class StepForm(forms.Form):
    """The form of a step for one visitor; :func:`build_step_form` prepares it.

    Bound with a group's button it only adds or removes a row: it is not valid, shows no error, and keeps all that was typed.
    """

    #: ``None`` until somebody looks at them.
    _fields: dict[str, forms.Field] | None
    #: Communes to choose among, by the question that was answered.
    _places: dict[str, list[CommuneChoice]]

    def __init__(
        self,
        data: Mapping | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        step: Step,
        reader: Reader,
        answers_before: Mapping[str, object],
        uploads: Mapping[str, Sequence[UploadInfo]],
        territory: Territory | None = None,
        blanks: Mapping[str, str] | None = None,
        stored: bool = False,
        initial: Mapping | None = None,
        prefix: str | None = None,
    ) -> None:
        self.step, self.reader, self.language = step, reader, reader.language
        self.uploads, self.territory, self.blanks, self.stored = uploads, territory, blanks or {}, stored
        act = pressed(data) if data and not stored and not prefix else None
        changing = next((one for one in step.questions if act and one.type == "group" and one.key == act[0]), None)
        #: Neither valid nor wrong: a row comes or goes, or nothing was written in it.
        self.quiet = changing is not None
        if changing and data and act:
            data = _query(rearranged(data, changing, act[1]))
        self.answers_before = answers_before
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix, label_suffix="")
        self.asked = list(self._asked(dict(answers_before)))
        self._offer_known_places()

    def _asked(self, so_far: dict[str, object]) -> Iterator[Question]:
        for question in self.step.questions:
            if not question.asked(so_far):
                continue
            yield question
            if question.type != "information":
                so_far[question.key] = self._given(question)

    def _given(self, question: Question) -> object:
        """What the page says so far, enough for conditions: codes."""
        name = self.add_prefix(question.key)
        if not self.is_bound:
            return self.initial.get(question.key)
        if question.type == "consent":  # a box: what it is worth is the field's affair
            box = shared_field(question, self.reader)
            return "yes" if box.to_python(box.widget.value_from_datadict(self.data, {}, name)) else "no"
        return self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name)

    @property
    def fields(self) -> dict[str, forms.Field]:
        """Fields by name, built when somebody looks at them."""
        if self._fields is None:
            self._fields = {question.key: self._field(question) for question in self.asked if question.type != "information"}
            for key, choices in self._places.items():
                self._insert_places(key, choices)
        return self._fields

    @fields.setter
    def fields(self, value: dict[str, forms.Field]) -> None:
        self._fields = value or None
        self._places = {}

    def _field(self, question: Question) -> forms.Field:
        if question.type not in _OF_A_VISITOR and not question.total_of:
            return shared_field(question, self.reader)
        common = common_parts(question, self.reader)
        if question.total_of:
            return TotalField(question=question, answers_before=self.answers_before, **common)
        if question.type == "provinces":
            return ProvincesField(territory=self.territory or Territory(), language=self.language, **common)
        if question.type == "centre":
            return CentreField(territory=self.territory, language=self.language, **common)
        if question.type == "file":
            return UploadField(question=question, uploads=self.uploads.get(question.key, ()), **common)
        return GroupField(question=question, rows=self._rows(question), **common)

    def _rows(self, question: Question) -> list["StepForm"]:
        """The rows as forms of their own: those posted, those saved, or the first ones to fill in."""
        make = partial(StepForm, step=row_step(question), reader=self.reader, answers_before={}, uploads={}, stored=self.stored)
        if self.is_bound and self.stored:
            saved = self.data.get(question.key)
            return [make(row) for row in (saved if isinstance(saved, list) else [])[: question.max_rows] if isinstance(row, dict)]
        if self.is_bound:
            rows = [make(self.data, prefix=row_prefix(question.key, row)) for row in range(max(1, posted_rows(self.data, question)))]
            for row in rows:
                row.quiet = self.quiet or row.is_blank()
            return rows
        saved = self.initial.get(question.key)
        saved = [row for row in saved if isinstance(row, dict)] if isinstance(saved, list) else []
        shown = saved + [{}] * (max(1, question.min_rows) - len(saved))
        return [make(initial=row, prefix=row_prefix(question.key, number)) for number, row in enumerate(shown)]

    def is_blank(self) -> bool:
        """Whether nothing at all was given."""
        given = [self[name].data for name in self.fields]
        return all(value in (None, "", [], ("", "", "")) or value is False for value in given)

    def is_multipart(self) -> bool:
        """Whether files may come with it."""
        return any(question.type == "file" for question in self.asked)

    def full_clean(self) -> None:
        """Check, unless a row only comes or goes."""
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        """Whether the step may be saved."""
        return not self.quiet and super().is_valid()

    def _offer_known_places(self) -> None:
        """Show a saved commune by its name, with the place itself as the chosen answer."""
        for question in self.asked if not self.is_bound else ():
            commune = find_commune(str(self.initial[question.key])) if question.type == "commune" and self.initial.get(question.key) else None
            if commune:
                self.initial.update({question.key: commune.name.choose(self.language)[0], place_field(question.key): commune.code})
                self._add_places(question.key, [CommuneChoice.of(commune)])

    def _add_places(self, key: str, choices: list[CommuneChoice]) -> None:
        self._places[key] = choices
        if self._fields is not None:
            self._insert_places(key, choices)

    def _insert_places(self, key: str, choices: list[CommuneChoice]) -> None:
        options: list[tuple[str, str | Promise]] = [(choice.commune.code, marked(choice.label, self.language)) for choice in choices]
        widget = forms.RadioSelect if len(options) <= _CARDS else forms.Select
        if widget is forms.Select:
            options = [("", _("Choose your commune")), *((choice.commune.code, choice.label.choose(self.language)[0]) for choice in choices)]
        after = {}
        for name, field in self.fields.items():
            after[name] = field
            if name == key:
                after[place_field(key)] = forms.ChoiceField(label=_("Which place is yours?"), choices=options, widget=widget)
        self._fields = after

    def clean(self) -> dict[str, Any]:
        """Turn typed places into communes; offer a choice where a name fits several; add up totals."""
        cleaned = cast("dict[str, Any]", super().clean())
        for question in self.asked:
            if question.type == "commune" and cleaned.get(question.key):
                try:
                    cleaned[question.key] = self._commune(question.key, cleaned[question.key])
                except SeveralPlaces as several:
                    self._add_places(question.key, [CommuneChoice.of(commune) for commune in several.communes])
                    self.add_error(place_field(question.key), several)
                except ValidationError as error:
                    self.add_error(question.key, error)
            elif question.total_of:
                try:
                    cleaned[question.key] = cast("TotalField", self.fields[question.key]).of(cleaned)
                except ValidationError as error:
                    self.add_error(question.key, error)
        return cleaned

    def _commune(self, key: str, typed: str) -> str:
        chosen = typed if self.stored else str(self.data.get(self.add_prefix(place_field(key)), ""))
        return resolve_commune(typed=typed, chosen=chosen, language=self.language, stored=self.stored).code

    def answers(self) -> dict[str, object]:
        """The valid answers by question, as codes and plain text; unanswered questions are left out."""
        keys = [question.key for question in self.asked if question.type != "information"]
        return {key: self.cleaned_data[key] for key in keys if self.cleaned_data.get(key) not in (None, "", [])}

    @cached_property
    def behaviours(self) -> list[str]:
        """Scripts this step is better with: ``groups``, ``counts``, ``totals``, ``uploads``."""
        groups = any(question.type == "group" for question in self.asked)
        counts = any(inner.type == "long_text" and inner.max_length for question in self.asked for inner in (question, *question.questions))
        totals = any(question.total_of for question in self.asked)
        uploads = any(question.type == "file" for question in self.asked)
        return [name for name, used in (("groups", groups), ("counts", counts), ("totals", totals), ("uploads", uploads)) if used]

    def body(self) -> SafeString:
        """The questions as the page shows them, in order."""
        return draw(self)


def _query(changed: Mapping[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in changed.items():
        query.setlist(name, values if isinstance(values, list) else [values])
    return query


def build_step_form(
    step: Step,
    *,
    language: str,
    answers: Mapping[str, object],
    also: str = "",
    uploads: Mapping[str, Sequence[UploadInfo]] | None = None,
    territory: Territory | None = None,
    blanks: Mapping[str, str] | None = None,
) -> Callable[..., StepForm]:
    """The form of a step for somebody who has answered ``answers`` so far, in ``language``; call it with ``data`` or ``initial``.

    ``also`` is a second language shown beneath; ``uploads`` the files received before, by question; ``territory`` limits the
    list of centres; ``blanks`` fill ``{name}`` in long texts (the controller, the number of the authorisation).
    """
    reader = Reader(language, "" if also == language else also)
    return partial(StepForm, step=step, reader=reader, answers_before=answers, uploads=uploads or {}, territory=territory, blanks=blanks)
