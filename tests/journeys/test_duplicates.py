"""Many with one matter: filed, followed, merged and separated; each hears the answer under the own code."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.domain.lifecycle import Status
from tests.handlers.similar_steps import answer, to_the_end
from tests.handlers.steps import press, stored
from tests.journeys.steps import ref_in, reply_code_in
from tests.journeys.test_anonymity import PERSON_TABLES, as_bytes, database_path, tables, traces_of
from tests.talk import Talk
from tests.world import World, open_world

MATTER = "Máy in chỗ một cửa kẹt giấy suốt từ tháng 9, chuyện mèo xanh ai cũng biết."
SUMMARY = "Máy in ở bộ phận Một cửa hỏng, chờ thay"
SAME = "May in o bo phan 1 cua hong tu thang 9, xin thay cai moi"
ANSWER = "Văn phòng thay máy in mới ở Một cửa trước ngày 30/11/2026."
OWN_ANSWER = "Văn phòng sửa máy in ở khu phố 2 trước ngày 15/12/2026."
NAMES = ("Bùi Thị Thử Nghiệm, tổ 4", "Đỗ Văn Ví Dụ")


async def file(author: Talk, text: str, name: str = "") -> str:
    await to_the_end(author, text, name=name)
    if "Vẫn gửi riêng" in author.labels:
        await author.tap("Vẫn gửi riêng")
    await author.tap("Gửi")
    return ref_in(author.expect("Đã gửi"))


async def follow(author: Talk, text: str, name: str = "") -> str:
    await to_the_end(author, text, name=name)
    author.expect(SUMMARY)
    await author.tap("theo dõi")
    return ref_in(author.expect("Đã theo dõi"))


async def led_by_the_office(author: Talk, office: Talk) -> str:
    """A case with the office's summary, routed; its reference."""
    ref = await file(author, MATTER)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await office.tap("Tóm tắt")
    await office.say(SUMMARY)
    office.expect("Đã lưu tóm tắt")
    return ref


async def merge(world: World, office: Talk, ref: str, into: str) -> None:
    await press(world, office, f"a.merge.{ref}")
    await office.say(into)
    office.expect(f"Đã gộp {ref} vào {into}")


def heard(author: Talk, text: str) -> list[str]:
    """Every answer with this text that ever came to this phone."""
    return [e["text"] for e in author.phone.events if "trả lời ý kiến" in e["text"] and text in e["text"]]


@pytest.fixture(params=["postgresql", "zalo"])
async def other_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """What differs most from the other journeys here: another database, and a channel without buttons."""
    zalo = request.param == "zalo"
    async with open_world("sqlite" if zalo else "postgresql", tmp_path, zalo=zalo) as world:
        yield world


async def test_one_answer_reaches_all_each_under_the_own_code(other_world: World) -> None:
    """Filed and merged or followed at once, named or not: one answer each, and nobody reads of another."""
    world = other_world
    office, leader = await world.office(), await world.leader()
    first = await world.staff()
    lead = await led_by_the_office(first, office)
    others = [await world.staff() for _ in range(4)]
    refs = []
    for author, name in zip(others[:2], ("", NAMES[0]), strict=True):
        refs.append(await file(author, SAME, name))
        await office.tap("Gộp")
        await office.say(lead)
        office.expect(f"Đã gộp {refs[-1]} vào {lead}")
    refs += [await follow(others[2], SAME), await follow(others[3], SAME, NAMES[1])]
    code = reply_code_in("\n".join(event["text"] for event in others[2].phone.events))
    await leader.say(lead)
    await leader.tap("Trả lời trực tiếp")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    for author, ref in zip([first, *others], [lead, *refs], strict=True):
        assert [ref in text for text in heard(author, ANSWER)] == [True]
        others_refs = {lead, *refs} - {ref}
        author.expect_no(*others_refs)
    for author in others:
        author.expect_no("mèo xanh")
    await others[2].say(code)
    others[2].expect(refs[2], SAME, ANSWER)
    await leader.say(lead)
    await leader.tap("Xem ý kiến đã gộp")
    assert all(any(ref in text for text in leader.new) for ref in refs)


async def test_separated_before_the_answer_it_is_answered_by_itself(world: World) -> None:
    """Named and anonymous: out of the merge in time, each hears the own answer only; who stays hears the one."""
    office, leader = await world.office(), await world.leader()
    first, named, nameless, stays = [await world.staff() for _ in range(4)]
    lead = await led_by_the_office(first, office)
    refs = {named: await file(named, SAME, NAMES[0]), nameless: await follow(nameless, SAME)}
    staying = await follow(stays, SAME)
    await merge(world, office, refs[named], lead)
    for author, ref in refs.items():
        await press(world, office, f"a.separate.{ref}")
        author.expect(f"Ý kiến {ref} từ nay được xử lý riêng")
        assert (await stored(world, ref)).status is Status.RECEIVED
    await answer(world, leader, lead, ANSWER)
    assert [len(heard(author, ANSWER)) for author in (first, stays, named, nameless)] == [1, 1, 0, 0]
    for author, ref in refs.items():
        await answer(world, leader, ref, OWN_ANSWER)
        author.expect(f"trả lời ý kiến {ref}", OWN_ANSWER)
    assert not heard(first, OWN_ANSWER) and not heard(stays, OWN_ANSWER)
    assert (await stored(world, staying)).status is Status.MERGED


async def test_separated_after_the_answer_nothing_that_was_said_is_lost(world: World) -> None:
    """Both answers stand under the own code, for the named and the anonymous; merging again tells no answer twice."""
    office, leader = await world.office(), await world.leader()
    first, named, nameless = [await world.staff() for _ in range(3)]
    lead = await led_by_the_office(first, office)
    refs = {named: await follow(named, SAME, NAMES[0]), nameless: await follow(nameless, SAME)}
    code = reply_code_in("\n".join(event["text"] for event in nameless.phone.events))
    await answer(world, leader, lead, ANSWER)
    for ref in refs.values():
        await press(world, office, f"a.separate.{ref}")
    for author, ref in refs.items():
        await answer(world, leader, ref, OWN_ANSWER)
        author.expect(f"trả lời ý kiến {ref}", OWN_ANSWER)
    await named.say(refs[named])
    named.expect(refs[named], ANSWER, OWN_ANSWER)
    await nameless.say(code)
    nameless.expect(refs[nameless], ANSWER, OWN_ANSWER)
    assert [len(heard(author, ANSWER)) for author in (named, nameless)] == [1, 1]
    assert (await stored(world, lead)).status is Status.ANSWERED


async def test_others_do_not_read_to_whom_the_answer_was_written(world: World) -> None:
    """An answer that speaks to its author by name goes to the followers without it, by notice and by code."""
    office, leader = await world.office(), await world.leader()
    first, other = await world.staff(), await world.staff()
    lead = await file(first, MATTER, NAMES[0])
    await press(world, office, f"a.sum.{lead}")
    await office.say(SUMMARY)
    own = await follow(other, SAME, NAMES[1])
    await answer(world, leader, lead, f"Cảm ơn chị Bùi Thị Thử Nghiệm. {ANSWER}")
    first.expect("Cảm ơn chị Bùi Thị Thử Nghiệm.", ANSWER)
    other.expect(f"trả lời ý kiến {own}", "Cảm ơn chị …", ANSWER)
    await other.say(own)
    other.expect(own, ANSWER)
    other.expect_no("Bùi Thị", "Thử Nghiệm")


async def test_when_the_first_withdraws_after_an_answer_the_others_keep_it(world: World) -> None:
    """Reopened and then taken back by its author: a follower is on its own again, with what was said."""
    office, leader = await world.office(), await world.leader()
    first, other = await world.staff(), await world.staff()
    lead = await led_by_the_office(first, office)
    own = await follow(other, SAME, NAMES[0])
    await answer(world, leader, lead, ANSWER)
    await first.tap("Chưa thỏa đáng")
    await first.tap("Bỏ qua")
    mark = world.app.base.seals.author_mark(lead)
    await press(world, first, f"a.withdraw.{lead}.{mark}")
    await first.tap("Rút ý kiến")
    other.expect(f"Ý kiến {own} từ nay được xử lý riêng")
    await other.say(own)
    other.expect(own, ANSWER)


async def test_followers_of_a_merged_case_come_along_and_can_be_separated(world: World) -> None:
    """Two groups become one; whoever does not belong there is taken out, and all others hear the answer."""
    office, leader = await world.office(), await world.leader()
    first, second, follower, apart = [await world.staff() for _ in range(4)]
    lead = await led_by_the_office(first, office)
    follows, leaves = await follow(follower, SAME), await follow(apart, SAME)
    whole = await file(second, SAME)
    await merge(world, office, lead, whole)
    await press(world, office, f"a.separate.{leaves}")
    await answer(world, leader, whole, ANSWER)
    for author, ref in ((first, lead), (second, whole), (follower, follows)):
        assert [ref in text for text in heard(author, ANSWER)] == [True]
    assert not heard(apart, ANSWER)


async def test_following_without_a_name_leaves_no_trace_of_who(world: World) -> None:
    """No row keyed by a person changes, and nothing that is stored outside those tables names the follower."""
    office, leader = await world.office(), await world.leader()
    first, author = await world.staff(), await world.staff()
    lead = await led_by_the_office(first, office)
    before = {name: tables(world)[name] for name in PERSON_TABLES}
    own = await follow(author, SAME)
    await answer(world, leader, lead, ANSWER)
    await author.tap("Đã rõ")
    held = tables(world)
    assert {name: held[name] for name in PERSON_TABLES} == before
    with sqlite3.connect(database_path(world)) as connection:
        (case_id,) = connection.execute('SELECT id FROM "case" WHERE ref = ?', (own,)).fetchone()
    of_case = [row for name, rows in held.items() if name not in PERSON_TABLES for row in rows if case_id in row]
    assert len(of_case) > 4
    assert [trace for trace in traces_of(world, author) if trace in as_bytes(v for row in of_case for v in row)] == []
    assert not any(case_id in row for row in held["summary_term"])


async def test_two_who_follow_at_the_same_moment_are_both_answered(world: World) -> None:
    """Neither press is lost, whichever comes first."""
    office, leader = await world.office(), await world.leader()
    first, *both = [await world.staff() for _ in range(3)]
    lead = await led_by_the_office(first, office)
    for author in both:
        await to_the_end(author, SAME)
    await asyncio.gather(*(author.tap("theo dõi") for author in both))
    await world.settle()
    await answer(world, leader, lead, ANSWER)
    assert [len(heard(author, ANSWER)) for author in both] == [1, 1]
