"""Rights and workflows changed by two at the same moment. Needs a database that locks rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from wagtail.models import GroupApprovalTask, Workflow

from portal.core.models import Assignment, Role
from portal.core.staff.workflows import sync_workflow
from tests.factories_forms import region, staff

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]


def closing(work: Callable[[], object]) -> object:
    try:
        with transaction.atomic():
            return work()
    finally:
        connection.close()


def test_who_loses_her_two_rights_at_the_same_moment_is_left_in_no_group():
    user = staff(Role.CALL_MANAGER, region=region())
    Assignment.objects.create(user=user, role=Role.CALL_MANAGER, region=region("oriental", "02"))
    first, second = Assignment.objects.filter(user=user)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first.delete()
            other = pool.submit(closing, second.delete)
            wait([other], timeout=0.5)
        other.result()
    left = User.objects.get(pk=user.pk)
    assert (left.assignments.count(), list(left.groups.all()), left.is_staff) == (0, [], False)


def test_a_workflow_made_by_two_loaders_at_once_is_one():
    group = Group.objects.create(name="publishers")

    def make() -> Workflow:
        return sync_workflow(name="they approve", group=group, pages=[])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make()
            other = pool.submit(closing, make)
            wait([other], timeout=0.5)
        other.result()
    counts = [model.objects.filter(name="they approve").count() for model in (Workflow, GroupApprovalTask)]
    assert (counts, closing(make).name) == ([1, 1], "they approve")
