"""What the Zalo simulator answers, asked by a client that knows nothing of it but HTTP."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from aiohttp import web

from bot.simulators.telegram_clock import SimulatorClock, SteppedClock
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import Fault, MediaFault, UpdateFault
from bot.simulators.zalo_people import Person

TOKEN: Final = "123456789:contract"
PICTURE: Final = b"\xff\xd8\xff a picture"


@dataclass(frozen=True)
class Scene:
    """A simulator that serves, and a client of its bot."""

    simulator: ZaloSimulator
    base: str
    http: httpx.AsyncClient

    async def ask(self, method: str, token: str = TOKEN, **parameters: Any) -> httpx.Response:
        return await self.http.post(f"{self.base}/bot{token}/{method}", json=parameters)

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call that goes well; nothing else stands in its answer."""
        body = (await self.ask(method, **parameters)).json()
        assert body.pop("ok") is True, body
        assert body.keys() <= {"result"}
        return body.get("result")

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Code and words of a refusal."""
        response = await self.ask(method, **parameters)
        body = response.json()
        assert (response.status_code, body["ok"]) == (200, False), body
        return body["error_code"], body["description"]

    async def poll(self, timeout: object = 0) -> Any:
        return await self.call("getUpdates", timeout=timeout)

    async def polled(self) -> None:
        """Until somebody polls."""
        await self.simulator.until(lambda: self.simulator.polling > 0)

    async def known_person(self, name: str = "Người 1") -> Person:
        """Somebody who has written; what they wrote has been read."""
        person = self.simulator.person(name)
        await person.say("xin chào")
        await self.poll()
        return person


@asynccontextmanager
async def scene_of(
    *,
    clock: SimulatorClock | None = None,
    behaviour: Behaviour | None = None,
    routes: Sequence[web.AbstractRouteDef] = (),
) -> AsyncIterator[Scene]:
    simulator = ZaloSimulator(TOKEN, clock=clock, behaviour=behaviour)
    async with simulator.serving(routes) as base, httpx.AsyncClient(verify=False) as http:  # noqa: S501  there is no TLS
        yield Scene(simulator, base, http)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


async def test_the_bot_knows_itself(scene: Scene) -> None:
    """getMe gives the number of the token, a name, and whether groups may have the bot."""
    me = await scene.call("getMe")

    assert (me["id"], me["account_type"], me["can_join_groups"]) == ("123456789", "BASIC", False)
    assert me["display_name"].startswith("Bot ")


async def test_an_unknown_token_is_unauthorised(scene: Scene) -> None:
    """The refusal is in the body; HTTP says 200."""
    response = await scene.ask("getMe", token="123456789:other")

    assert response.status_code == 200
    assert response.json() == {"ok": False, "description": "Unauthorized", "error_code": 401}


@pytest.mark.parametrize(
    "method", ["sendDocument", "sendFile", "editMessageText", "deleteMessage", "setMessageReaction", "getChat", "getme"]
)
async def test_other_methods_are_unknown(scene: Scene, method: str) -> None:
    """There are eleven, and their names are written in one way only."""
    assert await scene.refused(method) == (404, "Not Found")


@pytest.mark.parametrize("method", ["testWebhook", "getUpdates"])
async def test_a_method_may_be_missing(method: str) -> None:
    """Of these two one source each says that they are not there."""
    async with scene_of(behaviour=Behaviour(missing_methods=frozenset({method}))) as scene:
        assert await scene.refused(method) == (404, "Not Found")


async def test_refusals_may_show_in_the_status() -> None:
    """The older host answers with the status of the code."""
    async with scene_of(behaviour=Behaviour(status_tells=True)) as scene:
        assert (await scene.ask("getMe", token="1:2")).status_code == 401
        assert (await scene.ask("nothing")).status_code == 404
        assert (await scene.ask("getUpdates", timeout=0)).status_code == 408


async def test_codes_may_be_written_otherwise() -> None:
    """In camel case, as text, and as 0 beside a result."""
    switched = Behaviour(camel_case_codes=True, text_codes=True, success_code=True)
    async with scene_of(behaviour=switched) as scene:
        assert (await scene.ask("nothing")).json()["errorCode"] == "404"
        assert (await scene.ask("getMe")).json()["error_code"] == 0


async def test_parameters_come_in_any_form(scene: Scene) -> None:
    """By query, form, multipart or JSON, by GET or POST."""
    person = await scene.known_person()
    url, fields = f"{scene.base}/bot{TOKEN}/sendMessage", {"chat_id": person.chat_id, "text": "chào"}

    answers = [
        await scene.http.get(url, params=fields),
        await scene.http.post(url, params=fields),
        await scene.http.post(url, data=fields),
        await scene.http.post(url, files={name: (None, value) for name, value in fields.items()}),
        await scene.http.post(url, json=fields),
    ]

    assert [answer.json()["ok"] for answer in answers] == [True] * 5
    assert [each.text for each in person.messages] == ["chào"] * 5


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_broken_body_is_refused(scene: Scene, body: bytes) -> None:
    """What is no JSON object is a bad request."""
    headers = {"Content-Type": "application/json"}
    response = await scene.http.post(f"{scene.base}/bot{TOKEN}/getMe", content=body, headers=headers)

    assert response.json()["error_code"] == 400


async def test_every_call_is_on_record(scene: Scene) -> None:
    """With the chat it was for, and how it ended."""
    person = await scene.known_person()
    await scene.call("sendMessage", chat_id=person.chat_id, text="x")
    await scene.refused("nothing")

    ends = [(each.method, each.chat_id, each.code) for each in scene.simulator.calls]

    assert ends == [("getUpdates", "", 0), ("sendMessage", person.chat_id, 0), ("nothing", "", 404)]


async def test_dates_are_those_of_the_clock() -> None:
    """A clock that stands still gives the same date until it is moved."""
    clock = SteppedClock()
    async with scene_of(clock=clock) as scene:
        person = await scene.known_person()
        first = await scene.call("sendMessage", chat_id=person.chat_id, text="x")
        clock.advance(60)
        second = await scene.call("sendMessage", chat_id=person.chat_id, text="y")

    assert second["date"] - first["date"] == 60_000
    assert [each.at for each in person.messages] == [first["date"] / 1000, second["date"] / 1000]


@pytest.mark.parametrize("names", [Behaviour, Fault, UpdateFault, MediaFault])
def test_everything_that_can_be_switched_is_documented(names: Any) -> None:
    """Each switch and each fault stands in docs/simulators.md."""
    known = names.__slots__ if names is Behaviour else [fault.name for fault in names]
    text = (Path(__file__).parents[2] / "docs" / "simulators.md").read_text(encoding="utf-8")

    assert [name for name in known if f"`{name}`" not in text.partition("## Zalo")[2]] == []
