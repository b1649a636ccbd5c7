"""A page of somebody with posts that was left unused: its posts are locked, what anybody may do goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.domain.permissions import Actor, Post, Role
from storage.domain.staff_rules import DEMO_STAFF_RULES, StaffRules, sign_in_ended
from tests.bot.web_client import client_of
from tests.clock import FakeClock
from tests.handlers.steps import ANSWER, photo, press, routed_case, stored
from tests.journeys.steps import file_concern
from tests.talk import DirectPhone, HttpPhone, Talk
from tests.world import World, open_world

LOCKED = "vai trò tạm khóa"
NOW = FakeClock().now()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, staff=StaffRules(pin=False, idle_hours=12)) as world:
        yield world


async def rows_of_persons(world: World) -> list[object]:
    """Everything in the database that is keyed by a person or an account."""
    async with world.app.base.database.writer.connect() as connection:
        found: list[object] = []
        for table in ("person", "account", "post", "pin", "audit", "former_account", "pending_post"):
            found += [tuple(row) for row in await connection.exec_driver_sql(f"SELECT * FROM {table}")]  # noqa: S608
        return found


async def test_an_unused_page_is_locked(world: World) -> None:
    """After twelve hours its posts allow nothing; used before, it lasts."""
    officer = await world.officer("KT")
    for _ in range(3):
        world.clock.advance(hours=11)
        await officer.say("việc của đơn vị")
        officer.expect("Đơn vị không còn việc nào")
    world.clock.advance(hours=12, seconds=1)
    await officer.say("việc của đơn vị")
    officer.expect(LOCKED)
    await officer.say("menu")
    officer.expect(LOCKED, "gửi ý kiến thì vẫn được")
    await officer.say("/dangnhap")
    officer.expect(LOCKED)


async def test_a_lost_session_locks_too(world: World) -> None:
    """Where the memory of the conversation is gone, so is that of when it was used."""
    officer = await world.officer("KT")
    assert isinstance(officer.phone, DirectPhone)
    world.app.sessions.forget(f"web:{officer.phone.account.key}")
    await officer.say("việc của đơn vị")
    world.clock.advance(seconds=1)
    await officer.say("việc của đơn vị")
    officer.expect(LOCKED)


async def test_a_code_from_another_channel_unlocks_it(world: World) -> None:
    """The same page goes on, with its draft, and what waited for it comes."""
    first, author, office = await world.officer("VHXH"), await world.staff(), await world.office()
    await first.say("/dangnhap")
    second = await world.stranger()
    await second.say(first.expect("Mã đăng nhập").split(": ")[1].split("\n")[0])
    world.clock.advance(hours=9)
    await second.say("menu")
    world.clock.advance(hours=4)
    await office.say(await invite_again(world, office))
    ref = await routed_case(author, office, "VHXH")
    locked = first
    await locked.say("việc của đơn vị")
    locked.expect(LOCKED)
    locked.expect_no(ref)
    await second.say("/dangnhap")
    await locked.say(second.expect("Mã đăng nhập").split(": ")[1].split("\n")[0])
    locked.expect("Cán bộ xử lý")
    await locked.say("việc của đơn vị")
    assert any(ref in label for label in locked.labels)


async def test_an_answer_being_written_outlasts_the_lock(world: World) -> None:
    """It is not sent before the page is signed in anew; then it is, without being typed again."""
    officer, author, office = await world.officer("VHXH"), await world.staff(), await world.office()
    await officer.say("/dangnhap")
    second = await world.stranger()
    await second.say(officer.expect("Mã đăng nhập").split(": ")[1].split("\n")[0])
    ref = await routed_case(author, office, "VHXH")
    await press(world, officer, f"a.draft.{ref}")  # its notice may have come to the other one
    world.clock.advance(hours=7)
    await second.say("menu")
    world.clock.advance(hours=6)
    await officer.say(ANSWER)
    await officer.say("Trình lãnh đạo")
    officer.expect(LOCKED)
    await second.say("/dangnhap")
    await officer.say(second.expect("Mã đăng nhập").split(": ")[1].split("\n")[0])
    await officer.say("Trình lãnh đạo")
    officer.expect("Đã trình lãnh đạo")


async def invite_again(world: World, talk: Talk) -> str:
    """A new code for the office itself, as the command line gives one."""
    return await world.app.inviter.invite([Post(Role.OFFICE, "VP")], uses=1, confirmed=True)


async def test_a_locked_page_is_shown_no_notice(world: World) -> None:
    """A page left open overnight on an office computer shows nothing new until it is signed in anew."""
    officer, author, office = await world.officer("VHXH"), await world.staff(), await world.office()
    world.clock.advance(hours=12, seconds=1)
    await office.say(await invite_again(world, office))
    ref = await routed_case(author, office, "VHXH")
    officer.expect_no(ref)
    await officer.say(await world.app.inviter.invite([Post(Role.OFFICER, "VHXH")], uses=1))
    await world.settle()
    assert any(ref in event["text"] for event in officer.phone.events)


async def test_a_page_left_open_for_days_is_shown_nothing_either(world: World) -> None:
    """Also once the conversation itself has been forgotten, which is all that knew when it was last used."""
    officer, author, office = await world.officer("VHXH"), await world.staff(), await world.office()
    world.clock.advance(hours=25)
    world.app.sessions.expire()
    await office.say(await invite_again(world, office))
    ref = await routed_case(author, office, "VHXH")
    officer.expect_no(ref)


async def test_a_locked_page_opens_no_file(tmp_path: Path) -> None:
    """Neither one of a case nor one with numbers, whose addresses it still shows; its author's own mark does."""
    rules = StaffRules(pin=False, idle_hours=12)
    async with open_world("sqlite", tmp_path, http=True, staff=rules) as world:
        leader, author = await world.leader(), await world.staff()
        await author.say("Xem ảnh.", files=[photo()])
        ref = await file_concern(author)
        case = await stored(world, ref)
        addresses = [case.files[0].file_id, "numbers_m_u_vi_20261102_xlsx"]
        assert await answers(world, leader, addresses) == [200, 200]
        world.clock.advance(hours=12, seconds=1)
        assert await answers(world, leader, addresses) == [404, 404]
        mark = world.app.base.seals.author_mark(ref)
        assert await answers(world, leader, [f"{addresses[0]}.{mark}"]) == [200]


async def answers(world: World, reader: Talk, file_ids: list[str]) -> list[int]:
    assert isinstance(reader.phone, HttpPhone)
    page = client_of(world, reader.phone.token)
    return [(await page.ask("GET", f"/api/chat/files/{each}")).status for each in file_ids]


async def test_filing_writes_nothing_of_the_sign_in(world: World) -> None:
    """Locked or not, an anonymous filing leaves every row of a person as it was."""
    officer = await world.officer("KT")
    await world.office()
    for _ in range(2):
        before = await rows_of_persons(world)
        await file_concern(officer, "Máy in của khu vực một cửa hỏng đã ba tuần nay chưa ai sửa.")
        assert await rows_of_persons(world) == before
        world.clock.advance(hours=13)


async def test_staff_and_messengers_stay_signed_in(world: World) -> None:
    """Whoever has no post is never locked, on whatever page."""
    author = await world.staff()
    world.clock.advance(hours=13)
    assert await file_concern(author)


def test_how_long_a_sign_in_lasts() -> None:
    """Until the end of the month after the one it began in, if it is used; the demo's for ever."""
    rules = StaffRules()
    assert [sign_in_ended(rules, NOW, month, NOW) for month in (None, "2026-11", "2026-10", "2026-09", "2025-12")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert sign_in_ended(rules, None, "2026-11", NOW)
    assert not sign_in_ended(DEMO_STAFF_RULES, None, "2020-01", NOW)


def test_a_locked_page_is_of_the_staff() -> None:
    """All posts are put aside, not only some."""
    actor = Actor(frozenset({Post(Role.LEADER, "UBND"), Post(Role.OFFICE, "VP")}))
    assert actor.as_staff().posts == {Post(Role.STAFF)}
