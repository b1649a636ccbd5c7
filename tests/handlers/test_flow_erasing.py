"""Deleting the contents of a case: by its author or the office, asked twice, and for good."""

import secrets
from pathlib import Path

import pytest

from bot.exporting import COLUMNS, rows
from storage.domain.errors import NotFound
from storage.domain.permissions import Post, Role
from storage.domain.retention import Erased, Erasure, Retention, Why
from tests.handlers.steps import ANSWER, NOT_FOUND, photo, press, routed_case, stored, submit
from tests.journeys.steps import CONCERN, file_concern, reply_code_in
from tests.talk import Talk
from tests.world import World, open_world

GONE = "được xóa hẳn ngày 02/11/2026"
NAME = "Trần Thị Mẫu, Văn phòng"


async def withdrawn(author: Talk, *, name: str = "") -> str:
    ref = await file_concern(author, name=name)
    await author.tap("Xem tình trạng")
    await author.tap("Rút")
    await author.tap("Rút ý kiến")
    return ref


async def log_of(world: World) -> list[Erasure]:
    async with world.app.base.store.reading() as reads:
        return list(await reads.keeping.noted(world.app.clock.now().date()))


async def test_an_anonymous_author_deletes_a_withdrawn_concern(world: World) -> None:
    """Asked once more, then gone for everybody; the reply code still answers, kindly, and there is a proof."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await author.tap("Xem tình trạng")
    assert "Xóa hẳn nội dung" not in author.labels
    await author.tap("Rút")
    await author.tap("Rút ý kiến")
    await author.say(code)
    await author.tap("Xóa hẳn nội dung")
    author.expect("Xóa hẳn nội dung ý kiến", ref, "không ai đọc lại được")
    await author.say("để xem đã")
    author.expect("Xóa hẳn", "giữ lại")
    await author.tap("Xóa hẳn")
    author.expect("Đã xóa hẳn nội dung ý kiến", ref)
    await author.say(code)
    assert CONCERN not in author.expect(ref, GONE)
    assert author.labels == ["Trang chủ"]
    await office.say(ref)
    assert CONCERN not in office.expect(ref, GONE)
    assert (await stored(world, ref)).erased
    assert await log_of(world) == [Erasure(Erased.CONTENTS, ref, world.app.clock.now().date(), Why.AUTHOR)]


async def test_a_named_author_finds_it_deleted_in_the_list(world: World) -> None:
    """The line is still there, without a word of the text; the table of all cases says so too."""
    author = await world.staff()
    ref = await withdrawn(author, name=NAME)
    await author.say(ref)
    await author.tap("Xóa hẳn nội dung")
    await author.tap("Xóa hẳn")
    await author.say("việc của tôi")
    assert any(ref in label and "(nội dung đã xóa)" in label for label in author.labels)
    await author.tap(ref)
    author.expect(GONE)
    (row,) = await rows(world.app.base.store)
    assert row[COLUMNS.index("body")] == "(nội dung đã xóa)" and NAME not in str(row) and CONCERN not in str(row)


async def test_thinking_again_keeps_it(world: World) -> None:
    """Hủy changes nothing."""
    author = await world.staff()
    ref = await withdrawn(author, name=NAME)
    await author.say(ref)
    await author.tap("Xóa hẳn nội dung")
    await author.tap("Hủy")
    assert (await stored(world, ref)).body == CONCERN
    assert await log_of(world) == []


async def test_the_office_deletes_a_closed_concern(world: World) -> None:
    """On its own word, as its log says; a photo goes with it, and a department or leader may not do it."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    await author.say("Ảnh máy hỏng", files=[photo()])
    ref = await routed_case(author, office, "VP", f"{CONCERN} {secrets.token_hex(3)}")
    await submit(officer)
    await leader.tap("Duyệt")
    author.expect(ref, ANSWER)
    await author.tap("Đã rõ")
    (file,) = (await stored(world, ref)).files
    for other in (officer, leader):
        await press(world, other, f"a.erase.{ref}")
        other.expect("chưa được giao quyền")
    await office.say(ref)
    await office.tap("Xóa hẳn nội dung")
    await office.tap("Xóa hẳn")
    office.expect("Đã xóa hẳn", ref)
    case = await stored(world, ref)
    assert case.erased and case.files == () and case.department == "VP"
    async with world.app.base.store.reading() as reads:
        with pytest.raises(NotFound):
            await reads.cases.file(file.file_id)
    assert [(e.ref, e.why) for e in await log_of(world)] == [(ref, Why.OFFICE)]


async def test_an_open_concern_cannot_be_deleted(world: World) -> None:
    """Not even with a button kept from elsewhere: it is withdrawn first."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await press(world, office, f"a.erase.{ref}")
    await office.tap("Xóa hẳn")
    office.expect("không còn ở bước đó")
    assert (await stored(world, ref)).body == CONCERN


async def test_old_buttons_of_a_deleted_concern_do_no_harm(world: World) -> None:
    """What was offered before is refused with a kind word."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await routed_case(author, office, "VP")
    await submit(officer)
    await leader.tap("Duyệt")
    author.expect(ref, ANSWER)
    await author.tap("Đã rõ")
    await author.say("việc của tôi")
    await press(world, office, f"a.erase.{ref}")
    await office.tap("Xóa hẳn")
    mark = world.app.base.seals.author_mark(ref)
    for action in ("unsat", "partly", "add", "clear", "kept", "own", "eraseown"):
        await press(world, author, f"a.{action}.{ref}.{mark}")
        author.expect(ref, GONE)
    for action in ("open", "sum", "erase"):
        await press(world, office, f"a.{action}.{ref}")
        office.expect(ref, GONE)
    await press(world, leader, f"a.answer.{ref}")
    leader.expect(ref, GONE)
    assert (await stored(world, ref)).erased


async def test_the_button_of_the_desk_proves_no_authorship(world: World) -> None:
    """The office's own button to delete does not hold the mark by which an author is known."""
    author, office = await world.staff(), await world.office()
    ref = await withdrawn(author)
    await office.say(ref)
    mark = world.app.base.seals.author_mark(ref)
    values = [choice["value"] for choice in office.phone.events[-1]["choices"]]
    assert f"a.erase.{ref}" in values and not [value for value in values if mark in value]


async def test_an_administrator_without_a_desk_may_delete_and_nothing_else(world: World) -> None:
    """By law somebody must be able to: the button works, the text stays unread."""
    author, admin = await world.staff(), await world.person(Post(Role.ADMIN))
    ref = await withdrawn(author)
    await admin.say(ref)
    admin.expect(NOT_FOUND)
    await press(world, admin, f"a.erase.{ref}")
    await admin.tap("Xóa hẳn")
    admin.expect("Đã xóa hẳn", ref)
    assert (await stored(world, ref)).erased


@pytest.mark.parametrize(("address_days", "months"), [(30, 24), (10, 6)])
async def test_people_are_told_for_how_long_things_are_kept(tmp_path: Path, address_days: int, months: int) -> None:
    """The numbers people read are those the sweep goes by."""
    kept = Retention(address_days=address_days, contents_months=months)
    async with open_world("sqlite", tmp_path, retention=kept) as world:
        author = await world.staff()
        await author.say("ai biết gì")
        author.expect(f"{address_days} ngày sau khi việc kết thúc", f"sau {months} tháng")


@pytest.mark.parametrize("by", ["author", "office", "account"])
async def test_what_is_still_promised_to_others_is_not_deleted(world: World, by: str) -> None:
    """Somebody else's concern is answered together with it: until the promise is kept, its text stays to be kept by."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer = await world.officer("VHXH")
    ref = await routed_case(author, office, "VHXH", name=NAME if by == "account" else "")
    await submit(officer)
    await leader.tap("Duyệt")
    other = await file_concern(await world.staff(), "Em cũng cần máy in mới ạ.")
    async with world.app.base.store.writing() as uow:
        follower, lead = await uow.cases.get(other), await uow.cases.get(ref)
        follower.merge_into(lead, by="author", on=follower.filed_on)
        lead.confirm(on=follower.filed_on)
        await uow.cases.save(follower)
        await uow.cases.save(lead)
        await uow.commit()
    if by == "account":
        await author.say("xóa tài khoản")
        await author.tap("Xóa cả ý kiến đã xong")
        author.expect("Mã để xem các ý kiến đã bỏ tên", ref)
    else:
        mark = world.app.base.seals.author_mark(ref)
        who, value = (author, f"a.eraseown.{ref}.{mark}") if by == "author" else (office, f"a.erase.{ref}")
        await press(world, who, value)
        await who.say("Xóa hẳn")
        who.expect("còn việc đã hứa")
    assert not (await stored(world, ref)).erased
    async with world.app.base.store.reading() as reads:
        assert [each.is_open for each in await reads.commitments.of_case(lead.id)] == [True]
