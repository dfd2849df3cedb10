"""What an editor does in the admin."""

from playwright.sync_api import expect

from portal.core.management.commands.development_login import NAME, PASSWORD

from .reader import Reader


def log_in(reader: Reader) -> None:
    """With the development log-in, as ``make run`` prints it."""
    page = reader.page
    reader.open("/admin/")
    page.locator("input[name=username]").fill(NAME)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def see_file(reader: Reader, reference: str, person: str) -> None:
    """Find the file in the list of files and open it."""
    page = reader.page
    page.locator("nav a[href*='submission'], nav a[href*='files']").first.click()
    row = page.locator("tr", has_text=reference)
    expect(row).to_be_visible()
    row.locator("a").first.click()
    expect(page.locator("main")).to_contain_text(person)


def publish_news(reader: Reader, language: str, title: str, slug: str) -> str:
    """Write a piece of news under the news of a language, publish it, and return its public path."""
    site, page = reader.site, reader.page
    [(parent,)] = site.rows(
        "SELECT p.id FROM wagtailcore_page p JOIN home_newsindexpage n ON n.page_ptr_id = p.id JOIN wagtailcore_locale l ON l.id = p.locale_id"
        " WHERE l.language_code = ?",
        language,
    )
    reader.open(f"/admin/pages/{parent}/")
    page.locator(f"a[href*='/admin/pages/{parent}/add_subpage/'], a[href*='/admin/pages/add/home/newspage/{parent}/']").first.click()
    if "add_subpage" in page.url:
        page.locator(f"a[href*='/home/newspage/{parent}/']").first.click()
    page.locator("#id_title").fill(title)
    page.locator("#id_date").fill("2026-11-20")
    page.locator("#id_date").press("Escape")
    page.locator("[role=tab]").nth(1).click()
    page.locator("#id_slug").fill(slug)
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("footer button[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    return f"/{language}/news/{slug}/"
