"""What axe-core finds wrong on a page, in words a person can act upon."""

from playwright.sync_api import Page

_RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary}`));
}"""
_ASIDE = """() => {
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.closest(".scroll, .hidden, .skip, svg, [aria-hidden=true]")) return false;
    return box.left < -1 || box.right > innerWidth + 1;
  });
  const wider = document.scrollingElement.scrollWidth - innerWidth;
  if (wider <= 0 && !wide.length) return [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;
  return [`${wider} px too wide`, ...wide.slice(0, 4).map(name)];
}"""


def violations(page: Page, axe: str) -> list[str]:
    """Everything axe-core complains about: its WCAG rules and its good practice, contrast included."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    return page.evaluate(_RUN)


def sticking_out(page: Page) -> list[str]:
    """How much too wide the page is and what sticks out of it; empty when one never needs to scroll sideways."""
    return page.evaluate(_ASIDE)
