"""The business verbs of the forms engine."""

from collections.abc import Mapping

from django.db import transaction

from portal.core.upstream.prepared import Prepared

from .definition import Problem, fingerprint, problems
from .models import FormVersion

#: Without its definition, which is parsed once a process by its hash and read where it is not known yet.
_NEWEST = Prepared(lambda key: FormVersion.objects.latest_of(key).defer("definition")[:1], like="-like-")


class InvalidDefinition(ValueError):
    """A definition that may not be published; ``problems`` says what is missing where."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(map(str, found)))
        self.problems = found


def publish_form(*, key: str, definition: Mapping) -> FormVersion:
    """Freeze a definition as the next version of the form ``key``. Publishing the newest words again gives the same version; going
    back to older ones gives a new version, which new drafts pin.

    Raises:
        InvalidDefinition: when a language, a code or a condition is missing or wrong.
    """
    found = problems(definition)
    if found:
        raise InvalidDefinition(found)
    sha256 = fingerprint(definition)
    with transaction.atomic():
        newest = FormVersion.objects.latest_of(key).first()
        if newest and newest.sha256 == sha256:
            return newest
        return FormVersion.objects.create(key=key, number=newest.number + 1 if newest else 1, definition=definition, sha256=sha256)


def current_version(*, key: str) -> FormVersion | None:
    """The newest version of a form, which new drafts pin; ``None`` when the form was never published."""
    return _NEWEST.first(key)
