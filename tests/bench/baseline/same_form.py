"""The same form on formtools' own session storage: our version of it, step forms, pages and sending; only the storage and its way of working differ."""

import datetime as dt
from functools import lru_cache, partial

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from formtools.wizard.views import NamedUrlSessionWizardView

from forms_app.applications.access import Key
from forms_app.applications.codes import make_reference, secret_hash, tracking_secret
from forms_app.applications.messages import tell
from forms_app.applications.models import Draft, Submission, SubmissionAct
from forms_app.applications.services import call_shown
from forms_app.applications.services.submit import _flag_twins, _next_number, _note, _stored
from forms_app.applications.views.check import answers_page
from forms_app.applications.views.common import private
from forms_app.applications.views.receipt import receipt_page
from forms_app.applications.views.second_language import also_of, choices
from forms_app.applications.views.step_context import advice_before
from forms_app.calls.models import Call
from forms_app.engine.definition import Definition, Step, definition_of
from forms_app.engine.models import FormVersion
from forms_app.engine.services import current_version
from forms_app.engine.step_forms import StepForm, build_step_form
from portal.core import languages
from portal.core.drawn import draw_page
from portal.core.privacy import notice_values_by_language

CALL = "bench"
#: The page of all answers is a step like another: formtools shows nothing between the last step and the end.
_CHECK = "check"


@lru_cache(maxsize=8)
def _version(key: str) -> FormVersion:
    """Read once a process: a version never changes, and a session may name it."""
    return current_version(key=key)


def _needed(step: Step) -> frozenset[str]:
    """Keys of the questions that a step's own conditions look at."""
    tests = [one.show_if for one in (step, *step.questions) if one.show_if]
    return frozenset(leaf.key for test in tests for leaf in test.leaves())


def _is_shown(wizard: "SameFormWizard", *, step: Step) -> bool:
    return step.shown(wizard.answers_for(step))


@private
def start(request: HttpRequest) -> HttpResponse:
    """Our start page's buttons lead here; the page itself is the plain baseline's."""
    return redirect("same_step", step="step1") if request.method == "POST" else render(request, "stock/start.html")


@method_decorator(private, name="dispatch")
class SameFormWizard(NamedUrlSessionWizardView):
    """One step, as formtools' documentation has it: conditions from ``get_cleaned_data_for_step``, everything checked again at the end."""

    template_name = "applications/step.html"
    form_list = (("none", forms.Form),)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Steps and conditions of our own version of the form."""
        call = call_shown(slug=CALL, at=timezone.now())
        request.draft, request.share, request.key = _nobody(call), None, Key("", "", "")
        self.definition: Definition = definition_of(request.draft.form_version)
        self.form_list = {step.key: StepForm for step in self.definition.steps} | {_CHECK: forms.Form}
        self.condition_dict = {step.key: partial(_is_shown, step=step) for step in self.definition.steps if step.show_if}
        return super().dispatch(request, *args, **kwargs)

    def get_prefix(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Short name of the management form's field."""
        return "wizard"

    def get_form(self, step: str | None = None, data: object = None, files: object = None) -> forms.Form:
        """Our form of the step; nothing to fill in on the last page."""
        step = step or self.steps.current
        form_class, asked = self.get_form_list()[step], self.definition.step(step)
        if asked is None:
            return form_class(data)
        language = languages.current()
        blanks = notice_values_by_language() if {question.type for question in asked.questions} & {"consent", "information"} else {}
        return build_step_form(asked, language=language, answers=self.answers_for(asked), also=also_of(self.request), blanks=blanks)(data=data)

    def answers_for(self, step: Step) -> dict[str, object]:
        """The answers that the step's conditions look at, and no others."""
        needed, found = _needed(step), {}
        for one in self.definition.steps if needed else ():
            if one.key != step.key and needed & {question.key for question in one.questions}:
                found |= self.get_cleaned_data_for_step(one.key) or {}
        return found

    def render(self, form: forms.Form | None = None, **kwargs: object) -> HttpResponse:
        """Our page of the step, or of all answers."""
        if self.steps.current == _CHECK:
            open_now = {step: self.get_step_url(step) for step in self.get_form_list()}
            return answers_page(self.request, answers=self._answers(), documents={}, open_now=open_now, unsaved=())
        step, previous = form.step, self.steps.prev
        call = self.request.draft.call
        same = {
            "call": {"slug": call.slug, "kind": call.kind},
            "until": call.closes_at,
            "form_title": self.definition.title,
            "step": step,
            "number": self.steps.step1,
            "total": self.steps.count,
            "multipart": form.is_multipart(),
            "behaviours": form.behaviours,
            "secret": " ".join(question.key for question in step.questions if question.is_sensitive),
            "second": choices(self.request),
            "advice": advice_before(self.definition, step, {}),
        }
        hers = {
            "draft": self.request.draft.public_id,
            "back_url": self.get_step_url(previous) if previous else reverse("same_start"),
            "version": "0",
            "body": form.body(),
        }
        return draw_page(self.request, self.template_name, same=same, hers=hers)

    def done(self, form_list: list[forms.Form], **kwargs: object) -> HttpResponse:
        """Send what formtools has just checked again, and show the receipt."""
        answers = {key: value for form in form_list if isinstance(form, StepForm) for key, value in form.answers().items()}
        draft = self.request.draft
        submission, secret = _send(draft, answers, languages.current(), timezone.now())
        return receipt_page(self.request, draft=draft, submission=submission, secret=secret)

    def _answers(self) -> dict[str, object]:
        """All answers by question, collected as ``get_all_cleaned_data`` does: each step's form checks what is stored."""
        kept = {question.key for question in self.definition.questions()}
        found = [self.get_cleaned_data_for_step(step) for step in self.get_form_list() if step != _CHECK]
        return {key: value for cleaned in found for key, value in cleaned.items() if key in kept and value not in (None, "", [])}


def _nobody(call: Call) -> Draft:
    """What our pages ask of a draft; no row of it exists."""
    return Draft(call=call, form_version=_version(call.form_key), language=languages.current())


@transaction.atomic
def _send(draft: Draft, answers: dict[str, object], language: str, at: dt.datetime) -> tuple[Submission, str]:
    """The file, its reference, its acts and messages, as ours; there is no draft to lock and none to read again."""
    whole = _stored(draft, answers, {}, language, None)
    reference = make_reference(call_number=draft.call.number, sequence=_next_number(draft.call))
    secret = tracking_secret(draft_id=draft.public_id, resume_code="")
    submission = Submission.objects.create(
        reference=reference,
        call=draft.call,
        form_version=draft.form_version,
        idempotency_key=draft.idempotency_key,
        secret_hash=secret_hash(reference=reference, secret=secret),
        language=language,
        submitted_at=at,
        possible_duplicate=_flag_twins(draft.call, whole),
        **whole.columns,
    )
    _note(submission, SubmissionAct.Kind.RECEIVED, at)
    tell(submission=submission, purpose="received", dedupe=f"received-{submission.pk}")
    return submission, secret
