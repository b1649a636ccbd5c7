"""Typed text: made clean, and made comparable."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.folding import clean, fold

# The letters of Vietnamese with every tone.
LETTERS = (
    "aàảãáạ ăằẳẵắặ âầẩẫấậ bcdđ eèẻẽéẹ êềểễếệ gh iìỉĩíị klmn oòỏõóọ ôồổỗốộ ơờởỡớợ pqrst uùủũúụ ưừửữứự vx yỳỷỹýỵ"
).replace(" ", "")
PLAIN = (
    "aaaaaa aaaaaa aaaaaa bcdd eeeeee eeeeee gh iiiiii klmn oooooo oooooo oooooo pqrst uuuuuu uuuuuu vx yyyyyy"
).replace(" ", "")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\ufeff"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Máy in hỏng", "Máy in hỏng"),
        ("  Máy   in\thỏng \n", "Máy in hỏng"),
        ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
        ("một\n\n\n\n\nhai", "một\n\nhai"),
        ("Phu\u0323 ca\u0302\u0301p", "Phụ cấp"),
        ("M\u00e1y\u00a0in\u3000h\u1ecfng", "Máy in hỏng"),
        ("\u202emáy\u202c in\u200b", "máy in"),
        ("\ufeffGửi\x00\x07\x7f\x9f", "Gửi"),
        ("👩🏽 cảm ơn 👍", "👩🏽 cảm ơn 👍"),
        (" \n\u200b\n ", ""),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_text_is_what_the_person_meant(typed: str, expected: str) -> None:
    """Blanks, line ends and accents have one form; what cannot be seen is gone."""
    assert clean(typed) == expected


@given(st.text(st.characters() | st.sampled_from(INVISIBLE + " \n\r\u0301"), max_size=60))
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    """Cleaning twice changes nothing more, and nothing invisible or doubled is left."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set(INVISIBLE)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned


@given(st.text(st.sampled_from("aeoàắđ\u0301\u0302\u0323 " + INVISIBLE), max_size=20))
def test_a_clean_text_is_composed(text: str) -> None:
    """The same letters are the same characters (NFC), also where something invisible stood between them."""
    assert unicodedata.is_normalized("NFC", clean(text))


@pytest.mark.parametrize("half", ["\ud83d", "\udc4d"], ids=ascii)
def test_a_clean_text_can_be_stored(half: str) -> None:
    """Half a character, which JSON can carry and no database takes, does not get through."""
    assert clean(f"Máy in{half} hỏng").encode()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Đã rõ", "da ro"),
        ("ĐÃ RÕ", "da ro"),
        ("da  ro", "da ro"),
        ("Đa\u0303 ro\u0303", "da ro"),
        ("Chưa\nthỏa đáng", "chua thoa dang"),
        ("thoả", "thoa"),
        ("thỏa", "thoa"),
        ("1 K7", "1 k7"),
        ("Straße", "strasse"),
        ("👍 Rõ!", "👍 ro!"),
        ("", ""),
    ],
    ids=ascii,
)
def test_texts_that_sound_alike_fold_alike(typed: str, expected: str) -> None:
    """Case, diacritics, their encoding and blanks make no difference; words and signs do."""
    assert fold(typed) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_folds_to_ascii(form: Literal["NFC", "NFD"]) -> None:
    """All 178 letters, large and small, have their plain one."""
    letters = [unicodedata.normalize(form, letter) for letter in LETTERS]
    assert "".join(map(fold, letters)) == PLAIN
    assert "".join(fold(letter.upper()) for letter in letters) == PLAIN


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """What has been folded can be compared with what is folded now."""
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from(LETTERS + LETTERS.upper() + " "), max_size=40))
def test_the_encoding_of_accents_does_not_matter(text: str) -> None:
    """Phones that send accents apart and phones that send them composed are understood alike."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text.upper())
