"""Somebody without a mouse: she goes from one thing to the next with the tabulator."""

from pathlib import Path

from playwright.sync_api import Page, expect

#: Presses after which a thing that has not got the focus never will.
_PATIENCE = 150


class Keys:
    """The keyboard in front of a page."""

    def __init__(self, page: Page) -> None:
        self.page, self._keyboard = page, page.keyboard
        page.on("filechooser", lambda _chooser: None)  # whoever listens from the beginning misses none

    def reach(self, selector: str) -> None:
        """Tab on until the thing has the focus.

        Raises:
            AssertionError: when it never gets it.
        """
        for _press in range(_PATIENCE):
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            self._keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def press(self, selector: str) -> None:
        """Reach a link or a button and press it."""
        self.reach(selector)
        self._keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        """Reach a box and write into it."""
        self.reach(selector)
        self._keyboard.type(text)

    def tick(self, selector: str) -> None:
        """Reach a box to tick, or a group of radio buttons, and take the one that has the focus."""
        self.reach(selector)
        self._keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Reach a group of radio buttons and move inside it with the arrows.

        Raises:
            AssertionError: when the arrows never come to the value.
        """
        self.tick(f"input[name={name}]")
        for _press in range(8):
            if self.page.locator(f"input[name={name}][value='{value}']").is_checked():
                return
            self._keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name} = {value}")

    def send_file(self, name: str, path: Path) -> None:
        """Reach the box of a document, open the list of files, take one, and wait until it has arrived."""
        self.reach(f"input[type=file][name='{name}']")
        with self.page.expect_file_chooser() as chosen:
            self._keyboard.press("Space")
        chosen.value.set_files(str(path))
        expect(self.page.locator(f"[data-upload='{name}'] [data-received] button").first).to_be_attached(timeout=15_000)
