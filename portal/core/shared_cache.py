"""Redis as the site's cache, and this process's own memory while Redis is away: a cache that is gone makes the site slower, never silent (decision 762)."""

import threading
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .breaker import Breaker

#: Seconds anybody waits for Redis: to be reached, and to answer. One more try meets a Redis that was only restarted.
_PATIENCE, _TRIES = 0.5, 1
#: Seconds the memory of one process keeps anything: no other process can correct it.
_KEPT = 30
#: What was written while Redis was away, by key; more than so many, and all that Redis holds is forgotten instead.
_MOST_MISSED = 10_000
#: In place of a key: all of them.
_EVERYTHING = ""
#: Entries of that memory.
_ROOM = 2000


class _Standing:
    """How one Redis stands, for all threads of this process (Django makes a cache for each)."""

    _known: dict[str, "_Standing"] = {}
    _lock = threading.Lock()

    def __init__(self) -> None:
        self.breaker = Breaker("Redis", failures=1, instead="each process keeps what it needs")
        self.has_missed = False
        self._missed: set[str] = set()

    def miss(self, keys: Iterable[str]) -> None:
        """Redis was not told of a change to these."""
        with self._lock:
            self._missed.update(keys)
            self.has_missed = bool(self._missed)

    def take_missed(self) -> set[str]:
        """All of them, to be told now; whoever fails to gives them back."""
        with self._lock:
            taken, self._missed, self.has_missed = self._missed, set(), False
        return taken

    @classmethod
    def of(cls, server: str | list[str]) -> "_Standing":
        with cls._lock:
            return cls._known.setdefault(str(server), cls())


class SharedCache(RedisCache):
    """``django.core.cache.backends.redis`` that asks no Redis that is away, and forgets there, once it is back, what changed meanwhile."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": _PATIENCE, "socket_timeout": _PATIENCE, "retry": Retry(NoBackoff(), _TRIES)} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})
        self._standing = _Standing.of(server)
        self._own = LocMemCache(f"while-away:{server}", params | {"OPTIONS": {"MAX_ENTRIES": _ROOM}})

    @property
    def is_away(self) -> bool:
        """Whether this process works without Redis now."""
        return self._standing.breaker.is_open

    def answers(self) -> bool:
        """Ask Redis itself whether it is there."""
        try:
            return bool(self._cache.get_client(None, write=True).ping())
        except RedisError:
            return False

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask("add", key, value, timeout=timeout, version=version, writes=[key])

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout=timeout, version=version, writes=[key])

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask("touch", key, timeout=timeout, version=version, writes=[key])

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask("delete", key, version=version, writes=[key])

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict:
        keys = list(keys)
        return self._ask("get_many", keys, version=version) if keys else {}

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask("has_key", key, version=version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._ask("incr", key, delta, version=version, writes=[key])

    def set_many(self, data: dict, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list:
        return self._ask("set_many", data, timeout=timeout, version=version, writes=data)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        keys = list(keys)
        self._ask("delete_many", keys, version=version, writes=keys)

    def clear(self) -> bool:  # type: ignore[override]  # as Django's does, which the stubs leave out
        self._own.clear()
        return self._ask("clear", writes=[_EVERYTHING])

    def _ask(self, act: str, *args: Any, writes: Iterable[Any] = (), **kwargs: Any) -> Any:
        """Let Redis do it, or this process's memory."""
        standing = self._standing
        if standing.breaker.allows(self.answers):
            try:
                if standing.has_missed:
                    self._forget_missed()
                return getattr(super(), act)(*args, **kwargs)
            except RedisError as error:
                standing.breaker.failed(type(error).__name__)
        standing.miss(_EVERYTHING if key is _EVERYTHING else self.make_key(key, version=kwargs.get("version")) for key in writes)
        if "timeout" in kwargs:
            kwargs["timeout"] = _soon(kwargs["timeout"])
        return getattr(self._own, act)(*args, **kwargs)

    def _forget_missed(self) -> None:
        """What Redis holds of these keys is older than what this process has seen since."""
        missed = self._standing.take_missed()
        try:
            if _EVERYTHING in missed or len(missed) > _MOST_MISSED:
                super().clear()
            elif missed:
                self._cache.delete_many(missed)
        except RedisError:
            self._standing.miss(missed)
            raise
        self._own.clear()


def _soon(timeout: Any) -> float:
    """At most so long, whatever was asked for."""
    return _KEPT if timeout is None or timeout is DEFAULT_TIMEOUT else min(timeout, _KEPT)
