"""Short beginnings are asked once a minute; longer ones, and whatever may be a number, each time."""

import pytest

from search.elastic.remembered import LONGEST, MOST, SECONDS, Beginnings, Scores


class Index:
    """Counts the questions, and answers each with its number."""

    def __init__(self) -> None:
        self.now, self.asked = 0.0, 0
        self.beginnings = Beginnings(clock=lambda: self.now)

    def ask(self) -> Scores:
        self.asked += 1
        return {f"page:{self.asked}": 1.0}

    def found(self, text: str, where: tuple = ("fr", 1)) -> list[str]:
        return list(self.beginnings.found(where, text, self.ask))


def test_the_same_letters_are_asked_again_after_a_minute_only() -> None:
    index = Index()
    first = [index.found("safra"), index.found("safra")]
    index.now = SECONDS
    assert (first, index.found("safra")) == ([["page:1"], ["page:1"]], ["page:2"])


def test_another_index_and_another_state_of_it_are_asked_themselves() -> None:
    index = Index()
    assert [index.found("saf", where) for where in (("fr", 1), ("ar", 1), ("fr", 2), ("fr", 1))] == [["page:1"], ["page:2"], ["page:3"], ["page:1"]]


@pytest.mark.parametrize("typed", ["fatima", "a" * (LONGEST + 1), "0661", "a1", "a b", ""])
def test_what_may_tell_of_somebody_is_not_kept(typed: str) -> None:
    index = Index()
    assert [index.found(typed), index.found(typed)] == [["page:1"], ["page:2"]]


def test_no_more_is_kept_than_there_are_words() -> None:
    index = Index()
    for number in range(MOST + 1):
        index.found("saf", ("fr", number))
    assert index.found("saf", ("fr", 0)) == [f"page:{MOST + 2}"]
