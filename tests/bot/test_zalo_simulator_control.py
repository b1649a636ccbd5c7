"""The Zalo simulator moved from outside, by JSON."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot.test_zalo_simulator import PICTURE, Scene, scene_of


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


async def control(scene: Scene, path: str, verb: str = "POST", /, **body: Any) -> Any:
    response = await scene.http.request(verb, f"{scene.base}/control/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_person_is_played_from_outside(scene: Scene) -> None:
    """What is written is heard by the bot, and what the bot writes is seen, in the order of time."""
    person = (await control(scene, "people", name="Người 1"))["id"]
    await control(scene, f"people/{person}/write", text="chào")
    assert (await scene.poll())["message"]["text"] == "chào"
    await scene.call("sendMessage", chat_id=person, text="Chào Anh/Chị")
    await control(scene, f"people/{person}/photo", content=base64.b64encode(PICTURE).decode(), text="ảnh")
    await scene.call("sendPhoto", chat_id=person, photo="https://phuong.example/1.jpg")

    seen = await control(scene, f"people/{person}", "GET")

    assert [(each["from_bot"], each["text"], each["kind"]) for each in seen["messages"]] == [
        (False, "chào", ""),
        (True, "Chào Anh/Chị", ""),
        (False, "ảnh", "image"),
        (True, "", "photo"),
    ]
    assert seen["messages"][3]["photo"] == "https://phuong.example/1.jpg"
    assert (await scene.http.get((await scene.poll())["message"]["photo_url"])).content == PICTURE
    sent = await control(scene, "sent?after=1", "GET")
    assert [each["method"] for each in sent] == ["sendPhoto"]


@pytest.mark.parametrize(
    ("action", "event"), [("voice", "voice"), ("sticker", "sticker"), ("unsupported", "unsupported")]
)
async def test_other_kinds_are_sent_from_outside(scene: Scene, action: str, event: str) -> None:
    """Each arrives as its event."""
    person = (await control(scene, "people", name="Người 1"))["id"]

    await control(scene, f"people/{person}/{action}", content="")

    assert (await scene.poll())["event_name"] == f"message.{event}.received"


async def test_a_group_is_moved_from_outside(scene: Scene) -> None:
    """Somebody writes there, with or without the bot's name."""
    person = (await control(scene, "people", name="Người 1"))["id"]
    group = (await control(scene, "groups", name="Tổ 1"))["id"]
    await control(scene, f"groups/{group}/write", person=person, text="x", mention=False)
    await control(scene, f"groups/{group}/write", person=person, text="y")

    assert (await scene.poll())["message"]["text"].endswith("y")
    assert [each["from"] for each in (await control(scene, f"groups/{group}", "GET"))["messages"]] == ["Người 1"]


async def test_a_bot_is_blocked_from_outside(scene: Scene) -> None:
    """And taken back."""
    person = await scene.known_person()
    await control(scene, f"people/{person.chat_id}/block")
    assert (await scene.refused("sendMessage", chat_id=person.chat_id, text="x"))[0] == 400
    await control(scene, f"people/{person.chat_id}/unblock")
    await scene.call("sendMessage", chat_id=person.chat_id, text="x")


async def test_faults_are_ordered_from_outside(scene: Scene) -> None:
    """Of calls, with a code or by name, of updates and of media; and taken back."""
    await control(scene, "faults", call="429-page", method="getMe")
    assert (await scene.ask("getMe")).status_code == 429
    await control(scene, "faults", code=403, times=2)
    assert (await scene.refused("getMe"))[0] == 403
    await control(scene, "faults", "DELETE")
    await scene.call("getMe")

    await control(scene, "faults", update="duplicate")
    await control(scene, "faults", media="gone")
    await scene.simulator.person("Người 1").send_photo(PICTURE)

    first, second = [await scene.poll() for _ in range(2)]
    assert first == second
    assert (await scene.http.get(first["message"]["photo_url"])).status_code == 404


async def test_switches_are_set_from_outside(scene: Scene) -> None:
    """By their names; lists become what the switch holds."""
    await control(scene, "behaviour", status_tells=True, missing_methods=["getMe"], retries=[1, 2])

    assert (await scene.ask("getMe")).status_code == 404
    assert scene.simulator.behaviour.retries == (1, 2)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("people/nobody/write", {"text": "x"}, 404),
        ("people", {}, 404),
        ("behaviour", {"no_such_switch": True}, 404),
        ("faults", {"call": "no such fault"}, 400),
    ],
)
async def test_a_wrong_order_is_refused(scene: Scene, path: str, body: Any, status: int) -> None:
    """With a line that names what is wrong."""
    response = await scene.http.post(f"{scene.base}/control/{path}", json=body)

    assert response.status_code == status
    assert response.text


async def test_a_person_knows_certain_actions_only(scene: Scene) -> None:
    """Others are refused."""
    person = await scene.known_person()

    assert (await scene.http.post(f"{scene.base}/control/people/{person.chat_id}/dance")).status_code == 404
