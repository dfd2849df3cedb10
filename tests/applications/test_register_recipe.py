"""The commands of docs/register.md, as they are written there, on a receipt and on texts fetched from the site."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from forms_app.applications.models import RegisterFile, Submission
from forms_app.applications.register.listing import record_of
from forms_app.applications.register.making import publish_opening
from tests.factories_forms import call

from .register_ground import at, day, make_until, send

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not on this machine")]
DOCS = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
LINE, WHOLE, SEALED = re.findall(r"```sh\n(.*?)```", DOCS, re.DOTALL)
NEEDED = {"day": day(0).isoformat(), "next": day(1).isoformat()}


@pytest.fixture
def sealed():
    return call(kind="associations", sealed=True)


@pytest.fixture
def folder(tmp_path, client: Client, sealed) -> Path:
    """What somebody has who kept copies, and the receipt of the first of three files."""
    of = call()
    sent = [send(of, at(0)) for _each in range(3)]
    send(sealed, at(0))
    make_until(1)
    publish_opening(call=sealed, at=at(2))
    for name in [*(f"{file.name}.txt" for file in RegisterFile.objects.all()), "SHA256SUMS"]:
        (tmp_path / name).write_bytes(client.get(f"/data/register/{name}").content)
    record = record_of(Submission.objects.select_related("form_version").get(pk=sent[0].pk))
    (tmp_path / "line.txt").write_text(record.text, encoding="ascii")
    return tmp_path


def run(folder: Path, commands: str, **values: object) -> tuple[int, list[str]]:
    """The commands in a shell that stops at the first failure, with the examples' values replaced."""
    for name, value in (NEEDED | values).items():
        commands = re.sub(rf"^{name}=.*$", f"{name}={value}", commands, flags=re.MULTILINE)
    if "day=" not in commands:
        commands = f"day={NEEDED['day']}\n{commands}"
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


def test_a_line_is_found_and_a_changed_one_is_not(folder):
    found = run(folder, LINE)
    line = folder / "line.txt"
    line.write_text(line.read_text().replace("version 1", "version 2"), encoding="ascii")
    assert (found[0], len(found[1]), run(folder, LINE)) == (0, 1, (1, []))


def test_texts_are_whole_and_in_chain(folder):
    code, said = run(folder, WHOLE)
    names = [f"{name}.txt: OK" for name in (day(0).isoformat(), day(1).isoformat(), RegisterFile.objects.last().name)]
    assert (code, said[0] == said[1], said[2].split()[:2], said[3:]) == (0, True, ["previous", f"{day(0).isoformat()}.txt"], names)


def test_a_text_exchanged_is_found(folder):
    text = folder / f"{day(0).isoformat()}.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("lines 3", "lines 4"), encoding="utf-8")
    code, said = run(folder, WHOLE)
    assert (code, said[0] == said[1]) == (1, False)


def test_what_was_held_back_has_the_fingerprint_that_was_published(folder, sealed):
    code, said = run(folder, SEALED, call=sealed.number)
    assert (code, len(said), said[0] == said[1], len(said[0])) == (0, 2, True, 64)
