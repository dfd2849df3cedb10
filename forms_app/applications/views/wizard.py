"""The steps: formtools' named-URL wizard on our storage, with the guards of docs/decisions/103-wizard.md."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from formtools.wizard.views import NamedUrlWizardView

from forms_app.applications.codes import show_code
from forms_app.engine.definition import Step, definition_of
from forms_app.engine.step_forms import StepForm, build_step_form
from portal.core import languages

from .common import first_open_step, receipt_of, submission_of, with_draft


def _is_shown(wizard: "ApplyWizard", *, step: Step) -> bool:
    return step.shown(wizard.storage.flat())


@method_decorator(with_draft, name="dispatch")
class ApplyWizard(NamedUrlWizardView):
    """One step of a draft."""

    storage_name = "forms_app.applications.wizard_storage.DraftStorage"
    template_name = "applications/step.html"
    form_list = (("none", forms.Form),)  # formtools wants one at start-up; the real ones follow from the draft

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Steps and conditions come from the draft's own form version."""
        if submission_of(request.draft):
            return receipt_of(request.draft)
        if not request.draft.call.accepts(timezone.now()):
            return redirect("call", slug=request.draft.call.slug)
        self.definition = definition_of(request.draft.form_version)
        self.form_list = {step.key: StepForm for step in self.definition.steps}
        self.condition_dict = {step.key: partial(_is_shown, step=step) for step in self.definition.steps}
        return super().dispatch(request, *args, **kwargs)

    def get_prefix(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Short name of the management form's field."""
        return "wizard"

    def get_form_prefix(self, step: str | None = None, form: object = None) -> str:
        """Fields are named after their questions."""
        return ""

    def get_form(self, step: str | None = None, data: object = None, files: object = None) -> StepForm:
        """The step's form, for the answers given in the other steps, filled with what was saved."""
        key = step or self.steps.current
        form_class = build_step_form(self.definition.step(key), language=languages.current(), answers=self.storage.flat(without=key))
        return form_class(data=data, initial=self.storage.saved.get(key, {}))

    def get_step_url(self, step: str) -> str:
        """Address of a step of this draft."""
        return self._address("apply_step", step=step)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the step; nothing is written."""
        return self._elsewhere(kwargs["step"]) or self.render(self.get_form())

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """Save the step. A forged ``current_step`` is nobody's; a step that a condition has hidden leads on."""
        elsewhere = self._elsewhere(kwargs["step"])
        if elsewhere:
            return elsewhere
        if self.request.POST.get(f"{self.prefix}-current_step") != kwargs["step"]:
            raise Http404
        return super().post(*args, **kwargs)

    def process_step(self, form: StepForm) -> dict[str, object]:
        """Only the answers of the step's own questions are kept, as codes."""
        return form.answers()

    def render_next_step(self, form: StepForm, **kwargs: object) -> HttpResponse:
        """On to the next step, or back to the check page when she came from it."""
        if "check" in self.request.GET:
            return self.render_done(form)
        return super().render_next_step(form, **kwargs)

    def render_done(self, form: StepForm, **kwargs: object) -> HttpResponse:
        """After the last step: check the answers. Nothing is sent from here."""
        return redirect(self._address("apply_check"))

    def get_context_data(self, form: StepForm, **kwargs: object) -> dict:
        """Where she is, and how to come back."""
        step = self.definition.step(self.steps.current)
        previous = self.steps.prev
        return super().get_context_data(form=form, **kwargs) | {
            "call": self.request.draft.call,
            "definition": self.definition,
            "step": step,
            "number": self.steps.step1,
            "total": self.steps.count + 1,
            "back_url": self.get_step_url(previous) if previous else reverse("apply", args=[self.request.draft.call.slug]),
            "code": show_code(self.request.key.code),
            "saved_at": self.storage.saved_at,
        }

    def _elsewhere(self, step: str) -> HttpResponse | None:
        """Set the current step from the address; or where to go when it is not on her way."""
        if self.definition.step(step) is None:
            raise Http404
        if step not in self.get_form_list():
            return first_open_step(self.request.draft, self.storage.saved)
        self.storage.current_step = step
        return None

    def _address(self, name: str, **kwargs: str) -> str:
        draft = self.request.draft
        return reverse(name, kwargs={"call": draft.call.slug, "draft": draft.public_id, **kwargs})
