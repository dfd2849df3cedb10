"""People with a password, and the authenticator on their telephone."""

from base64 import b32decode
from binascii import unhexlify

import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from portal.core.models import AuditEntry
from portal.core.staff.sign_in.services import new_secret, set_up

PASSWORD = "nothing-anybody-guesses"
VERIFY, SET_UP, MINE, LOGIN = "/admin/second-factor/", "/admin/second-factor/set-up/", "/admin/second-factor/mine/", "/admin/login/"


def person(name: str = "amina", **fields: object) -> object:
    """Somebody who may do everything, unless told otherwise."""
    made = get_user_model().objects.create(username=name, **({"is_superuser": True, "is_staff": True} | fields))
    made.set_password(PASSWORD)
    made.save()
    return made


def code_of(secret: str, *, steps: int = 0) -> str:
    """What her authenticator shows now, or some half minutes later or earlier."""
    clock = TOTP(unhexlify(secret), drift=steps)
    clock.time = timezone.now().timestamp()
    return f"{clock.token():06d}"


def with_authenticator(user: object) -> tuple[str, list[str]]:
    """She sets one up, a minute ago by her telephone: its secret, and her backup codes."""
    secret = new_secret()
    return secret, set_up(user=user, secret=secret, code=code_of(secret, steps=-1), at=timezone.now())[1]


def signed_in(user: object) -> Client:
    """A browser in which she has given her password."""
    client = Client()
    client.force_login(user)
    return client


def give(client: Client, code: str, **fields: object):
    return client.post(VERIFY, {"code": code, **fields})


def acts() -> list[tuple]:
    return list(AuditEntry.objects.filter(act__startswith="sign_in.").order_by("pk").values_list("act", "actor_id", "object_id"))


def inside(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def hexadecimal(spoken: str) -> str:
    return b32decode(spoken.replace(" ", "")).hex()


def secret_shown(page) -> tuple[str, str]:
    """The hidden field, and the secret as the page spells it."""
    return page.context["form"]["secret"].value(), page.context["spoken"]


def later(seconds: int = 30) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timezone.timedelta(seconds=seconds), tick=False)
