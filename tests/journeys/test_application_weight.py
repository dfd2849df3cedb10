"""The whole way from home to the receipt, without documents: what the start page promises, kept."""

from forms_app.applications.views.start import WEIGHT_KB

from .applicant import CALL, TOWN, fill_everything, find_call, send, start
from .server import ROOT

#: Kilobytes; decision 435 and issue 4.
PROMISE = 400


def test_the_whole_way_weighs_less_than_the_start_page_says(open_reader):
    reader = open_reader("ar")
    session = reader.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    find_call(reader, TOWN["ar"])
    start(reader)
    page_before = sum(received)
    fill_everything(reader)
    send(reader)
    reader.page.wait_for_load_state("networkidle")
    whole = sum(received) / 1000
    print(f"home to the first step {page_before / 1000:.0f} KB, whole way to the receipt of {CALL} {whole:.0f} KB in {len(received)} answers")
    assert (whole <= WEIGHT_KB, WEIGHT_KB <= PROMISE) == (True, True)


def test_all_scripts_together_are_small():
    """As they are written. The one for photographed annexes, which only associations meet, is counted apart."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static" / "js").rglob("*.js")}
    annexes = sizes.pop("uploads.js")
    assert (sum(sizes.values()) <= 13_000, annexes <= 7_800) == (True, True), sizes
