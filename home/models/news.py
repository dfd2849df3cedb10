"""News, and notices with a deadline, downloads and results attached later."""

from typing import Any, ClassVar, cast

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from portal.core.formats import format_date
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.navigation import page_url
from portal.core.pages import BodyPage
from portal.core.paging import page_of
from portal.core.staff.page_forms import RegionalPageForm
from portal.core.visibility import public

PER_PAGE = 12


class NewsIndexPage(BodyPage):
    """All news, the latest first."""

    parent_page_types: ClassVar = ["home.HomePage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """One page of news, the latest first."""
        news = public(NewsPage.objects.descendant_of(self.get_parent())).order_by("-date", "-path")
        page = page_of(request, news, PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {"page_obj": page, "entries": [one.entry(self.language) for one in page.object_list]}


class _RegionalMixin(models.Model):
    """A page that may belong to a region: it does by its place when a region's own editors write it below their region's page."""

    #: Wagtail's, which has no types.
    objects: ClassVar[Any]

    class Meta:
        """Model options."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the region of the page above, unless one was chosen."""
        page = cast("NewsPage | NoticePage", self)
        if page.region_id is None and page.depth:
            page.region_id = getattr(page.get_parent().specific, "region_id", None)
        super().save(*args, **kwargs)


class NewsPage(_RegionalMixin, BodyPage):
    """One piece of news, with its date as known: a day, or only a month or year in words."""

    date = models.DateField(_("date"), help_text=_("The day it happened; the first day of the month or year when no more is known."))
    date_text = models.CharField(
        _("date in words"), max_length=40, blank=True, help_text=_("Shown instead of the date when the day is not known: November 2023.")
    )
    region = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Also shown on this region’s page."),
    )

    parent_page_types: ClassVar = ["home.NewsIndexPage", "regions.RegionPage"]
    override_translatable_fields: ClassVar = [
        *BodyPage.override_translatable_fields, SynchronizedField("date", overridable=False), SynchronizedField("region", overridable=False),
    ]  # fmt: skip
    content_panels: ClassVar = [
        *BodyPage.content_panels[:1],
        FieldRowPanel([FieldPanel("date"), FieldPanel("date_text"), FieldPanel("region")]),
        *BodyPage.content_panels[1:],
    ]
    base_form_class = RegionalPageForm
    template = "home/news_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("piece of news")
        indexes = [models.Index(fields=["-date"], name="news_by_date")]

    @property
    def shown_date(self) -> str:
        """The date as precisely as it is known, in this page's language."""
        return self.date_text or format_date(self.date, self.language)

    def entry(self, language: str) -> dict:
        """What a list of news in ``language`` shows of it."""
        return {
            "title": self.title,
            "summary": self.summary,
            "url": page_url(self, language),
            "date": self.date,
            "shown_date": self.date_text or format_date(self.date, language),
        }


class NoticeIndexPage(BodyPage):
    """All notices, the nearest deadline first."""

    parent_page_types: ClassVar = ["home.HomePage"]
    max_count_per_parent = 1
    template = "home/notice_index_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("notices")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """One page of notices; those without a deadline last."""
        notices = public(NoticePage.objects.descendant_of(self.get_parent())).order_by(models.F("deadline").desc(nulls_last=True), "-path")
        page = page_of(request, notices, PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {"page_obj": page, "entries": [one.entry(self.language) for one in page.object_list]}


class NoticePage(_RegionalMixin, BodyPage):
    """A notice: what is asked, until when, which documents; results are added to its body later."""

    deadline = models.DateTimeField(_("deadline"), null=True, blank=True, help_text=_("Moroccan time. The closing minute still counts. Empty: none."))
    region = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("Empty: the whole country.")
    )

    parent_page_types: ClassVar = ["home.NoticeIndexPage", "regions.RegionPage"]
    override_translatable_fields: ClassVar = [
        *BodyPage.override_translatable_fields, SynchronizedField("deadline", overridable=False), SynchronizedField("region", overridable=False),
    ]  # fmt: skip
    content_panels: ClassVar = [*BodyPage.content_panels[:1], FieldRowPanel([FieldPanel("deadline"), FieldPanel("region")]), *BodyPage.content_panels[1:]]
    base_form_class = RegionalPageForm
    template = "home/notice_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("notice")

    def entry(self, language: str) -> dict:
        """What a list of notices in ``language`` shows of it."""
        return {"title": self.title, "summary": self.summary, "url": page_url(self, language), "deadline": self.deadline}


def latest_news(*, home: Page, number: int) -> list[dict]:
    """The latest news below a home: title, address, date. Kept until something public changes."""
    key = f"latest-news:{home.pk}:{number}:{current_generation()}"
    return kept(key, lambda: _read_latest(home, number), timeout=600)


def _read_latest(home: Page, number: int) -> list[dict]:
    pages = public(NewsPage.objects.descendant_of(home)).order_by("-date", "-path")[:number]
    return [page.entry(home.language) for page in pages]
