"""Zalo stumbles, repeats itself, or takes no more: nothing is lost, and little is said twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulators.zalo_faults import Fault, UpdateFault
from tests.journeys.steps import CONCERN, bodies, preview, ref_in, reply_code_in
from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An office whose people have Zalo, behind a firewall."""
    async with open_world("sqlite", tmp_path, zalo=True) as world:
        yield world


@pytest.mark.parametrize("fault", [UpdateFault.DUPLICATE, UpdateFault.UNKNOWN_EVENT])
async def test_updates_in_odd_shapes_file_once(world: World, fault: UpdateFault) -> None:
    """Twice, or after one nobody knows: one case, and nothing is said twice."""
    author = await world.staff()
    assert world.zalo is not None
    await author.say(CONCERN)
    await preview(author)
    world.zalo.faults.order_update(fault)
    await author.say("Gửi")
    assert ["Đã gửi" in text for text in author.new] == [True]
    assert await bodies(world) == [CONCERN]


async def test_an_update_that_comes_for_ever_is_answered_once(world: World) -> None:
    """Some say that Zalo repeats what was read: it is known again, and Zalo is not asked without end."""
    assert world.zalo is not None
    world.zalo.behaviour.replays_for = 30.0
    author = world.zalo.person("Người 1")
    await author.say("Chào.")
    await author.until(1)
    before = len(world.zalo.calls)
    await world.zalo.clock.sleep(1.2)
    assert len(author.messages) == 1
    assert len([call for call in world.zalo.calls[before:] if call.method == "getUpdates"]) <= 3


@pytest.mark.parametrize("kind", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY])
async def test_a_receipt_arrives_though_zalo_stumbles(world: World, kind: Fault) -> None:
    """An error, or a gateway's page, on the receipt: it comes a moment later, once, and one case is there."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.faults.order(kind, "sendMessage")
    await author.tap("Gửi")
    author.expect("Đã gửi")
    assert len(author.new) == 1
    assert await bodies(world) == [CONCERN]


async def test_a_lost_answer_repeats_a_receipt_at_most_once(world: World) -> None:
    """It was shown, and we do not know: the same receipt once more, which the window of the documents allows."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.faults.order(Fault.LOST_ANSWER, "sendMessage")
    await author.tap("Gửi")
    assert len(author.new) == 2 and len({reply_code_in(text) for text in author.new}) == 1
    assert await bodies(world) == [CONCERN]


async def test_a_receipt_waits_for_the_end_of_a_quota(world: World) -> None:
    """429 on the receipt: nobody hammers, the case is there, and the receipt comes when Zalo takes messages again."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.behaviour.message_limit = 0
    author.listen()
    await author.tap("Gửi")
    before = len(world.zalo.calls)
    for _ in range(5):
        await world.app.zalo.sweep()
    author.expect_silence()
    assert not [call for call in world.zalo.calls[before:] if call.method == "sendMessage"]
    assert await bodies(world) == [CONCERN]
    world.zalo.behaviour.message_limit = None
    world.clock.advance(minutes=2)
    await world.app.zalo.sweep()
    await world.settle()
    author.expect("Đã gửi", "Mã nhận trả lời")


async def test_notices_wait_for_the_end_of_a_quota(world: World) -> None:
    """The office's notice is tried seldom, comes in the end, once; and the author can read all by code meanwhile."""
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    office.listen()
    world.zalo.faults.order(Fault.SLOW, "sendMessage")  # the receipt passes
    world.zalo.faults.order(Fault.QUOTA, "sendMessage")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    office.expect_silence()
    for _ in range(3):
        world.clock.advance(minutes=61)
        await world.settle()
    assert [ref in text for text in office.new] == [True]
