"""The queue: what lacks its Amazigh text, since when, and by when it is wanted."""

import datetime as dt
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import get_page_models

from portal.core.fields import field_of
from portal.core.formats import colon
from portal.core.pages import PortalPage, ReadingState
from portal.core.staff.gaps import PageGap, page_gaps
from portal.core.staff.waiting import gap_label

from . import LANGUAGE
from .texts import untranslated_records

#: Page types with a deadline, and the field that holds it.
_DEADLINES: dict[str, str] = {"home.NoticePage": "deadline"}


def register_page_deadline(model: str, name: str) -> None:
    """Let an app say which field of a page type is the day its Amazigh is wanted by."""
    _DEADLINES[model] = name


@dataclass
class Entry:
    """One line of the queue."""

    title: str
    kind: str
    reasons: list[str]
    since: dt.datetime | None
    deadline: dt.datetime | None
    edit_url: str
    page_id: int | None = None
    target_id: int | None = None
    translation_id: int | None = None
    language: str = field(default_factory=lambda: settings.LANGUAGE_CODE)

    @property
    def is_late(self) -> bool:
        """The deadline has passed."""
        return self.deadline is not None and self.deadline < timezone.now()


def queue() -> list[Entry]:
    """Pages and operational texts: the nearest deadline first, then the longest waiting; what is over comes last."""
    entries = [*_page_entries(), *_text_entries()]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(entries, key=lambda entry: (entry.is_late, entry.deadline or far, entry.since or far))


def _page_entries() -> list[Entry]:
    states, deadlines = reading_states(), _page_deadlines()
    entries = []
    for row in page_gaps(LANGUAGE):
        reasons = [gap_label(gap) for gap in row.gaps]
        state = states.get(row.target.pk) if row.target else None
        if state == ReadingState.UNREAD:
            reasons.append(_("not yet read by a speaker"))
        elif state == ReadingState.READ:
            reasons.append(_("read, to be released"))
        if reasons:
            entries.append(_page_entry(row, reasons, deadlines.get(row.original.pk)))
    return entries


def _page_entry(row: PageGap, reasons: list[str], deadline: dt.datetime | None) -> Entry:
    scheduled = row.original.go_live_at if not row.original.live else None
    return Entry(
        title=row.original.get_admin_display_title(), kind=_("page"), reasons=reasons, since=row.since, deadline=deadline or scheduled,
        edit_url=reverse("wagtailadmin_pages:edit", args=[row.target.pk]) if row.target else "",
        page_id=row.original.pk, target_id=row.target.pk if row.target else None, translation_id=row.translation.pk if row.translation else None,
    )  # fmt: skip


def _text_entries() -> list[Entry]:
    entries = []
    for text, record in untranslated_records():
        url = reverse("amazigh_text", args=[record._meta.label_lower, record.pk])
        deadline = getattr(record, text.deadline) if text.deadline else None
        fields = ", ".join(str(field_of(record, name).verbose_name) for name in text.missing(record))
        since = getattr(record, "published_at", None) or getattr(record, "starts_at", None)
        entries.append(Entry(str(record), str(record._meta.verbose_name), [f"{_('missing')}{colon()} {fields}"], since, deadline, url))
    return entries


def reading_states() -> dict[int, str]:
    """Reading state of every Amazigh page, in one query over all page types."""
    models = [model for model in get_page_models() if issubclass(model, PortalPage)]
    selects = [
        model._default_manager.filter(locale__language_code=LANGUAGE, alias_of__isnull=True).order_by().values_list("pk", "reading_state") for model in models
    ]
    return dict(selects[0].union(*selects[1:], all=True)) if selects else {}


def _page_deadlines() -> dict[int, dt.datetime]:
    found: dict[int, dt.datetime] = {}
    for label, name in _DEADLINES.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        found.update(model._default_manager.filter(**{f"{name}__isnull": False}).values_list("pk", name))
    return found
