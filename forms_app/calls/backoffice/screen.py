"""The call's own screen: its state, the acts possible now, what happened, its texts, documents and versions."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel
from wagtail.admin.widgets.button import HeaderButton

from forms_app.calls import timeline
from forms_app.calls.models import Call, CallAct, SilentChange, State, possible_acts
from forms_app.calls.models.calls import TEXTS
from forms_app.calls.papers import FORMATS
from forms_app.calls.services import why_not_approve, withdraw_proposal
from forms_app.calls.services.snapshot import public_content
from forms_app.calls.spoken import field_label, spoken_facts
from portal.core import languages
from portal.core.territory_admin import TerritoryViewSet

from .draft import DRAFT, PUBLISHED

SCREEN = "wagtailsnippets_calls_call:inspect"


def buttons_of(call: Call, user: Any, at: Any) -> list[dict[str, Any]]:
    """The acts possible now; approval only for whoever may approve."""
    kinds = [kind for kind in possible_acts(call, at) if kind != CallAct.Kind.PUBLISHED or not why_not_approve(call=call, by=user)]
    return [{"label": act_label(kind), "url": reverse("wagtailsnippets_calls_call:act", args=[call.pk, kind.value]), "kind": kind} for kind in kinds]


def act_label(kind: CallAct.Kind) -> str:
    """What somebody does, as its button says."""
    return _LABELS[kind]()


_LABELS = {
    CallAct.Kind.PROPOSED: lambda: _("Send for approval"),
    CallAct.Kind.PUBLISHED: lambda: _("Approve and publish"),
    CallAct.Kind.EXTENDED: lambda: _("Extend"),
    CallAct.Kind.CORRECTED: lambda: _("Correct"),
    CallAct.Kind.CANCELLED: lambda: _("Cancel the call"),
    CallAct.Kind.UNSEALED: lambda: _("Open the files"),
    CallAct.Kind.REVIEW_STARTED: lambda: _("Begin the study"),
    CallAct.Kind.RESULTS_PUBLISHED: lambda: _("Publish the results"),
    CallAct.Kind.RELAUNCHED: lambda: _("Launch again"),
}


class CallScreen(TerritoryViewSet.inspect_view_class):  # type: ignore[valid-type,misc]  # Wagtail's views have no types
    """Read by whoever sees calls; the buttons are for those who run them."""

    template_name = "calls/admin/call.html"
    page_title = gettext_lazy("Call")

    @cached_property
    def may_change(self) -> bool:
        """Whether she runs calls where this one holds."""
        return self.user_has_permission_for_instance("change", self.object)

    def get_edit_url(self) -> str | None:
        """Its form, for whoever runs it."""
        return super().get_edit_url() if self.may_change else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To change a draft, or the note of a published call."""
        url = self.get_edit_url()
        label = _("Change the draft") if self.object.published_at is None else _("Note for the staff")
        return [HeaderButton(label, url=url, icon_name="edit")] if url else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything of the call, in a fixed number of queries."""
        call, at, user = self.object, timezone.now(), self.request.user
        content = public_content(call)
        acts = list(call.acts.select_related("by", "version").defer("version__content").order_by("-at", "-pk"))
        may_change = self.may_change
        state = call.state_at(at)
        return super().get_context_data(**kwargs) | {
            "call": call,
            "state": state,
            "may_change": may_change,
            "buttons": buttons_of(call, user, at) if may_change else [],
            "waiting": call.proposed_at and state == State.DRAFT and why_not_approve(call=call, by=user),
            "acts": [{"act": act, "line": timeline.act_line(act), "present": act.details.get("present", [])} for act in acts],
            "register": next((act.details["register"] for act in acts if act.kind == CallAct.Kind.UNSEALED), []),
            "facts": spoken_facts(content),
            "texts": [{"label": field_label(name), "by_language": _by_language(content[name])} for name in TEXTS if content[name]],
            "documents": [
                {"document": one, "format": FORMATS.get(one.media_type, "")} for one in call.documents.filter(removed_at=None).order_by("position", "pk")
            ],
            "may_change_documents": may_change and (state == State.DRAFT or CallAct.Kind.CORRECTED in possible_acts(call, at)),
            "languages": [(code, languages.own_name(code)) for code in languages.codes()],
        }


def _by_language(text: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": code, "name": languages.own_name(code), "text": text.get(code, "")} for code in languages.codes()]


class CallIndexView(TerritoryViewSet.index_view_class):  # type: ignore[name-defined]  # Wagtail's views have no types
    """The list leads to the call's own screen, not to its form."""

    def get_edit_url(self, instance: Call) -> str | None:
        """The screen first; from there one goes on."""
        return self.get_inspect_url(instance)


class CallEditView(TerritoryViewSet.edit_view_class):  # type: ignore[valid-type,misc]  # Wagtail's views have no types
    """A draft, or the note of a published call. Saving a draft that waits for approval takes it back."""

    def get_panel(self) -> Panel:
        """What may be changed by hand."""
        return DRAFT if self.object.published_at is None else PUBLISHED

    def get_form_class(self) -> type[ModelForm]:
        """Its form."""
        return self.panel.get_form_class()

    def get_success_url(self) -> str:
        """The call's own screen."""
        return reverse(SCREEN, args=[self.object.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is saved of a draft whose call was published while it was open."""
        if self.object.published_at and any(name.startswith("title_") for name in request.POST):
            return self._published_meanwhile()
        return super().post(request, *args, **kwargs)

    def _published_meanwhile(self) -> HttpResponse:
        messages.error(self.request, _("This call was published meanwhile: nothing was saved. Its texts and dates change by acts."))
        return redirect(SCREEN, self.object.pk)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """A draft that waits for approval is taken back by a change."""
        try:
            response = super().form_valid(form)
        except SilentChange:
            return self._published_meanwhile()
        if withdraw_proposal(call=form.instance):
            messages.warning(self.request, _("The draft was waiting for approval: send it again."))
        return response

    def save_instance(self) -> Call:
        """Put what is on the screen on the call as it stands now, locked: whatever else an act changed meanwhile stays.

        Raises:
            SilentChange: when the draft was published meanwhile.
        """
        now = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=self.object.pk)
        if now.published_at and not self.object.published_at:
            raise SilentChange(["published_at"])
        call = self.form.instance
        written = {field.attname: getattr(call, field.attname) for field in Call._meta.concrete_fields if field.name in self.form.fields}
        call.refresh_from_db()
        for name, value in written.items():
            setattr(call, name, value)
        return super().save_instance()


class CallAddView(TerritoryViewSet.add_view_class):  # type: ignore[name-defined]  # Wagtail's views have no types
    """A new draft."""

    def get_success_url(self) -> str:
        """The call's own screen."""
        return reverse(SCREEN, args=[self.object.pk])
