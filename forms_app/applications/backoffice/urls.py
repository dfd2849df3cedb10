"""Addresses below ``/admin/files/``."""

from django.urls import path

from .documents import document

urlpatterns = [
    path("<int:pk>/document/<str:public_id>/", document, name="files_document"),
]
