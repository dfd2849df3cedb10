"""Addresses of calls, below the language."""

from django.urls import path

from . import views

urlpatterns = [
    path("calls/", views.call_list, name="calls"),
    path("calls/<slug:slug>/", views.call_detail, name="call"),
]
