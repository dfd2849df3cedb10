"""The screens of the second factor: give the code, set it up or replace it, one's own, leave. In the language of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.models import Device
from wagtail.users.models import UserProfile

from portal.core.crypt import CannotDecrypt, decrypt, encrypt
from portal.core.throttle import held, hold

from . import services
from .forms import CodeForm, ReplaceForm, SetUpForm
from .models import BackupSheet
from .pending import code_given, lacks_code
from .requests import KnownRequest, SigningInRequest
from .services import WrongCode

_RESERVE = 3


def _signing_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever gave a password, in the language she chose for the admin; never kept by a browser or a proxy."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: KnownRequest) -> HttpResponse:
        if not request.signing_in.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        chosen = UserProfile.objects.filter(user=request.signing_in).values_list("preferred_language", flat=True).first()
        with override(chosen or request.LANGUAGE_CODE):
            return view(request)

    return wrapped


@_signing_in
def verify(request: SigningInRequest) -> HttpResponse:
    """After the password, the code; then on to where she wanted to go."""
    person = request.signing_in
    if not lacks_code(request, person):
        return _onwards(request)
    if not services.has_second_factor(user=person):
        return redirect("second_factor_set_up")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "verify", form, next=_next(request))
    try:
        device = services.verify(user=person, code=form.cleaned_data["code"], at=timezone.now())
    except WrongCode as wrong:
        return _refused(request, "verify", form, wrong, next=_next(request))
    _verified(request, device)
    if isinstance(device, BackupSheet):
        _count_codes(request, device.codes.count())
    return _onwards(request)


@_signing_in
def set_up(request: SigningInRequest) -> HttpResponse:
    """A new authenticator: its secret as a picture and in letters, a first code to prove it; then the backup codes, this once.

    Who has one already gives its code too; and who has one cannot set up another with her password alone.
    """
    person = request.signing_in
    replaces = services.has_second_factor(user=person)
    if replaces and lacks_code(request, person):
        return redirect("second_factor")
    make = ReplaceForm if replaces else SetUpForm
    secret = _secret_of(request) or services.new_secret()
    shown = {"qr": _drawn(services.secret_address(secret=secret, user=person)), "spoken": services.spoken_secret(secret), "replaces": replaces}
    if request.method != "POST" or not _secret_of(request):
        return _page(request, "set_up", make(initial={"secret": _closed(request, secret)}), **shown)
    form = make(request.POST)
    if not form.is_valid():
        return _page(request, "set_up", form, **shown)
    at = timezone.now()
    try:
        if replaces:
            services.verify(user=person, code=form.cleaned_data["current"], at=at)
        device, codes = services.set_up(user=person, secret=secret, code=form.cleaned_data["code"], at=at)
    except WrongCode as wrong:
        return _refused(request, "set_up", form, wrong, **shown)
    _verified(request, device)
    return _codes(request, codes)


@_signing_in
def mine(request: SigningInRequest) -> HttpResponse:
    """Her own second factor: replace it, make new backup codes, remove it. The last two ask for a code again."""
    person = request.signing_in
    standing = services.standing_of(user=person)
    if lacks_code(request, person) or standing.authenticator is None:
        return redirect("second_factor" if lacks_code(request, person) else "second_factor_set_up")
    form = CodeForm(request.POST or None)
    shown = {"standing": standing, "required": settings.SECOND_FACTOR_REQUIRED}
    if request.method != "POST" or not form.is_valid():
        return _page(request, "mine", form, **shown)
    at = timezone.now()
    try:
        device = services.verify(user=person, code=form.cleaned_data["code"], at=at)
    except WrongCode as wrong:
        return _refused(request, "mine", form, wrong, **shown)
    if request.POST.get("do") == "remove":
        services.remove(user=person, by=person, at=at)
        return redirect("second_factor_set_up" if settings.SECOND_FACTOR_REQUIRED else "wagtailadmin_account")
    _verified(request, device)
    return _codes(request, services.new_backup_codes(user=person, at=at))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out, with or without a code."""
    logout(request)
    return redirect("wagtailadmin_login")


def _page(request: SigningInRequest, name: str, form: Form, **context: Any) -> HttpResponse:
    return render(request, f"core/admin/sign_in/{name}.html", {"form": form, "person": request.signing_in, **context})


def _refused(request: SigningInRequest, name: str, form: Form, wrong: WrongCode, **context: Any) -> HttpResponse:
    """The same page, saying that the code is wrong, or from when on another one is looked at."""
    if wrong.until is None:
        form.add_error(None, _("This code is wrong, or was used already. Wait for the next one and try again."))
        return _page(request, name, form, **context)
    hold(form, wrong.until)
    return held(_page(request, name, form, **context), wrong.until)


def _codes(request: SigningInRequest, codes: list[str]) -> HttpResponse:
    return render(request, "core/admin/sign_in/codes.html", {"codes": [f"{code[:5]} {code[5:]}" for code in codes], "person": request.signing_in})


def _verified(request: SigningInRequest, device: Device) -> None:
    request.user = request.signing_in
    django_otp.login(request, device)
    code_given(request)


def _count_codes(request: HttpRequest, left: int) -> None:
    text = ngettext("%(count)s backup code is left.", "%(count)s backup codes are left.", left) % {"count": left}
    more = _("Make new ones under “My account”.") if left < _RESERVE else ""
    messages.warning(request, f"{text} {more}".strip())


def _next(request: HttpRequest) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("next", "")


def _onwards(request: HttpRequest) -> HttpResponse:
    """Where she wanted to go, if that is here."""
    wanted = _next(request)
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if wanted and safe else reverse("wagtailadmin_home"))


def _closed(request: SigningInRequest, secret: str) -> str:
    """The secret as the page carries it: only we can read it, and only for her."""
    return encrypt(f"{request.signing_in.pk}:{secret}")


def _secret_of(request: SigningInRequest) -> str:
    """The secret the page was showing; nothing for somebody else's page, or a forged one."""
    try:
        person, _colon, secret = decrypt(request.POST.get("secret", "")[:400]).partition(":")
    except CannotDecrypt:
        return ""
    return secret if person == str(request.signing_in.pk) else ""


def _drawn(address: str) -> str:
    """A QR code as a picture inside the page: no request for it leaves the browser, no file of it is kept."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
