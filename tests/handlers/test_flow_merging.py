"""Similar cases at the office: summed up, merged, separated, and what their authors and departments hear."""

import pytest

from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind
from tests.builders import make_case
from tests.handlers.similar_steps import AGAIN, PRINTER, SUMMARY, UNCLEAR, answer, summed_up, to_the_end
from tests.handlers.steps import ANSWER, NO_LONGER, NOT_FOUND, photo, press, routed_case, stored
from tests.journeys.steps import file_concern, reply_code_in
from tests.talk import Talk
from tests.world import World


async def test_the_office_is_offered_a_summary_when_it_routes_and_may_pass_on(world: World) -> None:
    """A button under the receipt; who does not press it writes none."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "VP", PRINTER)
    office.expect("viết một câu tóm tắt")
    await office.tap("Tóm tắt")
    office.expect(f"Anh/Chị tóm tắt {ref}", "mèo xanh")
    await office.say("  ")
    office.expect("Nội dung đang trống")
    await office.say(SUMMARY)
    office.expect(f"Đã lưu tóm tắt {ref}: “{SUMMARY}”")
    await press(world, office, f"a.to.{ref}.KT")
    office.expect("Đã chuyển")
    assert "viết một câu tóm tắt" not in "\n".join(office.new)
    await office.say(ref)
    office.expect("tóm tắt: " + SUMMARY)


async def test_a_leader_who_routes_is_not_asked_for_a_summary(world: World) -> None:
    """Summing up is the office's; a button pressed all the same is refused."""
    author, leader = await world.staff(), await world.leader()
    ref = await file_concern(author, PRINTER)
    await press(world, leader, f"a.to.{ref}.VP")
    leader.expect("Đã chuyển")
    assert "Tóm tắt" not in leader.labels
    await press(world, leader, f"a.sum.{ref}")
    leader.expect("chưa được giao quyền")
    await press(world, author, f"a.sum.{ref}")
    author.expect(NOT_FOUND)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 201, "dài quá 200 ký tự"),
        ("Máy in của chị Bùi Thị Thử hỏng", "có tên, số điện thoại"),
        ("Máy in hỏng, gọi 0912 345 678", "có tên, số điện thoại"),
        ("Cái máy in chỗ một cửa kẹt giấy", "chép nguyên lời người gửi"),
    ],
)
async def test_a_summary_is_short_names_nobody_and_quotes_nobody(world: World, text: str, said: str) -> None:
    """What others read must not give the author away; the office is told what to change."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "VP", PRINTER, name="Bùi Thị Thử, tổ 4")
    await press(world, office, f"a.sum.{ref}")
    await office.say(text)
    office.expect(said)
    assert (await stored(world, ref)).summary == ""
    await office.say(SUMMARY)
    office.expect("Đã lưu tóm tắt")


async def test_the_office_sees_what_is_alike_when_it_merges(world: World) -> None:
    """The likest first, summarised or not, open or answered, each with its reason."""
    leader, office = await world.leader(), await world.office()
    first, second, third = [await world.staff() for _ in range(3)]
    lead = await summed_up(world, first, office)
    await answer(world, leader, lead)
    unread = await file_concern(second, "Máy in bộ phận một cửa hư từ tháng 9")
    other = await file_concern(second, "Đề nghị trồng cây ở sân trường từ tháng 9", kind="Đề xuất")
    ref = await file_concern(third, AGAIN)
    await press(world, office, f"a.merge.{ref}")
    asked = office.expect(f"Gộp {ref} vào ý kiến nào?", "vì cùng nói về: ")
    assert lead in asked and unread in asked and other not in asked
    assert any(SUMMARY in label for label in office.labels)
    await office.tap(lead)
    office.expect(f"Đã gộp {ref} vào {lead}")
    third.expect(f"trả lời ý kiến {ref}", ANSWER)


async def test_the_department_of_a_case_that_is_merged_away_is_told(world: World) -> None:
    """It need not answer any more; the one it joins reads what was written."""
    office, former, joined = await world.office(), await world.officer("KT"), await world.officer("VP")
    first, second = await world.staff(), await world.staff()
    away = await routed_case(first, office, "KT", AGAIN)
    lead = await routed_case(second, office, "VP", PRINTER)
    await press(world, office, f"a.merge.{away}")
    await office.say(lead)
    former.expect(f"{away} đã được gộp để trả lời chung với {lead} (Văn phòng HĐND và UBND)")
    joined.expect(f"Thêm một ý kiến được gộp vào {lead}", AGAIN)
    first.expect_no(lead)


async def test_within_one_department_it_is_told_once(world: World) -> None:
    """Both cases lay with it: one notice says which is answered with which."""
    office, officer = await world.office(), await world.officer("VP")
    first, second = await world.staff(), await world.staff()
    away = await routed_case(first, office, "VP", AGAIN)
    lead = await routed_case(second, office, "VP", PRINTER)
    officer.listen()
    await press(world, office, f"a.merge.{away}")
    await office.say(lead)
    assert len(officer.new) == 1
    officer.expect(away, "đã được gộp", lead)


async def test_a_merge_is_undone_with_one_press(world: World) -> None:
    """Back in triage, its author told; a second press finds nothing to do."""
    office = await world.office()
    first, second = await world.staff(), await world.staff()
    away, lead = await file_concern(first, AGAIN), await file_concern(second, PRINTER)
    await press(world, office, f"a.merge.{away}")
    await office.say(lead)
    await office.tap("Tách ra")
    office.expect(f"Đã tách {away} ra xử lý riêng")
    first.expect(f"Ý kiến {away} từ nay được xử lý riêng")
    case = await stored(world, away)
    assert (case.status, case.merged_into, case.department) == (Status.RECEIVED, None, "VP")
    await press(world, office, f"a.separate.{away}")
    office.expect(NO_LONGER)
    await press(world, second, f"a.separate.{away}")
    second.expect(NOT_FOUND)


async def test_a_case_separated_after_the_answer_keeps_what_its_author_was_told(world: World) -> None:
    """The earlier answer stays under the own code, and a new date is set for one of its own."""
    leader, office = await world.leader(), await world.office()
    first, second = await world.staff(), await world.staff()
    away, lead = await file_concern(first, AGAIN), await file_concern(second, PRINTER)
    code = reply_code_in(first.expect("Mã nhận trả lời"))
    await press(world, office, f"a.merge.{away}")
    await office.say(lead)
    await answer(world, leader, lead)
    first.expect(f"trả lời ý kiến {away}", ANSWER)
    world.clock.advance(days=30)
    await press(world, office, f"a.separate.{away}")
    case = await stored(world, away)
    assert [entry.text for entry in case.entries if entry.kind is EntryKind.ANSWER] == [ANSWER]
    assert case.due_on > world.clock.now().date()
    await first.say(code)
    first.expect(away, AGAIN, ANSWER)
    await answer(world, leader, away, "Văn phòng thay máy trước ngày 15/12/2026.")
    first.expect(f"trả lời ý kiến {away}", "15/12/2026")
    assert "15/12/2026" not in "\n".join(event["text"] for event in second.phone.events)


async def merged_pair(world: World, *, name: str = "") -> tuple[Talk, Talk, str, str]:
    """Two authors, the first one's case answered with the second one's; both references."""
    office, first, second = await world.office(), await world.staff(), await world.staff()
    away, lead = await file_concern(first, AGAIN, name=name), await file_concern(second, PRINTER)
    await press(world, office, f"a.merge.{away}")
    await office.say(lead)
    return first, second, away, lead


@pytest.mark.parametrize("action", ["joined", "open", "promise"])
async def test_an_author_reads_nothing_that_is_for_those_who_answer(world: World, action: str) -> None:
    """The author's mark opens the own case, never what others wrote who are answered with it, nor the desk's card."""
    _, second, away, lead = await merged_pair(world, name="Bùi Thị Thử, tổ 4")
    await press(world, second, f"a.{action}.{lead}.{world.app.base.seals.author_mark(lead)}")
    second.expect("chưa được giao quyền")
    second.expect_no(away, "Bùi Thị Thử", AGAIN, "Lịch sử")


async def test_what_is_unclear_to_one_author_is_not_shown_to_the_other(world: World) -> None:
    """Words and files stay with the own case: the department reads them there, the other author nowhere."""
    officer, leader = await world.officer("VP"), await world.leader()
    first, second, away, lead = await merged_pair(world)
    await answer(world, leader, lead)
    await first.tap("Chưa thỏa đáng")
    await first.say(UNCLEAR, files=[photo()])
    first.expect(f"Đã thêm vào ý kiến {away}")
    officer.expect(lead, UNCLEAR)
    await press(world, officer, f"a.joined.{lead}")
    officer.expect(away, UNCLEAR)
    assert (len((await stored(world, away)).files), (await stored(world, lead)).files) == (1, ())
    await press(world, second, f"a.own.{lead}.{world.app.base.seals.author_mark(lead)}")
    second.expect(lead, PRINTER, ANSWER)
    second.expect_no(UNCLEAR)
    await press(world, first, f"a.own.{away}.{world.app.base.seals.author_mark(away)}")
    first.expect(away, UNCLEAR, ANSWER)


async def test_the_receipt_says_what_was_done_whichever_button_is_pressed_later(world: World) -> None:
    """An old "theo dõi" under what was sent alone, an old "Gửi" under what follows: each shows the receipt it had."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author)
    follow = author.value_of("theo dõi")
    await author.tap("Vẫn gửi riêng")
    await author.tap("Gửi")
    sent = author.expect("Đã gửi")
    author.listen()
    await press(world, author, follow)
    assert author.new == [sent]
    await to_the_end(author)
    nonce = author.value_of("theo dõi").split(".")[3]
    await author.tap("theo dõi")
    followed = author.expect("Đã theo dõi")
    author.listen()
    await press(world, author, f"n.send.{nonce}")
    assert author.new == [followed]


async def test_of_many_that_were_merged_none_is_out_of_reach(world: World) -> None:
    """Ten at a time, and the others by one more press."""
    officer, office, author = await world.officer("VP"), await world.office(), await world.staff()
    lead = await stored(world, await routed_case(author, office, "VP", PRINTER))
    async with world.app.base.store.writing() as uow:
        for number in range(12):
            joined = make_case(body=f"Máy in kẹt giấy, người thứ {number}.")
            joined.merge_into(lead, by="VP", on=joined.filed_on)
            await uow.cases.add(joined, return_address=None, reply_verifier=None, files=())
        await uow.commit()
    await press(world, officer, f"a.joined.{lead.ref}")
    first = [text for text in officer.new if "người thứ" in text]
    await officer.tap("Xem thêm")
    second = [text for text in officer.new if "người thứ" in text and text not in first]
    assert (len(first), len(second)) == (10, 2)


async def test_who_followed_what_was_declined_has_a_way_on(world: World) -> None:
    """They read why, and can have their own looked at by itself, once; who is declined by themselves cannot."""
    office, first, second = await world.office(), await world.staff(), await world.staff()
    lead, ref = await file_concern(first, PRINTER), await file_concern(second, AGAIN)
    await press(world, office, f"a.merge.{ref}")
    await office.say(lead)
    await press(world, office, f"a.decline.{lead}")
    await office.say("Việc này do trường tự giải quyết.")
    assert first.labels == ["Xem tình trạng"]
    second.expect(ref, "do trường tự giải quyết")
    await second.tap("Xem tình trạng")
    second.expect(ref, "Không tiếp nhận", "do trường tự giải quyết")
    alone = second.value_of("Xem riêng ý kiến của tôi")
    second.expect_no(lead)
    await second.tap("Xem riêng ý kiến của tôi")
    second.expect(ref, "được xem riêng")
    case = await stored(world, ref)
    assert (case.status, case.department, case.merged_into) == (Status.RECEIVED, "VP", None)
    office.expect(ref, "tách ra")
    await press(world, second, alone)
    second.expect("không còn ở bước đó")
    await press(world, office, f"a.decline.{ref}")
    await office.say("Cũng là việc của trường.")
    await press(world, second, alone)
    second.expect("không còn ở bước đó")
