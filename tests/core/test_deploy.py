"""What `deploy/` and the page of operating say of the portal is what the portal is."""

import datetime as dt
import re
from fnmatch import fnmatch

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from forms_app.applications.access import COOKIE, LINK_COOKIE
from forms_app.applications.views import second_language
from forms_app.engine.step_forms import LATIN_AMAZIGH
from forms_app.engine.uploads import LIMITS
from portal.core import clock, languages
from portal.core.chrome import TEXT_SIZES, THEMES

NGINX = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
UNITS = {path.name: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "deploy" / "systemd").iterdir()}
OPERATING = (settings.BASE_DIR / "docs" / "operating.md").read_text(encoding="utf-8")
RUNNING = (settings.BASE_DIR / "docs" / "running.md").read_text(encoding="utf-8")
#: Which unit starts a job, by what the table of jobs says of it.
STARTS = {
    "service": "jisr-loop@{}",
    "every minute": "jisr-minute@{}.timer",
    "every 5 minutes, where `CLAMAV_URL` is set": "jisr-often@{}.timer",
    "every day": "jisr-day@{}.timer",
    "every night at 00:20": "jisr-night@{}.timer",
    "every night": "jisr-{}.timer",
    "every Sunday": "jisr-{}.timer",
}
LENGTHS = {"min": dt.timedelta(minutes=1), "days": dt.timedelta(days=1)}


def table_of_jobs() -> dict[str, tuple[str, dt.timedelta]]:
    """Each command that runs by the clock: how it is started, and after how long it is late."""
    rows = re.findall(r"^\| `(\w+)(?: --loop)?` \| (.+?) \| (\d+) (min|days) \|$", OPERATING, re.MULTILINE)
    return {command: (how, int(number) * LENGTHS[length]) for command, how, number, length in rows}


def enabled() -> list[str]:
    """The units that an operator is told to enable, but for the web servers."""
    lines = re.findall(r"^systemctl enable --now ([^#\n]+)", OPERATING, re.MULTILINE)
    return sorted(unit for line in lines for unit in line.split() if not unit.startswith("jisr-web@"))


def choices_of(cookie: str) -> list[str]:
    """The values that nginx tells apart."""
    body = re.search(rf"map \$cookie_{cookie}\s+\S+\s+\{{ (.+?) default", NGINX).group(1)
    named = re.match(r"~\^\(\?<code>(.+)\)\$", body)
    return sorted(named.group(1).split("|") if named else re.findall(r"(\w+) \w+;", body))


def test_nginx_tells_apart_what_the_choices_of_a_reader_change() -> None:
    """The first of each is the page without a cookie."""
    found = {cookie: choices_of(cookie) for cookie in ("text", "theme", second_language.COOKIE)}
    assert found == {"text": sorted(TEXT_SIZES[1:]), "theme": sorted(THEMES[1:]), "also": sorted([*languages.codes(), LATIN_AMAZIGH])}


def test_nginx_is_met_by_either_kind_of_address() -> None:
    """A telephone network that gives its readers IPv6 alone finds the site too, under the same rules."""
    listens = re.findall(r"^    listen (\S.*);$", NGINX, re.MULTILINE)
    assert [one.removeprefix("[::]:") for one in listens[1::2]] == listens[::2] == ["HTTP_PORT", "HTTPS_PORT ssl http2"]


def test_nginx_keeps_no_page_for_a_browser_with_a_key() -> None:
    """Whether the cookie bears the prefix it has in production or not, alone or after another."""
    key = re.compile(re.search(r'map \$http_cookie \$personal \{ "~(.+?)" 1;', NGINX).group(1))
    names = (COOKIE, LINK_COOKIE, settings.SESSION_COOKIE_NAME, "messages")
    keys = [f"{before}{prefix}{name}=x" for name in names for prefix in ("", "__Host-") for before in ("", "text=large; ")]
    others = ["text=large; theme=dark", "profile=1", "also=fr; __Host-csrftoken=x"]
    assert ([cookie for cookie in keys if not key.search(cookie)], [cookie for cookie in others if key.search(cookie)]) == ([], [])


def test_nginx_says_in_each_language_that_the_portal_does_not_answer() -> None:
    (codes,) = re.findall(r"map \$uri \$away_language \{ ~\^/\(\?<code>(\S+)\)/", NGINX)
    assert sorted(codes.split("|")) == sorted(languages.codes())
    assert sorted(path.stem for path in (settings.BASE_DIR / "static" / "away").iterdir()) == sorted(languages.codes())


def test_nginx_says_in_each_language_that_too_much_was_sent() -> None:
    """Without scripts ten photos are one request, and what she typed on the page is in it."""
    (folder,) = re.findall(r"error_page 413 /(\S+)/\$away_language\.html;", NGINX)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "static" / folder).iterdir()}
    said = {}
    for code in pages:
        with translation.override(code):
            said[code] = (f'<html lang="{code}"' in pages[code], str(LIMITS) in pages[code])
    assert said == dict.fromkeys(languages.codes(), (True, True))
    (location,) = re.findall(r"location ~ \^/\(away\|too-large\)/ \{(.+?)\n    \}", NGINX, re.DOTALL)
    assert "client_max_body_size 0;" in location, "over HTTP/2 it is measured again here"


def test_nginx_hands_out_no_paper_itself() -> None:
    """The portal does: a document may be a draft's, or in a private collection. Recordings of forms are linked where they lie."""
    (refused,) = re.findall(r"location ~\* (\^/media/\S+) \{\s+return 404;", NGINX)
    names = [f"/media/documents/a.b.{ending}" for ending in settings.WAGTAILDOCS_EXTENSIONS]
    served = [name.rpartition(".")[2] for name in [*names, "/media/documents/mp3"] if not re.match(refused, name, re.IGNORECASE)]
    others = ["/media/calls/2026/11/a.mp3", "/media/CALLS/a.pdf", "/media/.before-20261123T020000Z/documents/a.pdf"]
    others += ["/media/images/a.jpg", "/media/original_images/calls/a.jpg"]
    assert (served, [bool(re.match(refused, name, re.IGNORECASE)) for name in others]) == (
        ["mp4", "webm", "mp3", "ogg", "opus", "m4a"],
        [True, True, True, False, False],
    )


def test_nginx_logs_no_query() -> None:
    (line,) = re.findall(r"log_format without_words (.+);", NGINX)
    assert {"$request ", "$request_uri", "$args", "$query_string", "$uri", "$http_referer", "$remote_addr", "$http_user_agent"} & set(line.split()) == set()
    assert re.findall(r"access_log LOG_FOLDER/access.log (\S+) ", NGINX) == ["without_words"]
    assert re.findall(r"error_log \S+ (\w+);", NGINX) == ["emerg"], "graver than any line that quotes a request"


@pytest.mark.parametrize("name", ["private_link", "call_follow_confirm", "call_follow_stop", "wagtailadmin_password_reset_confirm"])
def test_nginx_logs_no_secret_of_an_address(name: str) -> None:
    """Typed with a capital letter, too, as telephones begin a line."""
    hidden = re.compile(re.search(r"~\*\^(\(\?<before>\S+)", NGINX).group(1).replace("?<", "?P<"), re.IGNORECASE)
    path = reverse(name, args=["MQ", "secret"] if "reset" in name else ["secret"])
    found = [hidden.match(written) for written in (path, f"/{path[1:].capitalize()}")]
    assert [one and one["before"].lower() for one in found] == [path.removesuffix("secret/").removesuffix("MQ/")] * 2


def test_every_job_of_the_clock_is_in_the_table_and_late_when_it_says() -> None:
    registered = {job.name: 2 * job.every for job in clock._jobs.values()}
    with_a_scanner = {"scan_uploads": dt.timedelta(minutes=30)}  # registered where CLAMAV_URL is set
    assert {command: late for command, (_how, late) in table_of_jobs().items()} == registered | with_a_scanner


def test_every_job_of_the_table_is_enabled_as_it_says() -> None:
    assert enabled() == sorted(
        STARTS[how].format(command.replace("_", "-") if how in {"every night", "every Sunday"} else command)
        for command, (how, _late) in table_of_jobs().items()
    )


def test_every_unit_that_is_enabled_is_there_and_names_its_jobs() -> None:
    templates = {unit: re.sub(r"@\w+", "@", unit) + ("" if unit.endswith(".timer") else ".service") for unit in enabled()}
    assert [unit for unit, file in templates.items() if file not in UNITS or ("@" in unit and unit not in UNITS[file].splitlines()[0])] == []
    assert {unit for unit in UNITS if unit.endswith(".timer")} == {file for file in templates.values() if file.endswith(".timer")}


def test_every_release_adds_its_files_to_those_that_nginx_serves() -> None:
    """Its own folder goes out of nginx's sight when the link moves, while pages that name its files are open and kept."""
    collecting = [line for line in (OPERATING + RUNNING).splitlines() if "collectstatic" in line]
    assert [line for line in collecting if "/srv/jisr/static/" not in line and "its copy" not in line] == []
    assert [line for line in collecting if "/srv/jisr/static/" in line and "chmod -R a+rX /srv/jisr/static" not in line] == []  # UMask of the units is 0027


def test_a_restore_begins_by_stopping_all_of_it() -> None:
    (pattern,) = re.findall(r"\*\*Stop what writes\.\*\* `systemctl stop '(.+?)'`", OPERATING)
    assert [unit for unit in UNITS if not fnmatch(unit, pattern)] == []


def test_no_timer_waits_for_an_hour_that_a_night_may_not_have() -> None:
    """Morocco's clocks go from two to three after Ramadan; systemd leaves out what was to begin in between."""
    times = [time for unit in UNITS.values() for time in re.findall(r"^OnCalendar=.*(\d\d):\d\d:\d\d Africa/Casablanca$", unit, re.MULTILINE)]
    assert (len(times), "02" in times) == (4, False)


def test_nobody_waits_at_nginx_for_a_page_that_is_never_kept() -> None:
    """With ``proxy_cache_lock`` those who ask at once are let in one by one, until it turns out that each page is somebody's own."""
    never = re.compile(re.search(r'map \$uri \$never_kept \{ "~(.+?)" 1;', NGINX).group(1))
    assert {directive: "$never_kept" in words for directive, words in re.findall(r"(proxy_cache_bypass|proxy_no_cache) (.+);", NGINX)} == {
        "proxy_cache_bypass": True,
        "proxy_no_cache": True,
    }
    own = [*map(reverse, ("track", "track_ask", "proof", "resume", "open_link", "call_follow", "call_follow_code", "search", "wagtailadmin_login"))]
    own += [reverse(name, args=["x"]) for name in ("apply", "apply_earlier", "private_link", "call_follow_stop", "call_questions")]
    kept = ["/fr/a/", *map(reverse, ("calls", "call_feed", "where", "statistics"))]
    kept += [reverse(name, args=["x"]) for name in ("call", "call_history", "call_poster")]
    assert ([path for path in own if not never.match(path)], [path for path in kept if never.match(path)]) == ([], [])
