"""Texts, buttons, edits and deletions, through both libraries."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from bot.simulators.telegram_clock import SteppedClock
from tests.bot.test_telegram_simulator import LIBRARIES, Scene, scene_of

DAY: Final = 86_400


@pytest.fixture(params=LIBRARIES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with scene_of(request.param) as made:
        yield made


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(params=LIBRARIES)
async def still(request: pytest.FixtureRequest, clock: SteppedClock) -> AsyncIterator[Scene]:
    """A scene whose time stands until it is moved."""
    async with scene_of(request.param, clock=clock) as made:
        yield made


async def test_html_reaches_the_person_as_marked_text(scene: Scene) -> None:
    """Tags become entities counted in UTF-16 units, references become characters."""
    lan = scene.simulator.person("Lan")
    lan.start()

    sent = await scene.call.send_message(
        chat_id=lan.chat_id, text="🏛 <b>Ý kiến</b> &lt;DT-7K3Q&gt; <i>đã <u>nhận</u></i>\n", parse_mode="HTML"
    )

    assert lan.last.text == sent.text == "🏛 Ý kiến <DT-7K3Q> đã nhận"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 3, 6),
        ("italic", 20, 7),
        ("underline", 23, 4),
    ]


@pytest.mark.parametrize(
    ("text", "parse_mode", "complaint"),
    [
        ("<b>đậm", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("đ <i>x</b>", "HTML", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "HTML", "Unexpected end tag at byte offset 1"),
        ("1 <2> 3", "HTML", 'Unsupported start tag "2" at byte offset 2'),
        ("một < hai", "HTML", "Unclosed start tag at byte offset 6"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("ệ" * 4097, None, "message is too long"),
        ("&lt;" * 4097, "HTML", "message is too long"),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused(
    scene: Scene, text: str, parse_mode: str | None, complaint: str
) -> None:
    """Unbalanced tags, empty texts and long ones get 400 in Telegram's words."""
    lan = scene.simulator.person("Lan")
    lan.start()

    with scene.refused("400") as refusal:
        await scene.call.send_message(chat_id=lan.chat_id, text=text, parse_mode=parse_mode)

    assert complaint.lower() in str(refusal.value).lower()
    assert not lan.from_bot


async def test_the_longest_text_is_counted_after_parsing(scene: Scene) -> None:
    """4,096 characters are let through, however long their tags and references are."""
    lan = scene.simulator.person("Lan")
    lan.start()

    await scene.call.send_message(chat_id=lan.chat_id, text=f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")

    assert lan.last.text == "&" * 4096


async def test_a_button_is_pressed_answered_and_edited_away(scene: Scene) -> None:
    """A press comes as a callback query with its message; the answer is a toast; an edit takes the buttons away."""
    lan = scene.simulator.person("Lan")
    lan.start()
    keyboard = scene.client.keyboard([[("Gửi", "send"), ("Sửa", "edit")], [("Huỷ", "cancel")]])
    await scene.call.send_message(chat_id=lan.chat_id, text="Gửi ý kiến này?", reply_markup=keyboard)
    assert lan.last.buttons == ("Gửi", "Sửa", "Huỷ")

    press = lan.press("Gửi")
    query = (await scene.updates())[-1].callback_query
    await scene.call.answer_callback_query(callback_query_id=query.id, text="Đã nhận")
    edited = await scene.call.edit_message_text(
        chat_id=lan.chat_id, message_id=query.message.message_id, text="Đã gửi."
    )

    assert (query.data, query.from_user.id, bool(query.chat_instance)) == ("send", lan.user.user_id, True)
    assert query.message.reply_markup is not None
    assert (press.answered, press.answer, press.alert) == (True, "Đã nhận", False)
    assert (lan.last.text, lan.last.earlier) == ("Đã gửi.", ["Gửi ý kiến này?"])
    assert not lan.last.buttons
    assert edited.edit_date is not None


async def test_an_edit_must_change_something(scene: Scene) -> None:
    """The same text and buttons again are refused as not modified."""
    lan = scene.simulator.person("Lan")
    lan.start()
    keyboard = scene.client.keyboard([[("Gửi", "send")]])
    sent = await scene.call.send_message(chat_id=lan.chat_id, text="Gửi?", reply_markup=keyboard)
    place = {"chat_id": lan.chat_id, "message_id": sent.message_id}

    with scene.refused("400", "message is not modified"):
        await scene.call.edit_message_text(**place, text="Gửi?", reply_markup=keyboard)
    with scene.refused("400", "message is not modified"):
        await scene.call.edit_message_reply_markup(**place, reply_markup=keyboard)
    await scene.call.edit_message_reply_markup(**place, reply_markup=None)

    assert lan.last.buttons == ()


async def test_only_the_bots_own_messages_can_be_edited(scene: Scene) -> None:
    """A person's message, and one that is not there, are refused."""
    lan = scene.simulator.person("Lan")
    own = lan.write("Đèn đường hỏng")

    with scene.refused("400", "message can't be edited"):
        await scene.call.edit_message_text(chat_id=lan.chat_id, message_id=own.message_id, text="x")
    with scene.refused("400", "message to edit not found"):
        await scene.call.edit_message_text(chat_id=lan.chat_id, message_id=999, text="x")


async def test_button_data_is_counted_in_bytes(scene: Scene) -> None:
    """64 bytes pass; 33 Vietnamese letters of two or three bytes do not."""
    lan = scene.simulator.person("Lan")
    lan.start()

    await scene.call.send_message(
        chat_id=lan.chat_id, text="x", reply_markup=scene.client.keyboard([[("Gửi", "a" * 64)]])
    )
    with scene.refused("400", "BUTTON_DATA_INVALID"):
        await scene.call.send_message(
            chat_id=lan.chat_id, text="x", reply_markup=scene.client.keyboard([[("Gửi", "đ" * 33)]])
        )


async def test_a_reply_points_at_its_message(scene: Scene) -> None:
    """A reply carries the message it answers, in both directions; one to nothing is refused."""
    lan = scene.simulator.person("Lan")
    question = lan.write("Bao giờ sửa?")
    sent = await scene.call.send_message(
        chat_id=lan.chat_id, text="Tuần này.", reply_parameters=_reply(scene, question.message_id)
    )
    lan.write("Cảm ơn", reply_to=lan.last)

    assert sent.reply_to_message.text == "Bao giờ sửa?"
    assert (await scene.updates())[-1].message.reply_to_message.text == "Tuần này."
    with scene.refused("400", "message to be replied not found"):
        await scene.call.send_message(chat_id=lan.chat_id, text="x", reply_parameters=_reply(scene, 999))


def _reply(scene: Scene, message_id: int) -> Any:
    if type(scene.call).__module__.startswith("aiogram"):
        from aiogram.types import ReplyParameters

        return ReplyParameters(message_id=message_id)
    from telegram import ReplyParameters as OtherReplyParameters

    return OtherReplyParameters(message_id)


async def test_an_edited_message_comes_again_with_its_new_text(scene: Scene) -> None:
    """A person's edit is an update of its own kind, with the time of the edit."""
    lan = scene.simulator.person("Lan")
    lan.edit(lan.write("Đèn hỏng"), "Đèn đường hỏng")

    _, update = await scene.updates()

    assert update.edited_message.text == "Đèn đường hỏng"
    assert update.edited_message.edit_date is not None


async def test_messages_can_be_deleted_for_48_hours(still: Scene, clock: SteppedClock) -> None:
    """In a private chat the bot deletes its own messages and the person's, as long as they are young."""
    lan = still.simulator.person("Lan")
    raw, old = lan.write("Chuyện riêng"), lan.write("Chuyện cũ")
    sent = await still.call.send_message(chat_id=lan.chat_id, text="Đã nhận.")

    assert await still.call.delete_message(chat_id=lan.chat_id, message_id=raw.message_id)
    assert await still.call.delete_message(chat_id=lan.chat_id, message_id=sent.message_id)
    clock.advance(2 * DAY)

    with still.refused("400", "message can't be deleted for everyone"):
        await still.call.delete_message(chat_id=lan.chat_id, message_id=old.message_id)
    with still.refused("400", "message to delete not found"):
        await still.call.delete_message(chat_id=lan.chat_id, message_id=raw.message_id)
    assert lan.messages == [old]


async def test_a_press_must_be_answered_in_time(still: Scene, clock: SteppedClock) -> None:
    """A press that is older than 150 seconds, one answered already and one that never was are refused alike."""
    lan = still.simulator.person("Lan")
    lan.start()
    await still.call.send_message(chat_id=lan.chat_id, text="?", reply_markup=still.client.keyboard([[("Có", "yes")]]))
    first = lan.press("Có")
    late = lan.press("Có")
    clock.advance(150)
    await still.call.answer_callback_query(callback_query_id=first.press_id)

    for press_id, wait in ((first.press_id, 1), (late.press_id, 0), ("1", 0)):
        with still.refused("400", "query is too old and response timeout expired or query ID is invalid"):
            await still.call.answer_callback_query(callback_query_id=press_id)
        clock.advance(wait)
