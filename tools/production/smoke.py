"""``make production-smoke``: the portal as production runs it, behind nginx, and the main journeys through it."""

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter

from .house import HOST, House, standing

#: Opens a call with the small form of the tests: nothing may be loaded into production that is not real.
OPEN_A_CALL = """
from tests.factories_forms import call, form
form("smoke")
call(slug="smoke", form_key="smoke")
"""
_CALL = "/ar/apply/smoke/"
#: Three pages of text, and a picture as an editor uploads one; prints its address.
PUT_ON_LINE = """
from io import BytesIO
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images import get_image_model
from home.models import HomePage, StandardPage
home = HomePage.objects.get(locale__language_code="ar")
for slug in ("withdrawn", "hidden", "renewed"):
    home.add_child(instance=StandardPage(title=f"smoke {slug}", slug=f"smoke-{slug}", locale=home.locale))
drawn = BytesIO()
Drawing.new("RGB", (40, 40)).save(drawn, "PNG")
print("picture:", get_image_model().objects.create(title="smoke", file=ContentFile(drawn.getvalue(), "smoke.png")).get_rendition("width-20").url)
"""
#: One is unpublished, one made private, one changed.
WITHDRAW = """
from home.models import StandardPage
from wagtail.models import PageViewRestriction
pages = {page.slug: page for page in StandardPage.objects.filter(slug__startswith="smoke-", locale__language_code="ar")}
pages["smoke-withdrawn"].unpublish()
PageViewRestriction.objects.create(page=pages["smoke-hidden"], restriction_type="login")
pages["smoke-renewed"].title = "smoke anew"
pages["smoke-renewed"].save_revision().publish()
"""
_PAGES = ("/ar/smoke-withdrawn/", "/ar/smoke-hidden/", "/ar/smoke-renewed/")
#: Seconds after which a page is gone from nginx, or another: five that it is kept, five that the old one may be shown, and one.
_GONE = 11
#: Seconds in which a worker has loaded the portal: before that it does not hear that it is to stop (decision 761).
_LOADED = 15
#: What a woman who does not exist answers to that form, step by step.
ANSWERS = {
    "you": {"full_name": "فاطمة مثال", "phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "commune": "تيزنيت", "marital_status": "married", "head_of_household": "yes"},
    "situation": {"disability": "no", "health_coverage": "amo", "education_level": "primary", "experience": "1_5", "has_idea": "yes"},
    "project": {"project": "زيت أركان مع نساء الدوار", "support_requested": ["training"], "consent": "on"},
}


class ByName(HTTPAdapter):
    """Reaches nginx on this machine under the portal's own name, and checks its certificate."""

    def __init__(self, certificate: str) -> None:
        self._certificate = certificate
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        """Say the name in the handshake."""
        super().init_poolmanager(*args, server_hostname=HOST, ca_certs=self._certificate, cert_reqs="CERT_REQUIRED", **kwargs)


class Walker:
    """A browser in front of the house, and the list of what it found."""

    def __init__(self, house: House) -> None:
        self.house, self.failures = house, 0
        self.base = f"https://127.0.0.1:{house.https_port}"
        self.forget()

    def forget(self) -> None:
        """A browser never seen before."""
        self.browser = requests.Session()
        self.browser.trust_env = False  # a proxy or an authority of this machine has no part in it
        self.browser.mount("https://", ByName(str(self.house.folder / "certificate.pem")))
        self.browser.headers.update({"Host": f"{HOST}:{self.house.https_port}", "Referer": f"https://{HOST}:{self.house.https_port}/", "Accept-Language": "ar"})
        self.browser.verify = str(self.house.folder / "certificate.pem")

    def get(self, path: str, **more: object) -> requests.Response:
        """One page; redirects are not followed."""
        return self.browser.get(self.base + path, allow_redirects=False, timeout=30, **more)

    def post(self, path: str, **values: object) -> requests.Response:
        """Send a form with this browser's token; redirects are not followed."""
        values["csrfmiddlewaretoken"] = self.browser.cookies.get("__Host-csrftoken", "")
        return self.browser.post(self.base + path, data=values, allow_redirects=False, timeout=30)

    def check(self, what: str, ok: object) -> None:
        """Print one line; count what failed."""
        print(f"  {'ok    ' if ok else 'FAILED'} {what}", flush=True)
        self.failures += not ok


def first_pages(walker: Walker) -> None:
    """Languages, static files, headers, TLS."""
    front = walker.get("/")
    walker.check("/ leads to the reader's language", (front.status_code, front.headers.get("Location")) == (302, "/ar/"))
    plain = requests.get(f"http://127.0.0.1:{walker.house.http_port}/ar/", headers={"Host": HOST}, allow_redirects=False, timeout=10)
    walker.check("http leads to https", (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}:{walker.house.https_port}/ar/"))
    for language, direction in {"ar": "rtl", "fr": "ltr", "zgh": "ltr"}.items():
        page = walker.get(f"/{language}/")
        walker.check(f"home in {language}", page.status_code == 200 and f'lang="{language}" dir="{direction}"' in page.text)
    wanted = {"Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"}
    walker.check("headers of safety", all(name in page.headers for name in wanted))
    styles = re.search(r'href="(/static/[^"]+\.css)"', page.text).group(1)
    sheet = walker.get(styles, headers={"Accept-Encoding": "gzip"})
    walker.check(
        "style sheet, compressed, kept for ever", ("immutable" in sheet.headers["Cache-Control"], sheet.headers.get("Content-Encoding")) == (True, "gzip")
    )
    for path in ("/ar/calls/", "/fr/search/?q=incubateur", "/ar/where/?q=تيزنيت", "/zgh/track/", "/robots.txt", "/sitemap.xml", "/admin/login/"):
        walker.check(path, walker.get(path).status_code == 200)
    walker.check("an address that is not there", walker.get("/fr/nothing-here/").status_code == 404)


def a_woman_applies(walker: Walker) -> None:
    """From the start to the receipt, its paper, the message and the tracking page."""
    walker.get(_CALL)
    base = walker.post(_CALL, who="me").headers["Location"].removesuffix("you/")
    for step, answers in ANSWERS.items():
        saved = walker.post(f"{base}{step}/", **{"wizard-current_step": step}, **answers)
        walker.check(f"step {step} is saved", saved.status_code == 302)
    key = re.search(r'name="key" value="([^"]+)"', walker.get(f"{base}check/").text).group(1)
    sent = walker.post(f"{base}check/", key=key)
    again = walker.post(f"{base}check/", key=key)
    walker.check("sent once, and twice the same", sent.headers["Location"] == again.headers["Location"] == f"{base}receipt/")
    receipt = walker.get(f"{base}receipt/")
    reference = re.search(r"\d{4}-000001-\d", receipt.text)
    walker.check("the receipt has its number", reference)
    paper = walker.get(f"{base}receipt.pdf")
    walker.check("the receipt on paper", paper.content.startswith(b"%PDF"))
    walker.forget()
    walker.check("another browser sees nothing of it", walker.get(f"{base}receipt/").status_code == 404)
    walker.get("/ar/track/")
    lost = walker.post("/ar/track/", reference=reference.group(), secret="00000000")
    walker.check("a wrong code opens nothing", lost.status_code == 200 and reference.group() not in lost.text.split("<form", 1)[0])


def machines_watch(walker: Walker) -> None:
    """Health, metrics, and who may read them."""
    token = {"Authorization": f"Bearer {walker.house.environment['HEALTH_TOKEN']}", "Host": HOST, "X-Forwarded-For": "192.0.2.9"}
    inner = f"http://127.0.0.1:{walker.house.app_port}"
    made, tried = walker.house.manage("backup"), walker.house.manage("verify_backup")
    walker.check("a backup is made, and comes back", made.startswith(walker.house.environment["BACKUP_FOLDER"]) and "comes back whole" in tried)
    due = ("publish_scheduled", "send_reminders", "expire_drafts", "expire_call_followers", "check_deadlines", "apply_retention", "make_register")
    walker.house.manage_all(*([command] for command in (*due, "count_registrations", "clear_sign_ins", "search_index")))
    full = eventually(lambda: requests.get(f"{inner}/health/full", headers=token, timeout=10), lambda answer: answer.ok)
    parts = {name: part["ok"] for name, part in full.json()["parts"].items()}
    walker.check(f"every part is well: {' '.join(sorted(parts))}", all(parts.values()) or print(json.dumps(full.json(), indent=1)))
    figures = requests.get(f"{inner}/metrics", headers=token, timeout=10).text
    walker.check("one file is counted", 'jisr_files{state="received"} 1.0' in figures)
    walker.check(
        "a stranger reads neither", requests.get(f"{inner}/metrics", headers={"Host": HOST, "X-Forwarded-For": "192.0.2.9"}, timeout=10).status_code == 404
    )
    walker.check("the chain of the audit holds", "broken" not in walker.house.manage("verify_audit").lower())


def processes_end(walker: Walker) -> None:
    """A worker killed is replaced; web servers restarted one after the other for an upgrade lose no request."""
    master = walker.house.webs[walker.house.app_port].pid
    worker = int(Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()[0])
    os.kill(worker, signal.SIGKILL)
    answered = eventually(lambda: walker.get("/ar/"), lambda page: page.status_code == 200)
    walker.check("a killed worker is replaced", answered.status_code == 200)
    time.sleep(_LOADED)
    with ThreadPoolExecutor(1) as beside:
        upgrade = beside.submit(lambda: [walker.house.restart_web(port) for port in tuple(walker.house.webs)])
        answers = []
        while not upgrade.done():
            answers.append(walker.get("/ar/track/").status_code)
            answers.append(walker.post("/ar/track/", reference="").status_code)
            time.sleep(0.02)
        upgrade.result()
    walker.check(f"an upgrade loses none of {len(answers)} requests ({sorted(set(answers))})", set(answers) == {200})


def nginx_keeps_pages(walker: Walker) -> None:
    """What is public is made once; who holds a key is answered by the portal alone."""
    walker.forget()
    feed = "/ar/calls/feed.atom"
    statuses = [walker.get(feed).headers.get("X-Cache-Status") for _each in range(2)]
    statuses.append(walker.get(feed, headers={"Cookie": "file=a-key"}).headers.get("X-Cache-Status"))
    statuses.append(walker.get("/ar/track/").headers.get("X-Cache-Status"))
    walker.check(f"made, kept, passed by with a key, never kept ({', '.join(map(str, statuses))})", statuses == ["MISS", "HIT", "BYPASS", "BYPASS"])
    numbers = {walker.get(feed).headers.get("X-Request-ID", "") for _each in range(2)}
    walker.check("each request has an id of its own, kept pages too", len(numbers) == 2 and all(re.fullmatch("[0-9a-f]{32}", one) for one in numbers))


def editors_are_obeyed(walker: Walker) -> None:
    """What they put on line is there; what they withdraw goes from nginx too; after a pause nobody is given an old page."""
    walker.forget()
    picture = walker.get(walker.house.manage("shell", text=PUT_ON_LINE).rpartition("picture: ")[2].strip())
    walker.check("nginx reads a picture that was uploaded", (picture.status_code, picture.headers.get("Content-Type")) == (200, "image/png"))
    kept = [[walker.get(page).status_code, walker.get(page).headers.get("X-Cache-Status")] for page in _PAGES]
    walker.check("three new pages, kept", kept == [[200, "HIT"]] * 3)
    walker.house.manage("shell", text=WITHDRAW)
    time.sleep(_GONE)
    renewed = walker.get(_PAGES[2])
    walker.check("after a pause the first reader is given the page as it is", "smoke anew" in renewed.text)
    statuses = [[walker.get(page).status_code for _each in range(3)] for page in _PAGES[:2]]
    walker.check(f"what was withdrawn is gone ({statuses})", statuses == [[404] * 3, [302] * 3])


def redis_falls(walker: Walker) -> None:
    """Without its cache the portal is slower, not silent."""
    walker.house.redis.terminate()
    walker.house.redis.wait()
    walker.check("pages without Redis", {walker.get(path).status_code for path in ("/fr/", "/ar/calls/", "/zgh/track/", "/health/ready")} == {200})


def logs_say_nothing(walker: Walker) -> None:
    """One JSON object a line, with the request's id; no search, no code of a file."""
    walker.get("/fr/search/?q=secretword")
    walker.get("/ar/r/secrettoken/")
    asked = walker.get("/fr/nothing/secretaddress/").headers["X-Request-ID"]
    written = "\n".join(path.read_text(encoding="utf-8") for path in walker.house.folder.glob("web-*.log"))
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    walker.check("nginx's id stands in the portal's line", [line["status"] for line in lines if line.get("request") == asked] == [404])
    walker.check("Redis that fell was told", any(line["message"].startswith("Redis does not answer") for line in lines))
    words = "".join(path.read_text(encoding="utf-8", errors="replace") for path in walker.house.folder.glob("*.log") if path.name != "access.log")
    words += "".join(line for line in (walker.house.folder / "access.log").read_text(encoding="utf-8").splitlines() if "/nothing/" not in line)
    walker.check("no log holds what was searched, nor a private link", not [word for word in ("secretword", "secrettoken", "secretaddress") if word in words])


def portal_falls(walker: Walker) -> None:
    """What nginx has, it shows; for the rest, a page in the reader's language that says what to do."""
    walker.forget()
    for web in walker.house.webs.values():
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()
    feed = walker.get("/ar/calls/feed.atom")
    walker.check(f"a kept page is shown ({feed.headers.get('X-Cache-Status')})", feed.status_code == 200)
    back = [page for page in _PAGES[:2] if "smoke" in walker.get(page).text]
    walker.check("what was withdrawn does not come back", back == [])
    for language, direction in {"ar": "rtl", "fr": "ltr", "zgh": "ltr"}.items():
        answers = walker.get(f"/{language}/track/"), walker.post(f"/{language}/track/", reference="")
        told = {(answer.status_code, f'<html lang="{language}" dir="{direction}">' in answer.text, answer.headers.get("Retry-After")) for answer in answers}
        walker.check(f"503 in {language}, asked or sent", told == {(503, True, "60")})


def eventually(ask: Callable[[], requests.Response], good: Callable[[requests.Response], bool], *, seconds: float = 30) -> requests.Response:
    """The first good answer, or the last one."""
    until = time.monotonic() + seconds
    while True:
        with suppress(requests.RequestException):
            answer = ask()
            if good(answer) or time.monotonic() > until:
                return answer
        time.sleep(0.5)


def main() -> int:
    """1 when something failed."""
    with standing() as house:
        house.manage("shell", text=OPEN_A_CALL)
        walker = Walker(house)
        for part in (
            first_pages,
            a_woman_applies,
            machines_watch,
            nginx_keeps_pages,
            editors_are_obeyed,
            processes_end,
            redis_falls,
            logs_say_nothing,
            portal_falls,
        ):
            print(part.__doc__, flush=True)
            part(walker)
    print(f"\n{walker.failures} failed" if walker.failures else "\nAll of it stands.")
    return 1 if walker.failures else 0


if __name__ == "__main__":
    sys.exit(main())
