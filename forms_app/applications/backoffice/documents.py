"""Documents of a file, for staff: only those that were sent, only checked ones, only saved, and written down who opened which."""

from itertools import chain

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from forms_app.applications.files.serving import as_file
from forms_app.applications.models import Annex, Opening, Submission, Upload
from forms_app.applications.services.annexes import sent_annexes
from forms_app.applications.services.uploads import sent_documents
from forms_app.engine.definition import definition_of
from portal.core.staff.requests import StaffRequest

from .facts import Shown
from .gate import file_of
from .rights import may_read_sealed


@require_GET
def document(request: StaffRequest, pk: int, public_id: str) -> FileResponse:
    """A document as it was kept, never drawn by the browser as a page of ours.

    Raises:
        Http404: not hers to see, not sent with this file, not checked yet, of a sensitive question she may not read, or its bytes were lost.
    """
    submission = file_of(request.user, pk)
    found = _sent(submission, public_id)
    if found is None or _is_hidden(request, submission, found):
        raise Http404
    answer = as_file(found)
    Opening.objects.create(submission=submission, by=request.user, at=timezone.now(), upload=found.public_id)
    return answer


def _sent(submission: Submission, public_id: str) -> Upload | Annex | None:
    """A document that was sent, once it is checked; or the one PDF of pages that were sent, once it is made and all of them are checked."""
    sent: chain[Upload | Annex] = chain(*sent_documents(submission=submission).values(), sent_annexes(submission=submission).values())
    return next((one for one in sent if one.public_id == public_id and one.may_be_opened), None)


def _is_hidden(request: StaffRequest, submission: Submission, upload: Upload | Annex) -> bool:
    definition = definition_of(submission.form_version)
    question = definition.question(upload.question)
    return question is not None and Shown(definition, entitled=may_read_sealed(request.user, submission)).hides(question)
