"""Who has posts and by which accounts: confirmed by a second person, cut off, let in again."""

import pytest

from bot.channels.web_out import new_token
from storage.domain.audit import person_mark
from storage.domain.ids import PersonId
from storage.domain.permissions import Actor, Post, Role
from tests.handlers.steps import press, routed_case, stored
from tests.journeys.steps import CONCERN, REPLY_CODE
from tests.talk import DirectPhone, Talk
from tests.world import World

LEADER = (Post(Role.LEADER, "UBND"),)
NAME = "Trần Thị Ví Dụ"


async def invited(world: World, *posts: Post, name: str = NAME) -> Talk:
    """Somebody who comes with an invite of the command line, which confirms nobody."""
    code = await world.app.inviter.invite(posts, uses=1, name=name)
    stranger = await world.stranger()
    await stranger.say(code)
    return stranger


async def actor_of(world: World, talk: Talk) -> Actor:
    assert isinstance(talk.phone, DirectPhone)
    async with world.app.base.store.reading() as reads:
        return await reads.people.actor(world.app.base.seals.account_key(talk.phone.account))


async def log(world: World) -> list[tuple[str, str]]:
    async with world.app.base.store.reading() as reads:
        return [(entry.act.action, entry.act.object) for entry in await reads.audit.after(0, 100)]


async def test_a_leader_waits_for_the_office(world: World) -> None:
    """Until a second person has said so, the post allows nothing and nobody's notices go there; then all of it."""
    office = await world.office()
    leader = await invited(world, *LEADER)
    leader.expect("đang chờ văn phòng xác nhận")
    assert (await actor_of(world, leader)).posts == frozenset()
    await leader.say("chờ duyệt")
    leader.expect("chưa được giao quyền")
    office.expect("lãnh đạo", NAME)
    await office.tap("Xác nhận vai trò")
    office.expect("Đã xác nhận", NAME)
    leader.expect("Văn phòng đã xác nhận")
    assert (await actor_of(world, leader)).posts == set(LEADER)
    await office.tap("Xác nhận vai trò")
    office.expect("không còn vai trò nào chờ xác nhận")
    assert [action for action, _ in await log(world)] == ["posts_confirmed"]


async def test_the_office_can_refuse(world: World) -> None:
    """Typed, without a button: a wrong leader gets no post, and is told."""
    office = await world.office()
    leader = await invited(world, *LEADER)
    await office.say("từ chối vai trò")
    office.expect("Đã từ chối", NAME)
    leader.expect("chưa xác nhận vai trò")
    assert (await actor_of(world, leader)).posts == frozenset()


async def test_nobody_confirms_oneself(world: World) -> None:
    """The only person of the office who comes with a leader's code as well needs somebody else."""
    office = await world.office()
    code = await world.app.inviter.invite(LEADER, uses=1)
    await office.say(code)
    office.expect("đang chờ văn phòng xác nhận")
    await office.say("xác nhận vai trò")
    office.expect("phải do người khác làm")
    assert not (await actor_of(world, office)).has(Role.LEADER)


async def test_a_new_office_is_not_locked_out(world: World) -> None:
    """The first person of the office needs nobody; a leader who came before waits, and the office hears of it."""
    leader = await invited(world, *LEADER)
    office = await invited(world, Post(Role.OFFICE, "VP"), name="")
    office.expect("đang chờ văn phòng xác nhận vai trò")
    await office.say("xác nhận vai trò")
    assert (await actor_of(world, leader)).posts == set(LEADER)


async def test_a_forged_confirmation_is_refused(world: World) -> None:
    """Whoever is not of the office confirms nobody, and a person who does not exist is nobody."""
    leader = await invited(world, *LEADER)
    person = (await actor_of(world, leader)).person
    assert person is not None
    other = await world.officer("KT")
    for talk in (leader, other):
        await press(world, talk, f"c.admit.{person.hex()}")
        assert (await actor_of(world, leader)).posts == frozenset()
    office = await world.office()
    for value in ("c.admit.00", "c.admit.zz", f"c.admit.{'00' * 16}", "c.person.x"):
        await press(world, office, value)
        office.expect("Không tìm thấy người này")


async def lost(world: World, *posts: Post) -> tuple[Talk, Talk, PersonId]:
    """An officer whose phone is lost and the office about to cut it off."""
    office = await world.office()
    officer = await world.person(*posts, name=NAME)
    person = (await actor_of(world, officer)).person
    assert person is not None
    await office.say("mất máy")
    await office.tap(NAME)
    office.expect(NAME, "Thiết bị: trang web")
    await office.tap("Cắt mọi thiết bị")
    return office, officer, person


async def test_a_lost_phone_is_cut_off_in_one_step(world: World) -> None:
    """Its posts, its conversation and its page are gone at once; a new code brings the person back, posts and all."""
    office, officer, person = await lost(world, Post(Role.OFFICER, "VHXH"))
    await officer.say("việc của đơn vị")
    await office.tap("Cắt mọi thiết bị")
    office.expect("Đã cắt 1 thiết bị")
    code = office.expect("Mã vào lại").split(": ")[1].split("\n")[0]
    assert (await actor_of(world, officer)).person is None
    assert isinstance(officer.phone, DirectPhone)
    assert not world.app.sessions.exists(f"web:{officer.phone.account.key}")
    world.clock.advance(seconds=1)  # events are numbered by the time
    await officer.say("việc của đơn vị")
    officer.expect("chưa được giao quyền")
    back = await world.stranger()
    await back.say(code)
    back.expect("Mã mời hợp lệ", "Cán bộ xử lý")
    assert (await actor_of(world, back)).person == person
    assert await log(world) == [("cut_off", person_mark(person)), ("reinvited", person_mark(person))]


async def test_what_waits_comes_to_the_next_account(world: World) -> None:
    """A task that was written for the lost phone, or after it was cut off, reaches the new one, once and in order."""
    author = await world.staff()
    office, officer, _ = await lost(world, Post(Role.OFFICER, "VHXH"))
    await officer.phone.close_page()
    ref = await routed_case(author, await world.office(), "VHXH")
    await office.tap("Cắt mọi thiết bị")
    code = office.expect("Mã vào lại").split(": ")[1].split("\n")[0]
    await world.settle()
    back = await world.stranger()
    await back.say(code)
    back.expect(ref)
    assert sum(ref in event["text"] for event in back.phone.events) == 1


async def test_a_named_author_gets_the_answer_on_the_next_phone(world: World) -> None:
    """A named case follows its person: what is said of it after the new sign-in goes there."""
    author = await world.person(Post(Role.OFFICER, "KT"), name=NAME)
    office = await world.office()
    ref = await routed_case(author, office, "VHXH", name=NAME)
    await office.say("tài khoản")
    await office.tap(NAME)
    await office.tap("Cắt mọi thiết bị")
    await office.tap("Cắt mọi thiết bị")
    code = office.expect("Mã vào lại").split(": ")[1].split("\n")[0]
    officer = await world.officer("VHXH")
    back = await world.stranger()
    await back.say(code)
    back.listen()
    await officer.say(ref)
    await officer.tap("Nhận")
    back.expect(ref)
    assert (await stored(world, ref)).person == (await actor_of(world, back)).person


async def test_nobody_cuts_oneself_off(world: World) -> None:
    """Whoever holds a lost phone of the office cannot use it to let themselves in again."""
    office = await world.person(Post(Role.OFFICE, "VP"), name=NAME)
    await office.say("mất máy")
    await office.tap(NAME)
    await office.tap("Cấp mã vào lại")
    office.expect("phải do người khác làm")


async def second_account(world: World, first: Talk) -> Talk:
    await first.say("/dangnhap")
    code = first.expect("Mã đăng nhập").split(": ")[1].split("\n")[0]
    second = await world.stranger()
    await second.say(code)
    return second


async def test_a_sign_in_code_gives_a_second_account(world: World) -> None:
    """The same person on a further channel; the code works once; either account can end the other."""
    first = await world.officer("KT")
    second = await second_account(world, first)
    second.expect("Cán bộ xử lý")
    assert (await actor_of(world, second)).person == (await actor_of(world, first)).person
    thief = await world.stranger()
    await thief.say(next(e["text"] for e in first.phone.events if "Mã đăng nhập" in e["text"]).split(": ")[1][:14])
    thief.expect("không dùng được")
    await second.say("thiết bị của tôi")
    second.expect("Còn 1 thiết bị khác")
    await second.tap("Cắt trang web")
    second.expect("Đã cắt")
    assert (await actor_of(world, first)).person is None
    assert (await actor_of(world, second)).posts == {Post(Role.OFFICER, "KT")}


async def test_a_sign_in_code_does_not_last(world: World) -> None:
    """After ten minutes it opens nothing, and an unknown person gets none."""
    first = await world.officer("KT")
    await first.say("/dangnhap")
    code = first.expect("Mã đăng nhập").split(": ")[1].split("\n")[0]
    world.clock.advance(minutes=10, seconds=1)
    late = await world.stranger()
    await late.say(code)
    late.expect("không dùng được")
    await late.say("/dangnhap")
    late.expect("chưa được giao quyền")


@pytest.mark.parametrize("ended_by", ["office", "person"])
async def test_a_code_got_on_a_lost_phone_is_worth_nothing(world: World, ended_by: str) -> None:
    """Who held the phone and had it make a code, before it was cut off, comes in nowhere with it."""
    office = await world.office()
    lost = await world.person(Post(Role.OFFICER, "VHXH"), name=NAME)
    other = await second_account(world, lost)
    await lost.say("/dangnhap")
    code = lost.expect("Mã đăng nhập").split(": ")[1].split("\n")[0]
    if ended_by == "office":
        await office.say("mất máy")
        await office.tap(NAME)
        await office.tap("Cắt mọi thiết bị")
        await office.tap("Cắt mọi thiết bị")
    else:
        await other.say("thiết bị của tôi")
        await other.tap("Cắt trang web")
    thief = await world.stranger()
    await thief.say(code)
    thief.expect("không dùng được")
    assert (await actor_of(world, thief)).person is None


async def test_a_new_way_in_ends_the_earlier_ones(world: World) -> None:
    """A code that was sent to the phone before it was lost opens nothing; the one for the next phone does."""
    office = await world.office()
    lost = await world.person(Post(Role.OFFICER, "VHXH"), name=NAME)
    person = (await actor_of(world, lost)).person
    codes = []
    for steps in (["Cấp mã vào lại"], ["Cắt mọi thiết bị"] * 2):
        await office.say("tài khoản")
        await office.tap(NAME)
        for step in steps:
            await office.tap(step)
        codes.append(office.expect("Mã vào lại").split(": ")[1].split("\n")[0])
    thief, back = await world.stranger(), await world.stranger()
    await thief.say(codes[0])
    thief.expect("không dùng được")
    await back.say(codes[1])
    assert [(await actor_of(world, each)).person for each in (thief, back)] == [None, person]


@pytest.mark.parametrize("steps", [["Cấp mã vào lại"], ["Cắt mọi thiết bị"] * 2])
async def test_nobody_is_let_in_unseen(world: World, steps: list[str]) -> None:
    """Who gives a new way in for somebody else is seen doing so: by the other one of the office, and by the leaders."""
    office, other, leader = await world.office(), await world.office(), await world.leader()
    await world.person(Post(Role.OFFICER, "VHXH"), name=NAME)
    await office.say("tài khoản")
    await office.tap(NAME)
    for step in steps:
        await office.tap(step)
    for witness in (other, leader):
        witness.expect("🔐", NAME)
    assert not any("🔐" in text for text in office.new)


async def test_who_came_without_a_name_is_called_so(world: World) -> None:
    """Neither the office that is asked for its PIN, nor who else of the office sees it done, reads a gap or a sign."""
    office, other = await world.office(), await world.office()
    await world.person(Post(Role.OFFICER, "VHXH"))
    await office.say("tài khoản")
    await office.tap("(chưa ghi tên): Cán bộ xử lý")
    for _ in range(2):
        await office.tap("Cắt mọi thiết bị")
    office.expect("Đã cắt 1 thiết bị của (chưa ghi tên)")
    other.expect("🔐", "(chưa ghi tên)")
    for person in (office, other):
        person.expect_no("is-empty")


async def test_signing_in_says_nothing_of_times(world: World) -> None:
    """Of an account the month is kept; a code for another one is in no database."""
    first = await world.officer("KT")
    second = await second_account(world, first)
    await second.say("thiết bị của tôi")
    second.expect("trang web (từ tháng 11/2026)")
    assert await log(world) == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OFFICE])
async def test_a_forgotten_pin_is_taken_away(world: World, role: Role) -> None:
    """The office or the administrator removes it; whose it is chooses a new one the next time."""
    helper = await world.person(Post(role, "VP"))
    leader = await world.person(*LEADER, name=NAME)
    person = (await actor_of(world, leader)).person
    assert person is not None
    async with world.app.base.store.writing() as uow:
        await uow.pins.put(person, world.app.base.seals.pin_hash(person, "482913"))
        await uow.commit()
    await helper.say("tài khoản")
    await helper.tap(NAME)
    await helper.tap("Xóa mã PIN")
    helper.expect("Đã xóa mã PIN")
    async with world.app.base.store.reading() as reads:
        assert not await reads.pins.is_set(person)


async def test_the_administrator_reads_no_case(world: World) -> None:
    """Accounts, and nothing of what people wrote: no list, no card, no notice, no number."""
    admin, author = await world.person(Post(Role.ADMIN)), await world.staff()
    await world.office()
    await author.say(CONCERN)
    for word in ("phân loại", "việc của đơn vị", "chờ duyệt", "số liệu", "nhật ký"):
        await admin.say(word)
        admin.expect("chưa được giao quyền")
    assert REPLY_CODE.search(new_token()) is None
