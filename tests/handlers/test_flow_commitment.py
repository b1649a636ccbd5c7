"""What an answer promises: confirmed, watched, moved, proven and judged."""

from datetime import date
from pathlib import Path

from storage.domain.clocks import ClockKind
from storage.domain.records import EventKind
from storage.domain.release import ReleaseRules
from tests.handlers.answer_steps import NOT_PERMITTED, clocks_of, commitments, drafting, events, promised
from tests.handlers.steps import ANSWER, photo, press, routed_case, stored, submit
from tests.journeys.steps import file_concern, reply_code_in
from tests.world import World, open_world


async def test_one_press_confirms_the_promise_an_answer_makes(world: World) -> None:
    """Who, what and when are taken from the words; the leader's "Duyệt" is the confirmation."""
    _, _, _, ref = await promised(world)
    (commitment,) = await commitments(world, ref)
    assert (commitment.unit, commitment.due_on) == ("VP", date(2026, 11, 30))
    assert commitment.task == ANSWER.rstrip(".")
    assert [e.detail["promised"] for e in events(await stored(world, ref), EventKind.PROMISED)] == ["2026-11-30"]


async def test_a_day_that_is_no_promise_is_not_watched(world: World) -> None:
    """The writer says so with one press, and nobody is asked about it later."""
    leader = await world.leader()
    author, officer, ref = await drafting(world)
    await officer.say(ANSWER)
    await officer.tap("Không theo dõi hạn")
    assert officer.labels == ["Trình lãnh đạo", "Viết lại", "Hủy"]
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(ANSWER)
    author.expect_no("📌")
    assert await commitments(world, ref) == []


async def test_a_new_answer_replaces_the_promise_and_keeps_its_history(world: World) -> None:
    """After "Chưa thỏa đáng" the second answer's later date is a slip of the first one's."""
    author, officer, leader, ref = await promised(world)
    await author.tap("Chưa thỏa đáng")
    await author.tap("Bỏ qua")
    await submit(officer, "Văn phòng cấp máy mới trước ngày 10/12/2026.")
    await leader.tap("Duyệt")
    old, new = await commitments(world, ref)
    assert not old.is_open
    assert (new.first_due_on, new.due_on, new.slips) == (date(2026, 11, 30), date(2026, 12, 10), 1)


async def test_a_photo_is_a_proof(world: World) -> None:
    """Sent without a word, it is kept with the case, where the author can open it."""
    author, officer, _, ref = await promised(world)
    await press(world, officer, f"a.done.{ref}")
    await officer.say("")
    officer.expect("đang trống")
    await officer.say("", files=[photo()])
    author.expect("đã làm xong việc đã hứa", "Xem tệp kèm theo.")
    assert len((await stored(world, ref)).files) == 1


async def test_who_was_merged_can_open_the_proof_too(world: World) -> None:
    """The file is with each author's own case: nobody needs a look into another's."""
    author, office = await world.staff(), await world.office()
    own_ref = await file_concern(author, "Máy in tầng 2 kẹt giấy suốt.")
    _, officer, ref = await drafting(world)
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(ref)
    leader = await world.leader()
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    await press(world, officer, f"a.done.{ref}")
    await officer.say("Đã bàn giao.", files=[photo()])
    author.expect(own_ref, "Đã bàn giao.")
    (own_file,), (lead_file,) = (await stored(world, own_ref)).files, (await stored(world, ref)).files
    assert own_file.file_id != lead_file.file_id


async def test_the_author_can_judge_from_the_case_itself(world: World) -> None:
    """Who opens it by its reply code, after the notice was missed, finds what was said and the same two buttons."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await file_concern(author)
    codes = [reply_code_in("\n".join(author.new))]
    follower = await world.staff()
    own_ref = await file_concern(follower, "Máy in tầng 2 kẹt giấy suốt.")
    codes.append(reply_code_in("\n".join(follower.new)))
    await press(world, office, f"a.to.{ref}.VP")
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(ref)
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    for code in codes:
        anywhere = await world.stranger()
        await anywhere.say(code)
        assert "Đã làm" not in anywhere.labels
    officer = await world.officer("VP")
    await press(world, officer, f"a.done.{ref}")
    await officer.say("Biên bản số 12.")
    for code in codes:
        anywhere = await world.stranger()
        await anywhere.say(code)
        anywhere.expect("đơn vị nói đã xong: Biên bản số 12.")
        assert anywhere.labels[:2] == ["Đã làm", "Chưa làm"]
        await anywhere.tap("Đã làm")
        anywhere.expect("nói việc đã làm")
    (commitment,) = await commitments(world, ref)
    assert {each.ref for each in commitment.words} == {ref, own_ref}


async def test_the_clocks_follow_promise_and_interim_answer(world: World) -> None:
    """An interim answer stops the clock of the first one and moves the final one; a promise runs until it is done."""
    _, officer, ref = await drafting(world)
    await officer.say("Đang xin báo giá.")
    await officer.tap("Gửi như trả lời tạm")
    await officer.say("18/11/2026")
    clocks = await clocks_of(world, ref)
    assert clocks[ClockKind.FIRST_ANSWER].stopped_on == date(2026, 11, 2)
    assert clocks[ClockKind.FINAL].due_on == date(2026, 11, 18)
    leader = await world.leader()
    await press(world, officer, f"a.draft.{ref}")
    await officer.say(ANSWER)
    await officer.tap("Trình lãnh đạo")
    await leader.say("chờ duyệt")
    await leader.tap(ref)
    await leader.tap("Duyệt")
    promise = (await clocks_of(world, ref))[ClockKind.PROMISE]
    assert (promise.due_on, promise.runs) == (date(2026, 11, 30), True)
    await press(world, officer, f"a.done.{ref}")
    await officer.say("Biên bản số 12.")
    assert not (await clocks_of(world, ref))[ClockKind.PROMISE].runs


async def test_the_unit_moves_a_promise_once_and_a_leader_again(world: World) -> None:
    """As with the answer's own date; the author hears of both."""
    author, officer, leader, ref = await promised(world)
    for person, day in ((officer, "4/12/2026"), (leader, "11/12/2026")):
        await press(world, person, f"a.move.{ref}")
        await person.say("hôm qua")
        person.expect("Ngày chưa hợp lệ")
        await person.say(day)
        await person.say("Nhà thầu chậm.")
        author.expect("bị dời", "Nhà thầu chậm.")
        await press(world, officer, f"a.move.{ref}")
        officer.expect("đã dời hẹn một lần")
    (commitment,) = await commitments(world, ref)
    assert (commitment.slips, commitment.due_on) == (2, date(2026, 12, 11))


async def test_who_judges_a_promise_is_released_by_that(tmp_path: Path) -> None:
    """The unit never reads the code of a case that nobody may know of yet: a judgement is heard at once, with it."""
    rules = ReleaseRules(delay=(0, 0), neutral=False)
    async with open_world("sqlite", tmp_path, release=rules) as world:
        author, office, leader = await world.staff(), await world.office(), await world.leader()
        officer = await world.officer("VHXH")
        lead = await routed_case(author, office, "VHXH", name="Lê Thị Ví Dụ")
        await submit(officer)
        await leader.tap("Duyệt")
        other = await world.staff()
        ref = await file_concern(other, "Em cũng cần máy in mới ạ.")
        async with world.app.base.store.writing() as uow:
            case = await uow.cases.get(ref)
            case.merge_into(await uow.cases.get(lead), by="author", on=case.filed_on)
            await uow.cases.save(case)
            await uow.commit()
        assert not (await stored(world, ref)).released
        mark = world.app.base.seals.author_mark(ref)
        await press(world, other, f"a.notkept.{ref}.{mark}")
        (commitment,) = await commitments(world, lead)
        assert [word.ref for word in commitment.words] == [ref]
        assert (await stored(world, ref)).released


async def test_others_neither_keep_nor_judge_a_promise(world: World) -> None:
    """Another department cannot say that it is done, and without the author's mark nobody speaks for the author."""
    _, officer, _, ref = await promised(world)
    stranger, staff = await world.officer("KT"), await world.staff()
    for person, value in ((stranger, "done"), (stranger, "move"), (staff, "kept"), (officer, "kept")):
        await press(world, person, f"a.{value}.{ref}")
        assert person.new[-1].startswith(("Không tìm thấy mã này", NOT_PERMITTED))
    (commitment,) = await commitments(world, ref)
    assert (commitment.unit_done_on, commitment.words) == (None, ())


async def test_a_unit_sees_its_own_promises_a_leader_all(world: World) -> None:
    """Named with the case, the day and the task; who promised nothing has an empty list."""
    _, officer, leader, ref = await promised(world)
    other = await world.officer("KT")
    for reader in (officer, leader):
        await reader.say("cam ket")
        reader.expect("Việc đã hứa chưa xong: 1, quá hạn: 0")
        assert reader.labels[0].startswith(f"• {ref} · 30/11 · Văn phòng cấp máy mới")
    await other.say("việc đã hứa")
    other.expect("Không còn việc đã hứa nào chưa xong.")
    await leader.tap(ref)
    leader.expect("Việc đã hứa", ref, "chưa báo xong", "chưa nói gì")


async def test_saying_it_twice_is_saying_it_once(world: World) -> None:
    """A second press of "Đã làm" leaves one word and one line of history."""
    author, officer, _, ref = await promised(world)
    await press(world, officer, f"a.done.{ref}")
    await officer.say("Biên bản số 12.")
    for _ in range(2):
        await author.tap("Đã làm")
        author.expect("việc đã làm")
    assert len(events(await stored(world, ref), EventKind.AUTHOR_DONE)) == 1
    await press(world, officer, f"a.promise.{ref}")
    officer.expect(f"{ref} không có việc đã hứa nào còn mở.")
