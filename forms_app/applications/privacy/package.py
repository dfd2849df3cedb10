"""A copy of a person's data for her: a ZIP with a page to read, the same as JSON, and her documents."""

import datetime as dt
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO, cast

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.models import Opening, PersonalCopy
from forms_app.applications.services.copies import keep_copy
from forms_app.applications.services.erasing import draft_ident
from portal.core.audit import record_act

from .paper import copy_paper
from .person import Person
from .told import documents_of, told

#: Explains data.json; the same page as in the repository's ``docs``.
_GUIDE = Path(__file__).with_name("format.md")


def make_copy(*, person: Person, language: str, by: User, at: dt.datetime) -> PersonalCopy:
    """Make the copy and keep it for a day; who made it, of which files, stands in the audit and in the access log of each file."""
    with tempfile.TemporaryFile(prefix="copy-") as content:
        write_copy(content, person=person, language=language, at=at)
        content.seek(0)
        holds = [*(file.reference for file in person.files), *(draft_ident(draft) for draft in person.drafts)]
        with keep_copy(content=content, holds=holds, by=by, at=at) as copy:
            Opening.objects.bulk_create(Opening(submission=file, by=by, at=at) for file in person.files)
            record_act(
                act="person.copied", of=copy, by=by, at=at, files=[file.reference for file in person.files], drafts=len(person.drafts),
                subscriptions=len(person.subscriptions), questions=len(person.questions),
            )  # fmt: skip
    return copy


def write_copy(content: BinaryIO, *, person: Person, language: str, at: dt.datetime) -> None:
    """Write the ZIP. Documents are photos and PDFs, which are small already: they are stored as they are."""
    with override(language):
        said = told(person, language=language, at=at)
        paper = copy_paper(said, language=language)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.pdf", paper, zipfile.ZIP_STORED)
        archive.writestr("data.json", json.dumps(said, ensure_ascii=False, indent=1))
        archive.writestr("data-format.md", _GUIDE.read_text(encoding="utf-8"))
        for place, upload in documents_of(person):
            if upload.file.storage.exists(cast("str", upload.file.name)):  # data.json names it even where its bytes were lost
                with upload.file.open("rb") as kept, archive.open(_entry(place, upload.created_at), "w") as entry:
                    shutil.copyfileobj(kept, entry)


def _entry(place: str, at: dt.datetime) -> zipfile.ZipInfo:
    """A place in the ZIP that only whoever unpacks it can read."""
    entry = zipfile.ZipInfo(place, date_time=timezone.localtime(at).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry
