"""Addresses of calls, below the language."""

from django.urls import path

from . import views
from .views import feeds, poster

urlpatterns = [
    path("calls/", views.call_list, name="calls"),
    path("calls/follow/", views.call_follow, name="call_follow"),
    path("calls/follow/code/", views.call_follow_code, name="call_follow_code"),
    path("calls/follow/confirm/<str:token>/", views.call_follow_confirm, name="call_follow_confirm"),
    path("calls/follow/stop/<str:token>/", views.call_follow_stop, name="call_follow_stop"),
    path("calls/feed.atom", feeds.call_feed, name="call_feed"),
    path("calls/calendar.ics", feeds.calls_calendar, name="calls_calendar"),
    path("calls/calls.json", feeds.calls_json, name="calls_json"),
    path("calls/<slug:slug>/", views.call_detail, name="call"),
    path("calls/<slug:slug>/history/", views.call_history, name="call_history"),
    path("calls/<slug:slug>/history/<row:number>/", views.call_version, name="call_version"),
    path("calls/<slug:slug>/documents/<row:pk>/", views.call_document, name="call_document"),
    path("calls/<slug:slug>/calendar.ics", feeds.call_calendar, name="call_calendar"),
    path("calls/<slug:slug>/poster.pdf", poster.call_poster, name="call_poster"),
    path("calls/<slug:slug>/questions/", views.call_questions, name="call_questions"),
]
