"""``/health/live``, ``/health/ready``, ``/health/full`` and ``/metrics``: for machines."""

import ipaddress
import secrets
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from portal.core.throttle import client_address

from . import examine
from .metrics import registry
from .probes import NEEDED

_UNWELL = 503


def _for_machines_of_ours(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Only with the token, or from a network of ours; to anybody else the page does not exist."""

    @never_cache
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not (_has_token(request) or _is_near(request)):
            raise Http404
        return view(request)

    return wrapped


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.HEALTH_TOKEN) and secrets.compare_digest(given, settings.HEALTH_TOKEN.encode())


def _is_near(request: HttpRequest) -> bool:
    try:
        visitor = ipaddress.ip_network(client_address(request))
    except ValueError:
        return False
    ours = (ipaddress.ip_network(network) for network in settings.HEALTH_NETWORKS)
    return any(visitor.version == network.version and visitor.subnet_of(network) for network in ours)  # type: ignore[arg-type]  # of one version


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a database away for a minute gets no web machine killed."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """This machine may be given readers."""
    ok = all(finding.ok for finding in examine(at=timezone.now(), only=NEEDED).values())
    return JsonResponse({"ok": ok}, status=200 if ok else _UNWELL)


@_for_machines_of_ours
def full(request: HttpRequest) -> HttpResponse:
    """Everything that is watched, with its numbers."""
    at = timezone.now()
    found = examine(at=at)
    ok = all(finding.ok for finding in found.values())
    parts = {name: {"ok": finding.ok, **finding.numbers, **finding.notes} for name, finding in found.items()}
    return JsonResponse({"ok": ok, "at": at.isoformat(), "parts": parts}, status=200 if ok else _UNWELL)


@_for_machines_of_ours
def metrics(request: HttpRequest) -> HttpResponse:
    """The same numbers, and the business figures, as Prometheus reads them."""
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
