"""Whether the documents of what was sent are still those it was sent with: their list, and their very bytes."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from itertools import product

from forms_app.applications.models import Annex, Upload
from forms_app.engine.definition import Definition, Question
from portal.core.fingerprints import fingerprint


class SentDocuments:
    """The documents of some drafts, looked up at once. Each is read once, piece by piece, however many versions name it."""

    def __init__(self, *, drafts: Collection[int | None], bytes_too: bool) -> None:
        """``bytes_too``: without them only rows are compared, which takes no time beside reading all that was ever sent."""
        self._bytes_too = bytes_too
        self._uploads = {(one.draft_id, one.public_id): one for one in Upload.objects.filter(draft__in=drafts)}
        self._annexes: dict[tuple[int, str], list[Annex]] = {}
        for annex in Annex.objects.filter(draft__in=drafts, sent_at__isnull=False):
            self._annexes.setdefault((annex.draft_id, annex.question), []).append(annex)
        self._found: dict[int, str] = {}

    def faults(self, *, draft: int | None, definition: Definition, answers: Mapping[str, object], sha256: str) -> Iterator[str]:
        """What differs from the documents that these answers name and this fingerprint proves, in words; nothing where all is as it was."""
        listed: list[list[list[list]]] = []
        for question, codes in _named(definition, answers):
            uploads = [self._uploads.get((draft or 0, code)) for code in codes]
            listed.append(self._as_it_may_have_been(draft, question, codes, uploads))
            for code, upload in zip(codes, uploads, strict=True):
                wrong = self._wrong(upload) if upload else "is gone"
                if wrong:
                    yield f"has a document, {code}, that {wrong}"
        if sha256 not in (fingerprint([entry for content in contents for entry in content]) for contents in product(*listed)):
            yield "has other documents"

    def _as_it_may_have_been(self, draft: int | None, question: Question, codes: list[str], uploads: list[Upload | None]) -> list[list[list]]:
        """The lists that may have been sent: of an annex one for each way in which these pages were ever sent turned."""
        known = [[code, upload.sha256 if upload else ""] for code, upload in zip(codes, uploads, strict=True)]
        if not question.annex:
            return [known]
        sent = [annex.content for annex in self._annexes.get((draft or 0, question.key), ()) if annex.uploads == codes]
        return [[[*entry, turn] for entry, (_code, _sha256, turn) in zip(known, content, strict=True)] for content in sent]

    def _wrong(self, upload: Upload) -> str:
        if self._bytes_too and upload.pk not in self._found:
            self._found[upload.pk] = _wrong_bytes(upload)
        return self._found.get(upload.pk, "")


def _named(definition: Definition, answers: Mapping[str, object]) -> Iterator[tuple[Question, list[str]]]:
    for question in definition.questions():
        codes = answers.get(question.key) if question.type == "file" else None
        if isinstance(codes, list) and codes:
            yield question, codes


def _wrong_bytes(upload: Upload) -> str:
    try:
        with upload.file.open("rb") as content:
            same = hashlib.file_digest(content, "sha256").hexdigest() == upload.sha256
    except OSError:
        return "cannot be read" if Upload.objects.filter(pk=upload.pk).exists() else ""  # erased while we were walking
    return "" if same else "has other bytes"
