"""The core's own panels: pages to moderate, translations behind, notices ending this week."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState

from portal.core import languages
from portal.core.formats import colon
from portal.core.models import Role

from .gaps import Gap, page_gaps
from .panels import Panel, Waiting
from .territory import editable_pages, holds, in_regions, regions_of, works_on_pages

_WEEK = dt.timedelta(days=7)
#: A list on the first screen that is longer tells nobody anything.
_LONGEST = 300


@dataclass(frozen=True)
class Ending:
    """A kind of record with an end: a notice, a call.

    ``roles`` says whom it concerns, ``regions`` the paths to the regions it lies in (none: no territory), ``narrow`` limits the queryset.
    """

    model: str
    field: str
    roles: tuple[str, ...]
    regions: tuple[str, ...] = ("region",)
    narrow: Callable[[QuerySet], QuerySet] | None = None


_endings: dict[str, Ending] = {}


def register_ending(ending: Ending) -> None:
    """Let an app add its own records to "ending this week"; the same model again replaces the first."""
    _endings[ending.model] = ending


_EDITORS = (Role.COMMUNICATION, Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER)
register_ending(Ending("core.SiteNotice", "ends_at", (Role.COMMUNICATION,), regions=()))
register_ending(
    Ending(
        "home.NoticePage",
        "deadline",
        _EDITORS,
        narrow=lambda notices: notices.filter(live=True, alias_of__isnull=True, locale__language_code=languages.codes()[0]),
    )
)
register_ending(
    Ending(
        "calls.Call",
        "closes_at",
        (*_EDITORS, Role.CALL_MANAGER, Role.PROGRAMME_MANAGER),
        regions=("regions", "provinces__region"),
        narrow=lambda calls: calls.filter(published_at__isnull=False, cancelled_at__isnull=True),
    )
)


def core_panels() -> list[Panel]:
    """Registered when the app is ready."""
    return [
        Panel("moderation", 10, gettext_lazy("Pages to moderate"), to_moderate, works_on_pages, count=_count_to_moderate),
        Panel("translations", 20, gettext_lazy("Translations missing or older than the original"), translations_behind, works_on_pages),
        Panel("ending", 40, gettext_lazy("Notices and calls ending this week"), ending_soon, _has_endings, count=_count_ending),
    ]


def _moderated(user: User) -> QuerySet:
    """Tasks of workflows this person may approve, by her groups: one query, where Wagtail's own asks one per task."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__active=True)
    if not user.is_superuser:
        states = states.filter(task__groupapprovaltask__groups__in=user.groups.all()).distinct()
    return states.filter(revision__base_content_type=ContentType.objects.get_for_model(Page))


def to_moderate(user: User) -> list[Waiting]:
    """Pages submitted to her, the oldest first."""
    states = _moderated(user).select_related("revision").order_by("started_at")[:_LONGEST]
    return [
        Waiting(str(state.revision.object_str), moment=state.started_at, url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]))
        for state in states
    ]


def _count_to_moderate(user: User) -> int:
    return _moderated(user).count()


def translations_behind(user: User) -> list[Waiting]:
    """Originals she may edit whose translation is missing or older; an Amazigh page that is merely shorter is no fault."""
    pages = editable_pages(user)
    found = []
    for code in languages.codes()[1:]:
        for row in page_gaps(code, within=pages):
            reasons = [gap for gap in row.gaps if gap != Gap.SHORTER]
            if reasons:
                page = row.target or row.original
                words = f"{languages.own_name(code)}{colon()} {', '.join(gap_label(gap) for gap in reasons)}"
                found.append(Waiting(row.original.get_admin_display_title(), words, reverse("wagtailadmin_pages:edit", args=[page.pk]), row.since))
    return found[:_LONGEST]


def gap_label(gap: str) -> str:
    """What is wrong with a translation, in words."""
    return {
        Gap.MISSING: _("missing"),
        Gap.DRAFT: _("not published"),
        Gap.OLDER: _("older than the original"),
        Gap.SHORTER: _("shorter than the original"),
        Gap.REWRITTEN: _("translated, to be published"),
    }[Gap(gap)]


def _has_endings(user: User) -> bool:
    return any(holds(user, *ending.roles) for ending, _of in _installed())


def _installed() -> list[tuple[Ending, type[Model]]]:
    return [(ending, model) for ending in _endings.values() if (model := _model(ending)) is not None]


def _model(ending: Ending) -> type[Model] | None:
    try:
        return apps.get_model(ending.model)
    except LookupError:
        return None


def _endings_of(user: User) -> list[tuple[Ending, QuerySet]]:
    """For each kind that concerns her, those of her territory that end within seven days."""
    now = timezone.now()
    found = []
    for ending, model in _installed():
        if not holds(user, *ending.roles):
            continue
        records = model._default_manager.filter(**{f"{ending.field}__gte": now, f"{ending.field}__lt": now + _WEEK})
        if ending.regions:
            records = records.filter(in_regions(regions_of(user, *ending.roles), *ending.regions)).distinct()
        found.append((ending, ending.narrow(records) if ending.narrow else records))
    return found


def ending_soon(user: User) -> list[Waiting]:
    """Notices and calls that end within seven days, the first to end first."""
    found = [
        Waiting(str(record), str(record._meta.verbose_name), edit_url(record), getattr(record, ending.field))
        for ending, records in _endings_of(user)
        for record in records.order_by(ending.field)[:_LONGEST]
    ]
    return sorted(found, key=lambda item: cast("dt.datetime", item.moment))


def _count_ending(user: User) -> int:
    return sum(records.count() for _ending, records in _endings_of(user))


def edit_url(record: Model) -> str:
    """Where a page or record is edited; empty when it has no screen of its own."""
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    try:
        return reverse(f"wagtailsnippets_{record._meta.app_label}_{record._meta.model_name}:edit", args=[record.pk])
    except NoReverseMatch:
        return ""
