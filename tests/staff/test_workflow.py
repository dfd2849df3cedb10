"""The editor submits, the publisher publishes: the whole way."""

from django.urls import reverse

from portal.core.models import Role
from regions.models import RegionPage

from .attempts import edit_data


def test_an_editor_submits_and_her_publisher_publishes(tree, person, enter, django_capture_on_commit_callbacks) -> None:
    editor, publisher, stranger = person(Role.REGIONAL_EDITOR, "09"), person(Role.REGIONAL_PUBLISHER, "09"), person(Role.REGIONAL_PUBLISHER, "07")
    page = tree.pages["09", "ar"]
    with django_capture_on_commit_callbacks(execute=True):
        enter(editor).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**edit_data(page, title="نص جديد"), "action-submit": "action-submit"})
    page = RegionPage.objects.get(pk=page.pk)
    task_state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    data = {**edit_data(page, title="نص جديد"), "action-workflow-action": "true", "workflow-action-name": "approve"}
    for somebody in (editor, stranger):
        enter(somebody).post(approve, data)
        assert RegionPage.objects.get(pk=page.pk).title == tree.pages["09", "ar"].title
    with django_capture_on_commit_callbacks(execute=True):
        enter(publisher).post(approve, data)
    assert RegionPage.objects.get(pk=page.pk).title == "نص جديد"
