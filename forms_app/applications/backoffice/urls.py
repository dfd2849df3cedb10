"""Addresses below ``/admin/files/``."""

from django.urls import path

from . import numbers  # noqa: F401 - names the converter "file"
from .documents import document
from .exports import export, exports, fetch
from .outcomes import outcome
from .outcomes_table import outcomes

urlpatterns = [
    path("exports/", exports, name="files_exports"),
    path("exports/<row:pk>/", export, name="files_export"),
    path("exports/<row:pk>/table/", fetch, name="files_export_table"),
    path("outcomes/", outcomes, name="files_outcomes"),
    path("<file:pk>/outcome/", outcome, name="files_outcome"),
    path("<file:pk>/document/<str:public_id>/", document, name="files_document"),
]
