"""What `deploy/` says of the portal is what the portal is."""

import re

from django.conf import settings

from forms_app.applications.access import COOKIE, LINK_COOKIE
from forms_app.applications.views import second_language
from forms_app.engine.step_forms import LATIN_AMAZIGH
from portal.core import clock, languages
from portal.core.chrome import TEXT_SIZES, THEMES

NGINX = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
UNITS = {path.name: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "deploy" / "systemd").iterdir()}


def choices_of(cookie: str) -> list[str]:
    """The values that nginx tells apart."""
    body = re.search(rf"map \$cookie_{cookie}\s+\S+\s+\{{ (.+?) default", NGINX).group(1)
    named = re.match(r"~\^\(\?<code>(.+)\)\$", body)
    return sorted(named.group(1).split("|") if named else re.findall(r"(\w+) \w+;", body))


def test_nginx_tells_apart_what_the_choices_of_a_reader_change() -> None:
    """The first of each is the page without a cookie."""
    found = {cookie: choices_of(cookie) for cookie in ("text", "theme", second_language.COOKIE)}
    assert found == {"text": sorted(TEXT_SIZES[1:]), "theme": sorted(THEMES[1:]), "also": sorted([*languages.codes(), LATIN_AMAZIGH])}


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


def test_nginx_hands_out_no_paper_itself() -> None:
    """The portal does: a document may be a draft's, or in a private collection. Recordings of forms are linked where they lie."""
    (refused,) = re.findall(r"location ~\* (\^/media/\S+) \{\s+return 404;", NGINX)
    names = [f"/media/documents/a.b.{ending}" for ending in settings.WAGTAILDOCS_EXTENSIONS]
    served = [name.rpartition(".")[2] for name in [*names, "/media/documents/mp3"] if not re.match(refused, name, re.IGNORECASE)]
    others = ["/media/calls/2026/11/a.mp3", "/media/CALLS/a.pdf", "/media/images/a.jpg", "/media/original_images/calls/a.jpg"]
    assert (served, [bool(re.match(refused, name, re.IGNORECASE)) for name in others]) == (
        ["mp4", "webm", "mp3", "ogg", "opus", "m4a"],
        [True, True, False, False],
    )


def test_nginx_logs_no_query() -> None:
    (line,) = re.findall(r"log_format without_words (.+);", NGINX)
    assert {"$request ", "$request_uri", "$args", "$query_string", "$uri", "$http_referer", "$remote_addr", "$http_user_agent"} & set(line.split()) == set()
    assert re.findall(r"access_log LOG_FOLDER/access.log (\S+) ", NGINX) == ["without_words"]


def test_every_job_of_the_clock_is_started_by_a_unit() -> None:
    text = "".join(UNITS.values())
    assert [job for job in sorted(clock._jobs) if job not in text] == []
