"""A reader and her browser: what she opens, and what the page lets us know about itself."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Response

from .server import Site

#: Widths in CSS pixels: the narrowest screen, the usual telephone, a desk.
NARROW, PHONE, DESK = 320, 360, 1280


@dataclass
class Reader:
    """One person with one browser, in one language."""

    site: Site
    language: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def arrive(
        cls, browser: Browser, site: Site, language: str, *,
        width: int = PHONE, height: int = 740, theme: str = "auto", text: str = "normal", script: bool = True, headers: dict | None = None,
    ) -> "Reader":  # fmt: skip
        """A fresh browser: no cookie but the display choices, nothing cached."""
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, extra_http_headers=headers or {}, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in (("theme", theme), ("text", text))])
        reader = cls(site=site, language=language, context=context, page=context.new_page())
        reader.page.on("console", lambda message: reader.complaints.append(message.text) if message.type in {"error", "warning"} else None)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        return reader

    def choose(self, **choices: str) -> None:
        """Change the display as the panel does: by its cookies."""
        self.context.add_cookies([{"name": name, "value": value, "url": self.site.url} for name, value in choices.items()])

    def address(self, path: str) -> str:
        """Full address of a path below her language; a path with a leading slash is taken as it is."""
        return f"{self.site.url}{path}" if path.startswith("/") else f"{self.site.url}/{self.language}/{path}"

    def open(self, path: str) -> Response:
        """Go there and wait until everything, fonts too, has come."""
        response = self.page.goto(self.address(path), wait_until="load")
        return response

    @property
    def path(self) -> str:
        """Where she is, below the host."""
        return self.page.url.removeprefix(self.site.url)

    @property
    def words(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()
