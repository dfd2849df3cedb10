"""A PDF of her pages being kept while what it is made of goes. Needs a database that locks rows."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from forms_app.applications.models import Annex, Draft, Erasure, Upload
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.services import annexes, start_draft
from forms_app.applications.services.erasing import erase_draft
from forms_app.applications.services.uploads import add_upload, remove_upload
from forms_app.engine.definition import definition_of
from tests.applications.annexes_ground import annex_call, photo, sent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]


def erased(draft: Draft) -> None:
    erase_draft(draft=draft, reason=Erasure.Reason.REQUEST, at=timezone.now())


def taken_back(draft: Draft) -> None:
    remove_upload(draft=draft, public_id=Upload.objects.get().public_id, at=timezone.now())


@pytest.mark.parametrize("gone", [erased, taken_back])
def test_a_pdf_kept_at_the_moment_at_which_its_pages_go_leaves_no_bytes(gone: Callable[[Draft], None], monkeypatch, settings, tmp_path):
    settings.ERASURE_LIST = str(tmp_path / "erasures.jsonl")
    draft, _code = start_draft(call=annex_call(), language="fr", filled_by="self", at=timezone.now())
    before = _files_kept()
    question = definition_of(draft.form_version).question("statutes")
    add_upload(draft=draft, question=question, file=sent(photo()), at=timezone.now())
    writing = threading.Event()

    def slowly(data: bytes) -> ContentFile:
        writing.set()
        time.sleep(0.3)  # long enough for her pages to go
        return ContentFile(data)

    monkeypatch.setattr(annexes, "ContentFile", slowly)

    def join() -> bool:
        try:
            return annexes.join_one(Annex.objects.get().pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        joining = pool.submit(join)
        assert writing.wait(10)
        gone(draft)
        joining.result()
    assert (Annex.objects.count(), Upload.objects.count(), _files_kept() - before) == (0, 0, set())


def _files_kept() -> set[Path]:
    return {path for path in Path(private_storage().path("")).rglob("*") if path.is_file()}
