"""Workflows: in a region the editor submits and the publisher publishes; everywhere else the communication team approves."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask


def sync_workflow(*, name: str, group: Group, pages: Iterable[Page]) -> Workflow:
    """A workflow of one step, approved by ``group``, for these trees of pages. A workflow an administrator chose for a page stays.

    Called in a transaction, in which the group is held: no name of a workflow is unique by itself.
    """
    list(Group.objects.select_for_update(of=("self",), no_key=True).filter(pk=group.pk).values_list("pk"))
    task, _created = GroupApprovalTask.objects.get_or_create(name=name)
    task.groups.set([group])
    workflow, _created = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    held = set(WorkflowPage.objects.filter(page__in=[page.pk for page in pages]).values_list("page_id", flat=True))
    WorkflowPage.objects.bulk_create(WorkflowPage(page=page, workflow=workflow) for page in pages if page.pk not in held)
    return workflow
