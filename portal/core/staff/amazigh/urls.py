"""Addresses of the Amazigh team's screens."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.show_queue, name="amazigh_queue"),
    path("start/<row:page_id>/", views.start, name="amazigh_start"),
    path("po/<row:translation_id>/", views.download_po, name="amazigh_download_po"),
    path("po/<row:translation_id>/upload/", views.upload_po, name="amazigh_upload_po"),
    path("read/<row:page_id>/", views.read_page, name="amazigh_read"),
    path("text/<str:label>/<row:pk>/", views.edit_text, name="amazigh_text"),
]
