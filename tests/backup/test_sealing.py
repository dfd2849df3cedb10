"""A sealed stream comes back as it was, or not at all."""

import io
import random
from pathlib import Path

import pytest
from pyrage import x25519

from portal.core.backup import BackupError
from portal.core.backup.sealing import new_pair, opening, read_identities, read_recipients, sealing

OURS, ANOTHER = x25519.Identity.generate(), x25519.Identity.generate()
#: age authenticates pieces of this size, each with 16 bytes of proof, after its header and a nonce of 16 bytes.
PIECE = 65536 + 16
DAMAGED = "The backup is damaged"


def sealed(body: bytes) -> bytes:
    target = io.BytesIO()
    with sealing(target, [OURS.to_public()]) as stream:
        stream.write(body)
    return target.getvalue()


def opened(body: bytes, key: x25519.Identity = OURS) -> bytes:
    with opening(io.BytesIO(body), [key]) as stream:
        return stream.read()


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 3_000_000])
def test_it_comes_back(size):
    body = random.Random(size).randbytes(size)
    assert opened(sealed(body)) == body


def test_two_of_the_same_differ():
    assert sealed(b"the same") != sealed(b"the same")


def test_any_byte_changed_anywhere_is_an_error():
    body = sealed(b"of somebody")
    opened_anyway = []
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1 << (place % 8)
        try:
            opened_anyway.append((place, opened(bytes(changed))))
        except BackupError:
            continue
    assert (len(body) > 200, opened_anyway) == (True, [])


PIECES = random.Random(1).randbytes(4 * 65536 + 100)
_NONCE = 16


def pieces() -> tuple[bytes, list[bytes]]:
    """The header with its nonce, of a length that differs each time (age adds a line that says nothing), and the pieces."""
    body = sealed(PIECES)
    end = body.index(b"\n", body.index(b"\n--- ") + 1) + 1 + _NONCE
    return body[:end], [body[start : start + PIECE] for start in range(end, len(body), PIECE)]


@pytest.mark.parametrize(
    "shuffled",
    [
        pytest.param(lambda parts: parts[:-1], id="the-last-piece-gone"),
        pytest.param(lambda parts: parts[1:], id="the-first-piece-gone"),
        pytest.param(lambda parts: [*parts[:2], *parts[3:]], id="one-in-the-middle-gone"),
        pytest.param(lambda parts: [parts[1], parts[0], *parts[2:]], id="two-changed-places"),
        pytest.param(lambda parts: [*parts[:2], parts[1], *parts[2:]], id="one-twice"),
        pytest.param(lambda parts: [*parts, parts[-1]], id="the-last-twice"),
        pytest.param(lambda parts: [*parts[:-1], parts[-1][:-1]], id="the-last-byte-gone"),
        pytest.param(lambda parts: [*parts, b"\0"], id="a-byte-more"),
    ],
)
def test_pieces_keep_their_place_and_their_end(shuffled):
    header, parts = pieces()
    assert (len(parts), opened(header + b"".join(parts))) == (5, PIECES)
    with pytest.raises(BackupError, match=DAMAGED):
        opened(header + b"".join(shuffled(parts)))


def test_a_reader_who_stops_early_still_learns_of_the_end():
    header, parts = pieces()
    with pytest.raises(BackupError, match=DAMAGED), opening(io.BytesIO(header + b"".join(parts[:-1])), [OURS]) as stream:
        assert stream.read(10) == PIECES[:10]


def test_another_key_opens_nothing():
    with pytest.raises(BackupError, match="This key does not open the backup"):
        opened(sealed(b"of somebody"), ANOTHER)


def test_several_may_open_it():
    target = io.BytesIO()
    with sealing(target, [OURS.to_public(), ANOTHER.to_public()]) as stream:
        stream.write(b"for both")
    assert [opened(target.getvalue(), key) for key in (OURS, ANOTHER)] == [b"for both"] * 2


def test_an_error_of_the_writer_is_told_as_it_is():
    with pytest.raises(ValueError, match="of the writer"), sealing(io.BytesIO(), [OURS.to_public()]):
        raise ValueError("of the writer")


def test_a_full_disk_is_told():
    with pytest.raises(BackupError, match="cannot be written"), Path("/dev/full").open("wb", buffering=0) as full, sealing(full, [OURS.to_public()]) as stream:
        stream.write(bytes(1_000_000))


def test_keys_are_read_as_age_writes_them(tmp_path):
    private, public = new_pair()
    (tmp_path / "key").write_text(f"# created: today\n# public key: {public}\n{private}\n")
    assert [str(key.to_public()) for key in read_identities(tmp_path / "key")] == [public]
    assert [str(key) for key in read_recipients([f" {public}"])] == [public]


@pytest.mark.parametrize(
    ("text", "message"), [("", "holds no private key"), ("AGE-SECRET-KEY-1ABC", "damaged private key"), ("\u0660", "cannot be read"), (None, "cannot be read")]
)
def test_a_file_without_a_key_is_told(tmp_path, text, message):
    if text is not None:
        (tmp_path / "key").write_text(text)
    with pytest.raises(BackupError, match=message):
        read_identities(tmp_path / "key")


@pytest.mark.parametrize(("texts", "message"), [([], "is empty"), (["age1abc"], "no public key"), (["AGE-SECRET-KEY-1ABC"], "no public key")])
def test_without_public_keys_nothing_is_sealed(texts, message):
    with pytest.raises(BackupError, match=message):
        read_recipients(texts)
