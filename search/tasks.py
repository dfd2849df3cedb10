"""Background work: each task is told only what changed, and reads the state when it runs."""

from typing import Any

from django_tasks import task
from wagtail.models import Page

from forms_app.calls.models import Call
from programmes.models import ProgrammePage, RegionalProgrammePage
from regions.models import Centre, Province, RegionPage

from . import indexing
from .models import SearchEntry
from .sources.files import public_files


@task()
def refresh_origin(origin: str) -> None:
    """One object changed."""
    indexing.refresh(origin)


@task()
def refresh_pages(path: str) -> None:
    """A page and everything below it moved, or became private or public."""
    for pk in Page.objects.filter(path__startswith=path).values_list("pk", flat=True):
        indexing.refresh(f"page:{pk}")
    _refresh_files()


@task()
def refresh_files() -> None:
    """The files that public pages link to may be others now."""
    _refresh_files()


@task()
def refresh_region(pk: int) -> None:
    """A region's names or facts changed: its pages say them."""
    for page in RegionPage.objects.filter(region=pk).values_list("pk", flat=True):
        indexing.refresh(f"page:{page}")


@task()
def refresh_places(pk: int) -> None:
    """A region's names changed: its provinces, centres and calls are listed and found with them."""
    kinds: tuple[tuple[Any, str, str], ...] = ((Province.objects.filter(region=pk), "place", "code"), (Centre.objects.filter(region=pk), "centre", "pk"))
    for rows, name, column in (*kinds, (Call.objects.filter(regions=pk), "call", "pk")):
        for key in rows.values_list(column, flat=True):
            indexing.refresh(f"{name}:{key}")


@task()
def refresh_programme(pk: int) -> None:
    """A programme's names changed: its pages and calls are found by them."""
    kinds: tuple[tuple[Any, str], ...] = ((ProgrammePage, "page"), (RegionalProgrammePage, "page"), (Call, "call"))
    for model, name in kinds:
        for key in model.objects.filter(programme=pk).values_list("pk", flat=True):
            indexing.refresh(f"{name}:{key}")


def _refresh_files() -> None:
    held = set(SearchEntry.objects.filter(origin__startswith="file:").values_list("origin", flat=True))
    for origin in sorted(held ^ {f"file:{pk}" for pk in public_files()}):
        indexing.refresh(origin)
