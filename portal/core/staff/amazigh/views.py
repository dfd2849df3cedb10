"""The screens of the Amazigh team, under ``/admin/amazigh/``."""

from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from portal.core import languages
from portal.core.formats import colon
from portal.core.pages import PortalPage, ReadingState
from portal.core.staff.requests import StaffRequest

from . import LANGUAGE, reading, strings, texts
from .access import is_second_reader, second_reader_only, team_only
from .queue import queue

PER_PAGE = 50


@require_GET
@team_only
def show_queue(request: StaffRequest) -> HttpResponse:
    """Everything that lacks its Amazigh text."""
    entries = Paginator(queue(), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "core/admin/amazigh_queue.html", {"entries": entries, "may_read": is_second_reader(request.user)})


@require_POST
@team_only
def start(request: StaffRequest, page_id: int) -> HttpResponse:
    """Begin, or renew, the translation of a page, and go to it."""
    original = get_object_or_404(Page.objects.filter(live=True, locale__language_code=languages.codes()[0], depth__gt=1), pk=page_id)
    translation = strings.start_translation(original=original.specific, by=request.user)
    messages.success(request, _("The translation of “%(page)s” is ready: edit it, or take its PO file.") % {"page": original.title})
    return redirect("wagtailadmin_pages:edit", translation.get_target_instance().pk)


def _amazigh_translation(translation_id: int) -> Translation:
    return get_object_or_404(Translation.objects.select_related("source", "target_locale"), pk=translation_id, target_locale__language_code=LANGUAGE)


@require_GET
@team_only
def download_po(request: StaffRequest, translation_id: int) -> HttpResponse:
    """The PO file of one page, with what is already translated."""
    translation = _amazigh_translation(translation_id)
    response = HttpResponse(str(translation.export_po()), content_type="text/x-gettext-translation; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{translation.get_target_instance().slug}-{LANGUAGE}.po"'
    return response


@require_POST
@team_only
def upload_po(request: StaffRequest, translation_id: int) -> HttpResponse:
    """Take back the PO file of one page."""
    translation = _amazigh_translation(translation_id)
    file = request.FILES.get("file")
    try:
        unknown = strings.import_po(translation=translation, content=file.read(strings.LARGEST_PO + 1) if file else b"", by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The strings of the file were taken."))
        if unknown:
            messages.warning(request, _("Entries that no longer fit the page: %(number)s.") % {"number": unknown})
    return redirect("amazigh_queue")


def _amazigh_page(page_id: int) -> PortalPage:
    page = get_object_or_404(Page.objects.filter(alias_of__isnull=True), pk=page_id, locale__language_code=LANGUAGE).specific
    if not isinstance(page, PortalPage):
        raise Http404
    return page


@require_http_methods(["GET", "POST"])
@second_reader_only
def read_page(request: StaffRequest, page_id: int) -> HttpResponse:
    """The second reader's screen: the text, who wrote it, and her word."""
    page = _amazigh_page(page_id)
    if request.method == "POST":
        return _mark(request, page)
    text = reading.text_to_read(page)
    return render(
        request, "core/admin/amazigh_read.html",
        {
            "page": page, "text": text, "token": reading.text_token(text), "history": reading.history(page), "may_mark": reading.may_mark(request.user, page),
            "authors": reading.names_of(reading.authors_since_release(page)), "state": page.get_latest_revision_as_object().get_reading_state_display(),
        },
    )  # fmt: skip


def _mark(request: StaffRequest, page: PortalPage) -> HttpResponse:
    if request.POST.get("state") not in {ReadingState.READ, ReadingState.RELEASED}:
        raise PermissionDenied
    state = ReadingState(request.POST["state"])
    try:
        reading.mark(page=page, state=state, token=request.POST.get("token", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("amazigh_read", page.pk)
    messages.success(request, f"{page.title}{colon()} {state.label}")
    return redirect("amazigh_queue")


@require_http_methods(["GET", "POST"])
@team_only
def edit_text(request: StaffRequest, label: str, pk: int) -> HttpResponse:
    """The Amazigh sentences of a record beside its other languages; nothing else of it can be changed here."""
    text = texts.operational_text(label)
    if text is None:
        raise Http404
    record = get_object_or_404(cast("type[Model]", text.model_class), pk=pk)
    originals = texts.originals(text, record)
    form = _text_form(originals)(request.POST or None, initial={row["name"]: row["words"].get(LANGUAGE, "") for row in originals})
    if request.method == "POST" and form.is_valid():
        texts.write_amazigh(text=text, record=record, words=form.cleaned_data, by=request.user)
        messages.success(request, _("The Amazigh text was kept."))
        return redirect("amazigh_queue")
    others = [code for code in languages.codes() if code != LANGUAGE]
    rows = [
        {"field": form[row["name"]], "label": row["label"], "others": [{"language": code, "words": row["words"].get(code, "")} for code in others]}
        for row in originals
    ]
    return render(request, "core/admin/amazigh_text.html", {"record": record, "kind": record._meta.verbose_name, "rows": rows})


def _text_form(originals: list[dict]) -> type[forms.Form]:
    attrs = {"lang": LANGUAGE, "dir": languages.direction(LANGUAGE)}
    fields = {
        row["name"]: forms.CharField(
            required=False, max_length=5000, label=row["label"], widget=(forms.Textarea if row["multiline"] else forms.TextInput)(attrs)
        )
        for row in originals
    }
    return type("AmazighTextForm", (forms.Form,), fields)
