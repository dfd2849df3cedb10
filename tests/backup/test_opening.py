"""Whoever has the public key can make a file that opens: what is inside is believed only as far as it is proved."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.core.backup import BackupError
from portal.core.backup.archive import ArchiveWriter
from portal.core.backup.manifest import Manifest, Part, is_ours, seal_of
from portal.core.backup.opening import Opened, unpack
from portal.core.backup.sealing import sealing

EMPTY = hashlib.sha256(b"").hexdigest()


def manifest(**parts: object) -> Manifest:
    values = {"database": Part(0, 0, EMPTY), "media": Part(0, 0, EMPTY), "private": None} | parts
    return Manifest(made_at="2026-11-22T02:00:00+00:00", vendor="sqlite", server="3", tables={"a": 1}, migrations=["core.0001_initial"], **values)


@pytest.fixture
def written(house, keys) -> Callable[..., Opened]:
    """``written(write)``: an archive made by ``write(archive)``, sealed and unpacked again."""

    def make(write: Callable[[ArchiveWriter], None]) -> Opened:
        path = house / "made"
        with path.open("wb") as target, sealing(target, [key.to_public() for key in keys]) as stream, ArchiveWriter(stream) as archive:
            write(archive)
        folders = {"media": house / "out" / "media", "private": house / "out" / "private"}
        (house / "out").mkdir()
        return unpack(path, identities=keys, folders=folders, dump=house / "out" / "dump")

    return make


def with_manifest(archive: ArchiveWriter, told: Manifest) -> None:
    archive.add_bytes("manifest.json", told.to_bytes())
    archive.add_bytes("manifest.seal", seal_of(told.to_bytes()))


def files_below(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_folder_comes_back_with_its_names_and_its_bytes(written, house):
    contents = {"أ/وثيقة.pdf": b"%PDF", "drafts/ⴰ.jpg": b"\xff\xd8" * 10, "empty": b"", "a b/c'd": b"x"}
    for name, body in contents.items():
        path = house / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (house / "media" / "link").symlink_to("/etc/passwd")
    for aside in (".before-x", ".restoring-x"):
        (house / "media" / aside).mkdir()
        (house / "media" / aside / "old").write_bytes(b"old")
    told = []

    def write(archive: ArchiveWriter) -> None:
        told.append(archive.add_folder("media", house / "media"))
        with_manifest(archive, manifest(media=told[0]))

    opened = written(write)
    assert files_below(house / "out" / "media") == contents
    assert (told[0].files, told[0].bytes, opened.ours) == (4, 25, True)


def test_the_list_is_one_that_sha256sum_reads(house):
    (house / "media" / "a").write_bytes(b"abc")
    target = io.BytesIO()
    with ArchiveWriter(target) as archive:
        part = archive.add_folder("media", house / "media")
    with tarfile.open(fileobj=io.BytesIO(target.getvalue())) as tar:
        assert tar.getnames() == ["media/a", "media.sha256"]
        listed = tar.extractfile("media.sha256").read()
    assert listed == hashlib.sha256(b"abc").hexdigest().encode() + b"  media/a\n"
    assert part == Part(1, 3, hashlib.sha256(listed).hexdigest())


def test_a_stream_is_put_together_again(written, house, monkeypatch):
    monkeypatch.setattr("portal.core.backup.archive.PIECE", 10)
    body = bytes(range(95))

    def write(archive: ArchiveWriter) -> None:
        with_manifest(archive, manifest(database=archive.add_pieces("database", io.BytesIO(body))))

    assert (written(write).manifest.database.files, (house / "out" / "dump").read_bytes()) == (10, body)


def test_a_file_that_disappears_meanwhile_is_left_out(house, monkeypatch):
    for name in ("a", "b", "c"):
        (house / "media" / name).write_bytes(name.encode())
    with ArchiveWriter(io.BytesIO()) as archive:
        added = archive._add

        def erase_the_next(name: str, *rest: object) -> None:
            added(name, *rest)
            (house / "media" / "b").unlink(missing_ok=True)

        monkeypatch.setattr(archive, "_add", erase_the_next)
        assert (archive.add_folder("media", house / "media").files, archive.add_folder("gone", house / "never").files) == (2, 0)


def raw(name: str, kind: bytes = tarfile.REGTYPE) -> Callable[[ArchiveWriter], None]:
    def write(archive: ArchiveWriter) -> None:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        archive._tar.addfile(member)
        with_manifest(archive, manifest())

    return write


@pytest.mark.parametrize(
    ("write", "message"),
    [
        pytest.param(raw("media/../../outside"), "outside its folder", id="a-way-out"),
        pytest.param(raw("media//etc/outside"), "outside its folder", id="an-absolute-way"),
        pytest.param(raw("media/link", tarfile.SYMTYPE), "does not hold what a backup holds", id="a-link"),
        pytest.param(raw("etc/passwd"), "something that no backup holds", id="another-folder"),
        pytest.param(raw("media/one-more"), "The media of the backup are not those", id="a-file-more"),
        pytest.param(raw("private/one-more"), "The private of the backup are not those", id="a-file-in-a-folder-that-was-not-kept"),
        pytest.param(raw("database/0"), "The database of the backup are not those", id="a-piece-more"),
        pytest.param(lambda archive: None, "was not finished", id="nothing-at-all"),
        pytest.param(lambda archive: archive.add_bytes("manifest.json", manifest().to_bytes()), "was not finished", id="no-seal"),
        pytest.param(lambda archive: with_manifest(archive, manifest(media=Part(1, 3, EMPTY))), "The media of the backup are not those", id="a-file-less"),
    ],
)
def test_what_is_not_what_it_says_is_refused(written, house, write, message):
    with pytest.raises(BackupError, match=message):
        written(write)
    assert not (house / "outside").exists()


def test_what_is_no_archive_is_refused(house, keys):
    with (house / "made").open("wb") as target, sealing(target, [key.to_public() for key in keys]) as stream:
        stream.write(b"no archive " * 100)
    with pytest.raises(BackupError, match="does not hold what a backup holds"):
        unpack(house / "made", identities=keys, folders={}, dump=house / "dump")
    with pytest.raises(BackupError, match="There is no backup"):
        unpack(house / "never", identities=keys, folders={}, dump=house / "dump")


def test_a_manifest_comes_back():
    told = manifest(private=Part(2, 30, EMPTY))
    assert Manifest.from_bytes(told.to_bytes()) == told


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"format": 2}, "A newer release"), ({"tables": None, "more": 1}, "cannot be read"), ({"media": {"files": 1}}, "cannot be read")],
)
def test_a_manifest_of_another_form_is_refused(changes, message):
    with pytest.raises(BackupError, match=message):
        Manifest.from_bytes(json.dumps(json.loads(manifest().to_bytes()) | changes).encode())


def test_only_the_keys_of_this_instance_make_its_seal(settings):
    body = manifest().to_bytes()
    seal = seal_of(body)
    seals = [is_ours(body, seal), is_ours(body + b" ", seal), is_ours(body, b"{}"), is_ours(body, b"\xff")]
    settings.DATA_KEYS = ["another key of data " * 3]
    other_data = is_ours(body, seal)
    settings.DATA_KEYS, settings.LOOKUP_KEYS = [*settings.DATA_KEYS, settings.SECRET_KEY], ["another key of look-ups " * 3]
    assert (seals, other_data, is_ours(body, seal)) == ([True, False, False, False], False, False)
    settings.LOOKUP_KEYS = [*settings.LOOKUP_KEYS, settings.SECRET_KEY]
    assert is_ours(body, seal), "keys that were added in front open what older ones made"
