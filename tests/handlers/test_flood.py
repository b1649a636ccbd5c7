"""A flood of concerns without a name: whoever meets the ceiling keeps every word, and danger has none."""

from pathlib import Path

import pytest

from storage.domain.conversation import Account
from tests.journeys.steps import ref_in
from tests.world import World, open_world

CONCERN = "Máy tính ở bộ phận một cửa hỏng từ tháng 9, mỗi sáng in giấy mất cả tiếng."


async def refused_once(world: World, text: str, *, expected: bool = True) -> str:
    """What somebody reads after pressing "Gửi" while nothing more is taken."""
    author = await world.staff()
    world.app.engine.may_file = lambda account: False
    await author.say(text)
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    world.app.engine.may_file = lambda account: True
    told = str(author.phone.events[-1]["text"])
    assert ("vẫn được giữ" in told) is expected
    if expected:
        await author.tap("Gửi")
    return ref_in(author.expect("Đã gửi"))


async def test_the_text_is_kept_at_the_ceiling(world: World) -> None:
    """The draft and its button stay; pressed again when there is room, it is filed as it was."""
    ref = await refused_once(world, CONCERN)
    async with world.app.base.store.reading() as reads:
        assert (await reads.cases.get(ref)).body == CONCERN


async def test_danger_has_no_ceiling(world: World) -> None:
    """What tells of a danger is filed whatever else comes in."""
    text = "Trong kho có mùi khét và dây điện chập, sắp cháy rồi."
    ref = await refused_once(world, text, expected=False)
    async with world.app.base.store.reading() as reads:
        assert (await reads.cases.get(ref)).body == text


@pytest.mark.parametrize(("is_demo", "taken"), [(True, 300), (False, 200)])
async def test_a_real_office_has_a_ceiling(tmp_path: Path, is_demo: bool, taken: int) -> None:
    """Two hundred an hour where nothing else is set; the demo, where benches file as fast as they can, has none."""
    async with open_world("sqlite", tmp_path, is_demo=is_demo) as world:
        tried = [world.app.engine.may_file(Account("web", str(number))) for number in range(300)]
    assert sum(tried) == taken
