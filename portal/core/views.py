"""Views that belong to no app: the first address, display choices, untranslated pages, robots, the site map for machines."""

from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from . import languages
from .blocks import ICONS, LIVE_PREVIEW, body_blocks
from .chrome import TEXT_SIZES, THEMES
from .error_views import forbidden
from .middleware import reader_language
from .navigation import page_url, translations_of
from .page_cache import public_page
from .samples import style_samples
from .visibility import is_restricted, public

#: Display choices are kept a year.
DISPLAY_SECONDS = 365 * 24 * 3600
#: States a call may be in, for the style page (the calls themselves know theirs).
CALL_STATES = tuple((state, state) for state in ("announced", "open", "closing_soon", "closed", "under_review", "results_published", "cancelled"))


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """``/``: to the reader's language by her cookie, then her browser, then Arabic."""
    response = HttpResponseRedirect(f"/{reader_language(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response.headers["Cache-Control"] = "private, max-age=0"
    return response


@csrf_exempt  # no token, so that pages stay the same for everyone and can be cached; see docs/decisions/003-display-choices.md
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the chosen text size or theme in a cookie and go back. Only forms of this site may post here."""
    if not _comes_from_this_site(request):
        return forbidden(request)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        target = f"/{languages.current()}/"
    response = HttpResponseRedirect(target)
    for name, allowed in (("text", TEXT_SIZES), ("theme", THEMES)):
        value = request.POST.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=DISPLAY_SECONDS, samesite="Lax", secure=request.is_secure())
    return response


def _comes_from_this_site(request: HttpRequest) -> bool:
    """What the browser says of where the form was: ``Sec-Fetch-Site``, else ``Origin``; old browsers send neither."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched:
        return fetched in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


@require_safe
def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """This page does not exist in the reader's language: say so, and offer the languages in which it does."""
    page = get_object_or_404(Page.objects.live().filter(alias_of__isnull=True).select_related("locale"), pk=page_id)
    if is_restricted(page):
        raise Http404
    available = translations_of(page)
    if languages.current() in available:
        return HttpResponseRedirect(available[languages.current()])
    return render(request, "core/untranslated.html", {"title": page.title, "title_language": page.locale.language_code, "available": available})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; files in progress and the back office may not."""
    closed = ["/admin/", *(f"/{code}/{part}/" for code in languages.codes() for part in ("apply", "resume", "r", "track", "search", "untranslated"))]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page of every language with its translations; no alias, no private page, one query."""
    pages = (
        public(Page.objects.all()).filter(depth__gte=2, alias_of__isnull=True, locale__language_code__in=languages.codes())
        .select_related("locale").only("url_path", "depth", "translation_key", "last_published_at", "locale").order_by("path")
    )  # fmt: skip
    by_key: dict[object, dict[str, Page]] = {}
    for page in pages:
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    body = "".join(_sitemap_entries(request, translations) for translations in by_key.values())
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{body}</urlset>\n'
    )
    return HttpResponse(xml, content_type="application/xml")


def _sitemap_entries(request: HttpRequest, translations: dict[str, Page]) -> str:
    urls = {code: request.build_absolute_uri(page_url(page, code)) for code, page in translations.items()}
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>' for code, url in urls.items())
    if settings.LANGUAGE_CODE in urls:
        links += f'<xhtml:link rel="alternate" hreflang="x-default" href={quoteattr(urls[settings.LANGUAGE_CODE])}/>'
    entries = []
    for code, page in translations.items():
        changed = f"<lastmod>{page.last_published_at.date().isoformat()}</lastmod>" if page.last_published_at else ""
        location = quoteattr(urls[code])[1:-1]
        entries.append(f"<url><loc>{location}</loc>{changed}{links}</url>\n")
    return "".join(entries)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every block and component, for whoever builds pages. Only with the development settings."""
    previews = []
    for name, block in body_blocks():
        block.set_name(name)
        if block.meta.preview_value != LIVE_PREVIEW:
            html = block.render(block.get_preview_value(), context={"request": request})
            previews.append({"name": name, "label": block.label, "html": html})
    context = {"previews": previews, "icons": [name for name, _label in ICONS], "call_states": CALL_STATES}
    return render(request, "core/styleguide.html", context | style_samples())
