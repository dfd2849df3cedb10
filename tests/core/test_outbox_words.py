"""Messages in neutral words: what tells is found in every script, kept back, and an error of the checks."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils.translation import gettext_lazy, override

from portal.core.checks import messages_are_neutral
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_due, names_programme, neutral, queue_message, register_message_text, retry_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent")]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Votre dossier Jisr est reçu", ["jisr"]),
        ("Programme d’Autonomisation des FEMMES", ["autonomisation", "femme"]),
        ("ملفك في برنامج جِسـر وصل", ["جسر"]),
        ("بالجسر وللنساء والأرملة", ["ارمل", "جسر", "نساء"]),
        ("ⵜⵉⵍⴳⴳⵯⵉⵜ", ["ⵜⵉⵍⴳⴳⵯⵉⵜ"]),
        ("Divorcée", ["divorce"]),
        ("Votre dossier 07-000123-4 est reçu. https://jisr.example/fr/track/", []),
        ("وصل ملفك رقم 07-000123-4. لا تجيبي على هذه الرسالة.", []),
        ("ⵉⵍⴽⵎ-ⴷ ⵓⵙⴷⴰⵡ", []),
        ("Conférence, aménagement, pénurie", []),
    ],
)
def test_telling_words_are_found_in_every_script(text, words) -> None:
    assert names_programme(text) == words


def test_a_telling_message_is_kept_back_and_harms_nobody(sent) -> None:
    words = {"body": "Votre dossier Jisr est reçu", "language": "fr", "purpose": "receipt", "dedupe": "1"}
    message = queue_message(channel="sms", to="+212612345601", due_at=NOW, **words)
    assert (deliver_due(at=NOW).handled, sent(), OutboxMessage.objects.values_list("state", "last_error").get(pk=message.pk)) == (
        0,
        [],
        ("dead", "not_neutral"),
    )


def test_a_telling_message_is_sent_by_nobody_again(django_user_model, sent) -> None:
    words = {"body": "Votre dossier Jisr est reçu", "language": "fr", "purpose": "receipt", "dedupe": "1"}
    message = queue_message(channel="sms", to="+212612345601", due_at=NOW, **words)
    by = django_user_model.objects.create(username="t")
    assert (retry_message(message=message, by=by, at=NOW), deliver_due(at=NOW).handled, sent()) == (False, 0, [])


def test_the_check_reads_registered_texts_in_every_language() -> None:
    assert messages_are_neutral() == []
    register_message_text("probe", gettext_lazy("Programme"), "Dossier Jisr")
    try:
        assert sorted(error.msg for error in messages_are_neutral()) == [f"The message “probe” says jisr in “{code}”." for code in ("ar", "fr", "zgh")]
    finally:
        del neutral._texts["probe"]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_test_message_is_neutral(language, capsys, sent) -> None:
    with override("fr"):
        call_command("send_test_message", sms="06 12 34 56 78", language=language)
    [(to, text)] = sent()
    assert (to, names_programme(text), capsys.readouterr().out.startswith("Sent: file-")) == ("+212612345678", [], True)
