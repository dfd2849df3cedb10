"""Addresses below ``/admin/personal-data/``."""

from django.urls import path

from .access_log import access_log
from .screens import act, copy, erase, fetch_copy, person

urlpatterns = [
    path("", person, name="person"),
    path("chosen/", act, name="person_act"),
    path("erase/", erase, name="person_erase"),
    path("copies/<row:pk>/", copy, name="person_copy"),
    path("copies/<row:pk>/zip/", fetch_copy, name="person_copy_zip"),
    path("access/", access_log, name="access_log"),
]
