"""Messages that could not be sent, in the admin: seen without address or words, and sent again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.core.keyset import keyset_page
from portal.core.models import OutboxMessage
from portal.core.staff.requests import StaffRequest
from portal.core.withheld import shown

from .queue import retry_message

PER_PAGE = 50
_WORDS = ("address", "body", "unsubscribe")
_VIEW, _RETRY = "core.view_outboxmessage", "core.retry_outboxmessage"


@require_GET
def message_list(request: StaffRequest) -> HttpResponse:
    """Messages in one state, the newest first; those that could not be sent when the address names none.

    Raises:
        PermissionDenied: not for her.
        Http404: a state that does not exist.
    """
    if not request.user.has_perm(_VIEW):
        raise PermissionDenied
    state = request.GET.get("state", OutboxMessage.State.DEAD)
    if state not in OutboxMessage.State.values:
        raise Http404
    found = shown(OutboxMessage.objects.filter(state=state)).defer(*_WORDS)
    context = {
        "page": keyset_page(found, moment="created_at", after=request.GET.get("after", ""), per_page=PER_PAGE),
        "state": state,
        "states": OutboxMessage.State.choices,
        "may_retry": state == OutboxMessage.State.DEAD and request.user.has_perm(_RETRY),
    }
    return render(request, "core/admin/messages.html", context)


@require_POST
def message_retry(request: StaffRequest, pk: str) -> HttpResponse:
    """Give one message another round.

    Raises:
        PermissionDenied: not for her.
    """
    if not request.user.has_perm(_RETRY):
        raise PermissionDenied
    message = get_object_or_404(shown(OutboxMessage.objects.all()).defer(*_WORDS), pk=pk)
    if retry_message(message=message, by=request.user, at=timezone.now()):
        messages.success(request, _("The message will be sent again."))
    else:
        messages.error(request, _("This message cannot be sent again."))
    return redirect("outbox_messages")
