"""What a first visit costs: every request of an empty browser, weighed as the server would send it."""

import gzip
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Response

from .reader import Reader

#: Sent compressed; fonts and pictures are compressed already.
_TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")


@dataclass(frozen=True)
class Visit:
    """The weight in bytes by kind of file, where it came from, and what the browser complained about."""

    weights: Counter
    hosts: frozenset[str]
    policy: str
    complaints: tuple[str, ...]

    @property
    def total(self) -> int:
        """Everything counted."""
        return self.weights.total()


def weigh(reader: Reader, paths: dict[str, str]) -> dict[str, Visit]:
    """Open each page in a tab of its own that keeps nothing of the others, as an empty browser would."""
    return {name: _visit(reader, path) for name, path in paths.items()}


def _visit(reader: Reader, path: str) -> Visit:
    page = reader.context.new_page()
    reader.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    responses: list[Response] = []
    complaints: list[str] = []
    page.on("response", lambda response: responses.append(response))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(reader.address(path))
    page.evaluate("document.fonts.ready.then(() => true)")
    seen = Visit(
        weights=sum(map(_weight, responses), Counter()),
        hosts=frozenset(urlsplit(response.url).netloc for response in responses) - {urlsplit(reader.site.url).netloc, ""},
        policy=answer.headers.get("content-security-policy", ""),
        complaints=tuple(complaints),
    )
    page.close()
    return seen


def _weight(response: Response) -> Counter:
    if urlsplit(response.url).scheme not in {"http", "https"} or 300 <= response.status < 400:
        return Counter()
    return Counter({response.request.resource_type: _sent(response.body(), response.headers.get("content-type", ""))})


def _sent(body: bytes, content_type: str) -> int:
    return len(gzip.compress(body, compresslevel=9)) if content_type.startswith(_TEXT) else len(body)


def table(visits: dict[tuple[str, str], Visit]) -> str:
    """The visits as a table in kilobytes, for people."""
    kinds = ("document", "stylesheet", "script", "font", "image", "other")
    lines = [f"{'page':22}{'':5}{'total':>7}" + "".join(f"{kind:>12}" for kind in kinds)]
    for (name, language), seen in visits.items():
        lines.append(f"{name:22}{language:5}{seen.total / 1000:7.1f}" + "".join(f"{seen.weights[kind] / 1000:12.1f}" for kind in kinds))
    return "\n".join(lines)
