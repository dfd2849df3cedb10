"""Following a call and asking about it, from its page to the last message, by links and plain forms alone."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from forms_app.calls.models import CallAct, Clarification
from forms_app.calls.services.clarifications import answer, tell_answers
from forms_app.calls.services.notices import tell_waiting
from portal.core.outbox import deliver_due
from tests.calls.telling import DAY, act
from tests.factories_forms import call, staff

pytestmark = pytest.mark.django_db
MAIL = "her@example.org"
REPLY = {"ar": "نسخة عادية تكفي.", "fr": "Une copie simple suffit."}
QUESTION = {"ar": "هل يجب تصديق النسخ؟", "fr": "Faut-il des copies certifiées ?"}


def link_on(page: object, path: str) -> str:
    """The address of a link of the page that begins so."""
    return re.search(rf'href="({path}[^"#]*)', page.content.decode())[1].replace("&amp;", "&")


def letters() -> list[object]:
    """Mails sent by now, the new ones last."""
    tell_waiting(at=timezone.now())
    deliver_due(at=timezone.now())
    return mail.outbox


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_from_the_page_of_the_call_to_the_end_of_the_messages(client, language) -> None:
    made = call(slug="the-call", questions_until=timezone.now() + DAY)
    home = f"/{language}/calls/the-call/"
    page = client.get(home)

    asked = client.post(link_on(page, f"/{language}/calls/follow/"), {"address": MAIL})
    assert asked.status_code == 200
    confirm = re.search(r"https?://[^/]+(/\S+)", letters()[-1].body)[1]
    assert 'method="post"' in client.get(confirm).content.decode()
    assert client.post(confirm).status_code == 200

    questions = link_on(page, f"{home}questions/")
    thanks = client.post(questions, {"text": QUESTION[language]}, follow=True)
    assert (thanks.status_code, thanks.context["asked"]) == (200, True)
    by = staff()
    answer(question=Clarification.objects.get(), published_text=QUESTION[language], reply=REPLY, by=by, at=timezone.now())
    tell_answers(call=made, by=by, at=timezone.now())
    act(made, CallAct.Kind.CORRECTED)
    news = letters()[1:]
    assert [(letter.to, f"{home}questions/" in letter.body, home in letter.body) for letter in news] == [([MAIL], True, True), ([MAIL], False, True)]
    assert [text in client.get(home).content.decode() for text in (QUESTION[language], REPLY[language])] == [True, True]

    stop = re.search(r"<https?://[^/]+(/\S+)>", news[-1].extra_headers["List-Unsubscribe"])[1]
    assert (client.get(stop).context["stopped"], client.post(stop).context["stopped"]) == (False, True)
    act(made)
    assert len(letters()) == 3
