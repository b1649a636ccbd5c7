"""What staff do is in the log, with the act; what authors do is not; the auditor reads it without a name or a word."""

from scheduler.auditing import enter_filings
from storage.domain.audit import Act
from storage.domain.permissions import Post, Role
from tests.handlers.steps import ANSWER, routed_case, submit
from tests.journeys.steps import CONCERN, answered_case, file_concern
from tests.world import World


async def log(world: World) -> list[Act]:
    async with world.app.base.store.reading() as reads:
        return [entry.act for entry in await reads.audit.after(0, 200)]


async def test_the_way_of_a_case_is_in_the_log(world: World) -> None:
    """Each act of the office, the department and the leader, with the post it was done in."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer = await world.officer("VHXH")
    ref = await routed_case(author, office, "VHXH")
    await submit(officer)
    await leader.tap("Duyệt")
    acts = [(act.action, act.posts) for act in await log(world) if act.action != "read"]
    by_leader = [("answered", "leader:UBND"), ("promised", "leader:UBND")]
    assert acts == [("routed", "office:VP"), ("drafted", "officer:VHXH"), *by_leader]
    assert {act.object for act in await log(world)} == {ref}
    assert all(act.happened == "2026-11-02T02:00:00Z" for act in await log(world))


async def test_what_an_author_does_is_not(world: World) -> None:
    """Filing, adding, judging and reading the own case write no entry, also where the author has posts."""
    author = await world.person(Post(Role.OFFICER, "KT"), Post(Role.STAFF))
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    await answered_case(world, author, office, officer, leader)
    before = await log(world)
    await author.tap("Chưa thỏa đáng")
    await author.say("Chưa thấy máy mới.")
    named = await file_concern(author, "Đề nghị sửa hệ thống chiếu sáng ở khu nhà xe.", name="Lê Văn Ví Dụ")
    await author.say(named)
    await author.tap("Rút")
    await author.tap("Rút")
    assert await log(world) == before
    async with world.app.base.store.reading() as reads:
        person = (await reads.people.actor(world.app.base.seals.account_key(author.phone.account))).person  # type: ignore[attr-defined]
    assert person is not None and person not in {act.person for act in before}


async def test_filings_come_the_next_day(world: World) -> None:
    """Named and anonymous ones alike: the code and the date."""
    author = await world.staff()
    await world.office()
    refs = {await file_concern(author), await file_concern(author, "Đề nghị sửa mái nhà xe.", name="Lê Văn Ví Dụ")}
    assert await log(world) == []
    world.clock.advance(days=1)
    await world.app.sweeps.audit()
    await enter_filings(world.app.base.store, world.app.base.seals, world.clock.now().date())
    found = await log(world)
    assert {act.object for act in found} == refs
    assert {(act.happened, act.person, act.posts, act.action) for act in found} == {("2026-11-02", None, "", "filed")}


async def test_the_auditor_reads_it(world: World) -> None:
    """Who (a mark and the post), when, what, which case: no name and no word of the case; reading is an act, too."""
    author, auditor = await world.staff(), await world.person(Post(Role.AUDITOR), name="Lê Thị Kiểm Tra")
    office = await world.person(Post(Role.OFFICE, "VP"), name="Ngô Văn Phòng")
    officer = await world.officer("VHXH")
    ref = await routed_case(author, office, "VHXH")
    await submit(officer)
    await auditor.say("nhật ký")
    text = auditor.expect("Nhật ký", ref, "02/11/2026 09:00", "chuyển đơn vị", "Văn phòng (đầu mối)")
    assert not any(hidden in text for hidden in ("Ngô Văn", CONCERN, ANSWER))
    await auditor.tap("Trang chủ")
    await auditor.say("/nhatky")
    auditor.expect("đọc nhật ký")


async def test_others_do_not(world: World) -> None:
    """Not even a leader."""
    leader = await world.leader()
    await leader.say("nhật ký")
    leader.expect("chưa được giao quyền")


async def test_an_act_that_fails_is_not_in_it(world: World) -> None:
    """The entry is written with the act, or neither is: approving what was sent back leaves nothing."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer = await world.officer("VHXH")
    await routed_case(author, office, "VHXH")
    await submit(officer)
    approve = leader.value_of("Duyệt")
    await leader.tap("Yêu cầu sửa")
    await leader.say("Xin ghi rõ ngày.")
    before = await log(world)
    await leader.phone.post(key="late", choice=approve)
    await world.settle()
    assert await log(world) == before
    assert before[-1].action == "sent_back"
