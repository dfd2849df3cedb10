"""Numbers printed on receipts, one sequence a call."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_app.calls.models import Call


class ReferenceCounter(models.Model):
    """The last number given in a call; its row is locked until the submission is stored, so that none is lost or doubled."""

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    call = models.OneToOneField(
        Call, on_delete=models.PROTECT, related_name="reference_counter", verbose_name=_("call"), help_text=_("Each call has its own sequence.")
    )
    last = models.PositiveIntegerField(_("last number"), default=0, help_text=_("Number of the latest reference."))

    class Meta:
        """Model options."""

        verbose_name = _("counter of references")
        verbose_name_plural = _("counters of references")

    def __str__(self) -> str:
        return f"{self.call_id}: {self.last}"
