"""A department's group chat on Telegram: linked by a code, told of tasks, its buttons pressed by those who may."""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.simulators.telegram_faults import UpdateFault
from bot.simulators.telegram_groups import Group
from bot.simulators.telegram_people import Person
from storage.domain.conversation import Account
from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from tests.bot.telegram_scene import words
from tests.handlers.steps import ANSWER, routed_case, stored, submit
from tests.handlers.test_flow_about import file_about
from tests.journeys.reminding import reminded
from tests.journeys.steps import CONCERN
from tests.talk import Talk
from tests.telegram_world import TelegramPhone
from tests.world import World, open_world

pytestmark = pytest.mark.over_telegram

CODE = re.compile(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}")


def person_of(talk: Talk) -> Person:
    assert isinstance(talk.phone, TelegramPhone)
    return talk.phone.person


def group_of(world: World, members: Sequence[Talk]) -> Group:
    assert world.telegram is not None
    return world.telegram.group("Phòng Kinh tế", [person_of(member) for member in members])


async def new_code(office: Talk) -> str:
    """A code for the group of KT, as the office gets it."""
    await office.say("nhom cua phong")
    await office.tap("Phòng Kinh tế")
    found = CODE.search(office.expect("Mã nối nhóm cho Phòng Kinh tế", "đến hết thứ "))
    assert found is not None
    return found[0]


async def linked_group(office: Talk, officer: Talk, world: World) -> Group:
    group = group_of(world, [officer])
    code = await new_code(office)
    group.write(person_of(officer), f"/noinhom {code}")
    await group.see("Đã nối nhóm này với Phòng Kinh tế")
    await world.settle()
    return group


async def test_the_office_links_a_group_and_tasks_appear_there(world: World) -> None:
    """The task comes with its buttons and without a word of the concern; whoever may presses, and it is done."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    group = await linked_group(office, officer, world)
    office.expect("Nhóm của Phòng Kinh tế", "đã được nối")
    ref = await routed_case(author, office, "KT")
    task = await group.see(f"Việc mới {ref}")
    assert CONCERN not in task.text
    assert "⌨" not in task.text  # what is typed there the bot does not hear
    assert not any(CONCERN[:20] in message.text for message in group.from_bot)
    before = len(person_of(officer).from_bot)
    press = group.press(person_of(officer), "Nhận việc", on=task)
    await person_of(officer).see(ref, after=before)
    await world.settle()
    await group.see(f"{ref}: đã có người nhận việc")
    assert press.answer == words("group-see-private")


async def test_what_a_group_got_is_remembered_over_a_restart(world: World) -> None:
    """Telegram counts a minute, and our restart takes less; of people, who are asked for less, nothing is kept."""
    office, officer = await world.office(), await world.officer("KT")
    group = await linked_group(office, officer, world)
    assert {chat for chat, _ in world.app.sessions.sent()} == {group.chat_id}


async def test_the_group_hears_what_became_of_a_draft(world: World) -> None:
    """That it is to be changed, and that it went out, each without a word of it."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    leader = await world.leader()
    group = await linked_group(office, officer, world)
    ref = await routed_case(author, office, "KT")
    for reason in ("Ghi rõ ai chịu trách nhiệm.", ""):
        await submit(officer)
        await leader.tap("Yêu cầu sửa" if reason else "Duyệt")
        if reason:
            await leader.say(reason)
    await group.see(f"{ref}: lãnh đạo yêu cầu sửa câu trả lời")
    await group.see(f"{ref}: lãnh đạo đã duyệt, đã trả lời người gửi")
    assert not any(word in message.text for message in group.from_bot for word in (ANSWER, "chịu trách nhiệm"))


async def test_a_stranger_in_the_group_can_press_nothing(world: World) -> None:
    """Who has no invite is told so at the button, and the case stays as it was."""
    office, officer = await world.office(), await world.officer("KT")
    author, other = await world.staff(), await world.stranger()
    group = await linked_group(office, officer, world)
    group.join(person_of(other))
    ref = await routed_case(author, office, "KT")
    press = group.press(person_of(other), "Nhận việc", on=await group.see(ref))
    await other.say("menu")
    assert (press.answer, press.alert) == (words("group-only-members"), True)
    assert (await stored(world, ref)).status is Status.ROUTED


async def test_somebody_of_another_unit_can_press_nothing(world: World) -> None:
    """The permission is that of the person who presses, whatever group it stands in."""
    office, officer = await world.office(), await world.officer("KT")
    author, other = await world.staff(), await world.officer("VHXH")
    group = await linked_group(office, officer, world)
    group.join(person_of(other))
    ref = await routed_case(author, office, "KT")
    before = len(person_of(other).from_bot)
    group.press(person_of(other), "Nhận việc", on=await group.see(ref))
    await person_of(other).see(words("error-not-found").split()[0], after=before)
    assert (await stored(world, ref)).status is Status.ROUTED


async def test_who_answers_a_task_in_the_group_is_told_where_to(world: World) -> None:
    """Once a case; what people say to each other there, whoever they are, gets no word."""
    office, officer = await world.office(), await world.officer("KT")
    author, other = await world.staff(), await world.stranger()
    assert world.telegram is not None
    world.telegram.bot.reads_all_group_messages = True
    group = await linked_group(office, officer, world)
    group.join(person_of(other))
    ref = await routed_case(author, office, "KT")
    task = await group.see(ref)
    before = len(group.from_bot)
    for member in (officer, other):
        group.write(person_of(member), "Chào cả phòng")
        group.write(person_of(member), "Máy đã thay hôm qua.", reply_to=task)
    await group.see(words("group-write-private"))
    await officer.say("menu")
    assert len(group.from_bot) == before + 1


async def test_the_morning_digest_reaches_the_group(world: World) -> None:
    """It names what is late, as everybody of the department reads it, but for the words of the concern."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    group = await linked_group(office, officer, world)
    ref = await routed_case(author, office, "KT")
    await officer.tap("Nhận việc")
    before = len(group.from_bot)
    assert await reminded(world, officer, (await stored(world, ref)).due_on)
    digest = await group.see(lambda message: ref in message.text and "hạn" in message.text, after=before)
    assert CONCERN[:20] not in digest.text


async def test_a_case_that_is_kept_from_somebody_is_not_told_of_there(world: World) -> None:
    """Whom it is about may be in the chat: the department's people read of it, each for themselves."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    leader = await world.leader()
    group = await linked_group(office, officer, world)
    ref = await file_about(author, "VP", text="Văn phòng gây khó dễ khi cấp giấy ở trụ sở từ tháng 9.")
    await leader.tap("Chọn đơn vị khác")
    await leader.say("KT")
    officer.expect(ref)
    assert not any(ref in message.text for message in group.from_bot)


async def test_a_code_works_once_and_for_three_days(world: World) -> None:
    """A second group with the same code is refused, and so is a code that has run out."""
    office, officer = await world.office(), await world.officer("KT")
    code = await new_code(office)
    first, second = group_of(world, [officer]), group_of(world, [officer])
    first.write(person_of(officer), f"/noinhom {code}")
    await first.see("Đã nối")
    second.write(person_of(officer), f"/noinhom {code}")
    await second.see(words("group-code-wrong"))
    late = await new_code(office)
    world.clock.advance(days=4)
    second.write(person_of(officer), f"/noinhom {late}")
    await second.see(lambda message: message.text == words("group-code-wrong"), after=len(second.from_bot))


async def test_a_group_that_becomes_a_supergroup_is_followed(world: World) -> None:
    """Its new number is learned from the group itself; the next task goes there, and no greeting as to a new group."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    group = await linked_group(office, officer, world)
    group.upgrade()
    await officer.say("menu")
    ref = await routed_case(author, office, "KT")
    assert await group.see(f"Việc mới {ref}") is group.from_bot[0]


async def test_the_office_hears_that_a_group_was_lost(world: World) -> None:
    """When the bot is thrown out; the people of the department still get their own messages."""
    office, officer, author = await world.office(), await world.officer("KT"), await world.staff()
    group = await linked_group(office, officer, world)
    group.remove_bot()
    await officer.say("menu")
    await world.settle()
    office.expect("không còn nhận tin")
    ref = await routed_case(author, office, "KT")
    await world.settle()
    officer.expect("Việc mới", ref)


@pytest.fixture(params=["whole", "parted"])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """An office of one process, or with a delivery process that has no database."""
    async with open_world("sqlite", tmp_path, telegram=True, parted=request.param == "parted") as world:
        yield world


async def test_the_new_number_is_learned_from_what_could_not_be_sent(either: World) -> None:
    """Telegram's own word of the move never came: the task arrives all the same, and the number is kept."""
    office, officer, author = await either.office(), await either.officer("KT"), await either.staff()
    group = await linked_group(office, officer, either)
    assert either.telegram is not None
    for _ in range(9):
        either.telegram.faults.order_update(UpdateFault.DROP)
    group.upgrade()
    either.telegram.faults.clear()
    ref = await routed_case(author, office, "KT")
    await group.see(f"Việc mới {ref}")
    await either.settle()
    new = either.app.base.seals.account_key(Account("telegram", str(group.chat_id)))
    async with either.app.base.store.reading() as reads:
        assert await reads.group_chats.unit_of(new) == "KT"


async def test_the_office_hears_of_a_loss_that_only_sending_shows(either: World) -> None:
    """A dissolved group says nothing: the first task that is refused there unlinks it and tells the office, once.

    That task is nobody's who could not be reached: the department's people have it.
    """
    office, officer, author = await either.office(), await either.officer("KT"), await either.staff()
    group = await linked_group(office, officer, either)
    group.delete()
    for expected in (1, 0):
        await routed_case(author, office, "KT")
        await either.settle()
        assert len([text for text in office.new if "không còn nhận tin" in text]) == expected
    async with either.app.base.store.reading() as reads:
        assert await reads.group_chats.linked_units() == []
    await office.say("chưa gửi được")
    office.expect("Không có tin nào chưa gửi được.")


async def test_only_the_office_makes_codes(world: World) -> None:
    """Nobody else is offered it, and typing the word does not help."""
    for person in (await world.officer("KT"), await world.staff(), await world.person(Post(Role.LEADER, "UBND"))):
        await person.say("nhom cua phong")
        assert "Nối nhóm trò chuyện" not in person.new[-1]
