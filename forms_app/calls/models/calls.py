"""A call: one record with its texts side by side, and one public address in three languages."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_app.engine.models import FormVersion
from portal.core.models import Assignment, Role, TerritoryQuerySet
from portal.core.privacy import may_collect
from portal.core.translated import TranslatedTextField
from regions.models import Commune, Province, Region

from .guard import call_translated, changed, only_translated, refuse_silent_change
from .numbers import next_number
from .state import OPEN_STATES, State, state_expression, state_of

if TYPE_CHECKING:
    from .acts import CallAct

#: To run calls, and to read of them.
CHANGE, VIEW = "calls.change_call", "calls.view_call"
#: Moments promised to readers, and the field that keeps each as the minute on a Moroccan clock.
LOCAL_MINUTES = {"opens_at": "opens_local", "closes_at": "closes_local", "questions_until": "questions_local"}
#: Addresses below the list of calls that are no call's.
_TAKEN = frozenset({"follow"})
#: Sentences a reader of the page is told, in every language.
TEXTS = ("title", "summary", "who", "target", "contact", "what_next", "appeal", "cancel_reason", "source")
#: All that a reader is told. Once a call is published, acts alone change it.
PUBLIC_FIELDS = (
    *TEXTS, "slug", "kind", "programme_id", "form_key", "opens_at", "closes_at", "extended_from", "questions_until", "published_at", "review_started_at",
    "decision_by", "results_published_at", "cancelled_at", "sealed", "unsealed_at", "received", "preselected", "selected", "relaunch_of_id", "sample",
)  # fmt: skip


def local_minute(moment: dt.datetime | None) -> str:
    """What was promised: the minute on a Moroccan clock, ``2026-12-15T16:00``. It stands even when the rules of the time zone change."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


class CallQuerySet(TerritoryQuerySet):
    """Calls by state and territory."""

    region_lookup: ClassVar[str | None] = "regions"
    province_lookup: ClassVar[str | None] = "provinces"
    visible_to_roles: ClassVar[frozenset[str]] = frozenset({Role.CALL_MANAGER, Role.PROGRAMME_MANAGER, Role.COMMUNICATION})

    def _territory_condition(self, assignment: Assignment) -> Q | None:
        """A region's manager also sees the calls of its provinces."""
        if assignment.region_id:
            return Q(regions=assignment.region_id) | Q(provinces__region=assignment.region_id)
        return super()._territory_condition(assignment)

    def with_state(self, at: dt.datetime) -> Self:
        """Adds ``state`` (see :class:`State`) as it is at that moment."""
        return self.annotate(state=state_expression(at))

    def still_sealed(self) -> Self:
        """Those whose files nobody of the staff may see or count yet."""
        return self.filter(sealed=True, unsealed_at=None)

    def to_be_opened(self) -> Self:
        """Sealed calls that may yet be opened. One given up never is: its files are shown to nobody, but the law's rights and periods hold for them."""
        return self.still_sealed().filter(cancelled_at=None)

    def public(self, at: dt.datetime) -> Self:
        """Every call a visitor may see, with its state."""
        return self.with_state(at).exclude(state=State.DRAFT)

    def open(self, at: dt.datetime) -> Self:
        """Calls that take applications at that moment."""
        return self.with_state(at).filter(state__in=OPEN_STATES)

    def in_region(self, region: Region) -> Self:
        """Calls of the whole country, of the region, or of some of its provinces. Asked as sets of keys: a question for each row is slow at 5,000."""
        regions, provinces = Call.regions.through.objects, Call.provinces.through.objects
        somewhere = Q(pk__in=regions.values("call")) | Q(pk__in=provinces.values("call"))
        here = Q(pk__in=regions.filter(region=region).values("call")) | Q(pk__in=provinces.filter(province__region=region).values("call"))
        return self.filter(~somewhere | here)

    def covering(self, commune: Commune) -> Self:
        """Calls somebody living in this commune may answer. Named provinces narrow a region down."""
        regions = Call.regions.through.objects.filter(call=OuterRef("pk"))
        provinces = Call.provinces.through.objects.filter(call=OuterRef("pk"))
        return self.filter(
            Q(~Exists(provinces)) & (Q(~Exists(regions)) | Exists(regions.filter(region=commune.province.region_id)))
            | Exists(provinces.filter(province=commune.province_id))
        )


class Call(models.Model):
    """A registration campaign, or a call for associations or cooperatives. Its state follows from its dates."""

    class Kind(models.TextChoices):
        """Who answers."""

        PROJECT_HOLDERS = "project_holders", _("Women with a project")
        ASSOCIATIONS = "associations", _("Associations")
        COOPERATIVES = "cooperatives", _("Cooperatives")

    number = models.PositiveIntegerField(
        _("number"), unique=True, editable=False, help_text=_("Begins every reference of the call; given once, never changes.")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("Latin letters, digits and hyphens. Printed on posters: never changes."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, help_text=_("Who answers this call."))
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="calls", verbose_name=_("programme"), help_text=_("The programme it belongs to.")
    )
    regions = models.ManyToManyField(
        Region, blank=True, related_name="calls", verbose_name=_("regions"), help_text=_("Leave empty, with the provinces, for the whole country.")
    )
    provinces = models.ManyToManyField(
        Province, blank=True, related_name="calls", verbose_name=_("provinces"), help_text=_("Only if the call is limited to some provinces.")
    )
    title = TranslatedTextField(_("title"), help_text=_("What can be applied for, in a few words."))
    summary = TranslatedTextField(_("summary"), blank=True, multiline=True, help_text=_("One or two sentences under the title."))
    who = TranslatedTextField(_("who can apply"), blank=True, multiline=True, help_text=_("One condition a line. Only what the programme's documents say."))
    target = TranslatedTextField(_("how many are to be chosen"), blank=True, help_text=_("As the programme's documents say. Empty: not stated."))
    contact = TranslatedTextField(_("contact"), blank=True, multiline=True, help_text=_("Where to ask: office, telephone, e-mail address."))
    what_next = TranslatedTextField(_("what happens next"), blank=True, multiline=True, help_text=_("One step a line, from the application to the decision."))
    form_key = models.SlugField(
        _("form"), max_length=60, blank=True, help_text=_("Code of the form filled in here. Empty: applications are not made on this site.")
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Moroccan time. Empty: not stated."))
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Moroccan time; the whole closing minute still counts. Empty: not stated.")
    )
    opens_local = models.CharField(max_length=16, blank=True, editable=False)
    closes_local = models.CharField(max_length=16, blank=True, editable=False)
    extended_from = models.DateTimeField(_("first closing date"), null=True, blank=True, help_text=_("If the call was extended: when it should have closed."))
    questions_until = models.DateTimeField(
        _("questions until"), null=True, blank=True, help_text=_("Until when anyone may ask about the call. Empty: questions are not taken.")
    )
    questions_local = models.CharField(max_length=16, blank=True, editable=False)
    proposed_at = models.DateTimeField(_("sent for approval"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, help_text=_("From when visitors see it. Empty: a draft."))
    review_started_at = models.DateTimeField(_("study begun"), null=True, blank=True, help_text=_("When the committee began to study the applications."))
    decision_by = models.DateField(_("decision expected by"), null=True, blank=True, help_text=_("Shown on the receipt. Empty: not stated."))
    appeal = TranslatedTextField(_("how to appeal"), blank=True, multiline=True, help_text=_("To whom, how and until when. Empty: not stated."))
    results_published_at = models.DateTimeField(_("results published"), null=True, blank=True, help_text=_("When the results were made public."))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, help_text=_("When the call was given up."))
    cancel_reason = TranslatedTextField(_("reason of the cancellation"), blank=True, multiline=True, help_text=_("Shown to readers."))
    sealed = models.BooleanField(
        _("sealed"), default=False, help_text=_("Nobody sees the files, nor how many there are, before the opening session. Cannot change once published.")
    )
    unsealed_at = models.DateTimeField(_("files opened"), null=True, blank=True, editable=False)
    received = models.PositiveIntegerField(_("applications received"), null=True, blank=True, help_text=_("As printed. Empty: not stated."))
    preselected = models.PositiveIntegerField(_("pre-selected"), null=True, blank=True, help_text=_("As printed. Empty: not stated."))
    selected = models.PositiveIntegerField(_("selected"), null=True, blank=True, help_text=_("As printed. Empty: not stated."))
    relaunch_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relaunches",
        verbose_name=_("re-launch of"),
        help_text=_("The earlier call that this one repeats for some provinces."),
    )
    source = TranslatedTextField(_("source"), blank=True, help_text=_("Where the dates and counts are printed."))
    text_sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    internal_note = models.TextField(_("note for the staff"), blank=True, help_text=_("Never shown to readers: a file number, a budget line, whom to ask."))
    sample = models.BooleanField(_("sample"), default=False, help_text=_("An example for trying the site; marked as such everywhere."))

    #: Its acts that readers see, for the feeds; set by ``services.feeding`` and by the view of one call's calendar.
    shown_acts: "list[CallAct]"

    objects = CallQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at", "slug"]
        indexes = [
            models.Index(fields=["closes_at"], name="call_closes_at"),
            models.Index(fields=["opens_at"], name="call_opens_at"),
            # All that the state is derived from, and the filters: the list is counted without reading the texts of 5,000 calls (decision 510).
            models.Index(
                fields=["published_at", "cancelled_at", "results_published_at", "opens_at", "closes_at", "review_started_at", "kind", "programme"],
                name="call_state",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The closing date must come after the opening date."),
            ),
            models.CheckConstraint(
                name="call_extension_moves_the_closing_date_later",
                condition=Q(extended_from__isnull=True) | Q(closes_at__gt=F("extended_from")),
                violation_error_message=_("An extension must end after the first closing date."),
            ),
            models.CheckConstraint(
                name="call_is_not_its_own_relaunch",
                condition=Q(relaunch_of__isnull=True) | ~Q(relaunch_of=F("id")),
                violation_error_message=_("A call cannot be its own re-launch."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """Remember what was read, so that a change of what readers are told does not pass unseen."""
        call = super().from_db(db, field_names, values, **more)
        call._remember(set(field_names))
        return call

    def refresh_from_db(self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: models.QuerySet | None = None) -> None:
        """What was read anew is what was read."""
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self._remember(None if fields is None else set(fields))

    def _remember(self, names: set[str] | None = None) -> None:
        known = [name for name in PUBLIC_FIELDS if names is None or name in names]
        values = {name: dict(value) if isinstance(value := self.__dict__.get(name), dict) else value for name in known}
        self._read = getattr(self, "_read", {}) | values

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Deadlines are whole minutes, as people read them; a new call takes the next number.

        Raises:
            SilentChange: when something readers of a published call are told would change without an act.
        """
        read = {} if self._state.adding else getattr(self, "_read", {})
        if self.number is None:
            with transaction.atomic():
                self.number = next_number(Call.objects.all())
                self.save(*args, **kwargs)
            return
        for name in ("opens_at", "closes_at", "extended_from", "questions_until"):
            moment = getattr(self, name)
            if moment:
                setattr(self, name, moment.replace(second=0, microsecond=0))
        for name, local in LOCAL_MINUTES.items():
            if name not in read or read[name] != getattr(self, name):
                setattr(self, local, local_minute(getattr(self, name)))
        translated = self._refuse_silent_change(read) if read.get("published_at") else []
        super().save(*args, **kwargs)
        self._remember()
        if translated:
            call_translated.send(sender=Call, call=self)

    def _refuse_silent_change(self, read: dict[str, object]) -> list[str]:
        """Names of the texts whose Amazigh came or changed, which is told afterwards; anything else needs an act."""
        names = changed(self, read)
        translated = [name for name in names if name in TEXTS and only_translated(read[name], getattr(self, name))]
        return [] if refuse_silent_change([name for name in names if name not in translated]) else translated

    def clean(self) -> None:
        """A call that takes applications here has a form that exists, and says until when; nothing is decided before. Its address leads to nothing else.

        Raises:
            ValidationError: beside the address, the form, the closing date, the day of the decision, or the reason.
        """
        super().clean()
        if self.slug in _TAKEN:
            raise ValidationError({"slug": self.unique_error_message(type(self), ("slug",))})
        if self.form_key and not FormVersion.objects.latest_of(self.form_key).exists():
            raise ValidationError({"form_key": _("No form has this code. Leave it empty, or publish the form first.")})
        if self.form_key and self.published_at and not self.closes_at:
            raise ValidationError({"closes_at": _("A call with a form must say when it closes.")})
        if self.decision_before(self.closes_at):
            raise ValidationError({"decision_by": _("No decision can be expected before the call closes.")})
        if self.cancelled_at and not self.cancel_reason:
            raise ValidationError({"cancel_reason": _("Say why the call was cancelled.")})

    def decision_before(self, closing: dt.datetime | None) -> dt.date | None:
        """The day that readers are told for the decision, where it is earlier than the day of this closing."""
        return self.decision_by if self.decision_by and closing and self.decision_by < timezone.localdate(closing) else None

    def get_absolute_url(self) -> str:
        """Its address in the reader's language."""
        return reverse("call", args=[self.slug])

    def state_at(self, at: dt.datetime) -> State:
        """Its state at that moment."""
        return state_of(self, at)

    @property
    def still_sealed(self) -> bool:
        """Whether nobody of the staff may see its files yet, nor how many there are: before the opening act."""
        return self.sealed and self.unsealed_at is None

    def accepts(self, at: dt.datetime) -> bool:
        """Whether an application that arrives at that moment is in time."""
        return bool(self.form_key) and self.state_at(at) in OPEN_STATES

    def takes_files(self, at: dt.datetime) -> bool:
        """Whether a file may be begun, filled in and sent for the first time: in time, and where personal data may be collected."""
        return self.accepts(at) and may_collect()

    def days_left(self, at: dt.datetime) -> int | None:
        """Whole days from the local date of ``at`` to the closing date; 0 on the last day, ``None`` when not open or not stated."""
        if self.closes_at is None or self.state_at(at) not in OPEN_STATES:
            return None
        return (timezone.localtime(self.closes_at).date() - timezone.localtime(at).date()).days
