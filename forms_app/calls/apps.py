"""Configuration of the calls app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """From the announcement of a call to its results."""

    name = "forms_app.calls"
    label = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        """Register loaders and sections, name the acts for the audit, and watch the records whose change renews the pages."""
        from portal.core.audit import register_act
        from portal.core.generation import register_turn
        from portal.core.shelves import register_shelf
        from portal.core.signals import watch

        from . import loaders, sections, telling
        from .models import Call, CallAct, CallDocument
        from .models.guard import call_translated
        from .services.correcting import on_translation
        from .services.turns import next_turn

        watch(Call, CallAct, CallDocument)
        register_turn("calls", next_turn)
        for kind in CallAct.Kind:
            register_act(f"call.{kind.value}", kind.label)
        call_translated.connect(on_translation, dispatch_uid="calls.translated")
        register_shelf("calls", model=CallDocument, column="file", storages=("private", "default"))
        loaders.register()
        sections.register()
        telling.register()
