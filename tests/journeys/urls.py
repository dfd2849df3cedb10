"""The portal's addresses, with two that only tests need: the style page and a view that fails."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls as portal_urls
from portal.core import views

handler400, handler403 = portal_urls.handler400, portal_urls.handler403
handler404, handler500 = portal_urls.handler404, portal_urls.handler500


def fail(request: HttpRequest) -> HttpResponse:
    """What a bug would do."""
    raise RuntimeError("asked for by the tests")


urlpatterns = [
    path("fail/", fail),
    *i18n_patterns(path("styleguide/", views.styleguide, name="styleguide"), prefix_default_language=True),
    *portal_urls.urlpatterns,
]
