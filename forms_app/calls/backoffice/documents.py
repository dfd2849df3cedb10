"""Documents of a call: put on its page, replaced, removed. On a published call each of these is a correction."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms_app.calls.models import Call, CallAct, CallDocument, State, why_impossible
from forms_app.calls.models.reasons import CorrectionReason
from forms_app.calls.services import NotPossible, add_document, remove_document, state_token
from portal.core import languages
from portal.core.staff.requests import StaffRequest
from portal.core.translated import TranslatedFormField

from .consequences import consequences
from .gate import call_of
from .screen import SCREEN


class ReasonForm(forms.Form):
    """Why, on a published call."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if call.state_at(timezone.now()) != State.DRAFT:
            self.initial["seen"] = state_token(call)
            choices = [choice for choice in CorrectionReason.choices if choice[0] != CorrectionReason.TRANSLATION]
            self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=choices, widget=forms.RadioSelect)
            self.fields["text"] = TranslatedFormField(multiline=True, required=False, label=_("In other words"))


class DocumentForm(ReasonForm):
    """A document and what it is."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word (docx), Excel (xlsx) or OpenDocument, at most 20 MB."),
        widget=forms.ClearableFileInput({"accept": ".pdf,.docx,.xlsx,.odt,.ods"}),
    )
    title = TranslatedFormField(label=gettext_lazy("title"), help_text=gettext_lazy("As shown beside the button."))
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=CallDocument.Kind.choices)
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=lambda: [(code, languages.own_name(code)) for code in languages.codes()])


@never_cache
@require_http_methods(["GET", "POST"])
def document(request: StaffRequest, pk: int, replaces: int | None = None) -> HttpResponse:
    """Add a document, or put one in the place of another."""
    call = call_of(request.user, pk)
    old = _standing(call, replaces) if replaces else None
    initial = {"title": old.title, "kind": old.kind, "language": old.language} if old else {}
    form = DocumentForm(request.POST or None, request.FILES or None, call=call, initial=initial)

    def put() -> None:
        values = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        add_document(call=call, by=request.user, at=timezone.now(), replaces=old, **values)

    return _done(request, call, form, put, _("Replace a document") if old else _("Add a document"), old)


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: StaffRequest, pk: int, document: int) -> HttpResponse:
    """Take a document off the page."""
    call = call_of(request.user, pk)
    old = _standing(call, document)
    form = ReasonForm(request.POST or None, call=call)

    def take() -> None:
        remove_document(document=old, by=request.user, at=timezone.now(), **{name: value for name, value in form.cleaned_data.items() if value})

    return _done(request, call, form, take, _("Remove a document"), old)


def _standing(call: Call, pk: int) -> CallDocument:
    found = CallDocument.objects.select_related("call").filter(call=call, pk=pk, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def _done(request: StaffRequest, call: Call, form: ReasonForm, change: Any, title: str, old: CallDocument | None) -> HttpResponse:
    at = timezone.now()
    published = call.state_at(at) != State.DRAFT
    why = why_impossible(call, CallAct.Kind.CORRECTED, at) if published else ""
    if not why and request.method == "POST" and form.is_valid():
        try:
            change()
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else _beside(form, error)
        except NotPossible as error:
            why = str(error)
        else:
            messages.success(request, _("The documents of the call were changed."))
            if not published and call.proposed_at:
                messages.warning(request, _("The draft was waiting for approval: send it again."))
            return redirect(SCREEN, call.pk)
    if why:
        messages.error(request, why)
        return redirect(SCREEN, call.pk)
    context = {
        "call": call,
        "form": form,
        "title": title,
        "document": old,
        "consequences": consequences(call, CallAct.Kind.CORRECTED, at) if published else [],
    }
    return TemplateResponse(request, "calls/admin/document.html", context)


def _beside(form: forms.Form, error: ValidationError) -> None:
    for name, problems in error.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)
