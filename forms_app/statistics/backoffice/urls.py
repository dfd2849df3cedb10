"""Addresses below ``/admin/figures/``."""

from django.urls import path

from .views import figures, keep, sheet, sheet_file, sheets

urlpatterns = [
    path("", figures, name="figures"),
    path("keep/", keep, name="figures_keep"),
    path("sheets/", sheets, name="figures_sheets"),
    path("sheets/<int:year>/<int:number>/", sheet, name="figures_sheet"),
    path("sheets/<int:year>/<int:number>/sheet.pdf", sheet_file, {"file_format": "pdf"}, name="figures_sheet_pdf"),
    path("sheets/<int:year>/<int:number>/sheet.csv", sheet_file, {"file_format": "csv"}, name="figures_sheet_csv"),
]
