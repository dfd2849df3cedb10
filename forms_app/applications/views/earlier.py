"""“Start from my earlier file”: number and secret of a file that was sent, then a new one with what could be copied."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.access import give_key
from forms_app.applications.codes import show_code
from forms_app.applications.forms import TrackForm
from forms_app.applications.services import find_submission
from forms_app.applications.services.copying import NoRoom
from forms_app.applications.services.earlier import Copied, copy_earlier, may_copy
from forms_app.applications.throttle import TRIES_AN_ADDRESS, client_address, failed_too_often, note_failure
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from forms_app.engine.services import current_version
from portal.core import languages

from .common import no_room, private, too_often
from .start import keep_first, unfinished_here
from .track import TRIES_A_FILE, TRIES_EVERYWHERE

#: Counted with those of the tracking page: it is the same secret.
_TRIES = "track-tries"
#: Letters of the random name under which one page begins one file.
_ONCE = 22
_PAGE = "applications/earlier.html"


@private
def earlier(request: HttpRequest, call: str) -> HttpResponse:
    """The answer is the same whether there is no such file, the secret is not its own, or it is a file of another kind."""
    at = timezone.now()
    found = Call.objects.public(at).filter(slug=call).first()
    if found is None:
        raise Http404
    if not found.takes_files(at) or current_version(key=found.form_key) is None:
        return redirect("call", slug=found.slug)
    form = TrackForm(request.POST or None)
    once = request.POST.get("once", "")[:_ONCE] or secrets.token_urlsafe(16)
    if request.method != "POST" or not form.is_valid():
        return render(request, _PAGE, {"form": form, "call": found, "once": once})
    reference, secret = form.cleaned_data["reference"], form.cleaned_data["secret"]
    address = client_address(request)
    limits = {f"{address} {reference}": TRIES_A_FILE, address: TRIES_AN_ADDRESS, reference: TRIES_EVERYWHERE}
    if failed_too_often(_TRIES, limits):
        return too_often(request, _PAGE, form, call=found, once=once)
    sent = find_submission(reference=reference, secret=secret)
    if sent is None or not may_copy(earlier=sent, call=found):
        note_failure(_TRIES, limits)
        form.add_error(None, _("No file that can be copied here has this number and this code. Compare both with your receipt."))
        return render(request, _PAGE, {"form": form, "call": found, "once": once})
    here = unfinished_here(request)
    if here and request.POST.get("sure") != "yes":
        return keep_first(request, call=found, who="copy", here=here, kept=[("reference", reference), ("secret", secret), ("once", once)])
    try:
        return _begun(request, copy_earlier(earlier=sent, call=found, language=languages.current(), at=at, once=once))
    except NoRoom:
        form.add_error(None, no_room())
        return render(request, _PAGE, {"form": form, "call": found, "once": once})


def _begun(request: HttpRequest, copied: Copied) -> HttpResponse:
    questions = {question.key: question for question in definition_of(copied.draft.form_version).questions()}
    expired = {upload.pk for upload in copied.expired}
    documents = [{"label": questions[one.question].label, "name": one.name, "at": one.created_at, "expired": one.pk in expired} for one in copied.documents]
    context = {"call": copied.draft.call, "answers": copied.answers, "left": copied.left, "documents": documents, "code": show_code(copied.code)}
    response = render(request, "applications/earlier_begun.html", context)
    give_key(response, draft=copied.draft, code=copied.code)
    return response
