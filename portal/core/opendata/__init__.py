"""Open data: ``/data/`` lists the files that the apps registered. Each app serves its own, at addresses that never change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class DataFile:
    """One file: what it is called, where it is, its format (``CSV``) and how many bytes it has, when that is known."""

    title: str
    url: str
    format: str
    size: int | None = None


@dataclass(frozen=True)
class DataSet:
    """Files that belong together, with a sentence on what they hold. Texts are in the language in force."""

    title: str
    text: str
    files: tuple[DataFile, ...]


Provider = Callable[[], Iterable[DataSet]]
_providers: dict[str, Provider] = {}


def register_data_files(name: str, provider: Provider) -> None:
    """Let ``provider`` list files at ``/data/``; it is asked at each reading, so it should ask the cache. Called from ``AppConfig.ready()``."""
    _providers[name] = provider


def data_sets() -> list[DataSet]:
    """What every app has to give, in the order of names."""
    return [one for _name, provider in sorted(_providers.items()) for one in provider() if one.files]
