"""A weak network in the middle of a step: rows that come and go, a step saved from elsewhere meanwhile, a browser that takes itself for offline."""

import re

import pytest
from playwright.sync_api import Page, expect

from .applicant import forward, step_of

CALL = "associations-souss-massa-sample"


@pytest.fixture
def at_step(open_reader):
    """Somebody who began the file of an association, at the step named."""

    def arrive(step: str):
        reader = open_reader("fr")
        reader.open(f"apply/{CALL}/")
        reader.page.locator("button[name=who][value=me]").click()
        reader.page.wait_for_url("**/association/")
        reader.page.goto(reader.page.url.replace("/association/", f"/{step}/"))
        return reader

    return arrive


def says(page: Page, what: str) -> None:
    """Wait until the bar at the foot says one of its sentences."""
    state = page.locator("[data-state]")
    expect(state).to_have_text(state.get_attribute(f"data-{what}"))


def types_without_network(reader, words: str, *, told: str = "offline") -> None:
    """The network goes, an address is typed, and the page says so."""
    reader.context.set_offline(True)
    reader.page.locator("main form [name=address]").fill(words)
    says(reader.page, told)


def saved_elsewhere(reader, **answers: str) -> None:
    """Save the step as another phone does."""
    hidden = {box.get_attribute("name"): box.input_value() for box in reader.page.locator("main form input[type=hidden]").all()}
    reader.context.request.post(reader.page.url, form={**hidden, **answers})


def test_a_row_that_comes_or_goes_stops_no_saving_and_loses_nothing_without_network(at_step):
    reader = at_step("board")
    page, add = reader.page, reader.page.locator("button[name='group:board'][value=add]")
    add.click()
    with page.expect_response(re.compile("/autosave/")):
        page.locator("[name='board-1-name']").fill("Amina Exemple")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")  # as phones say that have a mast and no network
    reader.context.set_offline(True)
    add.click(no_wait_after=True)
    says(page, "offline")
    assert (step_of(page), page.locator("[name='board-1-name']").input_value(), page.locator(".repeat").count()) == ("board", "Amina Exemple", 2)


def test_a_browser_that_takes_itself_for_offline_saves_the_step(at_step):
    page = at_step("board").page
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    with page.expect_navigation(timeout=5_000) as led_on:
        forward(page).click(no_wait_after=True)
    assert led_on.value.request.method == "POST"


def test_words_kept_on_the_phone_are_gone_once_she_has_chosen_others(at_step):
    reader = at_step("seat")
    page = reader.page
    types_without_network(reader, "1, rue de la Copie")
    saved_elsewhere(reader, headquarters="Tiznit", address="2, rue de l’Autre", contact_name="Amina Exemple", phone="0612345678")
    reader.context.set_offline(False)
    says(page, "changed")
    here = page.url
    for name, words in {"headquarters": "Tiznit", "contact_name": "Amina Exemple", "phone": "0612345678"}.items():
        page.locator(f"main form [name={name}]").fill(words)
    forward(page).click()
    page.locator("label[for^=theirs]").click()
    forward(page).click()
    page.wait_for_url("**/board/")
    page.goto(here)
    assert (page.locator("main form [name=address]").input_value(), page.evaluate("localStorage.length")) == ("2, rue de l’Autre", 0)


def document(content: bytes = b"%PDF-1.4", name: str = "report.pdf") -> dict:
    """A file as the picker of a phone gives it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_a_document_refused_while_the_step_waits_for_it_is_told_before_she_goes_on(at_step):
    page = at_step("annexes").page
    page.route("**/upload/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator("input[name=reports]").set_input_files(document(b"no document at all"))
    forward(page).click(no_wait_after=True)
    expect(page.locator(".sending--refused")).to_be_visible()
    page.wait_for_timeout(500)
    assert (page.locator(".sending--refused").count(), page.locator("#trouble").count()) == (1, 0)
    assert (page.evaluate("document.activeElement.id"), page.locator("#reports-field [data-said]").inner_text()) == ("reports-field", "")


def test_a_document_that_cannot_arrive_holds_nobody_up(at_step):
    page, asked = at_step("annexes").page, []
    answer = {"status": 404}
    page.route("**/upload/", lambda route: (asked.append(answer["status"]), route.fulfill(**answer)))
    box = page.locator("input[name=reports]")

    page.evaluate("document.querySelectorAll('[data-most=\"10485760\"]').forEach((one) => { one.dataset.most = 9; })")
    box.set_input_files(document(bytes(10)))  # too large: told at once, and not sent
    expect(page.locator(".sending--refused")).to_contain_text("10 Mo")
    box.set_input_files(document())  # no document is taken any more
    forward(page).click()
    expect(page.locator("#trouble")).to_be_visible()
    page.wait_for_load_state("load")  # the next document is taken by the scripts of the new page

    answer["status"] = 500
    box.set_input_files(document())  # whatever is wrong with it, she can do without
    page.locator(".sending button").last.click()
    page.evaluate("document.getElementById('trouble').remove()")
    forward(page).click()
    expect(page.locator("#trouble")).to_be_visible()
    assert asked == [404, 500]


def test_a_step_changed_elsewhere_is_saved_though_the_network_went_since(at_step):
    reader = at_step("seat")
    page = reader.page
    saved_elsewhere(reader, headquarters="Tiznit", address="2, rue de l’Autre", contact_name="Amina Exemple", phone="0612345678")
    page.locator("main form [name=address]").fill("1, rue de la Copie")
    says(page, "changed")
    page.locator("main form [name=address]").fill("3, rue de la Copie")
    reader.context.set_offline(True)
    says(page, "offline")
    reader.context.set_offline(False)
    says(page, "changed")
    with page.expect_navigation(timeout=5_000) as led_on:
        forward(page).click(no_wait_after=True)
    assert led_on.value.request.method == "POST"


def test_a_step_is_saved_though_its_button_is_pressed_while_saving_is_tried_again(at_step):
    page = at_step("board").page
    page.route("**/autosave/", lambda route: route.abort())
    page.locator("[name='board-0-name']").fill("Amina Exemple")
    says(page, "offline")
    page.unroute("**/autosave/")
    page.route("**/autosave/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.evaluate("dispatchEvent(new Event('online'))")
    with page.expect_navigation(timeout=5_000) as led_on:
        forward(page).click(no_wait_after=True)
    assert led_on.value.request.method == "POST"


def test_a_page_with_nothing_to_save_does_not_try_again_for_ever(at_step):
    reader = at_step("annexes")
    page = reader.page
    reader.context.set_offline(True)
    page.evaluate("document.querySelector('form[data-autosave]').dispatchEvent(new Event('input'))")
    says(page, "offline")
    with page.expect_response(re.compile("/autosave/")):
        reader.context.set_offline(False)
    expect(page.locator("[data-state]")).to_have_text("")


def test_nothing_is_said_to_be_back_where_nothing_is(at_step):
    page = at_step("board").page
    page.evaluate(
        """localStorage.setItem(
            `draft:${document.querySelector("form[data-autosave]").dataset.autosave.replace("/fr", "")}`, '{"version": "0", "plain": [["members_count", ""]]}'
        )"""
    )
    page.reload()
    assert (page.evaluate("localStorage.length"), page.locator("[data-state]").inner_text()) == (0, "")


def test_a_network_that_answers_nothing_is_none(at_step):
    page = at_step("board").page
    page.evaluate("AbortSignal.timeout = ((timeout) => () => timeout.call(AbortSignal, 50))(AbortSignal.timeout)")
    page.route("**/autosave/", lambda _route: None)
    page.locator("[name='board-0-name']").fill("Amina Exemple")
    says(page, "offline")


def test_another_language_or_size_of_text_shows_the_last_word_typed(at_step):
    page = at_step("board").page
    page.locator("[name='board-0-name']").fill("Amina")
    page.locator(".langs a[lang=ar]").click()
    page.wait_for_url("**/ar/apply/**")
    in_arabic = page.locator("[name='board-0-name']").input_value()
    page.locator("[name='board-0-name']").fill("Amina Exemple")
    page.locator(".disp summary").click()
    with page.expect_navigation():
        page.locator("button[name=text][value=larger]").click()
    assert (in_arabic, page.locator("[name='board-0-name']").input_value()) == ("Amina", "Amina Exemple")


def test_what_is_typed_while_a_row_is_on_its_way_stays_in_its_box(at_step):
    page = at_step("board").page
    role, held = page.locator("[name='board-0-role']"), []
    page.route("**/board/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.locator("button[name='group:board'][value=add]").click(no_wait_after=True)
    role.fill("Prési")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".repeat")).to_have_count(2)
    page.keyboard.type("dente")
    assert (role.input_value(), page.locator("[name='board-1-name']").input_value()) == ("Présidente", "")


def test_a_document_that_does_not_move_any_more_can_be_sent_again(at_step):
    page = at_step("annexes").page
    page.clock.install()
    page.route("**/upload/", lambda _route: None)
    with page.expect_request("**/upload/"):
        page.locator("input[name=reports]").set_input_files(document())
    page.clock.fast_forward(120_000)
    again, remove = page.locator(".sending button").all()
    expect(again).to_be_visible()
    assert remove.bounding_box()["x"] - again.bounding_box()["x"] - again.bounding_box()["width"] >= 8


def test_in_a_row_only_what_is_wrong_is_framed_as_wrong(at_step):
    page = at_step("board").page
    page.locator("[name='board-0-name']").fill("Amina Exemple")
    forward(page).click()
    page.wait_for_selector("#trouble")
    colour = "box => getComputedStyle(box).borderTopColor"
    right, wrong, other = (page.locator(f"[name='{name}']").evaluate(colour) for name in ("board-0-name", "board-0-role", "members_count"))
    assert (right == other, wrong == other) == (True, False)


def test_a_phone_that_keeps_nothing_is_not_said_to_keep_what_she_types(at_step):
    """A browser whose storage is shut off, or full: every write to it fails."""
    reader = at_step("seat")
    page = reader.page
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }")
    types_without_network(reader, "1, rue de la Copie", told="unkept")
    page.locator("main form [name=address]").fill("2, rue de la Copie")
    says(page, "unkept")


def test_a_letter_more_without_network_is_not_read_out_again(at_step):
    """The bar is read out by screen readers whenever it is written, though the words be the same."""
    reader = at_step("seat")
    page = reader.page
    types_without_network(reader, "1, rue de la Copie")
    typed = """() => {
      const written = new MutationObserver(() => {});
      written.observe(document.querySelector("[data-state]"), { childList: true, characterData: true, subtree: true });
      document.querySelector("main form [name=address]").dispatchEvent(new Event("input", { bubbles: true }));
      return written.takeRecords().length;
    }"""
    assert page.evaluate(typed) == 0
