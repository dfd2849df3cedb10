"""Which files an export holds: those the list shows for the same filters, of those its reader may see."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from forms_app.applications.models import Submission
from forms_app.applications.services.export import Columns, columns_of

from .filters import SubmissionFilters
from .rights import EXPORT, reads_sealed_anywhere, sealed_condition


class Selection:
    """Filters of the list, as codes, and the two choices of an export. ``request`` only says who reads."""

    def __init__(self, request: Any, query: QueryDict, *, synthetic: bool, sealed: bool) -> None:
        self.user = request.user
        self.synthetic = synthetic
        self.sealed = sealed and reads_sealed_anywhere(self.user)
        self.filters = SubmissionFilters(data=query, request=request)

    @property
    def codes(self) -> dict[str, list[str]]:
        """The filters as they are kept with the export."""
        return self.filters.codes()

    @cached_property
    def files(self) -> QuerySet[Submission]:
        """Hers, narrowed; made-up ones only on request; none without the right, or with filters that mean nothing."""
        files: QuerySet[Submission] = Submission.objects.visible_to(self.user).order_by()
        if not self.user.has_perm(EXPORT) or not self.filters.is_valid():
            return files.none()
        files = self.filters.filter_queryset(files)
        return files if self.synthetic else files.filter(synthetic=False)

    def columns(self, language: str) -> Columns:
        """Sensitive ones only on request, and only where her role reads them."""
        return columns_of(files=self.files, language=language, entitled=sealed_condition(self.user) if self.sealed else None, synthetic=self.synthetic)
