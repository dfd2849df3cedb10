"""The least that Django can do: a project of one view without middleware. Settings, addresses and view in one."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "hello" * 10
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = __name__
USE_I18N = False


def hello(request: HttpRequest) -> HttpResponse:
    """One word."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
