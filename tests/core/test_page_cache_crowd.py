"""The cache of pages when many ask at once: one makes the page, all get it."""

import threading
from collections.abc import Callable

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.core import generation
from portal.core.page_cache import kept
from portal.core.page_cache.kept import Kept, Memory, Shared
from portal.core.page_cache.middleware import PageCacheMiddleware

from .test_page_cache import NOON, _on, bodies, made, plain, views  # noqa: F401 - fixtures


class Slow:
    """Stands for the site: each page takes until it is let go."""

    def __init__(self) -> None:
        self.asked, self.begun, self.go = 0, threading.Event(), threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        self.begun.set()
        self.go.wait(10)
        return HttpResponse(f"page {self.asked}")


def crowd(work: Callable[[], HttpResponse], size: int) -> tuple[list[threading.Thread], list[bytes]]:
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(work().content)) for _each in range(size)]
    for thread in threads:
        thread.start()
    return threads, answers


def test_of_a_crowd_one_makes_the_page_and_all_get_it(views) -> None:  # noqa: F811
    slow = Slow()
    processes = [PageCacheMiddleware(slow) for _each in range(2)]
    threads, answers = crowd(lambda: processes[len(made) % 2](RequestFactory().get("/ar/plain/")), 12)
    assert slow.begun.wait(10)
    slow.go.set()
    for thread in threads:
        thread.join(10)
    assert (slow.asked, answers) == (1, [b"page 1"] * 12)


def test_while_one_makes_an_old_page_anew_the_others_see_the_old_one(views) -> None:  # noqa: F811
    slow = Slow()
    slow.go.set()
    ask = PageCacheMiddleware(slow)
    with time_machine.travel(NOON, tick=False) as clock:
        ask(RequestFactory().get("/ar/plain/"))
        clock.shift(301)
        slow.go.clear()
        slow.begun.clear()
        threads, answers = crowd(lambda: ask(RequestFactory().get("/ar/plain/")), 1)
        assert slow.begun.wait(10)
        meanwhile = ask(RequestFactory().get("/ar/plain/")).content
        slow.go.set()
        threads[0].join(10)
        assert (meanwhile, answers, slow.asked) == (b"page 1", [b"page 2"], 2)
        clock.shift(361)
        assert ask(RequestFactory().get("/ar/plain/")).content == b"page 3"


def test_who_waited_in_vain_makes_it_herself(views, monkeypatch) -> None:  # noqa: F811
    ask, request = PageCacheMiddleware(plain), RequestFactory().get("/ar/plain/")
    with Shared().turn(generation.current_generation(), ask._key(request)) as mine:
        monkeypatch.setattr(kept, "PATIENCE", 0)
        assert (mine, ask(request).content) == (True, b"page 1")


def test_who_died_while_making_it_is_not_waited_for_any_more() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        died, next_one = (Shared().turn(1, ("page",)) for _each in range(2))
        assert died.__enter__()
        clock.shift(kept.PATIENCE + 0.1)
        assert next_one.__enter__()


def test_who_fails_to_make_it_leaves_it_to_the_next(views) -> None:  # noqa: F811
    def broken(request: HttpRequest) -> HttpResponse:
        raise LookupError

    with pytest.raises(LookupError):
        PageCacheMiddleware(broken)(RequestFactory().get("/ar/plain/"))
    assert bodies(Client(), "/ar/plain/") == ["page 1", "page 1"]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.integers(0, 60)), max_size=40))
def test_the_memory_of_a_process_has_its_bounds(puts) -> None:
    memory, newest = Memory(100), 0
    for number, name, size in puts:
        memory.put(number, (name,), Kept((), b"x" * size, "", 0, 0))
        newest = max(newest, number)
        held = [page for one in range(10) if (page := memory.get(newest, (one,)))]
        assert sum(len(page.body) for page in held) <= 100
        assert all(memory.get(old, (one,)) is None for old in range(newest) for one in range(10))
        assert memory.get(number, (name,)) == (Kept((), b"x" * size, "", 0, 0) if number == newest else None)
