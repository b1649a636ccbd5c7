"""Typed words: which choice, command or notice they stand for, and that they stand for no other."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.matching import answers_unknown_notice, command, of_notice, offered, plain, typed_forms
from handlers.texts.catalog import LANGUAGES, keys, say
from storage.domain.records import Kind

CHOICES = [["✓ Đã rõ", "clear"], ["Còn chỗ chưa rõ", "partly"], ["Chưa thỏa đáng 😕", "unsat"], ["Hủy", "c.cancel"]]
FORMS = [
    pytest.param(language, key.removeprefix("command-"), form, id=f"{language} {form!a}")
    for language in LANGUAGES
    for key in keys(language)
    if key.startswith("command-")
    for form in say(language, key).split("|")
]

WORDS = "Gửi Sửa Hủy Có Không Đồng ý Văn phòng Đã rõ Chuyển đơn vị khác Duyệt Bỏ qua Việc của tôi".split()
LABELS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
CHOICE_LISTS = st.lists(LABELS, max_size=12).map(lambda labels: [[label, f"v{n}"] for n, label in enumerate(labels)])
UNIQUE_LISTS = st.lists(LABELS, min_size=1, max_size=12, unique_by=plain).map(
    lambda labels: [[label, f"v{n}"] for n, label in enumerate(labels)]
)
SIGNS = st.text(st.sampled_from("👍✓😕🖨️▶!?.…*)(\u200b "), max_size=3)
TAGS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=2, max_size=2)


def notice(tag: str, *labels: str) -> dict[str, Any]:
    return {"tag": tag, "choices": [[label, f"{tag}.{label}"] for label in labels]}


def bare(text: str) -> str:
    """Without diacritics, as an old phone writes."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


# The choices of the conversation


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "clear"),
        ("4", "c.cancel"),
        (" 2 ", "partly"),
        ("2.", "partly"),
        ("2)", "partly"),
        ("02", "partly"),
        ("2️⃣", "partly"),
        ("0", None),
        ("5", None),
        ("99", None),
        ("100", None),
        ("1 2", None),
        ("12", None),
        ("2 nhé", None),
        ("một", None),
        ("Đã rõ", "clear"),
        ("đã rõ", "clear"),
        ("ĐÃ RÕ.", "clear"),
        ("da ro", "clear"),
        ("✓ Đã rõ", "clear"),
        ("Đã  rõ 👍", "clear"),
        ("Chưa thoả đáng", "unsat"),
        ("chua thoa dang!", "unsat"),
        ("huỷ", "c.cancel"),
        ("rõ", None),
        ("Đã rõ rồi", None),
        ("clear", None),
        ("c.cancel", None),
        ("", None),
    ],
)
def test_a_choice_is_typed_by_number_or_label(typed: str, value: str | None) -> None:
    """By its number, or by its whole label in any spelling; everything else is a text."""
    assert offered(typed, CHOICES) == value


KINDS = [[say("vi", f"kind-{kind.value}"), kind.value] for kind in Kind]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("kho khan", "difficulty"),
        ("Vướng mắc", "difficulty"),
        ("tâm tư", "thought"),
        ("sang kien", "idea"),
        ("khó", None),
        ("tâm tư khó khăn", None),
        (",", None),
    ],
)
def test_one_half_of_a_label_is_enough(typed: str, value: str | None) -> None:
    """A label that names two things is typed by either of them."""
    assert offered(typed, KINDS) == value


def test_a_half_that_two_labels_share_is_a_text() -> None:
    """Nobody's choice is guessed."""
    assert offered("phường", [["Công an, phường", "a"], ["Quân sự, phường", "b"]]) is None


@given(st.text(max_size=30) | LABELS | st.integers(0, 200).map(str), CHOICE_LISTS)
def test_no_text_stands_for_what_was_not_offered(typed: str, choices: list[list[str]]) -> None:
    """Whatever is typed, only an offered value comes out, and for a word only that of a label with the same letters."""
    value = offered(typed, choices)
    assert value is None or value in [value for _, value in choices]
    if value is not None and not plain(typed).isdigit():
        assert plain(typed) in {plain(label) for label, its_value in choices if its_value == value}


@given(CHOICE_LISTS, st.integers(0, 150), st.sampled_from(["{}", "{}.", "{})", " {} "]))
def test_a_number_is_a_place_in_the_list(choices: list[list[str]], number: int, form: str) -> None:
    """From one to the number of choices; nought and what lies beyond is nothing."""
    expected = choices[number - 1][1] if 1 <= number <= len(choices) else None
    assert offered(form.format(number), choices) == expected


@given(UNIQUE_LISTS, st.data(), SIGNS, SIGNS)
def test_a_label_is_found_in_any_spelling(
    choices: list[list[str]], data: st.DataObject, before: str, after: str
) -> None:
    """With diacritics or without, composed or not, large or small, with emoji and signs around it."""
    label, value = data.draw(st.sampled_from(choices))
    spellings = [label, bare(label), label.upper(), bare(label).upper(), unicodedata.normalize("NFD", label)]
    assert [offered(f"{before} {spelling} {after}", choices) for spelling in spellings] == [value] * len(spellings)
    decorated = [[f"{before} {each} {after}", its_value] for each, its_value in choices]
    assert [offered(spelling, decorated) for spelling in spellings] == [value] * len(spellings)


# Commands


@pytest.mark.parametrize(("language", "name", "form"), FORMS)
def test_every_form_of_a_command_leads_to_it(language: str, name: str, form: str) -> None:
    """In either language, with diacritics or without, large or small, a form stands for its own command only."""
    assert {command(form), command(bare(form)), command(form.upper()), command(f"{form} 🙏")} == {name}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("việc của tôi", "mine"),
        ("Viec cua toi", "mine"),
        ("/viec", "mine"),
        ("viec", None),
        ("Việc của tôi chưa xong", None),
        ("tôi muốn gửi ý kiến", None),
        ("", None),
        ("?", None),
    ],
)
def test_a_command_is_the_whole_text(typed: str, name: str | None) -> None:
    """A sentence that contains a command's words is a sentence."""
    assert command(typed) == name


# Notices

ANSWER = notice("K7", "Đã rõ", "Còn chỗ chưa rõ")
TASK = notice("9X", "Nhận việc", "Trả lại")
ANOTHER_ANSWER = notice("3M", "Đã rõ", "Còn chỗ chưa rõ")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 K7", "K7.Đã rõ"),
        ("1 k7", "K7.Đã rõ"),
        ("1. K7", "K7.Đã rõ"),
        ("2  K7", "K7.Còn chỗ chưa rõ"),
        ("2 9x", "9X.Trả lại"),
        ("1 3M", "3M.Đã rõ"),
        ("3 K7", None),
        ("0 K7", None),
        ("1 ZZ", None),
        ("1", None),
        ("K7", None),
        ("K7 1", None),
        ("1 K7 nhé", None),
        ("Đã rõ", None),  # two notices ask that
        ("Đã rõ K7", "K7.Đã rõ"),
        ("da ro 3m", "3M.Đã rõ"),
        ("Đã rõ 9X", None),
        ("Nhận việc", "9X.Nhận việc"),
        ("nhan viec!", "9X.Nhận việc"),
        ("Không nhận việc", None),
        ("", None),
    ],
)
def test_a_notice_is_answered_by_number_and_tag(typed: str, value: str | None) -> None:
    """A number needs the tag; a label needs it where more than one notice offers it."""
    assert of_notice(typed, [ANSWER, TASK, ANOTHER_ANSWER]) == value


def test_of_two_notices_about_one_case_the_later_counts() -> None:
    """Its menu is the one the person sees last."""
    notices = [notice("K7", "Nhận việc", "Trả lại"), notice("K7", "Duyệt", "Sửa rồi gửi")]
    assert of_notice("1 K7", notices) == "K7.Duyệt"
    assert of_notice("Trả lại K7", notices) == "K7.Trả lại"


def test_the_same_question_twice_is_one_answer() -> None:
    """Two notices whose labels stand for the same value are not in doubt."""
    assert of_notice("Đã rõ", [ANSWER, ANSWER]) == "K7.Đã rõ"


@given(st.lists(st.tuples(TAGS, UNIQUE_LISTS), max_size=5, unique_by=lambda pair: pair[0]), st.integers(0, 99), TAGS)
def test_a_tagged_number_picks_the_notice_of_that_tag_only(
    menus: list[tuple[str, list[list[str]]]], number: int, tag: str
) -> None:
    """Number and tag give that notice's choice of that number, or nothing at all."""
    notices = [{"tag": its_tag, "choices": [[label, f"{its_tag}.{v}"] for label, v in menu]} for its_tag, menu in menus]
    menu = next((each["choices"] for each in notices if each["tag"] == tag), [])
    expected = menu[number - 1][1] if 1 <= number <= len(menu) else None
    assert of_notice(f"{number} {tag}", notices) == of_notice(f"{number}. {tag.lower()}", notices) == expected


@given(st.text(max_size=30) | LABELS | st.integers(0, 99).map(str), st.lists(st.tuples(TAGS, CHOICE_LISTS), max_size=5))
def test_no_text_answers_a_notice_with_what_it_did_not_offer(
    typed: str, menus: list[tuple[str, list[list[str]]]]
) -> None:
    """Whatever is typed, only an offered value comes out; a bare number never answers a notice."""
    notices = [{"tag": tag, "choices": menu} for tag, menu in menus]
    value = of_notice(typed, notices)
    assert value is None or value in [value for _, menu in menus for _, value in menu]
    if plain(typed).isdigit():
        assert value is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Lịch nghỉ 2027", "calendar.2027"),
        ("lich nghi 2027", "calendar.2027"),
        ("days off 2027", "calendar.2027"),
        ("lịch nghỉ", "calendar"),
        ("lịch nghỉ 27", None),
        ("lịch nghỉ 2027 nhé", None),
        ("góp ý 2027", None),
    ],
)
def test_a_year_behind_the_calendar_names_its_page(typed: str, expected: str | None) -> None:
    """Only the calendar has a page for each year; behind other words a year is part of what a person says."""
    assert command(typed) == expected


@pytest.mark.parametrize(
    ("typed", "numbered", "expected"),
    [("2", 2, "partly"), ("3", 2, None), ("3", None, "unsat"), ("1", 0, None), ("hủy", 2, "c.cancel")],
)
def test_only_the_newest_menu_has_numbers(typed: str, numbered: int | None, expected: str | None) -> None:
    """Older choices that are still open are chosen by their words."""
    assert offered(typed, CHOICES, numbered) == expected


def test_what_several_notices_bear_can_be_typed_for_each() -> None:
    """By number and code; of two notices with one code the newer counts."""
    notices = [
        notice("K7", "Nhận việc", "Trả lại"),
        notice("9X", "Trả lại", "Nhận việc"),
        notice("", "Nhận việc"),
        notice("K7", "Mở", "Xem", "Nhận việc"),
    ]
    assert typed_forms("nhan viec", notices) == ["3 K7", "2 9X"]
    assert typed_forms("duyệt", notices) == []


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [("1 K7", False), ("2. k7", False), ("1 9X", True), ("1", False), ("K7", False), ("ý 9X", False)],
)
def test_the_answer_to_a_forgotten_notice_is_recognised(typed: str, unknown: bool) -> None:
    """By its form, and by a code that none of the notices has."""
    assert answers_unknown_notice(typed, [notice("K7", "Nhận việc")]) is unknown
