"""The fingerprint of a call as it stands: what an applicant had read when she sent her file can be proven afterwards."""

import hashlib
import json

from .models import Call

#: What a reader of the page is told. Dates of acts that come later (results) are no part of what was promised.
_TOLD = ("slug", "kind", "title", "summary", "who", "what_next", "form_key", "opens_at", "closes_at", "decision_by", "appeal")


def call_fingerprint(call: Call) -> str:
    """SHA-256 of the call's public text and dates, as canonical JSON."""
    told = {name: getattr(call, name) for name in _TOLD}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat()
