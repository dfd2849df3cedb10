"""What somebody follows, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.core.translated import TranslatedText

from .models import Call
from .services.subscriptions import Followed


def followed_words(what: Followed) -> list[TranslatedText | str | Promise]:
    """The title of the call; or kind, region and programme; or that it is every call."""
    if what.call:
        return [what.call.title]
    parts: list[TranslatedText | str | Promise] = [Call.Kind(what.kind).label] if what.kind else []
    if what.region:
        parts.append(what.region.name)
    if what.programme:
        parts.append(what.programme.short_name or what.programme.name)
    return parts or [_("All the calls")]
