"""Configuration of the applications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """From the first answer to the receipt, and what became of the file."""

    name = "forms_app.applications"
    label = "applications"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Name the acts for the audit, the words of messages for the check that they are neutral, whom an act on a call concerns, and what is watched."""
        from portal.core.audit import register_act
        from portal.core.models import Role
        from portal.core.opendata import register_data_files
        from portal.core.outbox import register_message_text
        from portal.core.replays import register_replay
        from portal.core.retention import ACT as RETENTION_APPLIED
        from portal.core.shelves import register_shelf
        from portal.core.staff.roles import register_role_permissions

        from . import closings_followed, concerned, results, rights_followed, watch
        from .messages import BODIES, SUBJECT
        from .models import Annex, Export, PersonalCopy, SubmissionAct, Upload
        from .privacy import retention
        from .privacy.rights import PROTECT
        from .register.open_data import register_texts
        from .sealed import register as hold_sealed_files_back
        from .services import reminders
        from .services.numbers import leave_room
        from .services.replaying import replay_erasures
        from .services.tracking import CODE_TEXT

        hold_sealed_files_back()
        for kind in SubmissionAct.Kind:
            register_act(f"submission.{kind.value}", kind.label)
        register_act("draft.handed_over", _("File handed over"))
        register_act("export.asked", _("Export of files asked for"))
        register_act("export.made", _("Export of files made"))
        register_act("export.fetched", _("Export of files fetched"))
        for purpose, body in BODIES.items():
            register_message_text(f"submission.{purpose}", SUBJECT, body)
        for purpose, body in reminders.TEXTS.items():
            register_message_text(f"draft.{purpose}", reminders.SUBJECT, body)
        register_message_text("tracking.code", CODE_TEXT)
        register_act("submission.outcome_prepared", _("Outcome held until the results"))
        register_act("outcomes.recorded", _("Outcomes recorded from a table"))
        register_act("outcomes.held", _("Outcomes of a table held until the results"))
        register_act("submissions.generated", _("Made-up files made"))
        register_act("draft.erased", _("Draft erased"))
        register_act("person.looked_up", _("One person’s data looked up"))
        register_act("person.copied", _("Copy of one person’s data made"))
        register_act("person.copy_fetched", _("Copy of one person’s data fetched"))
        register_act(RETENTION_APPLIED, _("What was kept too long erased"))
        register_role_permissions(Role.DATA_PROTECTION, PROTECT)
        register_replay("erasures", replay_erasures)
        register_replay("calls whose numbers go on at the next hundred thousand", leave_room)
        for folder, model, column in (("uploads", Upload, "file"), ("annexes", Annex, "file"), ("exports", Export, "path"), ("copies", PersonalCopy, "path")):
            register_shelf(folder, model=model, column=column)
        retention.register()
        register_act("register.made", _("Public register made"))
        register_data_files("register", register_texts)
        concerned.register()
        results.register()
        watch.register()
        rights_followed.connect()
        closings_followed.connect()
