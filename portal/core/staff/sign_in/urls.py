"""Screens of the second factor. Not among Wagtail's own addresses: those ask for a person who is signed in already."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.verify, name="second_factor"),
    path("set-up/", views.set_up, name="second_factor_set_up"),
    path("mine/", views.mine, name="second_factor_mine"),
    path("leave/", views.leave, name="second_factor_leave"),
]
