"""The fingerprint of a call as it stands: what an applicant had read when she sent her file can be proven afterwards."""

import datetime as dt

from portal.core.fingerprints import fingerprint

from .models import Call

#: Without a version: what a reader of the page is told. Dates of acts that come later (results) are no part of what was promised.
_TOLD = ("slug", "kind", "title", "summary", "who", "what_next", "form_key", "opens_at", "closes_at", "decision_by", "appeal")


def call_fingerprint(call: Call) -> str:
    """SHA-256 of the version of the page that stands; of the text and dates, for a call that never had an act."""
    if call.text_sha256:
        return call.text_sha256
    told = {name: getattr(call, name) for name in _TOLD}
    return fingerprint({name: value.isoformat() if isinstance(value, dt.date) else value for name, value in told.items()})
