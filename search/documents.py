"""What is put into an index: one flat document for each thing found, in each language it is written in."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class SearchDocument:
    """One thing to be found, in one language. Only what anybody may read: never personal data.

    ``id`` is ``"<origin>:<rest>"`` and never changes; ``origin`` names the object it comes from (``"page:12"``, ``"call:3"``), and all documents of
    an origin are replaced together. ``version`` grows with each replacement of its origin, for engines that must keep writes in order.
    ``keywords`` are other names by which it is meant (names of communes, spellings, the same name in other scripts): as good as a title, not shown.
    ``regions`` are slugs; something of the whole country bears all twelve when a reader who chooses her region must still find it (a call).
    ``dates`` are those of a call, for :func:`search.states.state_at`: the state is derived when the query is asked.
    ``group`` is shared by the translations of one thing: what is offered in the reader's language is not offered again in another.
    ``visible_from``: hidden before that moment. ``boost`` multiplies the score, 1 being ordinary.
    """

    id: str
    origin: str
    type: str
    language: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    programme: str = ""
    group: str = ""
    dates: Mapping[str, dt.datetime | None] = field(default_factory=dict)
    visible_from: dt.datetime | None = None
    updated: dt.datetime | None = None
    boost: float = 1.0
    sample: bool = False
    version: int = 0

    @property
    def fingerprint(self) -> str:
        """A hash of everything but the version: equal documents need not be written again."""
        content = asdict(self)
        del content["version"]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()
