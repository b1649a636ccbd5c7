"""A message is changed after it was sent: all that was made of its words is made anew, and nothing else happens."""

from pathlib import Path

import pytest

from handlers.changing import changed
from handlers.drafts import Piece, body_of, pieces_of, with_pieces
from handlers.guarding import pieces_without
from storage.domain.conversation import Part
from storage.domain.guard import Finding, Trace
from storage.domain.staff_rules import StaffRules
from storage.sessions import session_key
from tests.bot.telegram_scene import words
from tests.handlers.changing_steps import change, write
from tests.handlers.similar_steps import AGAIN, ASKED, sum_up, summed_up
from tests.handlers.steps import press, routed_case, stored
from tests.handlers.test_flow_about import ASKED as ABOUT
from tests.handlers.test_flow_about import RUDE
from tests.handlers.test_flow_guard import FOUND, TELLING
from tests.handlers.test_pins import PIN, waiting_case
from tests.journeys.steps import CONCERN, bodies, ref_in
from tests.talk import DirectPhone, Talk
from tests.world import World, open_world

SHOWN = "xem lại trước khi gửi"
CHANGED, LATE = words("report-changed"), words("report-changed-late")
WITHOUT = "cần thì gọi em […]. Chị […] phòng bên"


async def to_the_end(world: World, author: Talk, text: str, kind: str = "Phản ánh") -> None:
    """All questions answered; what comes next is what the words call for."""
    await write(world, author, text)
    await author.tap("Không ghi tên")
    await author.tap(kind)
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")


def session_of(author: Talk) -> str:
    assert isinstance(author.phone, DirectPhone)
    return session_key(author.phone.account)


async def test_what_was_taken_out_comes_back_only_with_other_words(world: World) -> None:
    """Told again of what was said, it stays taken out, in its own place; changed, it is asked about anew."""
    author = await world.staff()
    await to_the_end(world, author, TELLING)
    await write(world, author, "Xin trả lời sớm.", key="13")
    await author.tap("Bỏ giúp tôi")
    author.expect(SHOWN, WITHOUT)
    await change(world, author, TELLING)
    author.expect_silence()
    await change(world, author, "Xin trả lời trong tháng.", key="13")
    author.expect(SHOWN, WITHOUT, "Xin trả lời trong tháng.")
    await change(world, author, f"{TELLING} Thật đấy.")
    author.expect(FOUND, "0912 345 678", "Trần Thị Mẫu")
    await author.tap("Bỏ giúp tôi")
    author.expect(SHOWN, WITHOUT)
    await author.tap("Gửi")
    (body,) = await bodies(world)
    assert "0912" not in body and body.endswith("Thật đấy.\nXin trả lời trong tháng.")


async def test_what_was_left_in_stays_decided(world: World) -> None:
    """Only what the new words add is asked about."""
    author = await world.staff()
    await to_the_end(world, author, TELLING)
    await author.tap("Để nguyên")
    await change(world, author, f"{TELLING} Thư gửi vào mau.thu@example.vn nhé.")
    assert "0912" not in author.expect(FOUND, "mau.thu@example.vn")


async def test_topic_department_and_danger_follow_the_words(world: World) -> None:
    """The preview names those of the new words, and with a danger taken out again there is none."""
    author = await world.staff()
    await to_the_end(world, author, "Máy in phòng họp tầng 2 hỏng từ tháng 9.")
    before = author.expect(SHOWN)
    await change(world, author, "Nhà kho sau trụ sở đang cháy từ sáng nay, chưa ai tới.")
    author.expect(SHOWN, "dấu hiệu nguy hiểm (cháy nổ)")
    await change(world, author, "Lương tháng 9 của trạm y tế phường trả chậm.")
    after = author.expect(SHOWN)
    assert "nguy hiểm" not in after
    assert before.split("→")[1].split(".")[0] != after.split("→")[1].split(".")[0]


async def test_what_new_words_lack_is_asked(world: World) -> None:
    """Where the first words said since when and the new ones do not, the question comes; the kind stays chosen."""
    author = await world.staff()
    await to_the_end(world, author, CONCERN)
    author.expect(SHOWN)
    await change(world, author, "Điện ở trụ sở hay bị ngắt.")
    assert author.labels == ["Bỏ qua"]
    await author.tap("Bỏ qua")
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")
    author.expect(SHOWN, "Phản ánh ·")


async def test_whom_it_is_about_is_asked_again_where_it_is_about_more(world: World) -> None:
    """After a mended word nobody is asked twice; about another unit, or a unit at last, they are."""
    author = await world.staff()
    await to_the_end(world, author, RUDE)
    author.expect(ABOUT)
    await author.tap("Không nói về ai")
    await change(world, author, f"{RUDE} Rất mong xem lại.")
    author.expect(SHOWN, "Rất mong xem lại.")
    await change(world, author, RUDE.replace("phòng Kinh tế", "phòng Văn hóa - Xã hội"))
    author.expect(ABOUT)


async def test_similar_cases_are_shown_again_only_where_there_are_others(world: World) -> None:
    """Who chose to send alone is asked anew when the new words are like a case they have not been shown."""
    first, office, author = await world.staff(), await world.office(), await world.staff()
    await summed_up(world, first, office)
    ref = await routed_case(await world.staff(), office, "VP", "Hội trường tầng 3 dột từ tháng 9, nước chảy xuống ghế.")
    await sum_up(world, office, ref, "Hội trường tầng 3 bị dột, chờ sửa mái")
    await to_the_end(world, author, AGAIN)
    author.expect(ASKED)
    follow = author.value_of("theo dõi")
    await author.tap("Vẫn gửi riêng")
    await change(world, author, f"{AGAIN} gap")
    author.expect(SHOWN, "gap")
    await press(world, author, follow)
    author.expect(words("report-changed-since"))
    assert author.labels == ["Viết tiếp"]
    await change(world, author, "Hội trường tầng 3 dột từ tháng 9, chờ sửa mái")
    author.expect(ASKED, "Hội trường tầng 3 bị dột")
    await author.tap("theo dõi")
    case = await stored(world, ref_in(author.expect("Đã theo dõi")))
    assert case.body == "Hội trường tầng 3 dột từ tháng 9, chờ sửa mái"


async def test_an_open_concern_changes_beside_another_conversation(world: World) -> None:
    """In the middle of something else nothing is asked and nothing moves: the draft has the new words."""
    author = await world.staff()
    await write(world, author, "Máy hỏg từ tháng 9.")
    await author.say("tra cứu")
    author.expect("nhập mã ý kiến")
    await change(world, author, CONCERN)
    assert author.new == [CHANGED]
    await author.say("không phải mã")
    author.expect("Mã chưa đúng dạng")
    await author.say("viết tiếp")
    author.expect(CONCERN[:40])


async def test_no_state_is_left_by_a_change_while_a_concern_waits(world: World) -> None:
    """Back at the start page, a change goes on with the concern it belongs to."""
    author = await world.staff()
    await write(world, author, "Máy hỏg từ tháng 9.")
    await author.say("menu")
    await change(world, author, CONCERN)
    assert author.new == [CHANGED, words("report-ask-mode-again")]


async def test_after_a_kill_a_concern_that_was_filed_is_changed_no_more(world: World) -> None:
    """Stored, and killed before the session was: the draft looks open, and is not; Gửi finds the one case."""
    author = await world.staff()
    await to_the_end(world, author, CONCERN)
    key = session_of(author)
    before, send = world.app.sessions.load(key), author.value_of("Gửi")
    await press(world, author, send)
    receipt = author.new
    world.app.sessions.save(key, before)
    await change(world, author, f"{CONCERN} Thêm.")
    assert author.new == [LATE]
    await press(world, author, send)
    assert author.new == receipt
    assert await bodies(world) == [CONCERN]


async def test_a_change_is_never_a_pin(tmp_path: Path) -> None:
    """While a PIN is awaited, digits that a message was changed into are told to be late, and are no try."""
    async with open_world("sqlite", tmp_path, staff=StaffRules(pin=True, idle_hours=0)) as world:
        _, _, leader = await waiting_case(world)
        await leader.tap("Duyệt")
        leader.expect("mã PIN")
        await change(world, leader, PIN)
        assert leader.new == [LATE]
        assert world.app.sessions.load(session_of(leader)).pin is not None


@pytest.mark.parametrize("value", ["c.changed", "c.changed.12"])
async def test_nobody_changes_anything_by_a_button(world: World, value: str) -> None:
    """A value made by hand finds no message to change."""
    author = await world.staff()
    await author.say(CONCERN)
    await press(world, author, value)
    assert author.new == [LATE]
    await author.say("viết tiếp")
    author.expect(CONCERN[:40])


def test_a_draft_of_an_older_program_is_read() -> None:
    """It knows no messages: its words stay, and what is written from now on can be changed."""
    old = {"parts": ["Một", "Hai"]}
    assert pieces_of(old) == [Piece("Một"), Piece("Hai")]
    grown = with_pieces(old, [*pieces_of(old), Piece("Ba", "12", "x")])
    assert changed(grown, Part("12", "Bốn"), [])["parts"] == ["Một", "Hai", "Bốn"]


def test_what_is_taken_out_goes_from_every_piece_it_is_in() -> None:
    """Words that begin in one message and end in the next, beside a photo without any, and in an answer given."""
    pieces = [Piece("Chị Trần", "12", "x"), Piece("", "13"), Piece("Thị Mẫu biết, số 0912", "14", "y")]
    draft = with_pieces({"where": "tầng 2"}, pieces)
    body = body_of(draft)
    spans = [(body.index(first), body.index(last) + len(last)) for first, last in (("Trần", "Mẫu"), ("0912", "tầng"))]
    left = pieces_without([Finding(Trace.NAME, *span, body[slice(*span)]) for span in spans], draft)
    assert left == [Piece("Chị […]", "12", "x"), Piece("", "13"), Piece("[…] biết, số […]", "14", "y"), Piece("[…] 2")]
