"""Plain text: the same words, and nothing unseen between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cleaning.kinds import Refusal, Refused
from storage.cleaning.text import clean_text


@pytest.mark.parametrize(
    ("content", "clean"),
    [
        ("Kính gửi phường,\r\n\tmáy hỏng.\r", "Kính gửi phường,\n\tmáy hỏng.\n"),
        ("\ufeffHo\u0300a", "Hòa"),
        ("a\u200bb\u2066c\U000e0041d\u00ade\ufe0f" + "x" * 99, "abcde" + "x" * 99),
        ("chuông\x07" + "x" * 200, "chuông" + "x" * 200),
        ("3 < 4, Ghi chú: xem sau", "3 < 4, Ghi chú: xem sau"),
    ],
)
def test_words_stay_and_the_unseen_goes(content: str, clean: str) -> None:
    """One form of letters and line ends for everybody, no marks that only a program can see."""
    assert clean_text(content.encode()).decode() == clean


@pytest.mark.parametrize("hidden", ["", "\u200b", "\x07" + " " * 200, "\n"])
def test_what_a_program_would_run_is_no_text(hidden: str) -> None:
    """Nothing unseen in front of markup makes it pass for text."""
    with pytest.raises(Refused) as refusal:
        clean_text(f"{hidden}<script>alert(1)</script>".encode())
    assert refusal.value.reason is Refusal.KIND


@given(st.text(min_size=1, max_size=300))
def test_clean_text_is_clean(text: str) -> None:
    """Cleaning what was cleaned changes nothing."""
    try:
        once = clean_text(text.encode("utf-8", "replace"))
    except Refused as refused:
        assert refused.reason in (Refusal.KIND, Refusal.UNREADABLE)
        return
    assert clean_text(once) == once
