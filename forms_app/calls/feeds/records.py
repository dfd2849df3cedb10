"""Calls as records: JSON Feed 1.1, with all that a page tells in ``_call``."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls import timeline, words
from forms_app.calls.models import Call
from portal.core import languages

from .common import ZONE, changed_at, identity, list_title, public

MEDIA_TYPE = "application/feed+json; charset=utf-8"


def records(*, calls: Iterable[Call], at: dt.datetime, page: str, address: str, following: str = "") -> bytes:
    """The feed in the language in force; ``following``: address of its next page."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": list_title(),
        "home_page_url": public(page),
        "feed_url": public(address),
        **({"next_url": public(following)} if following else {}),
        "language": languages.current(),
        "authors": [{"name": _("Kingdom of Morocco · Ministry of Solidarity, Social Integration and Family")}],
        "items": [_item(call, at) for call in calls],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _item(call: Call, at: dt.datetime) -> dict[str, Any]:
    title, language = call.title.choose()
    state = call.state_at(at)
    text = [call.summary, words.until(call, state), words.where(call), call.who]
    return {
        "id": identity("call", call.number),
        "url": public(call.get_absolute_url()),
        "title": title,
        "language": language,
        "content_text": "\n\n".join(str(part) for part in text if part),
        "date_published": _local(call.published_at),
        "date_modified": _local(changed_at(call)),
        "tags": [call.kind, state.value, *(("sample",) if call.sample else ())],
        "_call": _record(call, state.value),
    }


def _record(call: Call, state: str) -> dict[str, Any]:
    """Codes, not words: what another program can sort and count. A missing value is one that was not stated."""
    counted = not call.still_sealed
    return {
        "number": call.number,
        "kind": call.kind,
        "state": state,
        "programme": call.programme.code,
        "regions": sorted(region.slug for region in call.regions.all()),
        "provinces": sorted(province.slug for province in call.provinces.all()),
        "time_zone": ZONE,
        **{name: _local(getattr(call, name)) for name in ("opens_at", "closes_at", "extended_from", "questions_until", "cancelled_at")},
        "decision_by": call.decision_by.isoformat() if call.decision_by else None,
        **{name: getattr(call, name) if counted else None for name in ("received", "preselected", "selected")},
        "relaunch_of": call.relaunch_of.slug if call.relaunch_of else None,
        "sample": call.sample,
        "titles": dict(call.title),
        "acts": [{"kind": act.kind, "at": _local(act.at), "title": timeline.act_line(act)["title"], "reason": act.reason or None} for act in call.shown_acts],
    }


def _local(moment: dt.datetime | None) -> str | None:
    """On a Moroccan clock, with its distance from UTC."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
