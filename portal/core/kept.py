"""The cache, where what is kept has the type of what is read."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache

_Value = TypeVar("_Value")


def kept(key: str, read: Callable[[], _Value], *, timeout: float | None) -> _Value:
    """What is in the cache under the key, or else what is read now, which is kept so many seconds (``None``: until it is thrown out)."""
    return cast("_Value", cache.get_or_set(key, read, timeout=timeout))
