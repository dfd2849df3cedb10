"""What a view of the administration is given."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class StaffRequest(HttpRequest):
    """Of somebody who signed in: Wagtail lets nobody else come to these views. For annotations; nothing makes one."""

    user: User
