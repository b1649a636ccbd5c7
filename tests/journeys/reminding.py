"""Time passing in a journey: what one person's phone gets on a given day."""

from datetime import date, datetime

from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World


async def reminded(world: World, talk: Talk, day: date, *, hour: int = 9) -> list[str]:
    """The digests this person gets on that day, however often the sweep runs."""
    world.clock.move_to(at(world, day, hour))
    talk.listen()
    for _ in range(2):
        await world.app.sweeps.what_is_due()
        await world.settle()
    return [text for text in talk.new if text.startswith("⏰ Việc cần trả lời")]


def at(world: World, day: date, hour: int) -> datetime:
    zone = world.app.engine.office.calendar.zone
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


async def task(world: World, officer: Talk, *, accept: bool = True) -> tuple[Talk, Talk, str]:
    """A case of the economic department, due on Wednesday 11 November: author, office and reference."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    if accept:
        await officer.tap("Nhận việc")
    return author, office, ref
