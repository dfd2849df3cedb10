"""Publishing a form freezes it as a version; the loader brings the shipped forms as forms that can be edited."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from forms_app.engine.models import FormDefinition, form_published
from forms_app.engine.services import publish_form
from portal.core.audit import record_act, register_act
from portal.core.records import Outcome, load_record

#: What the audit writes when a form goes live.
PUBLISHED = "form.published"


def freeze(definition: FormDefinition, by: Any, **_signal: Any) -> None:
    """Receiver of :data:`form_published`: an incomplete form raises, which undoes the publication.

    Raises:
        InvalidDefinition: with everything that is missing.
    """
    version = publish_form(key=definition.key, definition=definition.as_json())
    record_act(act=PUBLISHED, of=version, by=by, form=definition.key, number=version.number, sha256=version.sha256)


def connect() -> None:
    """Called when the app is ready."""
    register_act(PUBLISHED, _("Form published"))
    form_published.connect(freeze, sender=FormDefinition, dispatch_uid="engine.freeze")


def definition_from_json(*, key: str, data: Mapping[str, Any], reset: bool = False) -> tuple[FormDefinition | None, Outcome]:
    """Make a shipped definition editable and publish it. What an editor has changed since, published or not, is kept.

    Returns:
        The form (``None`` when an editor has removed it) and what was done.
    """
    waiting = FormDefinition.objects.filter(key=key, has_unpublished_changes=True).first()
    if waiting and not reset:
        return waiting, Outcome.KEPT
    values = {"title": data["title"], "intro": data.get("intro") or {}, "steps": data["steps"], "rules": data.get("rules") or []}
    record, outcome = load_record(key=f"engine.form:{key}", model=FormDefinition, lookup={"key": key}, values=values, reset=reset)
    form = cast("FormDefinition | None", record)
    if form is not None:
        form.refresh_from_db()  # publishing wrote on another instance
    return form, outcome
