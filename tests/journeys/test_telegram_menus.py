"""The commands beside the text field on Telegram follow what a person may do, also when others decide that."""

import asyncio
from collections.abc import Callable

import pytest

from storage.domain.permissions import Post, Role
from tests.journeys.test_telegram import phone_of
from tests.telegram_world import PATIENCE
from tests.world import World

pytestmark = pytest.mark.over_telegram

NAME = "Trần Thị Mẫu"


async def test_a_leader_gets_their_commands_once_the_office_has_said_so(world: World) -> None:
    """Those of everybody until then; the leader's from the next message on, and everybody's when they are cut off."""
    office, leader = await world.office(), await world.stranger()
    shown = phone_of(leader).person
    code = await world.app.inviter.invite([Post(Role.LEADER, "UBND")], uses=1, name=NAME)
    await leader.say(f"/start {code}")
    assert "thongbao" not in shown.commands
    await office.tap("Xác nhận vai trò")
    await leader.say("menu")
    await until(lambda: "thongbao" in shown.commands)
    await office.say("mất máy")
    await office.tap(NAME)
    await office.tap("Cắt mọi thiết bị")
    await office.tap("Cắt mọi thiết bị")  # sure
    await leader.say("menu")
    await until(lambda: "thongbao" not in shown.commands)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.002)
