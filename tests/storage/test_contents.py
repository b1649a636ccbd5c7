"""Keys of contents: each for one case, wrapped by a key from the folder, and good for one place only."""

from pathlib import Path

import pytest

from storage.contents import ContentKeys, LostKey, MovedContents, content_keys, seal, unseal
from storage.sealing import KeyFolder
from tests.builders import bytes_of

TERMS = b"t" * 32
CASE, OTHER = bytes_of("case"), bytes_of("other")
KEYS = ContentKeys(b"k" * 32, (), terms=TERMS)


def test_what_was_sealed_opens_in_its_place() -> None:
    """The text comes back, and does not stand in what is stored."""
    key, _ = KEYS.new(CASE)
    sealed = seal(key, "Chuyện riêng".encode(), CASE, b"entry.1")
    assert unseal(key, sealed, CASE, b"entry.1").decode() == "Chuyện riêng"
    assert "riêng".encode() not in sealed


def test_the_same_text_is_sealed_differently_each_time() -> None:
    """Two equal texts cannot be seen to be equal."""
    key, _ = KEYS.new(CASE)
    assert seal(key, b"same", CASE, b"entry.1") != seal(key, b"same", CASE, b"entry.1")


@pytest.mark.parametrize(("about", "place"), [(OTHER, b"entry.1"), (CASE, b"entry.2"), (CASE, b"event.1"), (b"", b"")])
def test_moved_elsewhere_it_is_refused(about: bytes, place: bytes) -> None:
    """To another case, another line or another column: an error of its own type, no text."""
    key, _ = KEYS.new(CASE)
    sealed = seal(key, b"text", CASE, b"entry.1")
    with pytest.raises(MovedContents):
        unseal(key, sealed, about, place)


@pytest.mark.parametrize("spoilt", [b"", b"short", bytes(80)])
def test_what_we_did_not_seal_is_refused(spoilt: bytes) -> None:
    """Whatever its length."""
    key, _ = KEYS.new(CASE)
    with pytest.raises(MovedContents):
        unseal(key, spoilt, CASE, b"entry.1")


def test_a_single_changed_bit_is_refused() -> None:
    """Somebody who writes into the database cannot alter a text unnoticed."""
    key, _ = KEYS.new(CASE)
    sealed = seal(key, b"text", CASE, b"entry.1")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(MovedContents):
            unseal(key, changed, CASE, b"entry.1")


def test_a_case_key_opens_for_its_case_only() -> None:
    """A wrapped key copied onto another case is refused."""
    key, wrapped = KEYS.new(CASE)
    assert KEYS.unwrap(wrapped, CASE) == key
    assert key not in wrapped
    with pytest.raises(MovedContents):
        KEYS.unwrap(wrapped, OTHER)


def test_another_folder_cannot_open_it() -> None:
    """Whoever has the database but not the key folder is told that the key is missing, not that somebody wrote."""
    _, wrapped = KEYS.new(CASE)
    others = ContentKeys(b"o" * 32, (), terms=TERMS)
    assert KEYS.knows(wrapped) and not others.knows(wrapped)
    with pytest.raises(LostKey):
        others.unwrap(wrapped, CASE)


def test_after_a_rotation_both_keys_open_until_all_are_wrapped_anew() -> None:
    """Wrapped anew, the same case key opens without the old one."""
    key, wrapped = KEYS.new(CASE)
    both = ContentKeys(b"n" * 32, [b"k" * 32], terms=TERMS)
    assert both.unwrap(wrapped, CASE) == key
    anew = both.rewrap(wrapped, CASE)
    assert anew.startswith(both.current_id) and not wrapped.startswith(both.current_id)
    assert ContentKeys(b"n" * 32, (), terms=TERMS).unwrap(anew, CASE) == key
    with pytest.raises(LostKey):
        KEYS.unwrap(anew, CASE)


def test_a_word_is_the_same_hash_every_time_and_another_under_another_key() -> None:
    """So that summaries can be compared, and no list of words be tried without the key."""
    assert KEYS.term("máy_in") == KEYS.term("máy_in") != KEYS.term("máy")
    assert KEYS.term("máy_in") != ContentKeys(b"k" * 32, (), terms=b"u" * 32).term("máy_in")


def test_a_key_folder_keeps_its_keys(tmp_path: Path) -> None:
    """Opened again, it opens what was sealed; a key that was put aside by a rotation still opens."""
    key, wrapped = content_keys(KeyFolder(tmp_path)).new(CASE)
    assert content_keys(KeyFolder(tmp_path)).unwrap(wrapped, CASE) == key
    (tmp_path / "contents.key").rename(tmp_path / "contents.1.key")
    rotated = content_keys(KeyFolder(tmp_path))
    assert rotated.unwrap(wrapped, CASE) == key
    assert not wrapped.startswith(rotated.current_id)
