"""The same conversations where notices go out by a process of their own: nobody who uses them notices."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.delivery_keys import CURRENT
from storage.domain.outbox import Envelope, Notice, Priority
from tests.journeys.steps import CONCERN, file_concern, photo, ref_in
from tests.world import World, open_world

CHANNELS = ["web", "telegram", "zalo"]


@pytest.fixture(params=CHANNELS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """An office on one channel, in two parts."""
    channel = str(request.param)
    async with open_world(
        "sqlite", tmp_path, parted=True, telegram=channel == "telegram", zalo=channel == "zalo"
    ) as world:
        yield world


async def test_a_concern_is_answered(world: World) -> None:
    """From an author without a name to the office, the department, and back with an answer."""
    author, office, officer, leader = (
        await world.staff(), await world.office(), await world.officer("VP"), await world.leader(),
    )  # fmt: skip
    ref = await file_concern(author)
    office.expect(ref)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    officer.expect(ref)
    author.expect(ref)
    assert leader is not None
    assert not (world.app.base.settings.keys / CURRENT).exists()


# Not on Zalo: the simulated office has no address under which Zalo could fetch a picture.
@pytest.mark.parametrize("world", ["web", "telegram"], indirect=True)
async def test_a_file_comes_along(world: World) -> None:
    """The process that sends has no database: what a notice shows reaches it with the notice."""
    author = await world.staff()
    await author.say(CONCERN, files=[photo()])
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    before = len(author.phone.events)
    async with world.app.base.store.writing() as uow:
        case = await uow.cases.get(ref)
        shown = Notice("notice-broadcast", {"text": "Xem ảnh.", "unit": "VP"}, (), ref, case.files)
        await uow.outbox.put([Envelope(shown, Priority.ANSWER, case_id=case.id)])
        await uow.commit()
    await world.settle()
    assert [event["files"] for event in author.phone.events[before:] if event["files"]]
