"""What the law on personal data (09-08) has the portal say: one record, edited in the admin, read by notices and consents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from portal.core.translated import TranslatedTextField


class PrivacySettings(BaseSiteSetting):
    """Texts of the notice on personal data, in every language side by side."""

    authorisation_number = models.CharField(
        _("number of the authorisation"),
        max_length=60,
        blank=True,
        help_text=_("Given by the national commission (law 09-08). Without it no call that collects personal data opens."),
    )
    controller = TranslatedTextField(_("who is responsible"), blank=True, help_text=_("Name and address of the body that answers for the data."))
    contact = TranslatedTextField(_("whom to write to"), blank=True, multiline=True, help_text=_("Where a woman asks to see, correct or erase her data."))
    recipients = TranslatedTextField(_("who receives the data"), blank=True, multiline=True, help_text=_("Every body that sees it, and why."))
    retention = TranslatedTextField(_("how long it is kept"), blank=True, multiline=True, help_text=_("For files selected, not selected, and never sent."))

    panels = [FieldPanel(name) for name in ("authorisation_number", "controller", "contact", "recipients", "retention")]

    class Meta:
        """Model options."""

        verbose_name = _("personal data")
        default_permissions = ("change", "view")
