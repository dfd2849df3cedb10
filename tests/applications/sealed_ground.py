"""Every address of the portal, with something to put in its gaps; and the words of a page without what changes at each reading."""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLResolver, get_resolver

#: Addresses that leave the session, always fail, answer machines only (token or own network: decision 534), or bear the moment they were made.
_NOT_WALKED = ("logout", "dismissible", "styleguide", "jsi18n", "/lock", "sprite", "failwhale", "metrics", "health/", "form.pdf")
#: Wagtail's own screens of pages, media and people: they read no table of ours that tells of files.
_OF_WAGTAIL = tuple(
    f"admin/{part}/" for part in ("pages", "images", "documents", "localize", "workflows", "redirects", "collections", "users", "groups", "bulk")
)
_GAP = re.compile(r"<(?:(\w+):)?(\w+)>")
_CHANGING = re.compile(r"[A-Za-z0-9]{64}|/editing-sessions/\w+/[\w/]+")


def every_address(*, file: int, call: object, draft: str) -> list[str]:
    """Each pattern of the resolver once; those of several languages in Arabic. Numbers are the file's, or the call's where calls are shown."""
    values = {"slug": {"call": call.slug, "slug": call.slug, "draft": draft, "step": "you", "app_label": "applications", "model_name": "submission"}}

    def fill(gap: re.Match, route: str) -> str:
        kind, name = gap.groups()
        if name in {"app_label", "app_name", "content_type_app_name"}:
            return "applications"
        if name in {"model_name", "content_type_model_name"}:
            return "submission"
        if kind == "uuid":
            return "00000000-0000-0000-0000-000000000001"
        if kind in {"int", "row", "file"} or name in {"pk", "object_id"}:
            return str(call.pk if "/call/" in route else file if kind == "file" or "submission" in route else 1)
        return values["slug"].get(name, "x")

    return sorted({f"/{_GAP.sub(lambda gap, route=route: fill(gap, route), route)}" for route in _routes(get_resolver().url_patterns)})


def _routes(patterns: list, before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif "(" not in route and not any(word in route for word in _NOT_WALKED) and not route.startswith(_OF_WAGTAIL):
            yield route.removesuffix("$")


def words_of(client: Client, address: str, *, file: int) -> str:
    """Status and content of a page, without tokens; the file's own number, which the address may repeat, left out."""
    client.cookies.pop("messages", None)  # what another page had to say
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    where = response.headers.get("Location", "")
    return f"{response.status_code} {where} {_CHANGING.sub('', content.decode(errors='replace'))}".replace(str(file), "N")
