"""The staff's side of the house: roles as groups, rights on trees of pages, what waits for each person, the Amazigh queue.

A right is an :class:`~portal.core.models.Assignment` (role x territory). Everything else here follows from it: groups,
rights on pages and media, workflows. Nobody is put into a managed group by hand; ``sync_groups`` sets right what drifted.
"""


def connect() -> None:
    """Keep groups in step with assignments and pages, and offer the core's own panels and loaders."""
    from django.utils.translation import gettext_lazy as _

    from portal.core.audit import register_act
    from portal.core.outbox.waiting import unsent_panel

    from . import panels, signals, waiting
    from .amazigh.access import in_team
    from .amazigh.queue import queue
    from .sync import register_staff_loader

    signals.connect()
    register_act("message.retried", _("Message sent again"))
    register_staff_loader()
    queue_panel = panels.Panel("amazigh", 5, _("Amazigh queue"), lambda _user: queue(), in_team, url_name="amazigh_queue")
    for panel in (queue_panel, unsent_panel(), *waiting.core_panels()):
        panels.register_panel(panel)
