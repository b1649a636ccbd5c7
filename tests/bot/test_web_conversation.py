"""A conversation over HTTP: how it begins, what an invite does, when a message counts as taken, how it ends."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.channels.web_in import account_of
from storage.domain.ids import parse_invite
from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from storage.sessions import session_key
from tests.bot.web_client import Client, client_of
from tests.journeys.steps import file_concern
from tests.talk import HttpPhone, Talk
from tests.world import World, open_world

STAFF = Post(Role.STAFF)
WRONG = "K7QM-2XPA-9RTD"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, http=True) as world:
        yield world


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world)


async def posts_of(world: World, token: str) -> frozenset[Post]:
    async with world.app.base.store.reading() as reads:
        return (await reads.people.actor(world.app.base.seals.account_key(account_of(token)))).posts


async def filed(world: World) -> int:
    """The number of cases in the database."""
    async with world.app.base.store.reading() as reads:
        return len(await reads.cases.in_status(list(Status), 100))


def remembered(world: World, token: str) -> bool:
    return world.app.sessions.exists(session_key(account_of(token)))


async def test_anybody_may_begin_without_an_invite(client: Client) -> None:
    """Without an invite there is a conversation, greeted at once, in which a code can be typed."""
    answer = await client.begin()

    assert answer.status == 200
    [greeting] = await client.events(1)
    assert "mã mời" in greeting["text"]


async def test_an_empty_body_begins_a_conversation(client: Client) -> None:
    """A client that sends no body at all is not turned away."""
    assert (await client.ask("POST", "/api/chat")).status == 200


async def test_every_conversation_has_a_token_of_its_own(client: Client, world: World) -> None:
    """Two beginnings give two long tokens."""
    other = client_of(world)
    await client.begin()
    await other.begin()

    assert client.token != other.token
    assert min(len(client.token), len(other.token)) >= 32


async def test_an_invite_lets_the_person_in(client: Client, world: World) -> None:
    """A conversation begun with an invite has its posts."""
    code = await world.app.inviter.invite([STAFF], uses=1)

    assert (await client.begin(invite=code)).status == 200
    assert await posts_of(world, client.token) == {STAFF}


async def test_an_invite_may_be_typed_carelessly(client: Client, world: World) -> None:
    """Blanks and small letters do not matter."""
    code = await world.app.inviter.invite([STAFF], uses=1)

    assert (await client.begin(invite=f" {code.lower().replace('-', ' ')} ")).status == 200


async def test_an_invite_can_be_added_later(client: Client, world: World) -> None:
    """With a token, the invite is for the open conversation, and the token stays."""
    await client.begin()
    token = client.token
    code = await world.app.inviter.invite([STAFF], uses=1)

    answer = await client.begin(invite=code)

    assert answer.body == {"token": token}
    assert await posts_of(world, token) == {STAFF}


async def test_what_was_written_before_the_invite_waits_for_it(client: Client, world: World) -> None:
    """A stranger's words are kept until the code comes."""
    await client.begin()
    await client.post(text="Máy in tầng 2 hỏng từ tháng 9.")
    await client.begin(invite=await world.app.inviter.invite([STAFF], uses=1))

    events = await client.events(5)
    assert "vẫn còn" in events[-1]["text"]


async def test_all_that_is_wrong_with_an_invite_is_told_alike(world: World) -> None:
    """Unknown, misshapen, used up, revoked, expired: the same 403, the same sentence. A guesser learns nothing."""
    inviter = world.app.inviter
    used, revoked, expired = [await inviter.invite([STAFF], uses=1) for _ in range(3)]
    await client_of(world).begin(invite=used)
    await inviter.revoke(parse_invite(revoked) or "")
    answers = [await client_of(world).begin(invite=code) for code in (WRONG, "sai bét", used, revoked)]
    world.clock.advance(days=40)
    answers.append(await client_of(world).begin(invite=expired))

    assert {answer.status for answer in answers} == {403}
    assert {answer.code for answer in answers} == {"invite-unknown"}
    assert len({answer.content for answer in answers}) == 1
    assert "Anh/Chị" in answers[0].message


async def test_a_refused_invite_leaves_no_conversation(tmp_path: Path) -> None:
    """Guessing gives no token and fills no memory."""
    sessions = tmp_path / "sessions.db"
    async with open_world("sqlite", tmp_path, http=True, sessions=sessions) as world:
        code = await world.app.inviter.invite([STAFF], uses=1)
        world.clock.advance(days=40)
        answers = [await client_of(world).begin(invite=each) for each in (WRONG, code)]
        with closing(sqlite3.connect(sessions)) as memory:
            kept = memory.execute("SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM event)").fetchone()

    assert [list(answer.body) for answer in answers] == [["error"], ["error"]]
    assert kept == (0,)


async def test_a_refused_invite_disturbs_no_open_conversation(world: World) -> None:
    """A wrong code in the page's dialog changes nothing in the concern that is being written."""
    talk = await world.staff()
    client = client_of(world, _phone(talk).token)
    await talk.say("Máy in tầng 2 hỏng từ tháng 9.")

    for code in (WRONG, "Mã gì đó", "menu"):
        assert (await client.begin(invite=code)).status == 403

    await talk.tap("Không ghi tên")
    talk.expect("loại nào")


async def test_an_invite_that_gives_nothing_new_is_no_error(world: World) -> None:
    """Opening a second staff link in a conversation of staff is no reason to be told off."""
    talk = await world.staff()
    code = await world.app.inviter.invite([STAFF], uses=5)

    assert (await client_of(world, _phone(talk).token).begin(invite=code)).status == 200


async def test_asking_whether_an_invite_works_uses_it_once(world: World) -> None:
    """An invite for two lets exactly two in."""
    code = await world.app.inviter.invite([STAFF], uses=2)

    assert [(await client_of(world).begin(invite=code)).status for _ in range(3)] == [200, 200, 403]


async def test_guessing_invites_is_slowed_down(world: World) -> None:
    """After some dozens of attempts there is a 429 that says how long to wait."""
    answers = [await client_of(world).begin(invite=WRONG) for _ in range(70)]

    assert answers[-1].status == 429
    assert answers[-1].code == "too-fast"
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/chat"),
        ("DELETE", "/api/chat"),
        ("POST", "/api/chat/messages"),
        ("GET", "/api/chat/events"),
        ("GET", "/api/chat/files/abc"),
    ],
)
async def test_an_unknown_token_opens_nothing(world: World, method: str, path: str) -> None:
    """Every address of a conversation answers 401 to a token this server never gave."""
    answer = await client_of(world, "khong-phai-cua-may-chu-nay").ask(method, path, json={"id": "1", "text": "a"})

    assert (answer.status, answer.code) == (401, "unknown-conversation")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer " + "x" * 5000, "Bearer tiếng"])
async def test_a_misshapen_authorization_is_unknown(world: World, header: str) -> None:
    """No token, another scheme, a long one, one with accents: 401."""
    answer = await client_of(world).ask("GET", "/api/chat/events", headers={"Authorization": header})

    assert answer.status == 401


async def test_a_taken_message_is_in_the_database(world: World) -> None:
    """When the 202 is there, so is the case: nothing is left to a later moment."""
    talk = await world.staff()
    send = await _up_to_sending(talk)

    answer = await _phone(talk).send(key="gui", choice=send)

    assert answer.status == 202
    assert await answer.json() == {}
    assert await filed(world) == 1


async def test_a_repeated_message_is_heard_once(world: World) -> None:
    """A message sent again under its id gets the same answer, and files nothing twice."""
    talk = await world.staff()
    await talk.say("Máy in tầng 2 hỏng từ tháng 9.", key="loi")
    asked = talk.new
    await talk.say("Máy in tầng 2 hỏng từ tháng 9.", key="loi")
    assert talk.new == asked
    await talk.tap("Không ghi tên")
    talk.expect("loại nào")


async def test_a_repeated_press_files_once(world: World) -> None:
    """Gửi sent three times under one id, and once more under another, makes one case."""
    talk = await world.staff()
    send = await _up_to_sending(talk)

    for key in ("gui", "gui", "gui", "gui-lai"):
        await _phone(talk).post(key=key, choice=send)

    assert await filed(world) == 1


async def test_a_server_that_stops_takes_no_message(world: World) -> None:
    """While it shuts down the server answers 503, so the page keeps the message."""
    client = client_of(world)
    await client.begin()
    world.app.chat.stop()

    answer = await client.post(text="a")

    assert (answer.status, answer.code) == (503, "restarting")
    assert "Retry-After" in answer.headers


async def test_signing_out_wipes_the_conversation(world: World) -> None:
    """After DELETE the token is unknown, and neither session nor account is left."""
    talk = await world.staff()
    client = client_of(world, _phone(talk).token)
    await client.post(text="Máy in tầng 2 hỏng từ tháng 9.")

    answer = await client.ask("DELETE", "/api/chat")

    assert answer.status == 204
    assert not remembered(world, client.token)
    assert await posts_of(world, client.token) == frozenset()
    assert (await client.post(text="a")).status == 401


async def test_signing_out_ends_the_streams(world: World) -> None:
    """No page of that conversation hears anything any more."""
    client = client_of(world)
    await client.begin()
    async with client.stream() as stream:
        await anext(stream)
        await client.ask("DELETE", "/api/chat")
        async with asyncio.timeout(10):
            assert [event async for event in stream] == []


async def test_a_filed_case_outlives_the_conversation(world: World) -> None:
    """Signing out takes back nothing that was sent."""
    talk = await world.staff()
    ref = await file_concern(talk)
    await client_of(world, _phone(talk).token).ask("DELETE", "/api/chat")

    async with world.app.base.store.reading() as reads:
        assert (await reads.cases.get(ref)).ref == ref


async def _up_to_sending(talk: Talk) -> str:
    """A concern is written; the choice that sends it."""
    await talk.say("Máy in tầng 2 hỏng từ tháng 9.")
    await talk.tap("Không ghi tên")
    await talk.tap("Tâm tư")
    return talk.value_of("Gửi")


def _phone(talk: Talk) -> HttpPhone:
    assert isinstance(talk.phone, HttpPhone)
    return talk.phone
