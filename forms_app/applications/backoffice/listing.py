"""The list of files."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import IndexView

from forms_app.applications.lookup import find_files
from forms_app.applications.models import Submission
from portal.core.formats import format_datetime

from .paging import MOST_COUNTED, KeysetPage, Paginator, page_of_files
from .rights import EXPORT, RECORD_OUTCOME

_SHOWN = (
    "reference", "full_name", "status", "submitted_at", "version", "synthetic", "possible_duplicate", "call__title", "province__name", "region__name",
)  # fmt: skip
#: Files shown of a look-up: whoever finds more says more.
LOOKED_UP = 50


class LookupForm(forms.Form):
    """Sent by POST: a name or a telephone must not stand in an address, a history or a log."""

    typed = forms.CharField(
        label=_("Name, reference or telephone"),
        help_text=_("At least three letters of the name, in any spelling, or five digits."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )


class SentColumn(Column):
    """When it arrived, as Morocco writes it."""

    def get_value(self, instance: Submission) -> str:
        """Date and hour."""
        return format_datetime(instance.submitted_at)


class NoteColumn(Column):
    """What one must know before reading the row."""

    def get_value(self, instance: Submission) -> str:
        """Words, or nothing."""
        notes = [(instance.possible_duplicate, _("Possible duplicate")), (instance.version > 1, _("Corrected")), (instance.synthetic, _("Made up"))]
        return " · ".join(str(words) for holds, words in notes if holds)


class SubmissionIndexView(IndexView):
    """Files the reader may see, newest first, in pages that cost the same wherever they are."""

    template_name = "applications/admin/list.html"
    results_template_name = "applications/admin/list_results.html"
    is_searchable = False  # Wagtail's search puts what is typed into the address

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Exports are asked for elsewhere, logged and limited."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same list, looked up in."""
        return self.get(request, *args, **kwargs)

    @cached_property
    def lookup_form(self) -> LookupForm:
        """What was typed, if something was."""
        return LookupForm(self.request.POST if self.request.method == "POST" else None)

    @cached_property
    def typed(self) -> str:
        """What is looked up; empty when nothing is."""
        return self.lookup_form.cleaned_data["typed"] if self.request.method == "POST" and self.lookup_form.is_valid() else ""

    @property
    def narrowed(self) -> bool:
        """Whether these are some of the files only: then they are counted."""
        return bool(self.is_filtering or self.typed)

    @cached_property
    def columns(self) -> list[Column]:
        """Without boxes to tick: nothing is done to many files at once here. Only the date sorts: it has the index. No number is torn at its hyphen."""
        columns = [column for column in super().columns if column.name != "bulk_actions"]
        for column in columns:
            column.sort_key = column.sort_key if column.sort_key == "submitted_at" else None
            column.classname = "w-whitespace-nowrap" if column.name == "reference" else column.classname
        return columns

    def order_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Left to the page, which follows the index."""
        return queryset.order_by()

    def search_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Through whoever answers look-ups."""
        return find_files(typed=self.typed, among=queryset, by=self.request.user) if self.typed else queryset

    def paginate_queryset(self, queryset: QuerySet[Submission], page_size: int) -> tuple[Paginator, KeysetPage, list[Submission], bool]:
        """By place; a look-up shows its first fifty files and has no second page."""
        looked_up = {"size": LOOKED_UP} if self.typed else {"size": page_size, **{name: self.request.GET.get(name, "") for name in ("after", "before")}}
        shown = queryset.select_related("call", "region", "province").only(*_SHOWN)
        page = page_of_files(shown, oldest_first=self.ordering == "submitted_at", counted=self.narrowed, **looked_up)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The look-up's form, the export's filters, and how many files at least; a whole list is not counted."""
        context = super().get_context_data(*args, **kwargs)
        user = self.request.user
        return context | {
            "lookup_form": self.lookup_form,
            "looked_up": bool(self.typed),
            "lookup_is_full": bool(self.typed) and context["page_obj"].has_next,
            "narrowed": self.narrowed,
            "counted_up_to": MOST_COUNTED,
            "query": self._query(),
            "export_url": reverse("files_exports") if user.has_perm(EXPORT) else "",
            "outcomes_url": reverse("files_outcomes") if user.has_perm(RECORD_OUTCOME) else "",
        }

    def _query(self) -> str:
        """The filters of the address, without places."""
        data = self.request.GET.copy()
        for name in ("after", "before", "_w_filter_fragment", "p"):
            data.pop(name, None)
        return data.urlencode()


LIST_DISPLAY = [
    "reference",
    "full_name",
    "province",
    "call",
    StatusTagColumn("get_status_display", label=_("State of the file"), primary=lambda file: file.status == Submission.Status.RECEIVED),
    SentColumn("submitted_at", label=_("Sent"), sort_key="submitted_at"),
    NoteColumn("notes", label=_("Note")),
]
