"""One turn at a time: repeats, races, faults, and values nobody was offered."""

import asyncio
import logging

import pytest

from bot.intake import Intake
from handlers import registry
from handlers.engine import Engine
from handlers.states import State
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ports import Store, UnitOfWork
from storage.files import FileCleaner
from storage.sessions import session_key
from tests.bot.telegram_scene import words
from tests.handlers.steps import NOT_FOUND, STALE, photo, press, routed_case, stored, to_preview
from tests.journeys.steps import CONCERN, file_concern, ref_in
from tests.talk import DirectPhone, Talk
from tests.world import World

SECRET = "Chuyện con mèo xanh ở cầu thang"


class FailingStore:
    """The real store, which begins by raising the errors it was given, one at a time."""

    def __init__(self, store: Store, *errors: Exception) -> None:
        self._store, self._errors = store, list(errors)

    def reading(self) -> UnitOfWork:
        if self._errors:
            raise self._errors.pop(0)
        return self._store.reading()

    def writing(self) -> UnitOfWork:
        return self._store.writing()


def fail_with(world: World, *errors: Exception) -> None:
    """From now on the conversation runs on a store that fails this often, then works."""
    app = world.app
    engine = Engine(FailingStore(app.base.store, *errors), app.sessions, app.base.seals, app.engine.office)
    app.intake = Intake(engine, FileCleaner(), world.clock)


async def test_a_message_that_comes_twice_is_handled_once(world: World) -> None:
    """Its repeat gets the same replies, and the text stands in the concern once."""
    author = await world.staff()
    await author.say(CONCERN, key="same")
    first = author.new
    await author.say(CONCERN, key="same")
    assert author.new == first
    await author.tap("Không ghi tên")
    await author.tap("Câu hỏi")
    await author.tap("Gửi")
    assert (await stored(world, ref_in(author.expect("Đã gửi")))).body == CONCERN


async def test_two_presses_at_the_same_moment_are_two_turns_one_after_the_other(world: World) -> None:
    """Of two presses of "Gửi" in flight together one files, and both show its receipt."""
    author, office = await world.staff(), await world.office()
    await to_preview(author)
    send = author.value_of("Gửi")
    author.listen()
    await asyncio.gather(*(author.phone.post(key=f"press-{n}", choice=send) for n in range(3)))
    await world.settle()
    assert len(author.new) == 3 and len(set(author.new)) == 1
    assert len([text for text in office.new if "Ý kiến mới" in text]) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("difficulty", STALE),
        ("yes", STALE),
        ("c.fly", STALE),
        ("a.fly.DT-7AAA-8BBB", STALE),
        ("n.fly.20261102-abc", STALE),
        ("a.open", NOT_FOUND),
        ("a.own.DT-7AAA-8BBB.NOTAMARK", NOT_FOUND),
        ("a.to.DT-7AAA-8BBB.VP", NOT_FOUND),
        ("n.send.", "Bản nháp này đã quá hạn"),
        ("n.send.nonsense", "Bản nháp này đã quá hạn"),
        ("c.mine.99", "chưa gửi ý kiến nào có ghi tên"),
        ("c.mine.x", "chưa gửi ý kiến nào có ghi tên"),
        ("c.continue", "Ý kiến đang viết chưa có nội dung"),
        ("c.say", "viết nội dung"),
        ("c.code", "nhập mã ý kiến"),
        ("c.invite", "Mã mời này không dùng được"),
    ],
)
async def test_a_value_nobody_was_offered_gets_a_kind_sentence(world: World, value: str, said: str) -> None:
    """Stale, made up or cut off: no fault of ours, no effect, and never an exception."""
    author = await world.staff()
    await press(world, author, value)
    author.expect(said)


async def test_a_mark_of_one_case_opens_no_other(world: World) -> None:
    """An author's button, changed to somebody else's case, finds nothing."""
    author, other = await world.staff(), await world.staff()
    await file_concern(author)
    ref = await file_concern(other)
    mark = author.value_of("Xem tình trạng").rpartition(".")[2]
    for action in ("own", "edit", "add", "withdraw", "clear", "unsat"):
        await press(world, author, f"a.{action}.{ref}.{mark}")
        author.expect(NOT_FOUND)


async def test_a_department_that_does_not_exist_is_not_routed_to(world: World) -> None:
    """A triage button changed to an unknown unit changes nothing."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await press(world, office, f"a.to.{ref}.SKY")
    office.expect(NOT_FOUND)
    await press(world, office, f"a.to.{ref}")
    office.expect(NOT_FOUND)


async def test_a_change_that_somebody_else_overtook_is_tried_once_more(world: World) -> None:
    """The person notices nothing of it, and what came with the message is there once."""
    author = await world.staff()
    fail_with(world, ConcurrentUpdate())
    await author.say(CONCERN, files=[photo()])
    author.expect("Anh/Chị muốn gửi thế nào?")
    await author.tap("Không ghi tên")
    await author.tap("Câu hỏi")
    author.expect(CONCERN, "(1 tệp)")


async def test_a_change_that_is_overtaken_twice_is_told(world: World) -> None:
    """A kind sentence instead of an apology, and the buttons that were there."""
    author = await world.staff()
    await author.say(CONCERN)
    fail_with(world, ConcurrentUpdate(), ConcurrentUpdate())
    await author.tap("Không ghi tên")
    author.expect("Vừa có người khác cập nhật việc này")
    assert author.labels == ["Không ghi tên", "Ghi tên tôi", "Hủy"]
    await author.tap("Không ghi tên")
    author.expect("Ý kiến này thuộc loại nào?")


async def test_a_fault_of_ours_costs_no_word_and_tells_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """An apology with a short code, which the log has too, without the text; the draft and the buttons stay."""
    caplog.set_level(logging.DEBUG)
    author = await world.staff()
    await author.say(f"{CONCERN} {SECRET}")
    fail_with(world, RuntimeError(SECRET))
    await author.say(f"Thêm: {SECRET}", key="again")
    apology = author.expect("Hệ thống gặp lỗi", "Anh/Chị gửi lại giúp")
    code = apology.rstrip(".").rpartition(" ")[2]
    logged = [record.getMessage() for record in caplog.records]
    assert [line for line in logged if code in line and "RuntimeError" in line]
    assert not [line for line in logged if SECRET in line or "con mèo" in line]
    assert author.labels == ["Không ghi tên", "Ghi tên tôi", "Hủy"]
    await author.say(f"Thêm: {SECRET}", key="again")  # the same message again, as a page sends it: not "seen" yet
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Không ghi tên")
    await author.tap("Câu hỏi")
    author.expect(CONCERN, f"{SECRET} Thêm: {SECRET}")


async def test_files_of_a_turn_that_failed_are_not_left_lying(world: World) -> None:
    """They take no room of the next attempt."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    ref = await file_concern(author)
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    withdrawn = await stored(world, ref)
    withdrawn.withdraw(on=withdrawn.filed_on)
    async with world.app.base.store.writing() as uow:
        await uow.cases.save(withdrawn)
        await uow.commit()
    await author.say("Ảnh đây", files=[photo()])
    author.expect("Việc này không còn ở bước đó")
    room = world.app.sessions.stage(session_key(author.phone.account), "image/jpeg", bytes(30 * 1024 * 1024))
    assert room is not None


async def test_files_that_find_no_room_are_told(world: World) -> None:
    """A draft holds so much and no more; the words are taken all the same."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    world.app.sessions.stage(session_key(author.phone.account), "image/jpeg", bytes(30 * 1024 * 1024))
    await author.say(CONCERN, files=[photo()])
    author.expect("Ý kiến này đã đủ tệp")
    author.expect("Anh/Chị muốn gửi thế nào?")


async def test_a_long_text_that_finds_no_room_is_not_cut(world: World) -> None:
    """It is refused as a whole, with what came along, and nothing says that it is kept in full."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    world.app.sessions.stage(session_key(author.phone.account), "image/jpeg", bytes(30 * 1024 * 1024))
    await author.say("Máy tính hỏng. " * 700, files=[photo()])
    assert len(author.new) == 1
    author.expect("Nội dung quá dài", "chưa được ghi", "Tệp gửi kèm cũng chưa được nhận")
    assert world.app.sessions.load(session_key(author.phone.account)).drafts == {}


async def test_why_a_file_was_not_taken_is_told_with_a_refusal(world: World) -> None:
    """Sent alone, a broken photo leaves nothing to be added: both are said."""
    author = await world.staff()
    await file_concern(author)
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    await author.say("", files=[b"\xff\xd8\xffand so on"])
    assert author.new == [words("error-file-unreadable"), words("error-empty-text")]


async def test_files_with_a_text_that_is_refused_are_told_of(world: World) -> None:
    """Where no file is taken and the text is too long, the person reads of both."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    await routed_case(author, office, "VP")
    await officer.tap("Soạn trả lời")
    await officer.say("Máy tính hỏng. " * 700, files=[photo()])
    officer.expect("Nội dung quá dài", "Tệp gửi kèm cũng chưa được nhận")
    await officer.say("Máy tính hỏng. " * 700)
    assert "Tệp" not in officer.expect("Nội dung quá dài")


async def test_a_file_of_another_kind_is_refused_and_its_words_kept(world: World) -> None:
    """What was not taken and what to do about it is said; the caption begins the concern."""
    author = await world.staff()
    await author.say("Em gửi kèm đoạn ghi âm", files=[b"\x00\x01\x02" * 100])
    author.expect("Loại tệp này chưa nhận được")
    author.expect("Anh/Chị muốn gửi thế nào?")


async def test_a_notice_without_buttons_leaves_the_typed_words_alone(world: World) -> None:
    """What was told without a choice offers nothing to be typed."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "VP")
    author.expect(ref, "đã được chuyển đến")
    assert menus(world, author) == []
    assert len(menus(world, office)) == 2  # the new concern, and the task nobody else holds the post for


def menus(world: World, talk: Talk) -> list[object]:
    assert isinstance(talk.phone, DirectPhone)
    return list(world.app.sessions.load(session_key(talk.phone.account)).notices)


def test_a_state_without_a_handler_stops_the_program_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, so that the gap is found before anybody falls into it."""
    registry.load_flows()
    monkeypatch.delitem(registry.STATES, State.OWN_EDIT)
    with pytest.raises(RuntimeError, match=r"own\.edit"):
        registry.load_flows()


async def test_an_old_button_of_a_step_does_not_act_on_what_is_open_there_now(world: World) -> None:
    """A button that names no case belongs to the moment it was shown: pressed later it is old, and says so."""
    author = await world.staff()
    await author.say("Máy in hỏng từ tháng 9 ở phòng họp.")
    await author.tap("Không ghi tên")
    old = author.value_of("Khó khăn")
    await author.tap("Câu hỏi")
    await author.say("huy")
    await author.say("Đường trước trụ sở ngập từ tháng 8.")
    await author.tap("Không ghi tên")
    await author.phone.post(key="old-button", choice=old)
    await author.phone.refresh()
    assert "cũ" in author.phone.events[-1]["text"]


async def test_a_name_given_once_is_offered_the_next_time(world: World) -> None:
    """Who signed a concern is offered the same name for the next one, and may give another."""
    author = await world.staff()
    await file_concern(author, "Đề nghị sửa mái nhà xe.", name="Lê Văn Thử, Văn phòng", kind="Kiến nghị")
    await author.say("Đề nghị có thêm nước uống.")
    await author.tap("Ghi tên tôi")
    await author.tap("Lê Văn Thử, Văn phòng")
    author.expect("thuộc loại nào")


async def test_a_number_means_the_newest_menu_only(world: World) -> None:
    """Help between question and answer brings a menu of its own: the question's choices have their words left."""
    author = await world.staff()
    await author.say(CONCERN)
    question = author.labels
    await author.say("trợ giúp")
    helps = author.labels
    assert len(helps) >= len(question)  # so that each of the question's numbers now stands for something else
    await author.say(str(len(helps) + 1))
    author.expect("Đã thêm vào ý kiến")
    await author.say("trợ giúp")
    await author.say("khong ghi ten")
    assert "Tâm tư, nguyện vọng" in author.labels


async def test_a_long_text_is_read_whole(world: World) -> None:
    """Whatever a chat takes, the desk reads, to the last word."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author, f"{CONCERN} {'Rất nóng. ' * 900}Hết chuyện.")
    await office.say(ref)
    office.expect(ref, "Hết chuyện.")
