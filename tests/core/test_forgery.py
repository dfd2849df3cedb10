"""A form of another site posts nothing here: every address refuses a post without its token, but for those named, with their reasons."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from forms_app.applications.models import DraftStep, Submission
from tests.applications.test_journey import begin, fill, open_call  # noqa: F401
from tests.factories_forms import POSTED
from tests.staff.every_address import NOWHERE, addresses, routes

#: Views without Django's own check, and why.
EXEMPT = {
    "display": "only the size of letters: it looks where the post comes from instead (decision 003)",
    "apply_clear": "checked within: from a page of ours whose token is too old it still clears the phone (decision 104)",
    "call_follow_stop": "a mail program posts here at its reader's touch (RFC 8058); the token in the address is the proof",
}
#: Pages of a draft: exempt before the key is looked at, so that whoever lost it keeps what she typed; checked after it (``with_draft``).
OF_A_DRAFT = {
    "apply_annex", "apply_autosave", "apply_check", "apply_correct", "apply_document", "apply_elsewhere", "apply_half_filled", "apply_hand_over", "apply_later",
    "apply_people", "apply_preview", "apply_step", "apply_take_over", "apply_upload", "apply_withdraw", "receipt", "receipt_pdf",
}  # fmt: skip


#: Their programming interfaces check the token themselves, when they see who asks: the second test posts to them too.
_OF_OTHERS = ("wagtail", "rest_framework")


def exempt(patterns: list | None = None) -> set[str]:
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found |= exempt(pattern.url_patterns)
        elif getattr(pattern.callback, "csrf_exempt", False) and not pattern.callback.__module__.startswith(_OF_OTHERS):
            found.add(pattern.name)
    return found


def test_only_the_views_named_here_are_without_the_check() -> None:
    assert exempt() == EXEMPT.keys() | OF_A_DRAFT


@pytest.mark.one_database
@pytest.mark.django_db
def test_every_address_refuses_a_post_without_its_token(admin_client) -> None:
    """Of somebody who may do everything, whose browser another site makes post."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = admin_client.cookies
    own = {f"/ar/{part}" for part in ("display/", "calls/follow/stop/x/")}
    asked = {address for route in routes() if "<slug:draft>" not in route for address in addresses(route, NOWHERE).values()} - own
    answers = {address: client.post(address, {"x": "y"}).status_code for address in sorted(asked)}
    assert {address: status for address, status in answers.items() if status != 403} == {}
    assert len(answers) > 400


@pytest.mark.django_db
def test_with_the_key_of_a_draft_nothing_is_saved_or_sent_without_the_token(open_call) -> None:  # noqa: F811
    usual = Client()
    base = begin(usual)
    fill(usual, base)
    client = Client(enforce_csrf_checks=True)
    client.cookies = usual.cookies
    key = usual.get(f"{base}check/").context["key"]
    posts = {
        f"{base}you/": {"wizard-current_step": "you", **POSTED["you"], "full_name": "forged"},
        f"{base}you/autosave/": {"full_name": "forged"},
        f"{base}you/upload/": {},
        f"{base}check/": {"key": key},
        f"{base}withdraw/": {"sure": "yes"},
        f"{base}who-works/": {},
        f"{base}take-over/": {},
    }
    assert {client.post(address, data).status_code for address, data in posts.items()} == {403}
    assert (Submission.objects.count(), DraftStep.objects.get(step="you").everything["full_name"]) == (0, POSTED["you"]["full_name"])


@pytest.mark.django_db
def test_without_the_key_a_forged_post_finds_no_draft(open_call) -> None:  # noqa: F811
    base = begin(Client())
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"]}).status_code == 404
    assert DraftStep.objects.count() == 0
