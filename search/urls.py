"""Addresses of the search, below a language."""

from django.urls import path

from . import views

urlpatterns = [path("search/", views.search, name="search"), path("search/suggest/", views.suggest, name="suggest")]
