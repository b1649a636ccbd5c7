"""Replies as Zalo shows them: numbered menus, few messages, none too long."""

from functools import partial

from bot.channels.render import units
from bot.channels.zalo_text import MAX_TEXT, texts_of
from handlers.texts.catalog import say
from storage.domain.conversation import Choice, Reply

SAY = partial(say, "vi")
PICK, HOME = SAY("zalo-pick"), SAY("zalo-home")


def test_choices_are_numbered_lines() -> None:
    """The menu stands below its question, with a way back."""
    reply = Reply("Gửi thế nào?", (Choice("Không ghi tên", "anonymous"), Choice("Ghi tên tôi", "named")))
    (text,) = texts_of([reply], {"anonymous": 1, "named": 2}, SAY)
    assert text == f"Gửi thế nào?\n\n{PICK}\n1. Không ghi tên\n2. Ghi tên tôi\n{HOME}"


def test_the_way_back_is_not_shown_twice() -> None:
    """Where the start page is a choice with a number, that number is enough."""
    (text,) = texts_of([Reply("Xong.", (Choice("Trang chủ", "c.start"),))], {"c.start": 1}, SAY)
    assert text == f"Xong.\n\n{PICK}\n1. Trang chủ"


def test_replies_of_one_turn_are_one_message() -> None:
    """Messages are counted, so a turn needs as few as possible; numbers go on from one reply to the next."""
    replies = [Reply("Một.", (Choice("A", "a"),)), Reply("Hai."), Reply("Ba.", (Choice("B", "b"),))]
    (text,) = texts_of(replies, {"a": 1, "b": 2}, SAY)
    assert text == f"Một.\n\n{PICK}\n1. A\n\nHai.\n\nBa.\n\n{PICK}\n2. B\n{HOME}"


def test_a_notice_is_answered_by_number_and_code() -> None:
    """A bare number would mean the conversation's own menu."""
    reply = Reply("Việc mới.", (Choice("Nhận việc", "a.x"), Choice("Trả lại", "a.y")), tag="K7")
    (text,) = texts_of([reply], {}, SAY)
    assert text.endswith("1 K7\n1 K7: Nhận việc\n2 K7: Trả lại")


def test_a_choice_that_is_not_open_any_more_has_no_number() -> None:
    """The repeat of an old reply must not lend its numbers to other choices."""
    (text,) = texts_of([Reply("Cũ.", (Choice("A", "a"),))], {"b": 1}, SAY)
    assert "1." not in text and "• A" in text and HOME not in text


def test_nothing_to_say_is_no_message() -> None:
    """A turn without replies costs nothing."""
    assert texts_of([], {}, SAY) == ()


def test_a_long_list_is_parted_between_its_lines() -> None:
    """No message is too long, no line is broken, no number is given twice."""
    choices = tuple(Choice(f"{n}: Phòng rất dài tên 🙂 {'x' * 60}", f"u{n}") for n in range(1, 80))
    texts = texts_of([Reply("Chọn đơn vị.", choices)], {each.value: n for n, each in enumerate(choices, 1)}, SAY)
    assert len(texts) > 1
    assert all(units(text) <= MAX_TEXT for text in texts)
    lines = [line for text in texts for line in text.splitlines()]
    assert [line for line in lines if line.endswith("x")] == [f"{n}. {c.label}" for n, c in enumerate(choices, 1)]


def test_long_texts_are_parted_and_numbered() -> None:
    """At paragraphs, under 2,000 units of UTF-16, with nothing lost."""
    paragraphs = [f"Đoạn {n}. " + "chữ 🙂 " * 100 for n in range(8)]
    texts = texts_of([Reply("\n\n".join(paragraphs))], {}, SAY)
    assert [text.splitlines()[0] for text in texts] == [f"({n}/{len(texts)})" for n in range(1, len(texts) + 1)]
    assert all(units(text) <= MAX_TEXT for text in texts)
    joined = " ".join(" ".join(text.split("\n", 1)[1] for text in texts).split())
    assert joined == " ".join(" ".join(paragraphs).split())


def test_what_is_to_be_copied_stands_alone() -> None:
    """The words to be changed are a message of their own; menu and way back stay with what is said about them."""
    replies = [Reply("Viết lại giúp.", (Choice("Hủy", "keep"),)), Reply("Máy in hỏng.", editable=True)]
    assert texts_of(replies, {"keep": 1}, SAY) == [f"Viết lại giúp.\n\n{PICK}\n1. Hủy\n{HOME}", "Máy in hỏng."]
