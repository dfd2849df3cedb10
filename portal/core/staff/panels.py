"""The first screen of the admin: what waits for this person, in her territory. Each app adds its own panels.

A panel counts cheaply and, on its own address, lists what it counted: ``/admin/waiting/<name>/``.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from .requests import StaffRequest


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, what about it, since or until when, and where to see to it."""

    title: str
    detail: str = ""
    url: str = ""
    moment: dt.datetime | None = None


@dataclass(frozen=True)
class Panel:
    """One line of the first screen.

    ``label`` is a lazy text; ``items(user)`` returns a list of :class:`Waiting`, at most a few hundred; ``concerns(user)`` says whether the panel is
    for this person at all (a cheap look at her roles). ``count(user)`` may spare the list when counting alone is cheaper.
    """

    name: str
    order: int
    label: str | Promise
    #: Of :class:`Waiting`; what a panel with a screen of its own (``url_name``) counts is anything.
    items: Callable[[User], Sequence[Any]]
    concerns: Callable[[User], bool]
    count: Callable[[User], int] | None = None
    url_name: str = ""

    def number(self, user: User) -> int:
        """How many things wait."""
        return self.count(user) if self.count else len(self.items(user))

    @property
    def url(self) -> str:
        """Where the list is."""
        return reverse(self.url_name) if self.url_name else reverse("staff_waiting", args=[self.name])


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Add a panel; registering a name again replaces it."""
    _panels[panel.name] = panel


def panels_for(user: User) -> list[Panel]:
    """The panels that concern a person, in order."""
    return sorted((panel for panel in _panels.values() if panel.concerns(user)), key=lambda panel: (panel.order, panel.name))


def panel_named(name: str) -> Panel | None:
    """One panel by its name."""
    return _panels.get(name)


class WaitingPanel(Component):
    """The block at the top of the admin's first screen."""

    name = "staff_waiting"
    template_name = "core/admin/waiting_panel.html"
    order = 100

    def __init__(self, request: StaffRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict:
        """Every panel of this person with its number."""
        user = self.request.user
        return {
            "heading": _("Waiting for you"),
            "lines": [{"label": panel.label, "number": panel.number(user), "url": panel.url} for panel in panels_for(user)],
        }
