"""Forms wait for a programme manager's approval when they are submitted; whoever publishes may also do so at once."""

from collections.abc import Callable

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType

from forms_app.engine.models import FormDefinition
from portal.core.models import Role
from portal.core.staff.workflows import sync_workflow


@transaction.atomic
def sync_workflow_of_forms() -> Workflow:
    """The workflow of forms, unless an administrator chose another one."""
    group, _created = Group.objects.get_or_create(name=Role.PROGRAMME_MANAGER.value)
    workflow = sync_workflow(name=Role.PROGRAMME_MANAGER.label, group=group, pages=[])
    kind = ContentType.objects.get_for_model(FormDefinition)
    return WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})[0].workflow


def after_loading(*, report: Callable[[str], None], reset: bool) -> None:
    """Last of all, when the groups are there."""
    report(f"workflow of forms: {sync_workflow_of_forms()}")
