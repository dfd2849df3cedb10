"""A call over time: its acts, and its page as it stood after each of them, with its documents of that time."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls import timeline
from forms_app.calls.models import Call, CallAct, CallDocument, CallVersion
from forms_app.calls.models.calls import TEXTS
from forms_app.calls.papers import FORMATS
from forms_app.calls.services.snapshot import differences
from forms_app.calls.spoken import difference_rows, field_label, spoken_facts
from portal.core.page_cache import public_page
from portal.core.translated import TranslatedText

from .common import below_list, public_call


@public_page()
def call_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every act with its day and its reason, the latest first, each leading to the page as it stood after it."""
    at = timezone.now()
    call = public_call(slug, at)
    acts = call.acts.filter(kind__in=CallAct.SHOWN).select_related("version").defer("version__content")
    context = {"call": call, "lines": timeline.lines(call, acts, at), "breadcrumbs": below_list(call)}
    return render(request, "calls/history.html", context)


@public_page()
def call_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page as it stood from one act to the next, what differed from the one before, and its documents of that time."""
    call = public_call(slug, timezone.now())
    around = {version.number: version for version in call.versions.filter(number__in=(number - 1, number, number + 1))}
    version = around.get(number)
    if version is None:
        raise Http404
    before, after = around.get(number - 1), around.get(number + 1)
    act = CallAct.objects.filter(version=version, kind__in=CallAct.SHOWN).select_related("version").first()
    context = {
        "call": call,
        "version": version,
        "title": TranslatedText(version.content["title"]),
        "act": timeline.act_line(act) if act else None,
        "before": before,
        "after": after,
        "changes": difference_rows(differences(before.content, version.content), hours=_has_hours(version)) if before else None,
        "texts": [{"title": field_label(name), "text": TranslatedText(text)} for name in TEXTS if name != "title" and (text := version.content.get(name))],
        "facts": spoken_facts(version.content, hours=_has_hours(version)),
        "documents": _documents(call, version),
        "breadcrumbs": [*below_list(call), {"title": _("History of the call"), "url": reverse("call_history", args=[call.slug])}],
    }
    return render(request, "calls/history_version.html", context)


def call_document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """A document of a public call, also one that was replaced: its history leads to it. What only its draft held is not there."""
    call = public_call(slug, timezone.now())
    document = CallDocument.objects.filter(call=call, pk=pk).first()
    if document is None or not document.was_told():
        raise Http404
    name = f"{call.slug}-{document.kind}-{document.language}.{FORMATS[document.media_type].lower()}"
    response = FileResponse(document.content(), as_attachment=True, filename=name, content_type=document.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _has_hours(version: CallVersion) -> bool:
    """Calls that were only printed tell days; those that are answered here, hours."""
    return bool(version.content.get("form_key"))


def _documents(call: Call, version: CallVersion) -> list[dict[str, Any]]:
    return [
        {
            "title": TranslatedText(one["title"]),
            "url": reverse("call_document", args=[call.slug, one["id"]]),
            "format": FORMATS.get(one["type"], ""),
            "size": one["size"],
            "language": one["language"],
        }
        for one in version.content["documents"]
    ]
