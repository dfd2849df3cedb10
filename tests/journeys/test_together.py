"""Two people of an association on one file: the link, the same step at once, and the link taken back."""

from playwright.sync_api import Page, expect

CALL = "associations-souss-massa-sample"
SEAT = {"headquarters": "Tiznit", "address": "1, rue de l’Exemple", "contact_name": "Amina Exemple", "phone": "06 12 34 56 78"}


def save_seat(page: Page, **changed: str) -> None:
    """Fill in the step of the seat, and save it."""
    for name, value in changed.items():
        page.locator(f"main form [name={name}]").fill(value)
    page.locator("main form button.button:not(.button--second)").first.click()


def test_two_people_on_one_step_overwrite_nothing_and_a_link_is_taken_back(open_reader):
    holder, colleague = open_reader("fr", width=1280), open_reader("ar")
    hers, theirs = holder.page, colleague.page
    holder.open(f"apply/{CALL}/")
    hers.locator("button[name=who][value=me]").click()
    hers.wait_for_url("**/association/")
    base = hers.url.removesuffix("association/")
    hers.goto(f"{base}seat/")
    save_seat(hers, **SEAT)
    hers.wait_for_url("**/board/")

    hers.goto(f"{base}who-works/")
    hers.locator("main form [name=label]").fill("Ma collègue de Tiznit")
    hers.keyboard.press("Enter")
    link = hers.locator("#link").input_value()
    theirs.goto(link)
    theirs.locator("main form button").first.click()
    theirs.wait_for_url(lambda address: "/r/" not in address)
    hers.goto(f"{base}seat/")
    theirs.goto(f"{base}seat/")
    save_seat(theirs, address="12, rue du Marché")
    theirs.wait_for_url("**/board/")
    save_seat(hers, address="5, avenue de l’Exemple")
    both = hers.locator("fieldset label.choice").all_inner_texts()
    assert [any(words in shown for shown in both) for words in ("5, avenue de l’Exemple", "12, rue du Marché")] == [True, True]
    hers.locator("fieldset label.choice").last.click()
    hers.locator("main form button.button").first.click()
    hers.wait_for_url("**/board/")
    hers.goto(f"{base}seat/")
    assert hers.locator("main form [name=address]").input_value() == "12, rue du Marché"

    theirs.goto(f"{base}check/")
    assert theirs.locator("main form [name=key]").count() == 0, "only the holder sends"
    hers.goto(f"{base}who-works/")
    expect(hers.locator("main")).to_contain_text("Ma collègue de Tiznit")
    hers.locator("button[name=revoke]").focus()
    hers.keyboard.press("Enter")
    expect(hers.locator("button[name=revoke]")).to_have_count(0)
    assert theirs.goto(f"{base}seat/").status == 404
    assert "12, rue du Marché" not in theirs.content()
