"""Names of indices and aliases, and how one index takes another's place without a search noticing.

Readers and writers know the alias (``jisr-public-ar``) only. An index being made has the alias with ``-next`` behind: live updates are written to
both, and whatever a rebuild that was interrupted left behind can be told from the living. A swap is one request of the cluster.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from elasticsearch import BadRequestError, Elasticsearch, NotFoundError


@dataclass(frozen=True)
class Alias:
    """One alias and the indices that have stood, stand or will stand behind it."""

    name: str

    @property
    def next(self) -> str:
        """The alias of the index being made."""
        return f"{self.name}-next"

    @property
    def pattern(self) -> str:
        """All its indices, living or not."""
        return f"{self.name}-2*"

    def new_index(self) -> str:
        """A name that was never used."""
        return f"{self.name}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"


def public(language: str) -> Alias:
    """Of what anybody may find in this language."""
    return Alias(f"{settings.ELASTICSEARCH_PREFIX}-public-{language}")


def files() -> Alias:
    """Of the files."""
    return Alias(f"{settings.ELASTICSEARCH_PREFIX}-files")


def create(client: Elasticsearch, alias: Alias, mapping: dict) -> str:
    """A new empty index, written to but not read. Indices that nobody reads (an interrupted rebuild's) are dropped first.

    Never without a copy on a cluster: the node that holds the only one may fall while it is made.
    """
    remove_leftovers(client, alias)
    name = alias.new_index()
    own = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "-1", "gc_deletes": "1h"}
    settings_of_it = {**mapping["settings"], "index": own | mapping["settings"].get("index", {})}
    try:
        client.indices.create(index=name, aliases={alias.next: {}}, settings=settings_of_it, mappings=mapping["mappings"])
    except BadRequestError as refusal:
        # Asked again because the node that had been asked fell: it had done it. Nobody else has this name.
        if refusal.error != "resource_already_exists_exception":
            raise
    return name


def remove_leftovers(client: Elasticsearch, alias: Alias) -> list[str]:
    """Drop indices that have been made and do not stand behind the alias."""
    left = [name for name, known in client.indices.get_alias(index=alias.pattern, allow_no_indices=True).items() if alias.name not in known["aliases"]]
    if left:
        client.indices.delete(index=",".join(left), ignore_unavailable=True)
    return left


def behind(client: Elasticsearch, alias: Alias) -> list[str]:
    """The indices that readers now reach: one, or none before the first rebuild."""
    try:
        return sorted(client.indices.get_alias(name=alias.name))
    except NotFoundError:
        return []


def written_to(client: Elasticsearch, alias: Alias) -> list[str]:
    """Where a live update goes: the living index and the one being made."""
    known = client.indices.get_alias(index=alias.pattern, allow_no_indices=True)
    return sorted(name for name, aliases in known.items() if {alias.name, alias.next} & set(aliases["aliases"]))


def swap(client: Elasticsearch, alias: Alias, index: str) -> list[str]:
    """Put the new index behind the alias, at once. Returns those that stood there: drop them when no search reads them any more.

    Raises:
        NotFoundError: another rebuild has dropped this index.
    """
    old = [name for name in behind(client, alias) if name != index]
    actions: list[dict] = [{"add": {"index": index, "alias": alias.name}}, {"remove": {"index": index, "alias": alias.next}}]
    actions += [{"remove": {"index": name, "alias": alias.name}} for name in old]
    client.indices.update_aliases(actions=actions)
    return old


def drop(client: Elasticsearch, names: list[str]) -> None:
    """Delete indices; unknown ones are no error."""
    if names:
        client.indices.delete(index=",".join(names), ignore_unavailable=True)
