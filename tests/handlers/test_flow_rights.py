"""Dữ liệu của tôi: an account's data is seen, taken along, corrected, deleted; consent is asked and kept."""

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.texts.catalog import LANGUAGES, say
from storage.domain.ids import AccountKey, PersonId
from storage.domain.permissions import Post, Role
from storage.domain.rights import CONSENT_VERSION, Consent, Wish, new_request
from storage.domain.staff_rules import StaffRules
from storage.sql.schema import metadata
from tests.domain.ward import demo_calendar
from tests.handlers.steps import NOT_FOUND, press, routed_case, stored, submit
from tests.journeys.steps import CONCERN, REPLY_CODE, file_concern
from tests.talk import DirectPhone, Talk
from tests.world import World, open_world

NAME = "Lê Văn Ví Dụ"
# Who changes the text of the consent raises its version, and puts both here: what people agreed to stays known.
CONSENT_TEXTS = {"2026-11": "3829aa2b0a8c6558"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path) as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """On both databases: what reaches into many tables."""
    async with open_world(request.param, tmp_path) as world:
        yield world


async def consent_of(world: World, talk: Talk) -> Consent | None:
    async with world.app.base.store.reading() as reads:
        actor = await reads.people.actor(account_of(world, talk))
        assert actor.person is not None
        return (await reads.rights.holding(actor.person)).consent


def account_of(world: World, talk: Talk) -> AccountKey:
    assert isinstance(talk.phone, DirectPhone)
    return world.app.base.seals.account_key(talk.phone.account)


async def rows_of(world: World, *names: str) -> str:
    """Every value of these tables, or of all."""
    async with world.app.base.database.writer.connect() as connection:
        found = [await connection.execute(select(metadata.tables[name])) for name in names or sorted(metadata.tables)]
        return "\n".join(_shown(value) for result in found for row in result for value in row)


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


async def own_file(world: World, talk: Talk) -> dict[str, dict[str, object]]:
    """What the file says that the newest message offers."""
    assert isinstance(talk.phone, DirectPhone)
    (file,) = talk.phone.events[-1]["files"]
    made = await world.app.chat._figures(talk.phone.account, file["url"].rpartition("/")[2])
    assert made.name == "du-lieu-cua-toi.json"
    return dict(json.loads(made.content))


# Consent


async def test_consent_is_asked_at_enrolment_and_kept_by_version_and_month(either: World) -> None:
    """Nothing counts as agreeing but the word itself; the row has no day, and is not written twice."""
    world = either
    author = await world.staff()
    assert "Xin Anh/Chị đồng ý" in "\n".join(event["text"] for event in author.phone.events)
    assert await consent_of(world, author) is None
    await author.say("toi dong y")
    author.expect("Đã ghi nhận")
    assert await consent_of(world, author) == Consent(CONSENT_VERSION, "2026-11")
    await author.say("menu")
    assert "Về việc đồng ý" not in author.labels


async def test_nothing_is_refused_for_want_of_consent(world: World) -> None:
    """Who has not agreed files, reads and is answered like others, and finds the question in the menu."""
    author = await world.staff()
    ref = await file_concern(author)
    assert ref
    await author.say("menu")
    assert "Về việc đồng ý" in author.labels
    await author.tap("Về việc đồng ý")
    author.expect("Chưa đồng ý vẫn xem được trả lời")


async def test_a_new_text_is_asked_about_again(world: World) -> None:
    """Who agreed to an older version is asked kindly once more."""
    author = await world.staff()
    async with world.app.base.store.writing() as uow:
        actor = await uow.people.actor(account_of(world, author))
        assert actor.person is not None
        await uow.rights.agree(actor.person, Consent("2020-01", "2020-02"))
        await uow.commit()
    await author.say("menu")
    await author.tap("Về việc đồng ý")
    author.expect("đã được viết lại")
    await author.tap("Tôi đồng ý")
    assert await consent_of(world, author) == Consent(CONSENT_VERSION, "2026-11")


def test_a_changed_consent_has_a_new_version() -> None:
    """The words that go by a version are the same for ever, in both languages."""
    said = "".join(say(language, "consent", again=again) for language in LANGUAGES for again in ("yes", "no"))
    assert CONSENT_TEXTS[CONSENT_VERSION] == hashlib.sha256(said.encode()).hexdigest()[:16]


async def test_a_filing_writes_no_consent(world: World) -> None:
    """Neither table of this page is touched by what an author does."""
    author = await world.staff()
    await author.say("toi dong y")
    before = await rows_of(world, "consent", "data_request")
    await file_concern(author)
    assert before
    assert await rows_of(world, "consent", "data_request") == before


# Seeing and taking along


async def test_what_is_stored_is_shown(world: World) -> None:
    """Name, language, posts, month, devices, consent, named cases; and that anonymous ones are nobody's."""
    author = await world.person(Post(Role.STAFF, "KT"), name=NAME)
    await file_concern(author, name=NAME)
    await file_concern(author, "Xin sửa mái hiên nhà xe.")
    await author.say("/dulieu")
    author.expect(NAME, "tháng 11/2026", "số thiết bị: 1", "Ý kiến có ghi tên: 1", "mã nhận trả lời")
    await author.say("du lieu")
    author.expect("Ý kiến có ghi tên: 1")


async def test_who_is_not_enrolled_learns_that_nothing_is_kept(world: World) -> None:
    """A stranger's account has no row."""
    stranger = await world.stranger()
    await stranger.say("dữ liệu của tôi")
    stranger.expect("không giữ dữ liệu nào")
    await stranger.say("xóa dữ liệu")
    stranger.expect_no("Đã xóa")


async def test_a_copy_has_everything_and_nothing_of_others(world: World) -> None:
    """The words of the own named case, not of the own anonymous one, not of anybody else's."""
    author, other = await world.person(Post(Role.STAFF), name=NAME), await world.person(Post(Role.STAFF), name="Trần B")
    ref = await file_concern(author, name=NAME)
    await file_concern(author, "Xin sửa mái hiên nhà xe.")
    await file_concern(other, "Quạt phòng họp kêu to quá.", name="Trần B")
    await author.say("ban sao du lieu")
    copy = await own_file(world, author)
    assert copy["account"]["name"] == NAME
    assert [case["code"] for case in copy["cases"]] == [ref]  # type: ignore[index]
    told = json.dumps(copy, ensure_ascii=False)
    assert CONCERN in told
    assert "mái hiên" not in told
    assert "Quạt" not in told


async def test_a_copy_opens_for_nobody_else(world: World) -> None:
    """The same id opened by another account gives that account's data; by a stranger, nothing; tomorrow, nothing."""
    author, stranger = await world.person(Post(Role.STAFF), name=NAME), await world.stranger()
    await author.say("ban sao du lieu")
    file_id = author.phone.events[-1]["files"][0]["url"].rpartition("/")[2]
    assert isinstance(stranger.phone, DirectPhone)
    assert isinstance(author.phone, DirectPhone)
    with pytest.raises(Exception, match="error-not-found"):
        await world.app.chat._figures(stranger.phone.account, file_id)
    world.clock.advance(days=1)
    with pytest.raises(Exception, match="error-not-found"):
        await world.app.chat._figures(author.phone.account, file_id)


# What takes the office


async def test_a_correction_goes_to_the_office_with_its_days(either: World) -> None:
    """Two working days to answer, ten days to do it; the office reads the words, the table has none."""
    world = either
    office, author = await world.office(), await world.person(Post(Role.STAFF), name=NAME)
    await author.say("sửa dữ liệu")
    await author.say("Tên đúng là Lê Văn Ví Von.")
    author.expect("hai ngày làm việc", "04/11/2026", "12/11/2026")
    office.expect(NAME, "Ví Von", "04/11/2026", "12/11/2026")
    assert "Ví Von" not in await rows_of(world)
    await author.say("du lieu cua toi")
    author.expect("Sửa dữ liệu, xong chậm nhất", "12/11/2026")


async def test_the_office_sees_what_is_late_and_settles_it(world: World) -> None:
    """A request stays in the list until somebody says that it is done; its person is told."""
    office, author = await world.office(), await world.person(Post(Role.STAFF), name=NAME)
    await author.say("hạn chế dữ liệu")
    await author.say("Không dùng họ tên của tôi trong danh bạ.")
    world.clock.advance(days=16)
    await office.say("yêu cầu dữ liệu")
    office.expect("1 yêu cầu", "1 đã quá hạn")
    await office.tap(NAME)
    office.expect("Đã ghi là làm xong")
    author.expect("Văn phòng đã làm xong")
    await office.say("yeu cau du lieu")
    office.expect("Không có yêu cầu nào")


async def test_nobody_else_sees_the_requests(world: World) -> None:
    """They bear names: an officer is refused."""
    officer = await world.officer("KT")
    await officer.say("yêu cầu dữ liệu")
    officer.expect_no("yêu cầu về dữ liệu đang chờ", "Không có yêu cầu nào")


async def test_five_requests_wait_at_most(world: World) -> None:
    """Nobody can flood the office by this way."""
    author = await world.staff()
    for number in range(5):
        await author.say("phản đối")
        await author.say(f"Điều thứ {number} tôi phản đối.")
    await author.say("phản đối")
    author.expect("năm yêu cầu")


# Deleting


async def test_an_account_is_deleted_at_once(either: World) -> None:
    """Name, address, posts, consent, requests: no row is left that has the person or the account."""
    world = either
    author = await world.person(Post(Role.STAFF, "KT"), name=NAME)
    account = account_of(world, author)
    await author.say("toi dong y")
    await author.say("phản đối")
    await author.say("Tôi phản đối việc này.")
    await author.say("rút đồng ý")
    await author.tap("xóa tài khoản")
    author.expect("Đã xóa tài khoản")
    left = await rows_of(world)
    assert NAME not in left
    assert account.hex() not in left
    await author.say("menu")
    author.expect("Mời Anh/Chị nhập mã mời")


async def test_who_has_a_post_types_the_pin_first(tmp_path: Path) -> None:
    """Whoever holds an officer's unlocked phone cannot delete the officer."""
    async with open_world("sqlite", tmp_path, staff=StaffRules(pin=True, idle_hours=0)) as world:
        officer = await world.person(Post(Role.OFFICER, "KT"), name=NAME)
        await officer.say("xóa dữ liệu")
        await officer.tap("xóa tài khoản")
        officer.expect("đặt mã PIN")
        assert NAME in await rows_of(world, "person")
        for _ in range(2):
            await officer.say("482913")
        officer.expect("Đã xóa tài khoản")
        assert NAME not in await rows_of(world)


async def test_named_cases_lose_their_name_and_go_on(either: World) -> None:
    """Nobody finds the author any more; the answer is read by the new code, and there alone."""
    world = either
    office, author = await world.office(), await world.person(Post(Role.STAFF), name=NAME)
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await routed_case(author, office, "van phong", name=NAME)
    await author.say("xóa tài khoản")
    author.expect("1 ý kiến ghi tên")
    await author.tap("Giữ ý kiến, bỏ tên")
    code = REPLY_CODE.search(author.expect("Mã để xem", ref).partition(ref)[2])
    assert code is not None
    case = await stored(world, ref)
    assert (case.person, case.account, case.signature) == (None, None, "")
    await submit(officer)
    await leader.tap("Duyệt")
    await author.say(code[0])
    author.expect(ref, "máy mới")
    stranger = await world.stranger()
    await stranger.say(ref)
    stranger.expect(NOT_FOUND)


async def test_finished_cases_can_be_erased_with_the_account(world: World) -> None:
    """What is over loses its words; what is open goes on without the name."""
    author = await world.person(Post(Role.STAFF), name=NAME)
    over = await file_concern(author, name=NAME)
    await press(world, author, f"a.withdraw.{over}.{world.app.base.seals.author_mark(over)}")
    await author.tap("Rút")
    still_open = await file_concern(author, "Quạt phòng họp kêu to quá.", name=NAME)
    await author.say("xóa dữ liệu")
    await author.tap("Xóa cả ý kiến đã xong")
    author.expect("Mã để xem", still_open)
    assert over not in "\n".join(author.new)
    assert (await stored(world, over)).erased
    assert not (await stored(world, still_open)).erased


@pytest.mark.parametrize("channel", ["telegram", "zalo"])
async def test_the_same_words_work_on_every_channel(channel: str, tmp_path: Path) -> None:
    """Seen, agreed to and deleted on Telegram and on Zalo, where there is nothing to press."""
    async with open_world("sqlite", tmp_path, telegram=channel == "telegram", zalo=channel == "zalo") as world:
        author = await world.person(Post(Role.STAFF), name=NAME)
        await author.say("/dulieu")
        author.expect("Họ tên: Lê Văn Ví Dụ", "Lời đồng ý: chưa có")
        await author.say("toi dong y")
        await author.say("dữ liệu của tôi")
        author.expect("Lời đồng ý: tháng 11/2026")
        await author.say("xoa du lieu")
        await author.tap("xóa tài khoản")
        author.expect("Đã xóa tài khoản")


def test_the_days_of_the_law() -> None:
    """Decree 356/2025: answered within two working days; 15 days to restrict, 10 to correct, 20 for the rest."""
    friday = date(2026, 11, 6)
    for wish, days in ((Wish.CORRECT, 10), (Wish.RESTRICT, 15), (Wish.OTHER, 20)):
        request = new_request(b"r", PersonId(b"p"), wish, friday, demo_calendar())
        assert request.answer_by == date(2026, 11, 10)
        assert request.done_by == friday + timedelta(days=days)
        assert not request.is_late(request.done_by)
        assert request.is_late(request.done_by + timedelta(days=1))
