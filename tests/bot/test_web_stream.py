"""The event stream: what is sent again, what only once, and when it ends."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.channels.web_in import account_of
from storage.domain.conversation import Reply
from storage.domain.errors import WindowClosed
from storage.domain.permissions import Post, Role
from storage.sessions import EVENTS_KEPT, SESSION_LIFE
from tests.bot.web_client import Client, client_of
from tests.journeys.steps import file_concern
from tests.world import World, open_world, world_on

PATIENCE = 10  # seconds, so that a stream that never ends fails the test instead of holding it up


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, http=True) as world:
        yield world


@pytest.fixture
async def client(world: World) -> Client:
    client = client_of(world)
    await client.begin()
    return client


def push(world: World, client: Client, *texts: str) -> None:
    for text in texts:
        world.app.streams.push(account_of(client.token), Reply(text))


async def test_an_event_has_all_that_a_page_needs(client: Client) -> None:
    """Id, text, choices with label and value, files, tag; its place; whether it conceals words or is to be changed."""
    [greeting] = await client.events(1)

    assert set(greeting) == {"id", "text", "choices", "files", "tag", "replaces", "conceals", "editable"}
    assert all(set(choice) == {"label", "value"} for choice in greeting["choices"])


async def test_a_new_stream_repeats_what_was_said(client: Client, world: World) -> None:
    """Without Last-Event-ID the recent messages come again, under the same ids."""
    push(world, client, "một", "hai")

    first, again = await client.events(3), await client.events(3)

    assert [event["text"] for event in first][1:] == ["một", "hai"]
    assert again == first


async def test_last_event_id_is_honoured(client: Client, world: World) -> None:
    """Only what came after it is sent."""
    push(world, client, "một", "hai", "ba")
    events = await client.events(4)

    later = await client.events(2, events[1]["id"])

    assert [event["text"] for event in later] == ["hai", "ba"]


async def test_an_up_to_date_page_hears_nothing_twice(client: Client, world: World) -> None:
    """After the last id the next event is the next message."""
    [greeting] = await client.events(1)
    async with client.stream(greeting["id"]) as stream:
        push(world, client, "tin mới")
        assert (await anext(stream))["text"] == "tin mới"


@pytest.mark.parametrize("unknown", ["1", "abc-1", "-", "x-²", "y-" + "9" * 5000, "a" * 5000])
async def test_an_unknown_last_event_id_repeats_everything(client: Client, unknown: str) -> None:
    """An id this server never gave, or what is no id at all, is as good as none."""
    assert len(await client.events(1, unknown)) == 1


async def test_no_event_id_is_used_twice(client: Client, world: World) -> None:
    """Pages ignore ids they know, so those of a session that expired and began anew are others."""
    code = await world.app.inviter.invite([Post(Role.LEADER, "UBND")], uses=1, confirmed=True)
    await client.begin(invite=code)
    before = await client.events(3)
    world.clock.advance(seconds=int(SESSION_LIFE.total_seconds()) + 1)
    assert world.app.sessions.expire() == 1
    push(world, client, "sau hai ngày nghỉ")

    [after] = await client.events(1, before[-1]["id"])

    assert after["text"] == "sau hai ngày nghỉ"
    assert after["id"] not in {event["id"] for event in before}


async def test_an_open_page_hears_what_comes_after_its_session_expired(client: Client, world: World) -> None:
    """A page left open over the weekend shows Monday's notice."""
    await client.begin(invite=await world.app.inviter.invite([Post(Role.LEADER, "UBND")], uses=1))
    async with client.stream() as stream:
        for _ in range(3):
            await anext(stream)
        world.clock.advance(seconds=int(SESSION_LIFE.total_seconds()) + 1)
        world.app.sessions.expire()
        push(world, client, "sáng thứ Hai")
        assert (await anext(stream))["text"] == "sáng thứ Hai"


async def test_only_the_latest_events_are_kept(client: Client, world: World) -> None:
    """A long conversation is repeated from somewhere in its middle, to its end."""
    push(world, client, *(str(n) for n in range(100)))

    events = await client.events(EVENTS_KEPT)

    assert [event["text"] for event in events] == [str(n) for n in range(100 - EVENTS_KEPT, 100)]


async def test_two_pages_of_one_conversation_hear_the_same(client: Client, world: World) -> None:
    """A second tab hears everything as well."""
    async with client.stream() as one, client.stream() as two:
        await anext(one)
        await anext(two)
        push(world, client, "cho cả hai")
        assert (await anext(one))["text"] == (await anext(two))["text"] == "cho cả hai"


async def test_conversations_do_not_hear_each_other(client: Client, world: World) -> None:
    """What one is told, the other is not."""
    other = client_of(world)
    await other.begin()
    push(world, client, "riêng")
    push(world, other, "dấu")

    assert [event["text"] for event in await other.events(2)][1:] == ["dấu"]


async def test_a_stopping_server_ends_the_stream(client: Client, world: World) -> None:
    """Nobody has to wait for a timeout to learn of a restart."""
    async with client.stream() as stream:
        await anext(stream)
        world.app.chat.stop()
        async with asyncio.timeout(PATIENCE):
            assert [event async for event in stream] == []


async def test_the_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    """With the sessions' file on tmpfs, token and event ids are the same in the next process."""
    sessions = tmp_path / "sessions.db"
    async with open_world("sqlite", tmp_path, http=True, sessions=sessions) as world:
        client = client_of(world)
        await client.begin()
        before = await client.events(1)
        restarted = await world_on(world.app.base.database, tmp_path, sessions=sessions)
        async with TestServer(restarted.app.web_app()) as server:
            client.base = str(server.make_url("")).rstrip("/")
            assert await client.events(1) == before
            restarted.app.chat.stop()
        await restarted.app.stop()


async def test_a_page_that_went_away_is_not_written_to(client: Client, world: World) -> None:
    """A notice for a closed page waits in the outbox instead of vanishing into a dead line."""
    async with client.stream() as stream:
        await anext(stream)
        await world.app.streams.send(account_of(client.token), Reply("mở"))
        assert (await anext(stream))["text"] == "mở"
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(WindowClosed):
            while True:  # until the server has seen the line close
                await world.app.streams.send(account_of(client.token), Reply("đóng"))
                await asyncio.sleep(0)


async def test_a_notice_waits_for_the_page(world: World) -> None:
    """What came while the office's page was closed is there when it opens again."""
    author, office = await world.staff(), await world.office()
    await office.phone.close_page()
    await asyncio.sleep(0)
    ref = await file_concern(author)
    office.expect_no(ref)

    await office.phone.open_page()
    await world.settle()

    office.expect(ref)


async def test_asking_for_the_headers_alone_opens_no_stream(client: Client) -> None:
    """HEAD is not there: it would count as an open page that shows nothing."""
    assert (await client.ask("HEAD", "/api/chat/events")).status == 405


async def test_no_proxy_and_no_disk_keeps_the_stream(client: Client) -> None:
    """Its headers forbid holding it back, and keeping it."""
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.http.get(client.base + "/api/chat/events", headers=headers) as response:
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
