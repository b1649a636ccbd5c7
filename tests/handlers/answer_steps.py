"""What the conversations about answers and promises begin with, and what has been stored of them."""

from storage.domain.case import Case
from storage.domain.clocks import Clocks
from storage.domain.commitment import Commitment
from storage.domain.records import CaseEvent, EventKind
from tests.handlers.steps import ANSWER, routed_case, stored
from tests.talk import Talk
from tests.world import World

RECEIVED = "Đã ghi nhận, sẽ xem xét trong thời gian tới."
NOT_PERMITTED = "Anh/Chị chưa được giao quyền"


def events(case: Case, kind: EventKind) -> list[CaseEvent]:
    return [event for event in case.events if event.kind is kind]


async def commitments(world: World, ref: str) -> list[Commitment]:
    case = await stored(world, ref)
    async with world.app.base.store.reading() as reads:
        return list(await reads.commitments.of_case(case.id))


async def clocks_of(world: World, ref: str) -> Clocks:
    case = await stored(world, ref)
    async with world.app.base.store.reading() as reads:
        return await reads.deadlines.clocks(case.id)


async def drafting(world: World) -> tuple[Talk, Talk, str]:
    """A difficulty of an unknown author whose answer an officer is about to write: author, officer, reference."""
    author, officer = await world.staff(), await world.officer("VP")
    ref = await routed_case(author, await world.office(), "VP")
    await officer.tap("Soạn trả lời")
    return author, officer, ref


async def promised(world: World) -> tuple[Talk, Talk, Talk, str]:
    """An answer with a promise has gone out: author, officer, leader, reference."""
    leader = await world.leader()
    author, officer, ref = await drafting(world)
    await officer.say(ANSWER)
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    return author, officer, leader, ref
