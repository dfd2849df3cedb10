"""She erases it herself: with her receipt, once it is withdrawn, sealed call or not; and what her pages say afterwards."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.codes import tracking_secret
from forms_app.applications.models import Submission
from forms_app.applications.services import submit_draft, withdraw
from forms_app.applications.words import STATES
from tests.applications.backoffice.makers import draft_of, open_call
from tests.factories_forms import commune

pytestmark = pytest.mark.django_db


def sent(client: object, **values: object) -> tuple[Submission, dict[str, str]]:
    """A file, and what its receipt says."""
    draft, code = draft_of(open_call(**values), commune())
    file = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    return file, {"reference": file.reference, "secret": tracking_secret(draft_id=draft.public_id, resume_code=code)}


def post(client: object, name: str, **data: str) -> object:
    return client.post(reverse(name), data)


@pytest.mark.parametrize("sealed", [False, True])
def test_withdrawn_then_erased(client, sealed):
    file, receipt = sent(client, sealed=sealed)
    withdraw(submission=file, at=timezone.now())
    proof = post(client, "track", **receipt).context["proof"]
    asked = post(client, "track_erase", proof=proof)
    before = Submission.objects.get().status
    post(client, "track_erase", proof=proof, sure="yes")
    again = post(client, "track_erase", proof=proof, sure="yes")
    tracked = post(client, "track", **receipt)
    assert (next(template.name for template in asked.templates), before, Submission.objects.get().status) == ("applications/erase.html", "withdrawn", "erased")
    assert (again.status_code, tracked.context["sentence"], tracked.context["may_erase"]) == (200, STATES["erased"], False)


def test_not_before_it_is_withdrawn_nor_without_the_receipt(client):
    file, receipt = sent(client)
    page = post(client, "track", **receipt)
    answers = [post(client, "track_erase", proof=proof, sure="yes").status_code for proof in (page.context["proof"], "forged", "")]
    assert (page.context["may_erase"], answers, Submission.objects.get(pk=file.pk).status) == (False, [200, 302, 302], "received")


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_tracking_page_says_it_in_every_language(client, language):
    file, receipt = sent(client)
    withdraw(submission=file, at=timezone.now())
    track = reverse("track").replace("/ar/", f"/{language}/")
    proof = client.post(track, receipt).context["proof"]
    client.post(f"{track}erase/", {"proof": proof, "sure": "yes"})
    page = client.post(track, receipt)
    assert (page.status_code, str(page.context["sentence"]) in page.content.decode(), page.context["submission"].full_name) == (200, True, "")
