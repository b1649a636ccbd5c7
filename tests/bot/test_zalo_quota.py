"""The month's messages: counted for nobody in particular, told of in time, and never hammered when they are used up."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_quota import Quota
from scheduler import usage
from storage.domain.permissions import Post, Role
from storage.domain.usage import STEPS, step_reached
from tests.talk import Talk
from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path) as world:
        yield world


def quota_of(world: World, limit: int) -> Quota:
    return Quota(limit, world.app.base.store, world.clock.now, world.app.engine.office.calendar.zone)


async def warnings(world: World, office: Talk) -> list[str]:
    """What the office has been told since the last look."""
    office.listen()
    await world.settle()
    return [text.partition(":")[0] + ":" + text.partition("(")[2].partition(")")[0] for text in office.new]


@pytest.mark.parametrize(
    ("sent", "step"), [(0, 0), (69, 0), (70, 70), (84, 70), (85, 85), (94, 85), (95, 95), (100, 95), (2000, 95)]
)
def test_each_step_begins_at_its_percentage(sent: int, step: int) -> None:
    """70, 85 and 95 of 100."""
    assert step_reached(sent, 100) == step


def test_without_a_limit_there_is_no_step() -> None:
    """Nobody is warned of a plan that nobody knows."""
    assert step_reached(10**9, 0) == 0


async def test_the_office_is_warned_once_at_each_step(world: World) -> None:
    """At 70, 85 and 95 percent, whatever is sent in between; and anew in the next month."""
    office, quota = await world.office(), quota_of(world, 100)
    told = []
    for _ in range(100):
        quota.taken("chat")
        await quota.save()
        told += await warnings(world, office)
    assert told == [f"Zalo:{step}%" for step in STEPS]
    world.clock.advance(days=31)
    for _ in range(70):
        quota.taken("chat")
    await quota.save()
    assert await warnings(world, office) == ["Zalo:70%"]


async def test_a_new_process_goes_on_counting(world: World) -> None:
    """What was saved is known; nothing is warned of twice."""
    office = await world.office()
    for _ in range(2):
        quota = quota_of(world, 100)
        for _ in range(36):
            quota.taken("chat")
        await quota.save()
    assert await warnings(world, office) == ["Zalo:70%"]
    last = quota_of(world, 100)
    for _ in range(23):
        last.taken("chat")
    assert not last.is_nearly_used_up
    await last.save()
    assert last.is_nearly_used_up


async def test_the_office_hears_that_zalo_takes_no_more(world: World) -> None:
    """After the third refusal in a row, once a month; a single one may have come of many messages at once."""
    office, quota = await world.office(), quota_of(world, 100)
    quota.refused("chat")
    await quota.save()
    assert await warnings(world, office) == []
    for _ in range(2):
        quota.refused("chat")
        await quota.save()
        await quota.save()
    office.listen()
    await world.settle()
    office.expect("Zalo không nhận gửi tin nữa")
    assert len(office.new) == 1


async def test_a_refusal_keeps_the_line_quiet_longer_and_longer(world: World) -> None:
    """One minute, two, four, four hours at most; eight if by our own count the month is used up."""
    quota = quota_of(world, 2)
    waits = []
    for _ in range(9):
        quota.refused("chat")
        waits.append(quota.quiet.wait)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == timedelta(hours=4)
    world.clock.advance(hours=4)
    assert quota.quiet.wait == timedelta()
    for _ in range(2):
        quota.taken("chat")
    assert quota.quiet.wait == timedelta()
    quota.refused("chat")
    assert quota.quiet.wait == timedelta(hours=8)
    world.clock.move_to(datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    quota.refused("chat")
    assert quota.quiet.wait == timedelta(hours=2)  # until the next month begins in the office's zone


def test_one_chat_that_is_refused_does_not_silence_the_others(world: World) -> None:
    """The fifty-first person of a plan for fifty: everybody waits once, then this one alone, longer and longer."""
    quiet = quota_of(world, 0).quiet
    month = world.clock.now() + timedelta(days=20)
    quiet.refused("late", at_least=timedelta(), until=month)
    assert quiet.wait and not quiet.holds_for("late")
    quiet.taken("early")
    quiet.refused("late", at_least=timedelta(), until=month)
    assert not quiet.wait and quiet.holds_for("late") and not quiet.holds_for("early")
    world.clock.advance(minutes=2)
    assert not quiet.holds_for("late")
    quiet.taken("late")
    quiet.refused("late", at_least=timedelta(), until=month)
    assert quiet.wait == timedelta(minutes=1)


async def test_nothing_to_save_writes_nothing(world: World) -> None:
    """A month's row is there after the first look; a quiet minute touches no database."""
    quota = quota_of(world, 100)
    await quota.save()
    await world.app.base.database.close()
    await quota.save()


async def test_two_offices_at_once_are_both_told(world: World) -> None:
    """Whoever holds the office; where nobody does, the leaders."""
    leader = await world.leader()
    store, today = world.app.base.store, date(2026, 11, 2)
    await usage.sweep(store, "zalo", today, 70, limit=100, used_up=False)
    assert await warnings(world, leader) == ["Zalo:70%"]
    offices = [await world.person(Post(Role.OFFICE, "VP")) for _ in range(2)]
    await usage.sweep(store, "zalo", today, 15, limit=100, used_up=False)
    for office in offices:
        office.listen()
    await world.settle()
    assert ["Zalo: " in text for office in offices for text in office.new] == [True, True]
