"""What the regions have not given yet, on the first screen of whoever can see to it."""

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from portal.core.models import Role
from portal.core.staff.panels import Panel, Waiting, register_panel
from portal.core.staff.territory import holds
from portal.core.staff.waiting import edit_url

from .models import Centre

_ROLES = (Role.COMMUNICATION, Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER, Role.PROGRAMME_MANAGER)


def unconfirmed(user: User) -> list[Waiting]:
    """Centres of her territory with the names of the facts that lack; one query."""
    centres = [(centre, centre.missing) for centre in Centre.objects.visible_to(user, "regions.change_centre")]
    return [Waiting(str(centre), "، ".join(missing), edit_url(centre)) for centre, missing in centres if missing]


def register() -> None:
    """One line of the first screen."""
    register_panel(Panel("centres", 30, _("Centres with facts not confirmed"), unconfirmed, lambda user: holds(user, *_ROLES)))
