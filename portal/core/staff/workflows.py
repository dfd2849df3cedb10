"""Workflows: in a region the editor submits and the publisher publishes; everywhere else the communication team approves."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from portal.core.translated import said_in


def sync_workflow(*, name: object, group: Group, pages: Iterable[Page]) -> Workflow:
    """A workflow of one step, approved by ``group``, for these trees of pages. A workflow an administrator chose for a page stays.

    It is known by its group. ``name``: whom one submits to, as buttons and lists of the admin say it; its text follows the language in force.

    Called in a transaction, in which the group is held: nothing else keeps two loaders from making it twice.
    """
    list(Group.objects.select_for_update(of=("self",), no_key=True).filter(pk=group.pk).values_list("pk"))
    admin = [code for code, _own_name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
    shown = " – ".join(dict.fromkeys(said_in(admin, name).values()))
    task = GroupApprovalTask.objects.filter(groups=group).order_by("pk").first() or GroupApprovalTask.objects.create(name=shown)
    task.groups.set([group])
    workflow = Workflow.objects.filter(workflow_tasks__task=task).order_by("pk").first() or Workflow.objects.create(name=shown)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for one in (task, workflow):
        if one.name != shown:
            one.name = shown
            one.save(update_fields=["name"])
    held = set(WorkflowPage.objects.filter(page__in=[page.pk for page in pages]).values_list("page_id", flat=True))
    WorkflowPage.objects.bulk_create(WorkflowPage(page=page, workflow=workflow) for page in pages if page.pk not in held)
    return workflow
