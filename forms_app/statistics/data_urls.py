"""Files below ``/data/``: names that do not change, the date of the state in the address."""

from django.urls import path

from .views import file_with_state, file_without_state

urlpatterns = [
    path("registrations/<str:state>/<slug:name>.<slug:file_format>", file_with_state, name="data_registrations"),
    path("<slug:name>.<slug:file_format>", file_without_state, name="data_of_all_time"),
]
