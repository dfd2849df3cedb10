"""An application that was sent: typed columns for what every form asks alike, JSON for the rest."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_app.calls.models import Call
from forms_app.engine.models import FormVersion
from portal.core.models import Assignment, Role, TerritoryQuerySet
from regions.models import Commune, Province, Region

from .drafts import Draft


class ReferenceCounter(models.Model):
    """The last sequence number given in a region and year; locked while the next one is taken, so that none is lost or doubled."""

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    region_code = models.CharField(_("region"), max_length=2, help_text=_("Official code; 00 when the region is not known."))
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("Of sending, Moroccan time."))
    last = models.PositiveIntegerField(_("last number"), default=0, help_text=_("Number of the latest reference."))

    class Meta:
        """Model options."""

        verbose_name = _("counter of references")
        verbose_name_plural = _("counters of references")
        constraints = [
            models.UniqueConstraint(name="one_counter_per_region_and_year", fields=["region_code", "year"], violation_error_message=_("This counter exists."))
        ]

    def __str__(self) -> str:
        return f"{self.region_code}-{self.year}"


class SubmissionQuerySet(TerritoryQuerySet):
    """Files, through the rights of the reader (DESIGN section 9)."""

    visible_to_roles: ClassVar[frozenset[str]] = frozenset({Role.PROVINCIAL_AGENT, Role.REGIONAL_AGENT, Role.CALL_MANAGER, Role.PROGRAMME_MANAGER})

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


class Submission(models.Model):
    """One application, sent once. Its standard answers are columns, so that lists and statistics need no JSON."""

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    class MaritalStatus(models.TextChoices):
        """Codes of the programme's form."""

        SINGLE = "single", _("Single")
        MARRIED = "married", _("Married")
        DIVORCED = "divorced", _("Divorced")
        WIDOWED = "widowed", _("Widowed")

    class HealthCoverage(models.TextChoices):
        """Codes of the programme's form."""

        CNSS = "cnss", _("National social security fund (CNSS)")
        AMO = "amo", _("Compulsory health insurance (AMO)")
        NONE = "none", _("No coverage")
        OTHER = "other", _("Other")

    class LegalForm(models.TextChoices):
        """Codes of the programme's form."""

        COOPERATIVE = "cooperative", _("Cooperative")
        SELF_EMPLOYED = "self_employed", _("Self-employed")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Other")

    class EducationLevel(models.TextChoices):
        """Codes of the programme's form."""

        NONE = "none", _("None")
        PRIMARY = "primary", _("Primary")
        LOWER_SECONDARY = "lower_secondary", _("Lower secondary")
        SECONDARY = "secondary", _("Secondary")
        VOCATIONAL = "vocational", _("Vocational training")
        UNIVERSITY = "university", _("University")

    class Experience(models.TextChoices):
        """Codes of the programme's form, in years."""

        NONE = "none", _("No experience")
        ONE_TO_FIVE = "1_5", _("1 to 5 years")
        SIX_TO_TEN = "6_10", _("6 to 10 years")
        OVER_TEN = "over_10", _("More than 10 years")

    class Status(models.TextChoices):
        """What became of it; changed by acts only (DESIGN section 5). The other states come with the acts."""

        RECEIVED = "received", _("Received")

    reference = models.CharField(_("reference"), max_length=20, unique=True, help_text=_("Region, year, number, check digit; printed on the receipt."))
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("call"), help_text=_("The call it answers."))
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("form version"), help_text=_("The very questions that were answered.")
    )
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission", verbose_name=_("draft"), help_text=_("What it was sent from."))
    idempotency_key = models.UUIDField(_("sending key"), unique=True, help_text=_("The draft's; a second sending finds the first."))
    secret_hash = models.CharField(_("hash of the tracking code"), max_length=64, help_text=_("The eight digits themselves are on her receipt only."))
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.RECEIVED, help_text=_("What became of it."))
    language = models.CharField(_("language"), max_length=5, help_text=_("In which it was sent."))
    filled_by = models.CharField(
        _("filled in by"), max_length=10, choices=Draft.FilledBy, default=Draft.FilledBy.SELF, help_text=_("Herself, or somebody helping her.")
    )
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now, help_text=_("To the second, when it arrived."))
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("Where she lives.")
    )
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province"), help_text=_("Where she lives.")
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune"), help_text=_("Where she lives.")
    )
    full_name = models.CharField(_("full name"), max_length=200, blank=True, help_text=_("As on her card."))
    phone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("International form."))
    marital_status = models.CharField(_("marital status"), max_length=10, choices=MaritalStatus, blank=True, help_text=_("Empty: not asked or not answered."))
    disability = models.BooleanField(_("with a disability"), null=True, blank=True, help_text=_("Empty: not asked or not answered."))
    head_of_household = models.BooleanField(_("head of household"), null=True, blank=True, help_text=_("Empty: not asked or not answered."))
    health_coverage = models.CharField(
        _("health coverage"), max_length=10, choices=HealthCoverage, blank=True, help_text=_("Empty: not asked or not answered.")
    )
    legal_form = models.CharField(_("legal form"), max_length=15, choices=LegalForm, blank=True, help_text=_("Empty: not asked or not answered."))
    education_level = models.CharField(
        _("education level"), max_length=15, choices=EducationLevel, blank=True, help_text=_("Empty: not asked or not answered.")
    )
    experience = models.CharField(_("experience"), max_length=10, choices=Experience, blank=True, help_text=_("Empty: not asked or not answered."))
    wants_training = models.BooleanField(_("asks for training"), null=True, blank=True, help_text=_("Empty: not asked or not answered."))
    wants_accompaniment = models.BooleanField(_("asks for accompaniment"), null=True, blank=True, help_text=_("Empty: not asked or not answered."))
    answers = models.JSONField(_("answers"), default=dict, help_text=_("All answers by question, as codes and plain text."))
    synthetic = models.BooleanField(_("made up"), default=False, help_text=_("Sent to a sample call or generated: never counted."))

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["call", "-submitted_at"], name="submission_call_sent"),
            models.Index(fields=["region", "-submitted_at"], name="submission_region_sent"),
            models.Index(fields=["province", "-submitted_at"], name="submission_province_sent"),
            models.Index(fields=["-submitted_at", "-id"], name="submission_sent"),
        ]

    def __str__(self) -> str:
        return self.reference
