"""Making the index: while people search, interrupted, brought up to date, checked; and what live updates leave in it."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import NotFoundError

from search import service
from search.database import store
from search.elastic import connection, public_index
from search.elastic import rebuild as making
from search.elastic.bulk import WriteFailed, index_action, write_all
from search.elastic.engine import ElasticEngine
from search.elastic.indices import behind, create, public
from search.models import SearchEntry
from search.query import Query

from .elastic_ground import elastic  # noqa: F401
from .test_engine import document

pytestmark = pytest.mark.django_db


def origin_of(language: str) -> making.Origin:
    return next(origin for origin in public_index.origins() if origin.alias == public(language))


def make(language: str = "fr") -> int:
    return making.rebuild(connection.public_client(), origin_of(language), grace=0)


def make_all() -> None:
    for language in ("ar", "fr", "zgh"):
        make(language)


def urls(text: str = "safran") -> list[str]:
    return sorted(hit.url for hit in ElasticEngine().search(Query(text, "fr")).hits)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("search_index", *arguments, "--only", "public", stdout=out)
    return out.getvalue()


def indices(elastic) -> list[str]:  # noqa: F811
    return sorted(elastic.indices.get(index=f"{public('fr').name}-*"))


def test_a_rebuild_holds_every_document_and_leaves_one_index(elastic) -> None:  # noqa: F811
    store.write(document(str(number), f"Safran {number}") for number in range(1200))
    assert make() == 1200
    first = indices(elastic)
    assert make() == 1200
    assert (len(first), len(indices(elastic)), first == indices(elastic)) == (1, 1, False)


def test_searches_never_fail_during_rebuilds(elastic) -> None:  # noqa: F811
    store.write(document(str(number), f"Safran {number}") for number in range(30))
    make_all()
    alias, found, stop = public("fr").name, [], threading.Event()

    def search_on() -> None:
        while not stop.is_set():
            found.append(
                connection.public_client().options(request_timeout=20).search(index=alias, query={"match": {"text": "safran"}}).body["hits"]["total"]["value"]
            )

    readers = [threading.Thread(target=search_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        making.rebuild(connection.public_client(), origin_of("fr"), grace=making.GRACE_SECONDS)
    stop.set()
    for reader in readers:
        reader.join()
    assert len(found) > 30
    assert set(found) == {30}


def test_an_interrupted_rebuild_changes_nothing_and_the_next_one_clears_up(elastic) -> None:  # noqa: F811
    store.write([document("a", "Safran")])
    make_all()
    living = indices(elastic)

    def breaks_off(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making.rebuild(connection.public_client(), origin_of("fr"), progress=breaks_off)
    assert len(indices(elastic)) == 2
    assert behind(elastic, public("fr")) == living
    assert urls() == ["/fr/a/"]
    make()
    assert len(indices(elastic)) == 1
    assert urls() == ["/fr/a/"]


def test_what_is_written_while_an_index_is_made_is_in_it(elastic) -> None:  # noqa: F811
    store.write(document(str(number), f"Safran {number}") for number in range(600))
    make_all()
    engine, newer = ElasticEngine(), document("0", "Amandes", version=5)
    told = []

    def changes(done: int, total: int) -> None:
        if not told:
            told.append(done)
            store.write([newer])
            store.remove(["test:1:fr"])
            engine.update([newer])
            engine.remove(["test:1:fr"], 5)

    making.rebuild(connection.public_client(), origin_of("fr"), progress=changes, grace=0)
    found = making.difference(connection.public_client(), origin_of("fr"))
    assert (told != [], found.count) == (True, 0)
    assert urls("amandes") == ["/fr/0/"]


def test_an_older_version_never_replaces_a_newer_one(elastic) -> None:  # noqa: F811
    store.write([document("a", "Nouveau", version=3)])
    make_all()
    ElasticEngine().update([document("a", "Ancien", version=2)])
    elastic.indices.refresh(index=public("fr").name)
    assert (urls("nouveau"), urls("ancien")) == (["/fr/a/"], [])


def test_what_was_unpublished_is_gone_from_the_next_search_on(elastic) -> None:  # noqa: F811
    store.write([document("a", "Safran"), document("b", "Safran")])
    make_all()
    assert urls() == ["/fr/a/", "/fr/b/"]
    ElasticEngine().remove(["test:a:fr"], 1)
    assert urls() == ["/fr/b/"]
    SearchEntry.objects.filter(key="test:b:fr").delete()
    assert [hit.url for hit in service.find(Query("safran", "fr")).hits] == []


def test_check_says_what_differs_and_update_puts_it_right(elastic) -> None:  # noqa: F811
    store.write([document("a", "Safran"), document("b", "Amandes"), document("c", "Noix")])
    make_all()
    assert "0 missing, 0 old, 0 too many" in command("check")
    SearchEntry.objects.filter(key="test:c:fr").delete()
    store.write([document("a", "Safran rouge", version=1), document("d", "Miel")])
    with pytest.raises(CommandError, match="3 documents differ"):
        command("check")
    assert f"{public('fr').name}: 1 added, 1 renewed, 1 forgotten" in command("update")
    assert "0 missing, 0 old, 0 too many" in command("check")
    assert (urls("noix"), urls("miel"), urls("rouge")) == ([], ["/fr/d/"], ["/fr/a/"])


def test_update_makes_what_is_not_there_and_rebuild_tells_how_many(elastic) -> None:  # noqa: F811
    store.write([document("a", "Safran")])
    with pytest.raises(CommandError):
        command("check")
    assert f"{public('fr').name}: 1 documents" in command("update")
    assert f"{public('fr').name}: 1 documents" in command("rebuild")


def test_a_count_that_does_not_agree_keeps_the_old_index(elastic) -> None:  # noqa: F811
    store.write([document("a", "Safran")])
    make_all()
    living, origin = behind(elastic, public("fr")), origin_of("fr")
    wrong = making.Origin(origin.alias, origin.mapping, lambda: 7, lambda: iter([("x", "1")]), origin.entries)
    with pytest.raises(making.CountMismatch):
        making.rebuild(connection.public_client(), wrong, grace=0)
    assert (behind(elastic, public("fr")), indices(elastic)) == (living, living)


def test_nothing_is_ever_written_to_an_index_that_is_gone(elastic) -> None:  # noqa: F811
    client, alias = connection.public_client(), public("fr")
    index = create(client, alias, origin_of("fr").mapping())
    elastic.indices.delete(index=index)
    with pytest.raises(WriteFailed, match="404"):
        list(write_all(client, [index_action(alias.next, "a", 1, {"stamp": "x", "version": 1})], alias_only=True))
    with pytest.raises(NotFoundError):
        elastic.indices.get(index=alias.next)


def test_a_document_that_the_index_refuses_is_named_by_its_kind_only(elastic) -> None:  # noqa: F811
    client, alias = connection.public_client(), public("fr")
    create(client, alias, origin_of("fr").mapping())
    with pytest.raises(WriteFailed) as failure:
        list(write_all(client, [index_action(alias.next, "a", 1, {"secret": "words"})]))
    assert str(failure.value) == "400 strict_dynamic_mapping_exception: 1"
