"""How the page of a call reads: all of its public content as JSON, kept as a version after each act, and what differs between two of them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Max

from forms_app.calls.models import Call, CallDocument, CallVersion
from forms_app.calls.models.calls import PUBLIC_FIELDS
from portal.core.fingerprints import fingerprint

#: Kept with the version and shown by it, but no difference of their own: they follow from another entry.
DERIVED = frozenset({"opens_local", "closes_local", "questions_local", "zone", "extended_from"})
#: Moments of acts: the act says them.
ACT_MOMENTS = frozenset({"published_at", "cancelled_at", "review_started_at", "results_published_at", "unsealed_at"})


def public_content(call: Call) -> dict[str, Any]:
    """What readers are told of the call as it stands, in every language; moments in UTC beside the minute promised on a Moroccan clock."""
    content = {name: _plain(getattr(call, name)) for name in PUBLIC_FIELDS if not name.endswith("_id")}
    return content | {
        "number": call.number,
        "programme": {"code": call.programme.code, "name": dict(call.programme.name)},
        "regions": _places(call.regions.all()),
        "provinces": _places(call.provinces.all()),
        "relaunch_of": call.relaunch_of.slug if call.relaunch_of else None,
        "opens_local": call.opens_local,
        "closes_local": call.closes_local,
        "questions_local": call.questions_local,
        "zone": settings.TIME_ZONE,
        "documents": [_document(one) for one in CallDocument.objects.filter(call=call, removed_at=None).order_by("position", "pk")],
    }


def moment_in_json(value: dt.datetime) -> str:
    """A moment as versions keep it: ``2026-12-15T15:00:00Z``."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return moment_in_json(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return dict(value) if isinstance(value, dict) else value


def _places(places: Any) -> list[dict[str, Any]]:
    return sorted(({"slug": place.slug, "name": dict(place.name)} for place in places), key=lambda place: place["slug"])


def _document(one: CallDocument) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "title": dict(one.title),
        "language": one.language,
        "type": one.media_type,
        "size": one.size,
        "sha256": one.sha256,
        "replaces": one.replaces_id,
    }


def keep_version(*, call: Call, at: dt.datetime, content: dict[str, Any] | None = None) -> CallVersion:
    """Add the page as it reads now to its versions; the caller holds the call's lock and is in an act."""
    content = public_content(call) if content is None else content
    number = (call.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = CallVersion.objects.create(call=call, number=number, at=at, content=content, sha256=fingerprint(content))
    call.text_sha256 = version.sha256
    Call.objects.filter(pk=call.pk).update(text_sha256=version.sha256)
    return version


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What readers are told differently: field, old and new value, in the order of the page."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        {"field": name, "old": before.get(name), "new": after.get(name)}
        for name in names
        if name not in DERIVED | ACT_MOMENTS and before.get(name) != after.get(name)
    ]
