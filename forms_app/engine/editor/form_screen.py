"""The screen of the whole form: its words, its eligibility sentences, the outline of its steps, publishing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.snippets.views import snippets

from forms_app.engine.models import FormDefinition
from portal.core.staff.requests import StaffRequest

from . import findings
from .changes import changes
from .outline import outline_of
from .packed import PackedField
from .questions import Rules
from .rights import may
from .shape import rules_to_stream, stream_to_rules
from .surroundings import coded_questions, dates, for_browser

#: Made once: what the browser is told of it is kept.
_RULES = Rules()


class FormScreen(WagtailAdminModelForm):
    """Code, title, introduction, eligibility. Steps are changed on their own screens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True
        if "rules" in self.fields:
            old = self.fields["rules"]
            self.fields["rules"] = PackedField(block=_RULES, required=False, label=old.label, help_text=old.help_text)
            self.initial["rules"] = rules_to_stream(self.instance.rules, self.fields["rules"].block)

    def clean_rules(self) -> list[dict[str, Any]]:
        """As they are stored."""
        return stream_to_rules(self.cleaned_data["rules"])


class OutlinePanel(Panel):
    """All steps and questions, what is missing, and the buttons that put them in order."""

    class BoundPanel(Panel.BoundPanel):
        """The outline of one form."""

        template_name = "engine/admin/outline.html"

        def is_shown(self) -> bool:
            """Once the form exists."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            """Steps with what is missing in each."""
            may_change = may(self.request.user, "change", self.instance) and not (parent_context or {}).get("locked_for_user")
            return super().get_context_data(parent_context) | outline_of(self.instance) | {"may_change": may_change}


class _Refusing:
    """Publishing, or the approval that publishes, is refused with a list while something is missing."""

    request: StaffRequest

    def refuses(self, definition: dict[str, Any]) -> bool:
        """Whether something is missing; says so."""
        found = findings.missing(definition)
        if found:
            messages.error(self.request, _("Not published. %(count)d things are missing: see the list above the steps.") % {"count": len(found)})
        return bool(found)


class _Titled:
    """Wagtail heads these screens with the title in the language in which the form was last saved."""

    object: FormDefinition

    def get_page_subtitle(self) -> str:
        """The title in the reader's language."""
        return str(self.object)


class FormEditView(_Titled, _Refusing, snippets.EditView):
    """The newest draft. Whatever is saved here leaves the steps as they are at that moment."""

    produced_error_message: str | None

    def is_valid(self, form: forms.ModelForm) -> bool:
        """Locked, out of date or incomplete: refused."""
        if not super().is_valid(form):
            return False
        if self.is_out_of_date and not isinstance(self, RevisionsRevertMixin) and self._words_changed_by_others():
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _("Somebody else changed these texts while you were writing: nothing was saved. Reload to see the new ones.")
            return False
        approving = self.action == "workflow-action" and self.workflow_action == "approve"
        if (self.action == "publish" or approving) and self.refuses(form.instance.as_json()):
            self.produced_error_message = None
            return False
        return True

    def _words_changed_by_others(self) -> bool:
        """Steps saved meanwhile are no conflict: they are kept. The texts of this screen are."""
        seen = self.object.revisions.filter(pk=self.request.POST.get("loaded_revision_id") or 0).first()
        if seen is None:
            return True
        then, now = seen.as_object(), FormDefinition.objects.get(pk=self.object.pk).draft()
        return any(getattr(then, name) != getattr(now, name) for name in ("title", "intro", "rules"))

    def save_instance(self) -> FormDefinition:
        """Put the texts of the screen on the newest steps, under the lock that steps are saved under."""
        newest = FormDefinition.for_update(self.object.pk).draft()
        if not isinstance(self, RevisionsRevertMixin):
            self.form.instance.steps = newest.steps
        return super().save_instance()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What conditions may look at: every question of the form."""
        return super().get_context_data(**kwargs) | for_browser([*coded_questions(self.object.steps), *dates(self.object.steps)])


class FormInspectView(_Titled, snippets.InspectView):
    """The outline, to read only."""

    template_name = "engine/admin/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest draft."""
        draft = self.object.draft()
        return super().get_context_data(**kwargs) | outline_of(draft) | {"form": draft, "may_change": False}


class FormHistoryView(_Titled, snippets.HistoryView):
    """Who changed it when."""


class FormCompareView(snippets.RevisionsCompareView):
    """Question by question."""

    template_name = "engine/admin/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences."""
        (before, _before), (after, _after) = (self._get_revision_and_heading(chosen) for chosen in (self.revision_id_a, self.revision_id_b))
        return super().get_context_data(**kwargs) | {"changes": changes(before.as_json(), after.as_json())}


class FormWorkflowActionView(_Refusing, snippets.WorkflowActionView):
    """Approval from the list of tasks."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refused like publishing; what is approved is the newest draft, as Wagtail does it."""
        if self.action_name == "approve" and self.refuses(self.object.draft().as_json()):
            return redirect(self.redirect_url)
        return super().post(request, *args, **kwargs)


class NoUnpublishView(snippets.UnpublishView):
    """A form is never unpublished: files refer to its versions. A call that ends is closed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not there.

        Raises:
            Http404: always.
        """
        raise Http404
