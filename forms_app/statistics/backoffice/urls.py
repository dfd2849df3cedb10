"""Addresses below ``/admin/figures/``."""

from django.urls import path

from .views import figures, keep, sheet, sheet_file, sheets

urlpatterns = [
    path("", figures, name="figures"),
    path("keep/", keep, name="figures_keep"),
    path("sheets/", sheets, name="figures_sheets"),
    path("sheets/<row:year>/<row:number>/", sheet, name="figures_sheet"),
    path("sheets/<row:year>/<row:number>/sheet.pdf", sheet_file, {"file_format": "pdf"}, name="figures_sheet_pdf"),
    path("sheets/<row:year>/<row:number>/sheet.csv", sheet_file, {"file_format": "csv"}, name="figures_sheet_csv"),
]
