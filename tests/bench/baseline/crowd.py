"""Many women at once."""

import threading
from collections.abc import Callable


def at_once(count: int, woman: Callable[[int], None]) -> None:
    """Run ``woman(0)`` ... ``woman(count - 1)``, each in a thread of its own, to their ends; the first failure of any is raised."""
    failures = []

    def lived(number: int) -> None:
        try:
            woman(number)
        except Exception as failure:
            failures.append(failure)

    women = [threading.Thread(target=lived, args=(number,)) for number in range(count)]
    for one in women:
        one.start()
    for one in women:
        one.join()
    if failures:
        raise failures[0]
