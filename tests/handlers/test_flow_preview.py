"""A concern before and at "Gửi": changing it, dropping it, leaving it for later, and pressing twice."""

import pytest

from storage.domain.conversation import Inbound
from storage.sessions import session_key
from tests.handlers.steps import STALE, photo, press, stored, to_preview
from tests.journeys.steps import CONCERN, bodies, file_concern, preview, ref_in
from tests.talk import DirectPhone, Talk
from tests.world import World

NAME = "Trần Thị Mẫu, Văn phòng"


async def test_the_preview_shows_what_will_be_sent_and_why_there(world: World) -> None:
    """Text, kind, topic with the words that led to it, department, way of sending; and all that can be changed."""
    author = await world.staff()
    await to_preview(author)
    preview = author.expect("xem lại trước khi gửi")
    assert preview.splitlines()[1:] == [
        f"“{CONCERN}”",
        "Khó khăn, vướng mắc · Trụ sở, trang thiết bị, máy tính (vì có: máy tính)"
        " → Văn phòng HĐND và UBND. Không ghi tên.",
    ]
    assert author.labels == ["Gửi", "Sửa nội dung", "Chọn đơn vị", "Đổi cách gửi", "Hủy"]


async def test_a_new_text_takes_the_place_of_the_old_one(world: World) -> None:
    """ "Sửa nội dung" shows the text as it is and replaces all of it, answers to the questions included."""
    author = await world.staff()
    await author.say("Điện hay bị ngắt, rất khó làm việc.")
    await author.tap("Không ghi tên")
    await author.tap("Phản ánh")
    await author.say("Ở phòng một cửa")
    await author.say("Từ tuần trước")
    await author.tap("Sửa nội dung")
    author.expect("viết lại toàn bộ")
    assert author.new[1:] == ["Điện hay bị ngắt, rất khó làm việc.\nỞ phòng một cửa\nTừ tuần trước"]
    await author.say("Đề nghị thay cầu dao ở phòng một cửa.")
    author.expect("xem lại trước khi gửi", "“Đề nghị thay cầu dao ở phòng một cửa.”")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body == "Đề nghị thay cầu dao ở phòng một cửa."


async def test_calling_off_the_rewriting_keeps_the_text(world: World) -> None:
    """ "Hủy", pressed or typed while the text is being rewritten, goes back to the preview with the old text."""
    author = await world.staff()
    await to_preview(author)
    await author.tap("Sửa nội dung")
    await author.tap("Hủy")
    author.expect("xem lại trước khi gửi", CONCERN)
    await author.tap("Sửa nội dung")
    await author.say("huỷ")
    author.expect("xem lại trước khi gửi", CONCERN)
    await author.say("Thêm một ý.")
    author.expect("xem lại trước khi gửi", f"{CONCERN} Thêm một ý.")


async def test_other_words_for_calling_off_keep_the_text_too(world: World) -> None:
    """What is called off is the rewriting, however it is said; the concern itself is dropped by a word said twice."""
    author = await world.staff()
    await to_preview(author)
    await author.tap("Sửa nội dung")
    await author.say("thôi")
    author.expect("xem lại trước khi gửi", CONCERN)
    await author.say("thôi")
    author.expect("Bỏ ý kiến đang viết?")
    await author.say("thôi")
    author.expect("Đã hủy")


async def test_a_photo_sent_while_rewriting_leaves_the_text(world: World) -> None:
    """A picture without words is added to the old text; only words replace it."""
    author = await world.staff()
    await to_preview(author)
    await author.tap("Sửa nội dung")
    await author.say("", files=[photo()])
    author.expect("xem lại trước khi gửi", CONCERN, "(1 tệp)")


async def test_a_cancelled_concern_is_gone(world: World) -> None:
    """After "Hủy" nothing has been filed, the old button files nothing, and the next words begin anew."""
    author, office = await world.staff(), await world.office()
    await to_preview(author)
    send = author.value_of("Gửi")
    await author.tap("Hủy")
    await author.tap("Bỏ ý kiến")
    author.expect("Đã hủy. Nội dung đang viết không được gửi.")
    await press(world, author, send)
    author.expect("Bản nháp không còn")
    await file_concern(author, "Xin cấp thêm ghế cho phòng họp từ tháng 12.")
    office.expect("Xin cấp thêm ghế")
    office.expect_no("Máy tính")


async def test_huy_by_mistake_costs_a_tap_and_no_word(world: World) -> None:
    """Pressed, and pressed again by a trembling finger, it asks; "Giữ lại" shows the review as it was."""
    author = await world.staff()
    await to_preview(author)
    before = author.value_of("Gửi")
    cancel = author.value_of("Hủy")
    for _ in range(2):
        await press(world, author, cancel)
        author.expect("Bỏ ý kiến đang viết?")
        assert author.labels == ["Bỏ ý kiến", "Giữ lại"]
    await author.tap("Giữ lại")
    author.expect("xem lại trước khi gửi", CONCERN)
    assert author.value_of("Gửi") == before


async def test_what_is_said_instead_of_dropping_belongs_to_the_concern(world: World) -> None:
    """More words and a photo are kept, and its question comes again; from the start page it is gone on with."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.tap("Hủy")
    await author.say("Xin thay giúp trước tết.", files=[photo()])
    author.expect("Anh/Chị muốn gửi thế nào?")
    await author.tap("Hủy")
    await author.say("menu")
    assert author.labels[0] == "Viết tiếp"
    await author.tap("Viết tiếp")
    author.expect("Ý kiến đang viết", CONCERN, "trước tết")


async def test_with_nothing_written_huy_asks_nothing(world: World) -> None:
    """There is nothing to be lost."""
    author = await world.staff()
    await author.tap("Gửi ý kiến")
    await author.tap("Hủy")
    author.expect("Đã hủy")


async def test_a_draft_left_for_the_menu_is_gone_on_with(world: World) -> None:
    """ "menu" parks the draft; "Viết tiếp", offered first, asks the question that was open."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.tap("Không ghi tên")
    await author.say("menu")
    author.expect("Kính chào")
    assert author.labels[0] == "Viết tiếp"
    await author.tap("Tra cứu bằng mã")
    await author.say("viet tiep")
    author.expect("Ý kiến đang viết", CONCERN)
    author.expect("Ý kiến này thuộc loại nào?")


async def test_words_with_nothing_open_go_on_with_the_parked_draft(world: World) -> None:
    """A text after "menu" belongs to the concern that is waiting, and so does "Gửi ý kiến"."""
    author = await world.staff()
    await to_preview(author)
    await author.say("0")
    await author.say("Thêm một ý nữa.")
    author.expect("xem lại trước khi gửi", CONCERN, "Thêm một ý nữa.")
    await author.say("menu")
    await author.tap("Gửi ý kiến")
    author.expect("Ý kiến đang viết")
    author.expect("xem lại trước khi gửi")


async def test_a_parked_photo_is_not_forgotten(world: World) -> None:
    """A draft that is but a photo is offered again like any other, and can be sent without words."""
    author, office = await world.staff(), await world.office()
    await author.say("", files=[photo()])
    await author.say("menu")
    assert author.labels[0] == "Viết tiếp"
    await author.tap("Gửi ý kiến")
    author.expect("chưa có nội dung bằng chữ")
    await author.tap("Không ghi tên")
    await author.tap("Câu hỏi")
    author.expect("Chỉ có tệp đính kèm", "(1 tệp)")
    await author.tap("Gửi")
    author.expect("Đã gửi")
    office.expect("“(Chỉ có tệp đính kèm)”")


async def test_gui_pressed_twice_files_once(world: World) -> None:
    """The second press, as another message and with another draft open, shows the same receipt and keeps the draft."""
    author, office = await world.staff(), await world.office()
    await to_preview(author)
    send = author.value_of("Gửi")
    await press(world, author, send)
    receipt = author.expect("Đã gửi", "Mã nhận trả lời")
    await author.say("Chuyện khác: xin thêm ghế cho phòng họp.")
    await press(world, author, send)
    assert author.new == [receipt]
    assert len([text for text in office.new if "Ý kiến mới" in text]) == 1
    await author.tap("Không ghi tên")
    author.expect("Ý kiến này thuộc loại nào?")


async def test_gui_pressed_again_after_a_crash_finds_the_case(world: World) -> None:
    """The program was killed after the case was stored and before the session was: the same receipt, one case."""
    author, office = await world.staff(), await world.office()
    assert isinstance(author.phone, DirectPhone)
    key = session_key(author.phone.account)
    await to_preview(author)
    before, send = world.app.sessions.load(key), author.value_of("Gửi")
    await press(world, author, send)
    receipt = author.new
    world.app.sessions.save(key, before)
    await press(world, author, send)
    assert author.new == receipt
    assert len([text for text in office.new if "Ý kiến mới" in text]) == 1


async def filed_and_killed(world: World, author: Talk) -> str:
    """The concern is filed, and the session is what it was before: the program was killed in between. Its receipt."""
    assert isinstance(author.phone, DirectPhone)
    key = session_key(author.phone.account)
    await to_preview(author)
    before = world.app.sessions.load(key)
    await author.tap("Gửi")
    world.app.sessions.save(key, before)
    return author.expect("Đã gửi")


async def test_words_after_a_crash_are_no_part_of_what_was_filed(world: World) -> None:
    """Its author reads the receipt that did not come, and what they add begins another concern."""
    author = await world.staff()
    receipt = await filed_and_killed(world, author)
    await author.say("Thêm một ý.")
    assert author.new[0] == receipt
    await preview(author)
    await author.tap("Gửi")
    assert sorted(await bodies(world)) == sorted([CONCERN, "Thêm một ý."])


async def test_after_a_crash_nobody_drops_what_was_filed(world: World) -> None:
    """Hủy is answered by its receipt."""
    author = await world.staff()
    receipt = await filed_and_killed(world, author)
    await author.tap("Hủy")
    await author.tap("Bỏ ý kiến")
    assert author.new == [receipt]


@pytest.mark.parametrize("more", [False, True])
async def test_a_draft_that_waited_for_days_can_still_be_sent(world: World, more: bool) -> None:
    """The key of the day it was begun is gone: it is shown once more, words can be added, and the next Gửi files."""
    author = await world.staff()
    await to_preview(author)
    world.clock.advance(days=4)
    await world.app.sweeps.change_epochs()
    await author.say("Thêm một ý.") if more else await author.tap("Gửi")
    author.expect("xem lại trước khi gửi", CONCERN)
    assert await bodies(world) == []
    await author.tap("Gửi")
    author.expect("Đã gửi")
    assert await bodies(world) == [f"{CONCERN}\nThêm một ý." if more else CONCERN]


async def test_an_old_gui_asks_for_what_is_being_changed(world: World) -> None:
    """Pressed while the way of sending is open or has been changed, it sends nothing: nobody is named by mistake."""
    author, office = await world.staff(), await world.office()
    await to_preview(author)
    send = author.value_of("Gửi")
    await author.tap("Đổi cách gửi")
    await press(world, author, send)
    author.expect("Anh/Chị muốn gửi thế nào?")
    await author.tap("Ghi tên tôi")
    await press(world, author, send)
    author.expect("họ tên")
    await author.say(NAME)
    await press(world, author, send)
    author.expect("xem lại trước khi gửi", NAME)
    await author.tap("Gửi")
    author.expect("Đã gửi. Mã:")
    office.expect(f"Người gửi: {NAME}.")


async def test_a_preview_that_waits_gives_way_to_a_later_one(world: World) -> None:
    """Where replies wait to be said and more was written, the newest preview shows all of it."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    await to_preview(author)
    more = Inbound(author.phone.account, "more", text="Thêm một ý.")
    marks = [reply.gives_way for reply in await world.app.intake.receive(more)]
    assert len(marks) == 2 and all(marks)


async def test_files_of_a_draft_are_let_go_with_it(world: World) -> None:
    """Once a concern is sent or dropped, its photos wait nowhere any more and take no room."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    key = session_key(author.phone.account)
    for last in ("Gửi", "Bỏ ý kiến"):
        await to_preview(author)
        await author.say("", files=[photo()])
        held = world.app.sessions.load(key).drafts["report"]["files"]
        assert len(world.app.sessions.staged(key, held)) == 1
        if last != "Gửi":
            await author.tap("Hủy")
        await author.tap(last)
        assert world.app.sessions.staged(key, held) == []


async def test_a_choice_that_was_never_offered_here_changes_nothing(world: World) -> None:
    """The value of some other question's button is refused kindly, and the question that is open comes again."""
    author = await world.staff()
    await author.say(CONCERN)
    await press(world, author, "difficulty")
    author.expect(STALE)
    assert author.labels == ["Không ghi tên", "Ghi tên tôi", "Hủy"]
