"""The two users of docs/operating.md on a server with passwords and TLS: the portal works with what they may do, and neither reaches the other's index.

Not in CI, where starting one more server takes too long: ``python -m pytest tests/search/secured_roles.py`` (needs what ``make elasticsearch`` needs).
"""

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from elastic_transport import TlsError
from elasticsearch import ApiError, AuthenticationException, Elasticsearch

from portal.core.breaker import Breaker
from search.database import store
from search.elastic import connection, engine, files_index, public_index
from search.elastic.engine import ElasticEngine
from search.elastic.indices import behind, files, public
from search.elastic.rebuild import difference, rebuild
from search.query import Query

from .elastic_ground import OwnServer
from .test_engine import document

pytestmark = pytest.mark.django_db
_OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
_ROLE = re.compile(r"_security/role/(\w+)\".*?-d '(\{.*?\})'", re.DOTALL)


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """A server of this file's own with the roles that operators copy from the page: its address for each, and the file of its authority."""
    own = OwnServer(secure=True)
    try:
        own.run("start")
        passwords = {role: own.run("role", role, said=written) for role, written in _ROLE.findall(_OPERATING.read_text(encoding="utf-8"))}
        authority = Path(own.run("folder")) / "tls" / "ca.crt"
        known = {role: own.url.replace("://", f"://{role}:{password}@") for role, password in passwords.items()}
        for address in known.values():
            _wait_until_known(address, authority)
        yield known | {"authority": str(authority)}
    finally:
        own.run("forget")


def _wait_until_known(address: str, authority: Path) -> None:
    """The server reads its files of users every few seconds."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            Elasticsearch(address, ca_certs=str(authority), request_timeout=20).security.authenticate()
        except AuthenticationException:
            time.sleep(1)
        else:
            return


@pytest.fixture
def portal(addresses, settings) -> Iterator[None]:
    """The portal with the two users."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_SUBMISSIONS_URL = addresses["portal_public"], addresses["portal_files"]
    settings.ELASTICSEARCH_CA, settings.ELASTICSEARCH_PREFIX = addresses["authority"], "jisr"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "breaker", Breaker("Elasticsearch"))
        for name in ("SEARCH_SECONDS", "SUGGEST_SECONDS"):
            patch.setattr(connection, name, 20.0)
        yield
    connection._client.cache_clear()
    connection._nodes.cache_clear()


def test_each_user_can_do_its_work(portal) -> None:
    store.write([document("a", "Safran"), document("b", "Safran rouge")])
    for origin in public_index.origins():
        rebuild(connection.public_client(), origin, grace=0)
    ours = ElasticEngine()
    ours.remove(["test:b:fr"], 1)
    ours.update([document("c", "Miel", version=2)])
    connection.public_client().indices.refresh(index=public("fr").name)
    (french,) = [origin for origin in public_index.origins() if origin.alias == public("fr")]
    found = difference(connection.public_client(), french)
    assert ([hit.url for hit in ours.search(Query("safran", "fr")).hits], found.missing, list(found.extra)) == (["/fr/a/"], ["test:b:fr"], ["test:c:fr"])
    assert [suggestion.url for suggestion in ours.suggest("saf", "fr")] == ["/fr/a/"]
    rebuild(connection.files_client(), files_index.files_origin(), grace=0)
    assert len(behind(connection.files_client(), files())) == 1


def test_neither_reaches_the_others_index(portal) -> None:
    ours, theirs = connection.public_client(), connection.files_client()
    (french,) = [origin for origin in public_index.origins() if origin.alias == public("fr")]
    rebuild(ours, french, grace=0)
    rebuild(theirs, files_index.files_origin(), grace=0)
    foreign = ((ours, behind(theirs, files())[0]), (theirs, behind(ours, public("fr"))[0]))
    statuses = [
        _status(question)
        for client, index in foreign
        for question in (partial(client.search, index=index), partial(client.index, index=index, document={}), partial(client.indices.delete, index=index))
    ]
    assert statuses == [403] * 6


def test_without_the_authority_nothing_is_asked(portal, settings) -> None:
    settings.ELASTICSEARCH_CA = ""
    connection._client.cache_clear()
    connection._nodes.cache_clear()
    with pytest.raises(TlsError):
        connection.public_client().count(index=public("fr").name)


def _status(question: Callable) -> int:
    try:
        return question().meta.status
    except ApiError as refusal:
        return refusal.status_code
