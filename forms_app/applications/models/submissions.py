"""An application that was sent: typed columns for what every form asks alike, JSON for the rest, sensitive answers encrypted."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms_app.calls.models import Call
from forms_app.engine.models import FormVersion
from portal.core.encrypted import EncryptedJSONField
from portal.core.models import Assignment, Role, TerritoryQuerySet

from .drafts import Draft
from .standard import StandardAnswers

if TYPE_CHECKING:
    from .acts import SubmissionAct


class SubmissionQuerySet(TerritoryQuerySet):
    """Files, through the rights of the reader (DESIGN section 9)."""

    visible_to_roles: ClassVar[frozenset[str]] = frozenset({Role.PROVINCIAL_AGENT, Role.REGIONAL_AGENT, Role.CALL_MANAGER, Role.PROGRAMME_MANAGER})
    in_several_territories: ClassVar[bool] = False

    def visible_to(self, user: User | AnonymousUser, *permissions: str) -> Self:
        """The files this person may see: of her territory, not erased, and of no call that is still sealed, whoever she is (decision 534)."""
        return super().visible_to(user, *permissions).opened().exclude(status=Status.ERASED)

    def opened(self) -> Self:
        """Without the files of sealed calls before their opening act."""
        return self.exclude(call__in=Call.objects.still_sealed())

    def findable(self) -> Self:
        """Without the files of sealed calls that may yet be opened: what is looked for on behalf of one person, or ended by a period."""
        return self.exclude(call__in=Call.objects.to_be_opened())

    def still_sealed(self) -> Self:
        """The files nobody of the staff may know of yet."""
        return self.filter(call__in=Call.objects.still_sealed())

    def _territory_condition(self, assignment: Assignment) -> Q | None:
        """Agents see the women of their territory; a call manager sees the bodies of hers, and no woman."""
        condition = super()._territory_condition(assignment)
        if condition is None:
            return None
        if assignment.role == Role.CALL_MANAGER:
            return condition & ~Q(call__kind=Call.Kind.PROJECT_HOLDERS)
        if assignment.role in {Role.PROVINCIAL_AGENT, Role.REGIONAL_AGENT}:
            return condition & Q(call__kind=Call.Kind.PROJECT_HOLDERS)
        return condition


class Status(models.TextChoices):
    """What became of a file; changed by acts only (DESIGN section 5)."""

    RECEIVED = "received", _("Received")
    TO_COMPLETE = "to_complete", _("To be completed")
    UNDER_REVIEW = "under_review", _("Being studied")
    PRESELECTED = "preselected", _("Pre-selected")
    WAITING_LIST = "waiting_list", _("On the waiting list")
    SELECTED = "selected", _("Selected")
    NOT_SELECTED = "not_selected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ERASED = "erased", _("Erased")


class Submission(StandardAnswers):
    """One application. Sending it again after a correction keeps its row and reference and raises ``version``."""

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    Status = Status

    reference = models.CharField(_("reference"), max_length=20, unique=True, help_text=_("Call, number, check digit; printed on the receipt."))
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("call"), help_text=_("The call it answers."))
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("form version"), help_text=_("The very questions that were answered.")
    )
    draft = models.OneToOneField(
        Draft,
        on_delete=models.PROTECT,
        null=True,
        related_name="submission",
        verbose_name=_("draft"),
        help_text=_("What it was sent from. Empty: generated or erased."),
    )
    idempotency_key = models.UUIDField(_("sending key"), unique=True, help_text=_("The draft's; a second sending finds the first."))
    secret_hash = models.CharField(_("hash of the tracking code"), max_length=64, help_text=_("The eight digits themselves are on her receipt only."))
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.RECEIVED, help_text=_("What became of it."))
    erased_from = models.CharField(
        _("state before"),
        max_length=20,
        choices=Status,
        blank=True,
        default="",
        db_default="",  # a process of the release before, which does not know the column, goes on writing files
        help_text=_("State it had when its data were erased. Empty: they were not."),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, help_text=_("How many times it was sent; the last one counts."))
    language = models.CharField(_("language"), max_length=5, help_text=_("In which it was sent."))
    register_number = models.PositiveIntegerField(
        _("register number"), null=True, blank=True, help_text=_("Of a sealed call: its place in the order of arrival, given by the opening act.")
    )
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now, help_text=_("To the second, when the first version arrived."))
    resubmitted_at = models.DateTimeField(
        _("sent again"), null=True, blank=True, help_text=_("To the second, when the version that counts arrived. Empty: the first counts.")
    )
    answers = models.JSONField(_("answers"), default=dict, help_text=_("Answers by question, as codes and plain text; the sensitive ones apart."))
    sealed = EncryptedJSONField(_("sensitive answers"), default=dict, help_text=_("Answers marked sensitive, by question; encrypted in the database."))
    answers_sha256 = models.CharField(
        _("fingerprint of the answers"), max_length=64, blank=True, help_text=_("SHA-256 of all answers of the version that counts.")
    )
    call_sha256 = models.CharField(
        _("fingerprint of the call"), max_length=64, blank=True, help_text=_("SHA-256 of the call's text as it stood when this was sent.")
    )
    documents_sha256 = models.CharField(
        _("fingerprint of the documents"), max_length=64, blank=True, help_text=_("SHA-256 of the list of documents sent with the version that counts.")
    )
    consent = models.JSONField(
        _("consent"), default=dict, help_text=_("The consents given: the words shown, in the language shown, and the authorisation's number.")
    )
    consent_sha256 = models.CharField(_("fingerprint of the consent"), max_length=64, blank=True, help_text=_("SHA-256 of the words she agreed to."))
    salt = models.CharField(
        _("code of its line"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("Random, new with each sending; ties the version that counts to its line in the public register. Empty: erased, and nothing ties them."),
    )
    wants_messages = models.BooleanField(_("may be written to"), default=False, help_text=_("She agreed to receive messages on her telephone or by e-mail."))
    person_key = models.CharField(
        _("key of the person"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("Keyed hash of the identity card's or the company's number. Empty: not given."),
    )
    possible_duplicate = models.BooleanField(_("possible duplicate"), default=False, help_text=_("Another file of this call has the same identity number."))
    name_key = models.CharField(_("name for look-ups"), max_length=200, blank=True, help_text=_("The name without marks, accents and articles."))
    synthetic = models.BooleanField(_("made up"), default=False, help_text=_("Sent to a sample call or generated: never counted."))

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = pgettext_lazy("application", "file")
        verbose_name_plural = pgettext_lazy("application", "files")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ("view", "change")
        permissions = [("record_outcome", _("Can record outcomes of files")), ("export_submission", _("Can export files"))]
        indexes = [
            models.Index(fields=["call", "-submitted_at"], name="submission_call_sent"),
            models.Index(fields=["region", "-submitted_at"], name="submission_region_sent"),
            models.Index(fields=["province", "-submitted_at"], name="submission_province_sent"),
            models.Index(fields=["-submitted_at", "-id"], name="submission_sent"),
            models.Index(fields=["status", "-submitted_at"], name="submission_status_sent"),
            models.Index(fields=["call", "person_key"], name="submission_call_person"),
            models.Index(fields=["phone"], name="submission_phone"),
            models.Index(fields=["helper_phone"], name="submission_helper_phone"),
            models.Index(fields=["email"], name="submission_email", condition=~Q(email="")),
            models.Index(fields=["-submitted_at", "-id"], name="submission_duplicates", condition=Q(possible_duplicate=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_file_per_call_and_register_number",
                fields=["call", "register_number"],
                condition=Q(register_number__isnull=False),
                violation_error_message=_("This register number is already given."),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def everything(self) -> dict[str, object]:
        """All answers of the version that counts, the sensitive ones too."""
        return {**self.answers, **self.sealed}

    @cached_property
    def completion(self) -> "SubmissionAct":
        """The act that last asked her to complete the file; read once, as a page asks for it in several places.

        Raises:
            SubmissionAct.DoesNotExist: when nobody did.
        """
        return self.acts.filter(kind="outcome", status=Status.TO_COMPLETE).latest("at", "pk")


class SubmissionVersion(models.Model):
    """An earlier version of a submission, kept when a correction replaced it."""

    wagtail_reference_index_ignore = True

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="versions", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file.")
    )
    number = models.PositiveSmallIntegerField(_("version"), help_text=_("1, 2, 3 ... in the order of sending."))
    answers = models.JSONField(_("answers"), default=dict, help_text=_("As they were sent."))
    sealed = EncryptedJSONField(_("sensitive answers"), default=dict, help_text=_("As they were sent; encrypted in the database."))
    answers_sha256 = models.CharField(_("fingerprint of the answers"), max_length=64, help_text=_("SHA-256 of all answers of this version."))
    call_sha256 = models.CharField(
        _("fingerprint of the call"), max_length=64, blank=True, default="", db_default="", help_text=_("As it stood when it was sent.")
    )
    documents_sha256 = models.CharField(
        _("fingerprint of the documents"), max_length=64, blank=True, default="", db_default="", help_text=_("Of those sent with it.")
    )
    consent_sha256 = models.CharField(
        _("fingerprint of the consent"), max_length=64, blank=True, default="", db_default="", help_text=_("Of the words she agreed to then.")
    )
    salt = models.CharField(
        _("code of its line"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("Ties this version to its line in the public register. Empty: erased, and nothing ties them."),
    )
    sent_at = models.DateTimeField(_("sent"), help_text=_("To the second, when it arrived."))

    class Meta:
        """Model options."""

        verbose_name = _("earlier version of a file")
        verbose_name_plural = _("earlier versions of files")
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_submission_and_version", fields=["submission", "number"], violation_error_message=_("This version is already kept.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.number}"

    @property
    def everything(self) -> dict[str, object]:
        """All answers of this version, the sensitive ones too."""
        return {**self.answers, **self.sealed}
