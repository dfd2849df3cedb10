"""Recording what was decided on one file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_app.applications.models import Status, Submission
from forms_app.applications.sentences import default_sentence
from forms_app.applications.services import OUTCOMES, record_outcome
from forms_app.applications.services.acts import mark_of
from forms_app.applications.services.outcomes_csv import LONGEST_SENTENCE
from forms_app.applications.services.prepared import prepare_outcome
from forms_app.engine.definition import definition_of
from portal.core import languages
from portal.core.staff.requests import StaffRequest
from portal.core.translated import REQUIRED_LANGUAGES

from .gate import file_of, require
from .rights import RECORD_OUTCOME

_NOT_REOPENED = frozenset({"information", "consent"})


class OutcomeForm(forms.Form):
    """An outcome, its reason, and what she will read. To have a file completed: which questions, until when."""

    reason = forms.RegexField(
        regex=r"^[a-z0-9_-]*$",
        max_length=40,
        required=False,
        label=gettext_lazy("Reason (code)"),
        help_text=gettext_lazy("Small Latin letters, digits and hyphens; for statistics and appeals. She does not see it."),
        widget=forms.TextInput({"dir": "ltr"}),
    )

    def __init__(self, *args: Any, submission: Submission, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submission, self.outcome = submission, outcome
        proposed = default_sentence(outcome)
        for code in languages.codes():
            self.fields[f"sentence_{code}"] = forms.CharField(
                label=_("Public sentence: %(language)s") % {"language": languages.own_name(code)},
                initial=proposed.get(code, ""),
                required=code in REQUIRED_LANGUAGES,
                max_length=LONGEST_SENTENCE,
                widget=forms.Textarea({"rows": 2, "lang": code, "dir": languages.direction(code)}),
            )
        if outcome == Status.TO_COMPLETE:
            self._ask_what_lacks()
        elif submission.call.results_published_at is None or "hold" in self.data:  # ticked before they were published: refused, not told at once
            held = _("Nobody is told now. The publication of the results of the call records these outcomes, all at once.")
            self.fields["hold"] = forms.BooleanField(label=_("Hold until the results are published"), required=False, help_text=held)

    def _ask_what_lacks(self) -> None:
        language, definition = languages.current(), definition_of(self.submission.form_version)
        met = definition.met(self.submission.everything)
        offered = [
            (question.key, question.label.choose(language)[0])
            for question in definition.questions()
            if question.type not in _NOT_REOPENED and question.key in met
        ]
        self.fields["questions"] = forms.MultipleChoiceField(choices=offered, label=_("Questions to complete"), widget=forms.CheckboxSelectMultiple)
        self.fields["until"] = forms.DateTimeField(
            label=_("Until"),
            help_text=_("Moroccan time; the whole minute still counts."),
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )

    def record(self, by: Any) -> bool:
        """Record it; false, with the reason beside the form, when it cannot be."""
        data = self.cleaned_data
        sentence = {code: words for code in languages.codes() if (words := data[f"sentence_{code}"].strip())}
        common = {"submission": self.submission, "outcome": self.outcome, "by": by, "at": timezone.now(), "reason": data["reason"], "sentence": sentence}
        common["seen"] = self.data.get("seen", "")
        try:
            if data.get("hold"):
                prepare_outcome(**common)
            else:
                record_outcome(**common, until=data.get("until"), questions=data.get("questions", ()))
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


@require_http_methods(["GET", "POST"])
def outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """First which outcome (a link each), then its words, then it is recorded."""
    require(request.user, RECORD_OUTCOME)
    submission = file_of(request.user, pk)
    chosen = request.GET.get("outcome", "")
    context = {
        "submission": submission,
        "outcomes": [one for one in OUTCOMES if one != submission.status or one == Status.TO_COMPLETE],
        "chosen": next((one for one in OUTCOMES if one == chosen), None),
        "ended": submission.status in {Status.WITHDRAWN, Status.ERASED},
    }
    if context["chosen"] and not context["ended"]:
        form = OutcomeForm(request.POST if request.method == "POST" else None, submission=submission, outcome=chosen)
        if request.method == "POST" and form.is_valid() and form.record(request.user):
            held = form.cleaned_data.get("hold")
            messages.success(
                request,
                _("The outcome is held until the results are published.") if held else _("The outcome is recorded: she will read it on the tracking page."),
            )
            return redirect("wagtailsnippets_applications_submission:inspect", submission.pk)
        context |= {"form": form, "seen": mark_of(submission)}
    return TemplateResponse(request, "applications/admin/outcome.html", context)
