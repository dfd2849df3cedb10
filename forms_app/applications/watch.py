"""What the machines that watch the portal are told of applications: counts, and jobs of the clock. Nothing of a sealed call."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db.models import Count

from forms_app.calls.models import Call
from portal.core.clock import register_job
from portal.core.health import Finding, Total, register_probe, register_total

from .models import Draft, Erasure, Submission, Upload

#: Seconds a document may wait for the virus scanner before somebody should look.
_LATE = 3600


def uploads(at: dt.datetime) -> Finding:
    """Documents get their virus check."""
    waiting = Upload.objects.filter(scan=Upload.Scan.WAITING)
    old = waiting.filter(created_at__lte=at - dt.timedelta(seconds=_LATE)).count()
    return Finding(ok=not old, numbers={"unscanned": waiting.count(), "unscanned_long": old})


def erasures(at: dt.datetime) -> Finding:
    """Every erasure stands in the list that outlives the database, and its bytes are gone."""
    old = Erasure.objects.filter(at__lte=at - dt.timedelta(seconds=_LATE))
    left = old.filter(listed_at=None).count() + old.exclude(places="").count()
    return Finding(ok=not left, numbers={"unfinished": left})


def files_by_state() -> Mapping[str, int]:
    """Files sent, by what became of them; made-up ones and those of calls still sealed left out."""
    counted = Submission.objects.opened().filter(synthetic=False).order_by().values_list("status").annotate(Count("pk"))
    return dict(counted)


def drafts_by_state() -> Mapping[str, int]:
    """Files begun: those never sent, and those being corrected."""
    known = Draft.objects.exclude(call__in=Call.objects.still_sealed())
    return {"unsent": known.filter(submission__isnull=True).count(), "reopened": known.filter(reopened_at__isnull=False).count()}


def register() -> None:
    """Called when the app is ready."""
    register_probe("uploads", uploads)
    register_probe("erasures", erasures)
    register_total(Total("files", "Files sent, by state.", "state", files_by_state))
    register_total(Total("drafts", "Files begun and not sent, or being corrected.", "state", drafts_by_state))
    for job in ("make_exports", "join_annexes"):
        register_job(job, every=dt.timedelta(minutes=5))
    for job in ("send_reminders", "expire_drafts", "apply_retention", "make_register"):
        register_job(job, every=dt.timedelta(days=1))
    if settings.CLAMAV_URL:
        register_job("scan_uploads", every=dt.timedelta(minutes=15))
