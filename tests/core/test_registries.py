"""Sections, loaders, and the generation that forgets cached fragments."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation

from portal.core import loaders, sections
from portal.core.generation import current_generation, next_generation
from portal.core.models import SiteNotice

TEMPLATE = "components/empty.html"


@pytest.fixture
def registry(monkeypatch) -> dict:
    """An empty registry of sections for one test."""
    empty: dict = {}
    monkeypatch.setattr(sections, "_sections", empty)
    return empty


def page(pk: int = 1) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, _meta=SimpleNamespace(label_lower="home.homepage"))


def fill(slot: str = "calls", *, seconds: int = 60, key: str = "a", words: str = "here") -> list:
    """Register a section that counts how often it is asked."""
    asked = []

    def provider(subject: object, request: object) -> dict | None:
        asked.append(subject)
        return {"title": f"{words} {len(asked)}"} if words else None

    sections.register_section("home.HomePage", slot, provider=provider, template=TEMPLATE, cache_key=key, seconds=seconds)
    return asked


def render(slot: str = "calls", pk: int = 1) -> str:
    return sections.render_slot(page(pk), slot, RequestFactory().get("/"))


def test_a_slot_nobody_fills_is_empty(registry) -> None:
    assert render() == ""


def test_a_provider_with_nothing_to_say_shows_nothing_and_is_not_asked_again(registry) -> None:
    asked = fill(words="")
    assert [render(), render()] == ["", ""]
    assert len(asked) == 1


def test_sections_stand_in_the_order_of_registration(registry) -> None:
    fill(key="a", words="first")
    fill(key="b", words="second")
    html = render()
    assert 0 < html.index("first 1") < html.index("second 1")


def test_registering_twice_changes_nothing(registry) -> None:
    fill(key="a")
    again = fill(key="a")
    assert render().count("here 1") == 1
    assert again == []


def test_a_fragment_is_kept_per_page_language_and_generation(registry) -> None:
    asked = fill()
    render()
    render()
    assert len(asked) == 1
    render(pk=2)
    assert len(asked) == 2
    with translation.override("fr"):
        render()
    assert len(asked) == 3
    next_generation()
    render()
    assert len(asked) == 4


def test_zero_seconds_means_never_kept(registry) -> None:
    asked = fill(seconds=0)
    render()
    render()
    assert len(asked) == 2


def test_what_a_provider_says_is_escaped(registry) -> None:
    fill(words="<script>")
    assert "<script>" not in render()


def test_a_view_has_slots_too(registry) -> None:
    asked = fill()
    registry["regions.place", "calls"] = registry.pop(("home.homepage", "calls"))
    subjects = [sections.render_slot_for("regions.Place", "calls", key=key, subject=key, request=RequestFactory().get("/")) for key in ("a", "b", "a")]
    assert asked == ["a", "b"]
    assert subjects[0] == subjects[2]


# The generation --------------------------------------------------------------


def test_the_generation_stays_until_something_changes() -> None:
    first = current_generation()
    assert current_generation() == first
    next_generation()
    assert current_generation() > first


def test_an_emptied_cache_begins_a_new_generation() -> None:
    """Otherwise fragments of before could come back."""
    first = current_generation()
    cache.clear()
    assert current_generation() > first


@pytest.mark.django_db
def test_a_change_counts_only_once_it_is_committed(django_capture_on_commit_callbacks) -> None:
    first = current_generation()
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        SiteNotice.objects.create(key="x", text={"ar": "أ", "fr": "a"})
    assert current_generation() == first
    for callback in waiting:
        callback()
    assert current_generation() > first


def test_publishing_moving_and_removing_renew(make_page, django_capture_on_commit_callbacks) -> None:
    made, below = make_page("one"), make_page("two")
    seen = [current_generation()]
    for act in (
        lambda: made.save_revision().publish(),
        lambda: made.unpublish(),
        lambda: below.move(made, pos="last-child"),
        lambda: SiteNotice.objects.create(key="x", text={"ar": "أ", "fr": "a"}).delete(),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        seen.append(current_generation())
    assert seen == sorted(set(seen))


def test_deleting_a_page_renews(make_page, django_capture_on_commit_callbacks) -> None:
    made, before = make_page("one"), current_generation()
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert current_generation() > before


# Loaders ---------------------------------------------------------------------


@pytest.fixture
def stages(monkeypatch) -> None:
    monkeypatch.setattr(loaders, "_loaders", {stage: [] for stage in loaders.STAGES})


def test_loaders_run_in_their_order_once_each_and_say_what_they_did(stages, capsys) -> None:
    for order, name in ((30, "late"), (10, "early"), (10, "also early"), (10, "early")):
        loaders.register_loader("programme", order=order, name=name, load=lambda *, report, reset: report(f"reset={reset}"))
    call_command("load_programme", reset=True)
    assert capsys.readouterr().out.splitlines() == ["also early: reset=True", "early: reset=True", "late: reset=True"]


def test_each_command_runs_its_own_stage(stages, capsys, settings) -> None:
    settings.SAMPLES_ALLOWED = True
    for stage in loaders.STAGES:
        loaders.register_loader(stage, order=1, name=stage, load=lambda *, report, reset: report("done"))
    for stage in loaders.STAGES:
        call_command(f"load_{stage}")
    assert capsys.readouterr().out.splitlines() == [f"{stage}: done" for stage in loaders.STAGES]
