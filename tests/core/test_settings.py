"""What production refuses, and what never leaves development. Each start is a process of its own, with an environment of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.models import Page

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example,www.portal.example",
    "DATABASE_URL": "sqlite:///:memory:",
    "DATA_KEYS": "d" * 32,
    "LOOKUP_KEYS": "l" * 32,
}
SHOW = "from django.conf import settings as s; print(s.DEBUG, s.ALLOWED_HOSTS, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, hasattr(s, 'DEVELOPMENT_LOGIN'))"


def start(environment: dict[str, str], code: str = SHOW) -> subprocess.CompletedProcess:
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "portal.settings.production"}
    return subprocess.run([sys.executable, "-c", code], env=base | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False)


def test_production_starts_with_its_settings() -> None:
    done = start(COMPLETE)
    assert (done.stdout.strip(), done.returncode) == ("False ['portal.example', 'www.portal.example'] True True False", 0), done.stderr


def test_what_the_address_of_the_database_asks_for_is_kept() -> None:
    """An encrypted connection above all: ours come beside it, not in its place."""
    code = "from django.conf import settings as s; o = s.DATABASES['default']['OPTIONS']; print(o['sslmode'], 'pool' in o, o['prepare_threshold'])"
    encrypted = COMPLETE | {"DATABASE_URL": "postgres://portal@db.example/portal?sslmode=verify-full"}
    assert start(encrypted, code).stdout.split() == ["verify-full", "True", "3"]
    assert start(encrypted | {"DATABASE_PREPARED": "false"}, code).stdout.split() == ["verify-full", "True", "None"]


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("empty", [False, True])
def test_production_refuses_to_start_without(name: str, empty: bool) -> None:
    """Missing, or there with nothing in it; the message names it."""
    done = start({key: value for key, value in COMPLETE.items() if key != name} | ({name: ""} if empty else {}))
    assert (done.returncode, done.stdout) == (1, "")
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["DATA_KEYS", "LOOKUP_KEYS"])
def test_production_refuses_a_key_that_can_be_guessed(name: str) -> None:
    """One short key among long ones is enough, and so is none between commas; the message does not show it."""
    for keys in (f"{'k' * 32},{'short-one' * 3}", ","):
        done = start(COMPLETE | {name: keys})
        assert (done.returncode, name in done.stderr.splitlines()[-1], "short-one" in done.stderr) == (1, True, False)


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "short-one" * 5), ("ALLOWED_HOSTS", "portal.example, *")])
def test_production_refuses_a_secret_that_can_be_guessed_and_every_name(name: str, value: str) -> None:
    done = start(COMPLETE | {name: value})
    assert (done.returncode, name in done.stderr.splitlines()[-1], "short-one" in done.stderr) == (1, True, False)


@pytest.mark.parametrize("name", ["DATA_KEYS", "LOOKUP_KEYS"])
def test_production_refuses_a_key_with_a_blank(name: str) -> None:
    """After "new, old" the old one would be another key: every row unreadable, no file found again by its code."""
    done = start(COMPLETE | {name: f"{'n' * 32}, {'o' * 32}"})
    assert (done.returncode, name in done.stderr.splitlines()[-1], "o" * 32 in done.stderr) == (1, True, False)


FOLDERS = "from django.conf import settings as s; print(s.PRIVATE_ROOT, s.MEDIA_ROOT, s.STATIC_ROOT, s.ERASURE_LIST)"


def test_a_folder_that_is_there_with_nothing_in_it_is_the_usual_one() -> None:
    """Documents would lie among the code of a release, and go with it; and no erasure could be listed."""
    empty = dict.fromkeys(("PRIVATE_ROOT", "MEDIA_ROOT", "STATIC_ROOT", "ERASURE_LIST"), "")
    usual = [f"{settings.BASE_DIR}/{name}" for name in ("private", "media", "collected", "private/erasures.jsonl")]
    assert start(COMPLETE | empty, FOLDERS).stdout.split() == usual


@pytest.mark.parametrize("served", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_production_refuses_to_lay_private_files_where_the_web_server_hands_them_out(served: str) -> None:
    done = start(COMPLETE | {served: "/srv/jisr/served", "PRIVATE_ROOT": "/srv/jisr/served/../served/private"})
    assert (done.returncode, served in done.stderr.splitlines()[-1]) == (1, True)


ADDRESSES = "from django.conf import settings as s; print(s.WAGTAILADMIN_BASE_URL, s.DEFAULT_FROM_EMAIL, s.ALLOWED_HOSTS[-1], s.EMAIL_BACKEND)"


def test_production_says_its_own_address_and_prints_no_mail() -> None:
    """With the shipped environment, where these are there with nothing or a blank in them, as without it: 127.0.0.1 would stand on receipts and in messages."""
    hosts = COMPLETE | {"ALLOWED_HOSTS": " ,portal.example, www.portal.example"}
    empty, blank = (dict.fromkeys(("PUBLIC_URL", "DEFAULT_FROM_EMAIL", "EMAIL_URL"), value) for value in ("", " "))
    found = [start(hosts | more, ADDRESSES).stdout.split() for more in ({}, empty, blank)]
    assert found == [["https://portal.example", "no-reply@localhost", "www.portal.example", "portal.core.outbox.channels.NoMail"]] * 3
    said = start(COMPLETE | {"PUBLIC_URL": "https://jisr.example/", "EMAIL_URL": "smtp://mail.example:25"}, ADDRESSES).stdout.split()
    assert (said[0], said[-1]) == ("https://jisr.example", "django.core.mail.backends.smtp.EmailBackend")


@pytest.mark.parametrize(("word", "required"), [("", "True"), ("ture", "True"), ("false", "False")])
def test_a_second_factor_is_asked_for_unless_somebody_says_no(word: str, required: str) -> None:
    code = "from django.conf import settings as s; print(s.SECOND_FACTOR_REQUIRED)"
    assert start(COMPLETE | {"SECOND_FACTOR_REQUIRED": word}, code).stdout.strip() == required


def test_no_secret_of_development_is_in_production() -> None:
    done = start(COMPLETE, "from portal.settings import production; print(production.SECRET_KEY)")
    assert done.stdout.strip() == COMPLETE["SECRET_KEY"]


# What exists in development only --------------------------------------------------------


@pytest.mark.django_db
def test_the_development_log_in_refuses_other_settings() -> None:
    with pytest.raises(CommandError):
        call_command("development_login")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_development_log_in_is_made_once_and_printed(settings, capsys) -> None:
    settings.DEVELOPMENT_LOGIN = True
    call_command("development_login")
    user = User.objects.get()
    user.set_password("changed")
    user.save()
    call_command("development_login")
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[0] == lines[1], "admin" in lines[0]) == (2, True, True)
    assert User.objects.get().check_password("changed")


@pytest.mark.django_db
def test_samples_refuse_production(settings, capsys) -> None:
    settings.SAMPLES_ALLOWED = settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("load_samples")
    assert capsys.readouterr().out == ""


# Settings that guard against a trap --------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", False),
        ("WAGTAIL_GRAVATAR_PROVIDER_URL", None),
        ("WAGTAILEMBEDS_FINDERS", []),
        ("WAGTAIL_ALLOW_UNICODE_SLUGS", False),
        ("WAGTAIL_ENABLE_UPDATE_CHECK", False),
        ("WAGTAIL_AUTOSAVE_INTERVAL", 30_000),
        ("USE_TZ", True),
        ("TIME_ZONE", "Africa/Casablanca"),
    ],
)
def test_a_setting_that_guards(name: str, value: object) -> None:
    """Taking one away is a decision, not an accident: TRAPS says what each prevents."""
    assert getattr(settings, name) == value


def test_no_page_and_no_document_hides_behind_a_password_that_is_passed_around(db) -> None:
    forms = PageViewRestrictionForm(private_page_options=Page.private_page_options), CollectionViewRestrictionForm()
    assert [[kind for kind, _name in form.fields["restriction_type"].choices] for form in forms] == [["none", "login", "groups"]] * 2
