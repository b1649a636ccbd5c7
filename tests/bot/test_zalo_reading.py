"""What a Zalo update says: both shapes, both field names, and nothing of who wrote."""

from typing import Any

import pytest

from bot.channels.zalo_client import updates_in
from bot.channels.zalo_reading import Heard, key_of, nameless, read

CHAT = "a1b2c3d4e5f60718293a"
NAME = "Người Không Ai Biết"


def update(kind: str = "text", chat_type: str = "PRIVATE", **content: Any) -> dict[str, Any]:
    """An update as it is seen on the line."""
    sender = {"id": "5e6f", "is_bot": False, "display_name": NAME}
    message = {"message_id": "2d75", "date": 1789033572455, "chat": {"id": CHAT, "chat_type": chat_type}, **content}
    return {"event_name": f"message.{kind}.received", "message": {"from": sender, **message}}


@pytest.mark.parametrize(
    ("given", "heard"),
    [
        (update(text="Xin chào"), Heard("2d75", CHAT, text="Xin chào")),
        (
            update("image", photo_url="https://a.zdn.vn/1.jpg", caption="Cửa hỏng"),
            Heard("2d75", CHAT, text="Cửa hỏng", media=("https://a.zdn.vn/1.jpg",)),
        ),
        (update("image", photo="https://a.zdn.vn/1.jpg"), Heard("2d75", CHAT, media=("https://a.zdn.vn/1.jpg",))),
        (update("voice", voice_url="https://a.zdn.vn/1.aac"), Heard("2d75", CHAT, media=("https://a.zdn.vn/1.aac",))),
        (update("sticker", sticker="4a5b", url="https://x.example"), Heard("2d75", CHAT, not_taken=True)),
        (update("unsupported"), Heard("2d75", CHAT, not_taken=True)),
        (update("text", "GROUP", text="@Bot chào"), Heard("2d75", CHAT, is_private=False)),
        (update("future", text="Loại tin mới, vẫn có chữ"), Heard("2d75", CHAT, text="Loại tin mới, vẫn có chữ")),
    ],
)
def test_what_is_said_is_read(given: dict[str, Any], heard: Heard) -> None:
    """Words, pictures under either name, voices; what Zalo does not pass on is known as such."""
    assert read(given) == heard


@pytest.mark.parametrize(
    "given",
    [
        {"event_name": "message.unsupported.received"},
        {"event_name": "bot.added"},
        {"event_name": "x", "message": None},
        {"event_name": "x", "message": {"chat": "a"}},
        {"event_name": "x", "message": {"chat": {"id": 5}, "text": "a"}},
        {"event_name": "x", "message": {"chat": {"id": "x" * 65}, "text": "a"}},
        {"event_name": "x", "message": {"chat": {"id": "x"}, "text": ["a"]}},
        update("text", text=""),
        {"event_name": "x", "message": {"chat": {"id": "x"}, "text": "a", "from": {"is_bot": True}}},
    ],
)
def test_what_says_nothing_to_us_is_nothing(given: dict[str, Any]) -> None:
    """Unknown events, updates without a chat, empty ones and those of bots are passed over."""
    assert read(given) is None


def test_both_shapes_hold_the_same_updates() -> None:
    """Bare or wrapped, one or several; anything else holds none."""
    one = update(text="a")
    assert updates_in(one) == updates_in({"ok": True, "result": one}) == updates_in([one]) == [one]
    assert updates_in({"ok": True, "result": [one, one]}) == [one, one]
    assert [updates_in(body) for body in ({}, None, "x", 5, {"ok": True, "result": {}}, [None])] == [[]] * 6


@pytest.mark.parametrize(
    "typed", ["start K7QM-2XPA-9RTD", "/start K7QM-2XPA-9RTD", "Start  k7qm 2xpa 9rtd", "bắt đầu K7QM2XPA9RTD"]
)
def test_a_typed_start_is_its_code(typed: str) -> None:
    """No link carries a code into a chat on Zalo, so it is typed, in the forms people know."""
    heard = read(update(text=typed))
    assert heard is not None
    assert heard.text.upper().replace(" ", "").replace("-", "") == "K7QM2XPA9RTD"


@pytest.mark.parametrize("typed", ["start", "start over please", "Bắt đầu từ tháng 9 máy hỏng"])
def test_other_words_after_start_are_words(typed: str) -> None:
    """Only a code is taken out of its sentence."""
    heard = read(update(text=typed))
    assert heard is not None and heard.text == typed


def test_the_key_is_the_message_s_own_or_made_of_all_it_says() -> None:
    """A repeat has the same key, another message another one."""
    bare = {"event_name": "message.unsupported.received"}
    assert key_of(update(text="a")) == "2d75"
    assert key_of(bare) == key_of(dict(bare)) != key_of({**bare, "more": 1})
    assert len(key_of(update(text="a", message_id=""))) == 32


def test_nothing_of_who_wrote_is_kept() -> None:
    """What waits to be dealt with has no name and no id of a person besides the chat."""
    kept = nameless(update(text="a"))
    assert NAME not in repr(kept) and "5e6f" not in repr(kept)
    assert read(kept) == read(update(text="a"))
    assert (
        read(nameless({"event_name": "x", "message": {"chat": {"id": "x"}, "text": "a", "from": {"is_bot": True}}}))
        is None
    )
