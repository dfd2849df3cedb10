"""Typed columns that answers bound to standard fields fill: they mean the same in every form (DESIGN section 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Centre, Commune, Province, Region

_EMPTY = _("Empty: not asked or not answered.")


class StandardAnswers(models.Model):
    """Abstract: one column per standard field, so that lists, filters, scores and statistics need no JSON."""

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
        ASSOCIATION = "association", _("Association")
        FEDERATION = "federation", _("Federation or network of associations")
        FOUNDATION = "foundation", _("Foundation")
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

    class FilledBy(models.TextChoices):
        """Who held the pen."""

        SELF = "self", _("Herself")
        FAMILY = "family", _("Somebody of her family")
        CENTRE = "centre", _("A social centre")
        ASSOCIATION = "association", _("An association")
        OTHER = "other", _("Somebody for her")

    class PhoneOwner(models.TextChoices):
        """Whose telephone it is."""

        MINE = "mine", _("Her own")
        FAMILY = "family", _("Her family’s")
        HELPER = "helper", _("The helper’s")

    class Surroundings(models.TextChoices):
        """Where she lives."""

        RURAL = "rural", _("Rural")
        URBAN = "urban", _("Urban")

    class ApplicantKind(models.TextChoices):
        """Whom the programme addresses, in the guide's words."""

        NATURAL_PERSON = "natural_person", _("A woman on her own")
        SELF_EMPLOYED = "self_employed", _("Self-employed")
        COLLECTIVE = "women_collective", _("A collective enterprise of women")

    class ProjectSector(models.TextChoices):
        """The portal's own list of activities: no source gives one (``standard_fields.SECTORS``)."""

        FARMING = "farming", _("Farming")
        LIVESTOCK = "livestock", _("Livestock, poultry, bees")
        FISHING = "fishing", _("Fishing")
        FOOD = "food", _("Cooking and food products")
        CRAFTS = "crafts", _("Crafts")
        TEXTILE = "textile", _("Sewing, weaving, wool")
        BEAUTY = "beauty", _("Hairdressing and beauty")
        CARE = "care", _("Care of children and persons")
        EDUCATION = "education", _("Education")
        TOURISM = "tourism", _("Tourism and hotels")
        TRADE = "trade", _("Trade")
        DIGITAL = "digital", _("Computing and work on line")
        ENVIRONMENT = "environment", _("Environment")
        OTHER = "other", _("Another field")

    class Track(models.TextChoices):
        """The two ways of the guide."""

        ENTREPRENEURSHIP = "entrepreneurship_track", _("Entrepreneurship")
        EMPLOYABILITY = "employability_track", _("Employability")

    class PreselectionCategory(models.TextChoices):
        """The two categories of the guide."""

        ENTREPRENEURSHIP = "entrepreneurship", _("Support for entrepreneurship")
        CAPACITY = "vocational_capacity", _("Strengthening of vocational capacities")

    class ProjectStage(models.TextChoices):
        """How far the project is."""

        IDEA = "idea", _("An idea")
        STARTING = "starting", _("Starting")
        RUNNING = "running", _("Running")

    filled_by = models.CharField(_("filled in by"), max_length=12, choices=FilledBy, default=FilledBy.SELF, help_text=_("Herself, or somebody helping her."))
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("centre"), help_text=_("The centre that helped her.")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("Where she lives.")
    )
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province"), help_text=_("Where she lives.")
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune"), help_text=_("Where she lives.")
    )
    rural_urban = models.CharField(_("rural or urban"), max_length=5, choices=Surroundings, blank=True, help_text=_EMPTY)
    full_name = models.CharField(_("full name"), max_length=200, blank=True, help_text=_("As on her card; of a body, its legal name."))
    birth_date = models.DateField(_("birth date"), null=True, blank=True, help_text=_EMPTY)
    phone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("International form."))
    phone_owner = models.CharField(_("whose telephone"), max_length=10, choices=PhoneOwner, blank=True, help_text=_EMPTY)
    helper_phone = models.CharField(_("helper’s telephone"), max_length=20, blank=True, help_text=_("International form."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_EMPTY)
    marital_status = models.CharField(_("marital status"), max_length=10, choices=MaritalStatus, blank=True, help_text=_EMPTY)
    disability = models.BooleanField(_("with a disability"), null=True, blank=True, help_text=_EMPTY)
    head_of_household = models.BooleanField(_("head of household"), null=True, blank=True, help_text=_EMPTY)
    health_coverage = models.CharField(_("health coverage"), max_length=10, choices=HealthCoverage, blank=True, help_text=_EMPTY)
    education_level = models.CharField(_("education level"), max_length=15, choices=EducationLevel, blank=True, help_text=_EMPTY)
    experience = models.CharField(_("experience"), max_length=10, choices=Experience, blank=True, help_text=_EMPTY)
    applicant_kind = models.CharField(_("kind of applicant"), max_length=20, choices=ApplicantKind, blank=True, help_text=_EMPTY)
    project_sector = models.CharField(_("sector"), max_length=30, choices=ProjectSector, blank=True, help_text=_EMPTY)
    project_stage = models.CharField(_("stage of the project"), max_length=10, choices=ProjectStage, blank=True, help_text=_EMPTY)
    legal_form = models.CharField(_("legal form"), max_length=15, choices=LegalForm, blank=True, help_text=_EMPTY)
    members_count = models.PositiveIntegerField(_("number of members"), null=True, blank=True, help_text=_EMPTY)
    wants_training = models.BooleanField(_("asks for training"), null=True, blank=True, help_text=_EMPTY)
    wants_accompaniment = models.BooleanField(_("asks for accompaniment"), null=True, blank=True, help_text=_EMPTY)
    wants_incubation = models.BooleanField(_("asks for incubation"), null=True, blank=True, help_text=_EMPTY)
    track = models.CharField(_("track"), max_length=25, choices=Track, blank=True, help_text=_EMPTY)
    preselection_category = models.CharField(_("category"), max_length=25, choices=PreselectionCategory, blank=True, help_text=_EMPTY)
    registered_before = models.BooleanField(
        _("registered before"), null=True, blank=True, help_text=_("On a platform of one of the regions, before this portal.")
    )

    class Meta:
        """Model options."""

        abstract = True
