"""What somebody of the staff may do with the files she sees. Which ones she sees is ``visible_to``'s affair. Decision 452."""

from typing import ClassVar

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from forms_app.applications.models import Submission
from forms_app.applications.models.submissions import SubmissionQuerySet
from portal.core.models import Role

RECORD_OUTCOME = "applications.record_outcome"
EXPORT = "applications.export_submission"
VIEW = "applications.view_submission"


class _WithSituation(SubmissionQuerySet):
    """The same gate for fewer roles: a call manager screens bodies and needs nobody's card number, health or family."""

    visible_to_roles: ClassVar[frozenset[str]] = frozenset({Role.PROVINCIAL_AGENT, Role.REGIONAL_AGENT, Role.PROGRAMME_MANAGER})


def sealed_files(user: User) -> QuerySet[Submission]:
    """The files whose sensitive answers a person may read."""
    return _WithSituation(Submission).visible_to(user)


def may_read_sealed(user: User, submission: Submission) -> bool:
    """Whether she may read the sensitive answers of this file."""
    return sealed_files(user).filter(pk=submission.pk).exists()


def reads_sealed_anywhere(user: User) -> bool:
    """Whether she may read sensitive answers of any file at all: decides which filters and columns are offered."""
    return user.is_superuser or user.assignments.filter(role__in=_WithSituation.visible_to_roles).exists()


def sealed_condition(user: User) -> Q:
    """The same as a condition on files: one more query, however many files."""
    if user.is_superuser:
        return ~Q(pk__in=[])
    roles = user.assignments.filter(role__in=_WithSituation.visible_to_roles)
    allowed = Q(pk__in=[])
    for assignment in roles:
        allowed |= _WithSituation(Submission)._territory_condition(assignment) or Q(pk__in=[])
    return allowed
