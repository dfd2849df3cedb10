"""Addresses of the public register outside the languages: people and programs keep copies of what stands there."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.register_home, name="register_home"),
    path("SHA256SUMS", views.register_sums, name="register_sums"),
    path("<slug:name>.txt", views.register_text, name="register_text"),
]
