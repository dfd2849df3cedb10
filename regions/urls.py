"""Addresses of the regions app, below a language."""

from django.urls import path

from . import views

urlpatterns = [path("where/", views.where, name="where")]
