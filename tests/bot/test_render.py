"""A reply becomes messages that fit: no word lost, no letter torn, buttons in readable rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.render import Piece, pieces, rows, units, with_buttons
from storage.domain.conversation import Choice, Reply

LIMIT = 60


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, f"v{number}") for number, label in enumerate(labels))


def words(text: str) -> list[str]:
    return text.split()


def without_numbers(parts: tuple[str, ...]) -> list[str]:
    return [part.partition("\n")[2] for part in parts]


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("việc", 4), ("vie\u0323\u0302c", 6), ("🙂", 2), ("👩‍🏫", 5), ("𠀋a", 3)]
)
def test_length_is_counted_as_messengers_do(text: str, length: int) -> None:
    """In UTF-16 units: what lies beyond the first 65,536 characters counts twice."""
    assert units(text) == length


def test_a_text_that_fits_stays_as_it_is() -> None:
    """Up to the limit nothing is changed, not even its blanks; an empty text stays one piece."""
    assert pieces("x" * LIMIT, LIMIT) == ("x" * LIMIT,)
    assert pieces(" a\n\n b ", LIMIT) == (" a\n\n b ",)
    assert pieces("", LIMIT) == ("",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Đoạn một, câu một. Câu hai.\n\nĐoạn hai, cũng vậy. Hết.",
            ["Đoạn một, câu một. Câu hai.", "Đoạn hai, cũng vậy. Hết."],
        ),
        (
            "Dòng một, khá dài đấy. Rồi\nDòng hai, cũng dài. Hết.",
            ["Dòng một, khá dài đấy. Rồi", "Dòng hai, cũng dài. Hết."],
        ),
        (
            "Câu một dài vừa phải. Câu hai cũng dài như câu kia.",
            ["Câu một dài vừa phải.", "Câu hai cũng dài như câu kia."],
        ),
        ("một hai ba bốn năm sáu bảy tám chín mười mười một", ["một hai ba bốn năm sáu bảy tám chín", "mười mười một"]),
        ("x" * 60, ["x" * 35, "x" * 25]),
        ("a\n\n" + "b" * 50, ["a\n\n" + "b" * 32, "b" * 18]),
    ],
    ids=["paragraph", "line", "sentence", "word", "nowhere", "too-early"],
)
def test_it_breaks_at_the_best_place(text: str, parts: list[str]) -> None:
    """Between paragraphs, else lines, sentences, words; never so early that a message of some words is left."""
    found = pieces(text, 45)
    assert without_numbers(found) == parts
    assert [part.partition("\n")[0] for part in found] == [f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)]


@given(st.text(alphabet=st.sampled_from("aệ🙂. \n!1"), max_size=400), st.integers(24, 80))
def test_every_part_fits_and_no_word_is_lost(text: str, limit: int) -> None:
    """Whatever the text, each part is within the limit, and together they hold the same characters in order."""
    found = pieces(text, limit)
    assert max(map(units, found)) <= limit
    whole = found if len(found) == 1 else without_numbers(found)
    assert "".join(word for part in whole for word in words(part)) == "".join(words(text))


def test_a_letter_is_not_torn_from_its_marks() -> None:
    """A base letter keeps its combining marks, an emoji its parts."""
    for unit in ("e\u0323\u0302", "👩‍🏫"):
        for part in without_numbers(pieces(unit * 40, 47)):
            assert part.replace(unit, "") == ""


def test_a_book_is_split_in_no_time() -> None:
    """A text of a million characters comes out whole."""
    found = pieces("Một câu nữa. " * 80_000, 4096)
    assert sum(part.count("Một câu nữa.") for part in found) == 80_000


@pytest.mark.parametrize(
    ("labels", "widths"),
    [
        ([], []),
        (["Gửi"], [1]),
        (["Gửi", "Sửa", "Hủy"], [3]),
        (["Gửi", "Sửa", "Hủy", "Thôi"], [3, 1]),
        (["Không ghi tên", "Ghi tên tôi", "Hủy"], [2, 1]),
        (["Chọn đơn vị khác", "Gộp", "Chuyển Văn phòng HĐND và UBND"], [1, 1, 1]),
    ],
)
def test_short_buttons_share_a_row(labels: list[str], widths: list[int]) -> None:
    """At most three, as long as the labels can be read; the order stays."""
    found = rows(choices(*labels))
    assert [len(row) for row in found] == widths
    assert [choice.label for row in found for choice in row] == labels


def test_the_buttons_stand_below_the_last_message() -> None:
    """A long reply has its buttons where the reader ends."""
    *before, last = with_buttons(Reply("Một câu. " * 20, choices("Có", "Không")), LIMIT)
    assert len(before) > 2
    assert [piece.rows for piece in before] == [()] * len(before)
    assert last.rows == (choices("Có", "Không"),)


def test_a_notice_says_what_can_be_typed() -> None:
    """Its buttons come with their typed forms; a reply of the conversation, or a notice without buttons, has none."""
    asked = choices("Nhận việc", "Trả lại")
    assert with_buttons(Reply("Việc mới", asked, tag="K7"), LIMIT) == (Piece("Việc mới\n\n⌨ 1 K7 · 2 K7", (asked,)),)
    assert with_buttons(Reply("Việc mới", asked), LIMIT)[0].text == "Việc mới"
    assert with_buttons(Reply("Việc mới", tag="K7"), LIMIT)[0].text == "Việc mới"
