"""Similar cases: shown before filing, and followed instead of filed."""

from pathlib import Path

import pytest

from storage.domain.lifecycle import Status
from tests.bot.telegram_scene import words
from tests.handlers.similar_steps import AGAIN, ASKED, SUMMARY, answer, sum_up, summed_up, to_the_end
from tests.handlers.steps import ANSWER, STALE, press, routed_case, stored
from tests.journeys.steps import file_concern, ref_in, reply_code_in
from tests.world import World, open_world


async def test_a_similar_case_is_shown_in_the_words_of_the_office(world: World) -> None:
    """Summary and reason, and nothing else: no code, no day, no word of its author, no number of followers."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    ref = await summed_up(world, first, office)
    await to_the_end(author)
    shown = author.expect(ASKED, f"1. “{SUMMARY}” (vì cùng nói về: máy in", "một cửa", "Đang xử lý.")
    assert author.labels == ["Tôi cũng gặp việc 1, theo dõi", "Vẫn gửi riêng", "Hủy"]
    assert "2026" not in shown and "người cùng theo dõi" not in shown
    author.expect_no(ref, "mèo xanh", "kẹt giấy")


async def test_one_press_goes_on_to_the_preview(world: World) -> None:
    """Whoever wants to send it alone does, by button or by number, and is not asked again."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author)
    await author.say("2")
    author.expect("xem lại trước khi gửi", "may in o bo phan")
    await author.tap("Sửa nội dung")
    await author.say(AGAIN + " gap")
    author.expect("xem lại trước khi gửi", "gap")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    assert (await stored(world, ref)).merged_into is None


@pytest.mark.parametrize("text", ["Xin cấp thêm ghế cho phòng họp tầng 2 từ tháng 9", "Phụ cấp tháng này chưa có"])
async def test_where_nothing_is_alike_nobody_is_asked(world: World, text: str) -> None:
    """Another matter goes straight to the preview."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author, text)
    author.expect("xem lại trước khi gửi")


async def test_a_case_without_a_summary_is_never_shown(world: World) -> None:
    """However alike, what an author wrote is nobody else's to read."""
    first, author = await world.staff(), await world.staff()
    await world.office()
    await file_concern(first, AGAIN)
    await to_the_end(author)
    author.expect("xem lại trước khi gửi")


async def test_of_a_topic_few_may_read_nothing_is_shown(tmp_path: Path) -> None:
    """A summary does not open a restricted topic to everybody."""
    async with open_world("sqlite", tmp_path) as world:
        restricted = next(t for t in world.app.engine.office.organisation.topics if t.restricted)
        text = f"Phản ánh về {restricted.keywords[0]} và {restricted.keywords[1]} từ tháng 9 ở phòng họp tầng 2"
        first, office, author = await world.staff(), await world.office(), await world.staff()
        ref = await routed_case(first, office, "VP", text)
        assert (await stored(world, ref)).topic == restricted.code
        await sum_up(world, office, ref, f"{restricted.keywords[0]} và {restricted.keywords[1]} cần xem lại")
        await to_the_end(author, text)
        author.expect("xem lại trước khi gửi")


async def test_what_is_written_then_is_added_and_the_question_stands(world: World) -> None:
    """Words where a choice was expected belong to the concern."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author)
    await author.say("Sáng nay lại kẹt giấy")
    author.expect("Đã thêm vào ý kiến")
    author.expect(ASKED)
    await author.tap("theo dõi")
    case = await stored(world, ref_in(author.expect("Đã theo dõi")))
    assert case.body.startswith(AGAIN) and case.body.endswith("Sáng nay lại kẹt giấy")


async def test_whoever_follows_gets_an_own_code_and_the_one_answer(world: World) -> None:
    """The text is kept as the follower's and read by the department; triage has nothing to do with it."""
    officer, leader = await world.officer("VP"), await world.leader()
    first, office, author = await world.staff(), await world.office(), await world.staff()
    lead = await summed_up(world, first, office)
    office.listen()
    await to_the_end(author)
    await author.tap("theo dõi")
    receipt = author.expect("Đã theo dõi, không ghi tên", "Văn phòng HĐND và UBND", "hạn")
    own = ref_in(receipt)
    case = await stored(world, own)
    assert (case.status, case.body.split("\n")[0], case.named) == (Status.MERGED, AGAIN, False)
    assert office.new == []
    officer.expect(f"Thêm một ý kiến được gộp vào {lead}", AGAIN)
    await officer.tap("Xem ý kiến đã gộp")
    officer.expect(own, AGAIN)
    await answer(world, leader, lead)
    author.expect(f"trả lời ý kiến {own}", ANSWER)
    author.expect_no(lead, "mèo xanh")
    anywhere = await world.stranger()
    await anywhere.say(reply_code_in(receipt))
    anywhere.expect(own, AGAIN, ANSWER)


async def test_pressing_follow_twice_files_once(world: World) -> None:
    """The second press shows the same receipt, code and all."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author)
    value = author.value_of("theo dõi")
    await press(world, author, value)
    receipt = author.expect("Đã theo dõi")
    await press(world, author, value)
    assert author.expect("Đã theo dõi") == receipt
    await press(world, author, "n.follow.1.nobody")
    author.expect("Bản nháp này đã quá hạn")


async def test_an_old_follow_button_does_what_it_says_or_nothing(world: World) -> None:
    """While the way of sending is being changed it is refused; of a number that was not offered likewise."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    await to_the_end(author)
    value = author.value_of("theo dõi")
    await press(world, author, value.replace("follow.0", "follow.7"))
    author.expect(STALE)
    await author.tap("Vẫn gửi riêng")
    await author.tap("Đổi cách gửi")
    await press(world, author, value)
    author.expect(words("report-changed-since"))
    await author.tap("Không ghi tên")
    await press(world, author, value)
    author.expect("Đã theo dõi")


async def test_an_old_follow_button_never_means_another_case(world: World) -> None:
    """Words added meanwhile bring another case to the first place: an old button files nothing, a new one its case."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    printer = await summed_up(world, first, office)
    chairs = await routed_case(first, office, "VP", "Ngồi họp ở tầng 2 từ tháng 9 toàn ghế long ốc")
    await sum_up(world, office, chairs, "Ghế phòng họp gãy")
    await to_the_end(author, "Máy in một cửa hỏng từ tháng 9")
    of_printer = author.value_of("việc 1, theo dõi")
    await author.say("Ghế phòng họp gãy")
    author.expect("1. “Ghế phòng họp gãy”", f"2. “{SUMMARY}”")
    await press(world, author, of_printer)
    author.expect(words("report-changed-since"))
    await author.tap("Viết tiếp")
    await author.tap("việc 2, theo dõi")
    case = await stored(world, ref_in(author.expect("Đã theo dõi")))
    assert case.merged_into == (await stored(world, printer)).id


async def test_a_case_that_is_gone_meanwhile_is_not_followed(world: World) -> None:
    """Withdrawn between the question and the press: the draft stays and can be sent alone."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    lead = await summed_up(world, first, office)
    await to_the_end(author)
    await press(world, first, f"a.withdraw.{lead}.{world.app.base.seals.author_mark(lead)}")
    await first.tap("Rút ý kiến")
    await author.tap("theo dõi")
    author.expect("không còn để theo dõi")
    await author.tap("Vẫn gửi riêng")
    await author.tap("Gửi")
    author.expect("Đã gửi")


async def test_a_case_that_was_merged_meanwhile_is_followed_to_the_one_that_is_answered(world: World) -> None:
    """Nobody waits behind a case that is answered with another."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    lead = await summed_up(world, first, office)
    other = await routed_case(first, office, "VP", "Máy in một cửa hư")
    await to_the_end(author)
    await press(world, office, f"a.merge.{lead}")
    await office.say(other)
    await author.tap("theo dõi")
    case = await stored(world, ref_in(author.expect("Đã theo dõi")))
    assert case.merged_into == (await stored(world, other)).id


async def test_an_answered_case_is_shown_with_its_answer_and_followed_with_it(world: World) -> None:
    """The answer is read before filing; who follows all the same may say at once that it is not enough."""
    leader, first, office, author = (
        await world.leader(),
        await world.staff(),
        await world.office(),
        await world.staff(),
    )
    lead = await summed_up(world, first, office)
    await answer(world, leader, lead)
    await to_the_end(author)
    author.expect(SUMMARY, "Đã trả lời", ANSWER)
    await author.tap("theo dõi")
    own = ref_in(author.expect("Đã theo dõi"))
    author.expect("đã trả lời", ANSWER, "Câu trả lời đã rõ chưa")
    await author.tap("Chưa thỏa đáng")
    author.expect(f"Đã mở lại ý kiến {own}")
    assert (await stored(world, lead)).status is Status.IN_PROGRESS


async def test_an_answer_that_names_its_author_is_nobody_elses_to_read(world: World) -> None:
    """Neither the answer nor the case is shown to others."""
    leader, first, office, author = (
        await world.leader(),
        await world.staff(),
        await world.office(),
        await world.staff(),
    )
    lead = await summed_up(world, first, office, name="Bùi Thị Thử, tổ 4")
    await answer(world, leader, lead, "Cảm ơn chị Bùi Thị Thử. Văn phòng thay máy trước ngày 30/11/2026.")
    await to_the_end(author)
    author.expect("xem lại trước khi gửi")


async def test_few_followers_are_not_spoken_of(world: World) -> None:
    """Up to four nothing is said; from five on the number, rounded down to fives."""
    first, office = await world.staff(), await world.office()
    await summed_up(world, first, office)
    for count in range(1, 8):
        author = await world.staff()
        await to_the_end(author)
        shown = author.expect(ASKED)
        assert ("Ít nhất 5 người cùng theo dõi" in shown) is (count > 5)
        await author.tap("theo dõi")
