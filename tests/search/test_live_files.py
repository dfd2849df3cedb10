"""Files in the index: found by their words while a public page has them, gone with a private collection."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from search import indexing

from .test_live import committed, found, home, publish  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def docx(words: str) -> bytes:
    xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as package:
        package.writestr("word/document.xml", xml)
    return buffer.getvalue()


def file(title: str, name: str, content: bytes, **fields: object) -> object:
    return get_document_model().objects.create(title=title, file=ContentFile(content, name=name), **fields)


def download(document: object) -> list:
    return [{"type": "downloads", "value": [{"document": document.pk, "title": "x", "language": "fr"}]}]


def test_a_file_is_found_by_its_words_only_while_a_public_page_has_it(home, committed) -> None:  # noqa: F811
    with committed():
        document = file("Cahier des charges", "cahier.docx", docx("Conditions du safran"))
    assert found("safran") == []
    with committed():
        page = publish(home, "Page", body=download(document))
    assert found("safran") == ["Cahier des charges"]
    with committed():
        page.unpublish()
    assert found("safran") == []


def test_a_file_of_a_private_collection_is_never_found(home, committed) -> None:  # noqa: F811
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Privé"))
    with committed():
        publish(home, "Page", body=download(file("Safran", "a.pdf", b"%PDF-1.4 broken", collection=collection)))
    assert found("safran") == ["Safran"]
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert found("safran") == []


def test_many_files_put_into_a_private_collection_are_gone_before_any_task_has_run(home, committed, client) -> None:  # noqa: F811
    """One statement moves them all, of which no model hears."""
    with committed():
        document = file("Safran", "a.csv", b"x")
        publish(home, "Page", body=download(document))
    private = Collection.get_first_root_node().add_child(instance=Collection(name="Privé"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    indexing.refresh(f"file:{document.pk}")
    seen = [found("safran")]
    client.force_login(User.objects.create_superuser("editor"))
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    client.post(f"{address}?id={document.pk}", {"collection": private.pk})
    document.refresh_from_db()
    assert (document.collection, [*seen, found("safran")]) == (private, [["Safran"], []])


def test_a_collection_moved_below_a_private_one_takes_its_files_out(home, committed, client) -> None:  # noqa: F811
    top = Collection.get_first_root_node()
    moved, private = (top.add_child(instance=Collection(name=name)) for name in ("Région", "Privé"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    with committed():
        publish(home, "Page", body=download(file("Safran", "a.csv", b"x", collection=moved)))
    seen = [found("safran")]
    client.force_login(User.objects.create_superuser("editor"))
    with committed():
        client.post(reverse("wagtailadmin_collections:edit", args=[moved.pk]), {"name": "Région", "parent": private.pk})
    assert (Collection.objects.get(pk=moved.pk).get_parent(), [*seen, found("safran")]) == (private, [["Safran"], []])
