"""Addresses of the portal (DESIGN section 2). People print them, so they never change."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from portal.core import views
from portal.core.health import views as health
from portal.core.opendata.views import data_index
from portal.core.routing import serve_page

urlpatterns = [
    path("", views.choose_language, name="language"),
    path("admin/second-factor/", include("portal.core.staff.sign_in.urls")),
    path("admin/", include(admin_urls)),
    path("data/register/", include("forms_app.applications.data_urls")),
    path("documents/", include(document_urls)),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/full", health.full, name="health_full"),
    path("metrics", health.metrics, name="metrics"),
    path("data/", data_index, name="data"),
    path("data/", include("forms_app.statistics.data_urls")),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += [
        *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
        *staticfiles_urlpatterns(),
    ]

urlpatterns += i18n_patterns(
    *([path("styleguide/", views.styleguide, name="styleguide")] if settings.DEBUG else []),
    path("display/", views.display, name="display"),
    path("untranslated/<row:page_id>/", views.untranslated, name="untranslated"),
    path("", include("search.urls")),
    path("", include("regions.urls")),
    path("", include("forms_app.calls.urls")),
    path("", include("forms_app.applications.urls")),
    path("", include("forms_app.statistics.urls")),
    # Wagtail's addresses for private pages (password, log-in) stand before ours, which would take them for pages.
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=True,
)

handler400 = "portal.core.error_views.bad_request"
handler403 = "portal.core.error_views.forbidden"
handler404 = "portal.core.error_views.not_found"
handler500 = "portal.core.error_views.server_error"
