"""News of calls: one entry for each act, the newest first."""

import datetime as dt
from collections.abc import Iterable

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from forms_app.calls import timeline, words
from forms_app.calls.models import CallAct
from portal.core import languages
from portal.core.text import writable

from .common import identity, isolated, list_title, public

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """Django's, but for the moment of the last change: an empty feed did not change just now."""

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed"]


def atom(*, acts: Iterable[CallAct], changed: dt.datetime, page: str, address: str, query: str, at: dt.datetime) -> bytes:
    """The feed in the language in force. ``page``: the list for people; ``address``: of the feed itself."""
    acts = list(acts)
    feed = _Feed(
        title=list_title(),
        link=public(page),
        description=_("What is open, what opens soon, and what became of earlier calls."),
        language=languages.current(),
        author_name=_("Kingdom of Morocco · Ministry of Solidarity, Social Integration and Family"),
        feed_url=public(address),
        feed_guid=identity("calls", languages.current(), query),
        changed=max((act.at for act in acts), default=changed),
    )
    for act in acts:
        feed.add_item(
            title=writable(f"{isolated(act.call.title)} – {timeline.act_line(act)['title']}"),
            link=public(act.call.get_absolute_url()),
            description=_told(act, at),
            unique_id=identity("call", act.call.number, "act", act.pk),
            pubdate=act.at,
            updateddate=act.at,
            categories=(act.kind, act.call.kind, *(("sample",) if act.call.sample else ())),
        )
    return feed.writeString("utf-8").encode()


def _told(act: CallAct, at: dt.datetime) -> str:
    """The act, why, and how the call stands, as plain HTML."""
    call = act.call
    state = call.state_at(at)
    line = timeline.act_line(act)
    parts = [line["title"], line["text"], line["when"], f"{state.label} · {words.until(call, state)}".rstrip(" ·"), words.where(call)]
    return format_html_join("", "<p>{}</p>", ((writable(str(part)),) for part in parts if part))
