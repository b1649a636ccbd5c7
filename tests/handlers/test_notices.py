"""Who is told what: once each, whatever posts they hold."""

from storage.domain.permissions import Post, Role
from tests.handlers.steps import routed_case, submit
from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World

DANGEROUS = "Trần phòng họp sắp sập, vữa rơi xuống bàn."


def counted(talk: Talk, *parts: str) -> int:
    return sum(all(part in event["text"] for part in parts) for event in talk.phone.events)


async def test_an_alarm_rings_once_where_no_leader_is_enrolled(world: World) -> None:
    """The office gets it in the leaders' place as well, and needs no second copy."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author, DANGEROUS)
    assert counted(office, "KHẨN", ref) == 1


async def test_an_alarm_rings_once_where_there_is_no_office(world: World) -> None:
    """Likewise for a leader who stands in for the office."""
    author, leader = await world.staff(), await world.leader()
    ref = await file_concern(author, DANGEROUS)
    assert counted(leader, "KHẨN", ref) == 1


async def test_who_holds_two_posts_is_told_once(world: World) -> None:
    """Of an answer that was refused, both the leaders and the department hear: one person who is both, once."""
    author, office = await world.staff(), await world.office()
    both = await world.person(Post(Role.OFFICER, "VP"), Post(Role.LEADER, "UBND"))
    ref = await routed_case(author, office, "VP")
    await submit(both)
    await both.tap("Duyệt")
    await author.tap("Chưa thỏa đáng")
    await author.tap("Bỏ qua")
    assert counted(both, ref, "được mở lại") == 1
    assert "Giao việc" in both.labels
