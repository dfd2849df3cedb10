"""Reading the settings on personal data. Kept in the cache until somebody saves them: a page costs no query for them."""

from django.conf import settings
from django.utils.translation import gettext, override

from . import languages
from .generation import current_generation
from .kept import kept
from .models import PrivacySettings


def privacy_settings() -> PrivacySettings:
    """Those of the portal; empty when nobody has filled them in. To read, not to save."""
    return kept(f"privacy:{current_generation()}", _read, timeout=None)


def authorisation_number() -> str:
    """Number of the national commission's authorisation: the environment's when set, else the editors'; empty when not given."""
    return settings.PRIVACY_AUTHORISATION.strip() or privacy_settings().authorisation_number.strip()


def may_collect() -> bool:
    """Whether a call that collects personal data may open: in production, only with the authorisation's number."""
    return not settings.REQUIRE_AUTHORISATION or bool(authorisation_number())


def _read() -> PrivacySettings:
    return PrivacySettings.objects.filter(site__is_default_site=True).first() or PrivacySettings()


def notice_values(language: str) -> dict[str, str]:
    """What fills the blanks of a privacy notice, in ``language``; what nobody has given yet is said to be not stated."""
    texts = privacy_settings()
    with override(language):
        missing = gettext("not stated")
    values = {name: getattr(texts, name).choose(language)[0] for name in ("controller", "contact", "recipients", "retention")}
    return {name: value or missing for name, value in {**values, "authorisation": authorisation_number()}.items()}


def notice_values_by_language() -> dict[str, str]:
    """The same in every language at once, under names such as ``controller@ar``: one page may show a notice in two."""
    return {f"{name}@{code}": value for code in languages.codes() for name, value in notice_values(code).items()}
