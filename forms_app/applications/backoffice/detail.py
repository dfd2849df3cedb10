"""One file: its answers under the very questions that were asked, its documents, its history, and who has read it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from forms_app.applications.models import Opening, Submission
from forms_app.applications.services.annexes import sent_annexes
from forms_app.applications.services.uploads import sent_documents
from forms_app.engine.definition import definition_of
from portal.core.models import AuditEntry
from portal.core.territory_admin import TerritoryViewSet

from .facts import Shown, changes, consent_words, fact_groups
from .rights import RECORD_OUTCOME, may_read_sealed

#: Rows shown of what may grow without end.
_LATEST = 30


class SubmissionInspectView(TerritoryViewSet.inspect_view_class):  # type: ignore[valid-type,misc]  # Wagtail's views have no types
    """Opening it writes down who did (law 09-08), and the page shows it."""

    template_name = "applications/admin/inspect.html"
    page_title = pgettext_lazy("of an applicant", "File")
    fields = ["reference"]

    def get_object(self, queryset: QuerySet[Submission] | None = None) -> Submission:
        """The file with all it shows, if it is visible to the reader; the gate is the parent's."""
        found = super().get_object(queryset)
        return Submission.objects.select_related("call", "form_version", "region", "province", "commune", "centre", "draft").get(pk=found.pk)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To record an outcome, for those who may."""
        if not self.request.user.has_perm(RECORD_OUTCOME):
            return []
        return [HeaderButton(_("Record an outcome"), url=reverse("files_outcome", args=[self.object.pk]), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, in seven queries beside the file's own, however long its history is."""
        submission, reader = self.object, self.request.user
        Opening.objects.create(submission=submission, by=reader, at=timezone.now())
        definition = definition_of(submission.form_version)
        shown = Shown(definition, entitled=may_read_sealed(reader, submission))
        return super().get_context_data(**kwargs) | {
            "submission": submission,
            "entitled": shown.entitled,
            "groups": fact_groups(shown, submission.everything, sent_documents(submission=submission), sent_annexes(submission=submission)),
            "acts": submission.acts.select_related("by"),
            "changes": changes(shown, submission),
            "openings": submission.openings.select_related("by")[:_LATEST],
            "duplicates": _duplicates(submission, reader),
            "consents": consent_words(definition, submission),
            "audit": _audit(submission),
        }


def _duplicates(submission: Submission, reader: Any) -> list[Submission]:
    """Files of the same person in this call, of those the reader may see."""
    if not submission.person_key:
        return []
    same = Submission.objects.visible_to(reader).filter(call=submission.call_id, person_key=submission.person_key)
    return list(same.exclude(pk=submission.pk).only("pk", "reference", "full_name", "submitted_at", "status")[:_LATEST])


def _audit(submission: Submission) -> list[Any]:
    return list(AuditEntry.objects.filter(object_type="applications.submission", object_id=str(submission.pk)).select_related("actor")[:_LATEST])
