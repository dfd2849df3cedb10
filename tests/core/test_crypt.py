"""Tokens, keyed hashes and the fields that hold them."""

import hashlib

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from portal.core.crypt import CannotDecrypt, decrypt, encrypt, keyed_hash, keyed_hashes, writing_prefix
from portal.core.encrypted import EncryptedJSONField, EncryptedTextField

OLD, NEW = "old key " * 5, "new key " * 5


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_what_is_encrypted_comes_back(text: str) -> None:
    """Every string Python can hold, lone surrogates too."""
    assert decrypt(encrypt(text)) == text


def test_a_token_is_ascii_without_the_text_and_never_the_same_twice() -> None:
    tokens = {encrypt("فاطمة") for _ in range(50)}
    assert (len(tokens), {token.isascii() for token in tokens}, {token.startswith(writing_prefix()) for token in tokens}) == (50, {True}, {True})


def test_a_token_changed_anywhere_does_not_open() -> None:
    token = encrypt("AB123456")
    opened = []
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        try:
            opened.append((place, decrypt(changed)))
        except CannotDecrypt:
            continue
    # The last letter of base64 may carry bits that mean nothing: the text is still the right one.
    assert [what for what in opened if what != (len(token) - 1, "AB123456")] == []


@pytest.mark.parametrize(
    "value",
    ["", "plain words", "j1.", "j1.00000000.AAAA", "j1.zz", encrypt("x")[:12], encrypt("x")[:16], encrypt("x") + "\x00", encrypt("x") + "é"],
    # Two tokens of one text differ: named by themselves, the tests of two workers would not be the same.
    ids=["empty", "words", "version", "unknown key", "no body", "prefix", "cut", "longer by NUL", "longer by a letter"],
)
def test_what_is_no_token_of_ours_says_so_and_quotes_nothing(value: str) -> None:
    with pytest.raises(CannotDecrypt) as caught:
        decrypt(value)
    assert str(caught.value) in {"no key for this value", "the value was changed"}


def test_a_new_key_in_front_writes_and_the_old_one_still_reads(settings) -> None:
    settings.DATA_KEYS = [OLD]
    written = encrypt("before")
    settings.DATA_KEYS = [NEW, OLD]
    assert (decrypt(written), written.startswith(writing_prefix()), decrypt(encrypt("after"))) == ("before", False, "after")
    settings.DATA_KEYS = [NEW]
    with pytest.raises(CannotDecrypt, match="no key for this value"):
        decrypt(written)


def test_without_keys_nothing_is_encrypted(settings) -> None:
    settings.DATA_KEYS, settings.LOOKUP_KEYS = [], ["", NEW]
    for attempt in (lambda: encrypt("x"), lambda: keyed_hash("cin", "x")):
        with pytest.raises(ImproperlyConfigured):
            attempt()


def test_a_hash_depends_on_value_purpose_and_key(settings) -> None:
    settings.LOOKUP_KEYS = [NEW]
    first = keyed_hash("cin", "AB123456")
    settings.LOOKUP_KEYS = [OLD, NEW]
    hashes = {first, keyed_hash("cin", "AB123456"), keyed_hash("cin", "AB123457"), keyed_hash("phone", "AB123456"), hashlib.sha256(b"AB123456").hexdigest()}
    assert (len(hashes), {len(value) for value in hashes}) == (5, {64})
    assert keyed_hashes("cin", "AB123456") == [keyed_hash("cin", "AB123456"), first]


# Fields -----------------------------------------------------------------------------------


@pytest.fixture
def letter(db):
    """A model with a sealed text and sealed answers, in a table of its own."""
    with isolate_apps("portal.core"):

        class Letter(models.Model):
            text = EncryptedTextField(blank=True)
            note = EncryptedTextField(null=True)
            answers = EncryptedJSONField()

            class Meta:
                app_label = "core"
                db_table = "test_letter"

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE test_letter (id bigint PRIMARY KEY, text text NOT NULL, note text NULL, answers text NOT NULL)")
        yield Letter


def stored(pk: int) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, note, answers FROM test_letter WHERE id = %s", [pk])
        return cursor.fetchone()


def test_a_field_stores_tokens_and_gives_values_back(letter) -> None:
    answers = {"cin": "AB123456", "needs": ["a", "b"], "rows": [{"amount": "1250.50"}], "name": "ⵜⵉⵍⵍⵉ"}
    letter.objects.create(pk=1, text="فاطمة", note="x", answers=answers)
    row = letter.objects.get()
    assert (row.text, row.note, row.answers) == ("فاطمة", "x", answers)
    assert [value.startswith(writing_prefix()) for value in stored(1)] == [True, True, True]
    assert list(letter.objects.values_list("text", "answers")) == [("فاطمة", answers)]


def test_what_is_empty_is_stored_empty(letter) -> None:
    letter.objects.create(pk=1, note=None)
    row = letter.objects.get()
    assert (stored(1), (row.text, row.note, row.answers)) == (("", None, ""), ("", None, {}))


@pytest.mark.parametrize("value", [[], "", 0, False, "text", [1, {"a": None}]])
def test_any_json_value_comes_back_as_it_was(letter, value) -> None:
    letter.objects.create(pk=1, answers=value)
    assert letter.objects.get().answers == value


def test_updates_encrypt_too(letter) -> None:
    letter.objects.create(pk=1)
    letter.objects.update(text="new", answers={"a": 1})
    row = letter.objects.get()
    assert (row.text, row.answers, "new" in stored(1)[0]) == ("new", {"a": 1}, False)
    row.answers["a"] = 2
    letter.objects.bulk_update([row], ["answers"])
    assert letter.objects.get().answers == {"a": 2}


def test_comparing_an_encrypted_column_is_refused(letter) -> None:
    for lookup in ("text", "text__startswith", "answers__contains", "answers__in"):
        with pytest.raises(FieldError, match="An encrypted column cannot be compared"):
            list(letter.objects.filter(**{lookup: ["x"]}))
    assert list(letter.objects.filter(note__isnull=True)) == []


def test_a_value_without_its_key_raises_and_its_neighbours_are_read(letter, settings) -> None:
    settings.DATA_KEYS = [OLD]
    letter.objects.create(pk=1, text="secret")
    settings.DATA_KEYS = [NEW]
    with pytest.raises(CannotDecrypt):
        letter.objects.get()
    assert letter.objects.defer("text").get().answers == {}


def test_the_form_and_the_dump_of_a_row(letter) -> None:
    row = letter(pk=1, text="secret", note="n", answers={"a": 1})
    row.full_clean(validate_unique=False, validate_constraints=False)
    field = letter._meta.get_field("answers")
    assert (row.answers, decrypt(field.value_to_string(row))) == ({"a": 1}, '{"a":1}')
