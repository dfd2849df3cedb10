"""The steps: formtools' named-URL wizard on our storage, with the guards of docs/decisions/103-wizard.md."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from formtools.wizard.views import NamedUrlWizardView

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.narrowing import asked_of, said_beside
from forms_app.applications.services import StaleStep, may_send, may_send_until
from forms_app.applications.services.drafts import TYPED_OF, keep_typed
from forms_app.applications.services.share import may_share
from forms_app.applications.typed import as_posted, typed_of
from forms_app.engine.definition import Step, definition_of
from forms_app.engine.step_forms import StepForm, build_step_form
from portal.core import languages
from portal.core.drawn import draw_page
from portal.core.privacy import notice_values_by_language
from portal.core.templatetags.portal_text import portal_time
from portal.core.throttle import held, held_until, hold

from . import conflict
from .common import come_back_code, first_open_step, receipt_of, step_version, submission_of, with_draft
from .documents import answered, press, receive, received
from .second_language import also_of, choices, give_also
from .start import cleared
from .step_context import advice_before, territory_of

#: Buttons of a step beside "Save and continue": what is typed is kept, right or not, and she goes elsewhere.
GO, CLEAR = "wizard-go", "clear"


def _is_shown(wizard: "ApplyWizard", *, step: Step) -> bool:
    return step.shown(wizard.storage.flat())


def _with_typed(make: Callable[..., StepForm], typed: Mapping[str, list[str]], saved: Mapping[str, object]) -> StepForm:
    """A step as it was typed. What its page did not ask then, as it was saved; beside it, of what was typed, only what is right."""
    form = make(data=as_posted(typed), initial=saved)
    asked = set(typed.get(TYPED_OF, ()))
    if not asked or asked >= {question.key for question in form.step.questions}:
        return form
    form.is_valid()
    right = {key: value for key, value in form.answers().items() if key in asked}
    return make(initial={key: value for key, value in saved.items() if key not in asked or key in form.errors} | right)


@method_decorator(with_draft, name="dispatch")
class ApplyWizard(NamedUrlWizardView):
    """One step of a draft."""

    storage_name = "forms_app.applications.wizard_storage.DraftStorage"
    template_name = "applications/step.html"
    request: ApplicantRequest
    form_list: Any = (("none", forms.Form),)  # formtools wants one at start-up; the real ones follow from the draft

    def dispatch(self, request: ApplicantRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Steps and conditions come from the draft's own form version; a file sent opens again only to be corrected."""
        sent = submission_of(request.draft)
        if sent and not request.draft.reopened_at:
            return self._instead(receipt_of(request.draft))
        if not may_send(draft=request.draft, submission=sent, at=timezone.now()):
            return self._instead(receipt_of(request.draft) if sent else redirect("call", slug=request.draft.call.slug))
        request.step_version = conflict.version_to_show(request.unsaved) if request.unsaved else step_version(request.POST)
        self.definition = asked_of(request.draft, sent)
        self.form_list = {step.key: StepForm for step in self.definition.steps}
        self.condition_dict = {step.key: partial(_is_shown, step=step) for step in self.definition.steps}
        return super().dispatch(request, *args, **kwargs)

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Short name of the management form's field."""
        return "wizard"

    def get_form_prefix(self, step: str | None = None, form: object = None) -> str:
        """Fields are named after their questions."""
        return ""

    def get_form(self, step: str | None = None, data: object = None, files: object = None) -> StepForm:
        """The step's form, for the answers given in the other steps, filled with what was saved or, if later, typed."""
        key = step or self.steps.current
        asked = self.definition.step(key)
        if asked is None:
            raise Http404
        make = self._making(asked)
        typed = self._typed(asked) if data is None else {}
        saved = self.storage.saved.get(key, {})
        form = _with_typed(make, typed, saved) if typed else make(data=data, initial=saved)
        form.quiet = form.quiet or bool(typed)
        return form

    def _making(self, step: Step) -> Callable[..., StepForm]:
        types = {question.type for question in step.questions}
        language = languages.current()
        return build_step_form(
            step,
            language=language,
            answers=self.storage.flat(without=frozenset(question.key for question in step.questions)),
            also=also_of(self.request),
            uploads=received(self.request.draft) if "file" in types else {},
            territory=territory_of(self.request.draft.call) if types & {"centre", "provinces"} else None,
            blanks=notice_values_by_language() if types & {"consent", "information"} else {},
        )

    def _typed(self, step: Step) -> dict[str, list[str]]:
        """What is typed in the step and not saved: what was on the page that was posted with an old token, else what autosave kept."""
        unsaved = self.request.unsaved
        return (typed_of(step, unsaved) if unsaved else {}) or self.storage.typed(step.key)

    def get_step_url(self, step: str) -> str:
        """Address of a step of this draft."""
        return self._address("apply_step", step=step)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step; nothing is written."""
        return self._elsewhere(kwargs["step"]) or self.render(self.get_form())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the step. A forged ``current_step`` is nobody's; a step that a condition has hidden leads on."""
        elsewhere = self._elsewhere(kwargs["step"])
        if elsewhere:
            return self._instead(elsewhere)
        post, step = self.request.POST, self.definition.step(kwargs["step"])
        if step is None or post.get(f"{self.prefix}-current_step") != step.key:
            raise Http404
        if GO in post:
            return self._leave(step, post[GO])
        until = held_until(self.request, "save", file=self.request.draft.public_id)
        if until:
            form = self.get_form(data=post)
            form.quiet = False
            hold(form, until)
            return held(self.render(form), until)
        refused = self._documents(step)
        form = self.get_form(data=post)
        if self.upload_pressed:
            form.quiet = True
        for question, messages in refused.items():
            form.quiet = False
            form.add_error(question, messages)
        if not form.is_valid():
            self._keep(step)
            return answered(self.request, self.render(form))
        try:
            self.storage.set_step_data(step.key, conflict.settled(post, form.answers(), self.storage.saved.get(step.key, {}), step))
        except StaleStep as stale:
            return conflict.page(self.request, call=self.request.draft.call, step=step, form=form, row=stale.row)
        self.__dict__.pop("_resolved_form_list", None)  # formtools keeps the way as it was before this answer
        return self.render_done(form) if self.steps.current == self.steps.last else self.render_next_step(form)

    def _instead(self, elsewhere: HttpResponse) -> HttpResponse:
        """Where to go when the step is not open now; a phone is cleared all the same."""
        return cleared(self.request.draft.call.slug) if self.request.POST.get(GO) == CLEAR else elsewhere

    def _leave(self, step: Step, where: str) -> HttpResponse:
        """Keep what is typed, then: another second language, come back later, or clear this phone."""
        self._keep(step)
        if where == CLEAR:
            return cleared(self.request.draft.call.slug)
        if where == "later":
            return redirect(self._address("apply_later"))
        response = redirect(self.get_step_url(step.key))
        give_also(response, where.removeprefix("also-"))
        return response

    def _keep(self, step: Step) -> None:
        """What is on the page and cannot be saved now is there again, in whatever language and on whatever phone she opens the step."""
        typed = typed_of(step, self.request.POST)
        if any(value for values in typed.values() for value in values):
            typed |= said_beside(self.request.draft, step)
            keep_typed(draft=self.request.draft, step=step.key, typed=typed, at=timezone.now(), version=self.request.step_version, share=self.request.share)

    def _documents(self, step: Step) -> dict[str, list[str]]:
        """Do what the button of a document says, keep the documents that came with the step; what was refused, by question."""
        self.upload_pressed = press(self.request, step)
        return receive(self.request, step) if self.request.FILES else {}

    def render_next_step(self, form: StepForm, **kwargs: Any) -> HttpResponse:
        """On to the next step, or back to the check page when she came from it."""
        if "check" in self.request.GET:
            return self.render_done(form)
        return super().render_next_step(form, **kwargs)

    def render_done(self, form: StepForm, **kwargs: Any) -> HttpResponse:
        """After the last step: check the answers. Nothing is sent from here."""
        return redirect(self._address("apply_check"))

    def render(self, form: StepForm | None = None, **kwargs: Any) -> HttpResponse:
        """The page of the step: where she is, what is asked, and how to come back."""
        form = form or self.get_form()
        response = draw_page(self.request, self.template_name, same=self._said_to_all(form), hers=self._said_to_her(form))
        response.context_data["form"] = form
        return response

    def _said_to_all(self, form: StepForm) -> dict[str, object]:
        call, step, share = self.request.draft.call, form.step, self.request.share
        return {
            "call": {"slug": call.slug, "kind": call.kind},
            "until": may_send_until(call=call, submission=submission_of(self.request.draft)),
            "form_title": self.definition.title,
            "step": step,
            "number": self.steps.step1,
            "total": self.steps.count + 1,
            "multipart": form.is_multipart(),
            "behaviours": form.behaviours,
            "secret": " ".join(question.key for question in step.questions if question.is_sensitive),
            "second": choices(self.request),
            "advice": advice_before(self.definition, step, self.storage.flat()),
            "reopened": self.request.draft.reopened_at is not None,
            "helping": share is not None,
            "offered": share is not None and share.offered_at is not None,
            "shared": share is None and may_share(call=call),
        }

    def _said_to_her(self, form: StepForm) -> dict[str, object]:
        key, previous, again = form.step.key, self.steps.prev, bool(self.request.unsaved)
        posted = again or self.request.method == "POST"
        wrong = self._told_wrong(form)
        typed_at = timezone.now() if again else None if posted else self.storage.typed_at(key)
        return {
            "draft": self.request.draft.public_id,
            "back_url": self.get_step_url(previous) if previous else reverse("apply", args=[self.request.draft.call.slug]),
            "code": come_back_code(self.request),
            "saved_at": portal_time(self.storage.saved_at),
            "typed_at": portal_time(typed_at),
            "version": self.request.step_version if posted else self.storage.version(key),
            "trouble": render_to_string("components/trouble.html", {"form": wrong}) if wrong.errors else "",
            "body": form.body(),
        }

    def _told_wrong(self, form: StepForm) -> StepForm:
        """Whose errors stand above the step: those of what was posted; on the way back from the check page, of what was saved and holds no longer."""
        saved = self.storage.saved.get(form.step.key)
        if form.is_bound or not saved or "check" not in self.request.GET:
            return form
        return self._making(form.step)(data=saved, stored=True)

    def _elsewhere(self, step: str) -> HttpResponse | None:
        """Set the current step from the address; or where to go when it is not on her way."""
        if self.definition.step(step) is None:
            if self.request.draft.reopened_at and definition_of(self.request.draft.form_version).step(step):
                return redirect(self._address("apply_check"))
            raise Http404
        if step not in self.get_form_list():
            return first_open_step(self.request.draft, self.storage.saved)
        self.storage.current_step = step
        return None

    def _address(self, name: str, **kwargs: str) -> str:
        draft = self.request.draft
        return reverse(name, kwargs={"call": draft.call.slug, "draft": draft.public_id, **kwargs})
