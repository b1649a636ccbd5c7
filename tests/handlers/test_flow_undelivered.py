"""Chưa gửi được: the office sees what did not reach named people, sends again, or hands over the code."""

import pytest

from storage.domain.errors import PermanentDelivery
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Post, Role
from tests.handlers.steps import press
from tests.handlers.test_flow_about import file_about
from tests.talk import DirectPhone, Talk
from tests.world import World

REF = "DT-7K3Q-9XMD"


def about_case(number: str, ref: str = REF) -> Notice:
    """A notice about a case, with words of its own."""
    return Notice("notice-added", {"code": ref, "text": number}, (), ref)


async def fail(world: World, person: Talk, *notices: Notice, reason: str = "blocked") -> None:
    """These notices to a person are refused by the channel, finally."""
    assert isinstance(person.phone, DirectPhone)
    key = world.app.base.seals.account_key(person.phone.account)
    async with world.app.base.store.writing() as uow:
        await uow.outbox.put([Envelope(notice, Priority.TASK, account=key) for notice in notices])
        while heads := await uow.outbox.heads(world.clock.now(), 50, "web"):
            for head in heads:
                await uow.outbox.failed(head.id, PermanentDelivery(reason).reason)
        await uow.commit()


async def opened(office: Talk) -> None:
    """The list, and the newest of its notices."""
    await office.say("chua gui duoc")
    await office.tap(office.labels[0])


async def test_the_office_sees_who_what_and_why(world: World) -> None:
    """The person's name, post and unit, the case's code and the reason; the words of the notice stay unseen."""
    office = await world.office()
    officer = await world.person(Post(Role.OFFICER, "KT"), name="Trần Thử Lan")
    await fail(world, officer, about_case("Lời riêng."))
    await office.say("menu")
    await office.tap("Chưa gửi được")
    office.expect("Tin chưa gửi được: 1.")
    assert office.labels == [f"Trần Thử Lan · ý kiến {REF}", "Trang chủ"]
    await office.tap("Trần Thử Lan")
    office.expect("Trần Thử Lan (Cán bộ xử lý – Phòng Kinh tế, Hạ tầng và Đô thị)", REF, "đã chặn bot")
    assert office.labels == ["Gửi lại", "Đưa mã", "Chưa gửi được", "Trang chủ"]
    office.expect_no("Lời riêng.")


async def test_it_is_sent_again_in_order(world: World) -> None:
    """ "Gửi lại" by button or by word: the notice goes out, and the list is empty afterwards."""
    office, officer = await world.office(), await world.officer("KT")
    await fail(world, officer, about_case("Tin thứ nhất."), about_case("Tin thứ hai."))
    for _ in range(2):
        await opened(office)
        await office.say("gui lai")
        office.expect("Đã đưa vào hàng gửi lại.")
    assert [text.splitlines()[-1] for text in officer.new] == ["Tin thứ nhất.", "Tin thứ hai."]
    await office.tap("Chưa gửi được")
    office.expect("Không có tin nào chưa gửi được.")


async def test_a_code_is_handed_over(world: World) -> None:
    """The code is shown for whom it is; once handed over, the notice is off the list and never sent."""
    office, officer = await world.office(), await world.officer("KT")
    await fail(world, officer, about_case("Một tin."))
    await opened(office)
    await office.tap("Đưa mã")
    office.expect(REF, "đưa tận tay Cán bộ xử lý – Phòng Kinh tế")
    await office.tap("Đã đưa")
    office.expect("Đã ghi nhận")
    await office.say("chưa gửi được")
    office.expect("Không có tin nào chưa gửi được.")
    officer.expect_silence()


async def test_a_case_about_the_office_is_not_in_its_list(world: World) -> None:
    """That there is one, and who works on it, is kept from whom it is about here as well."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    await world.leader()
    kept = await file_about(author, "VP", text="Văn phòng gây khó dễ khi cấp giấy ở trụ sở từ tháng 9.")
    await fail(world, officer, about_case("Lời riêng.", kept), about_case("Một tin."))
    await office.say("chưa gửi được")
    office.expect("Tin chưa gửi được: 1.")
    assert [label for label in office.labels if "ý kiến" in label] == [
        f"Cán bộ xử lý – Phòng Kinh tế, Hạ tầng và Đô thị · ý kiến {REF}"
    ]
    office.expect_no(kept)


async def test_what_has_no_case_has_no_code(world: World) -> None:
    """A notice to many can be sent again, and nothing else."""
    office, staff = await world.office(), await world.staff()
    await fail(world, staff, Notice("notice-broadcast", {"text": "Họp.", "unit": "UBND"}), reason="gone")
    await opened(office)
    office.expect("thông báo chung", "tài khoản nhận tin không còn")
    assert office.labels == ["Gửi lại", "Chưa gửi được", "Trang chủ"]
    await office.tap("Gửi lại")
    staff.expect("Họp.")


async def test_a_second_press_sends_nothing_twice(world: World) -> None:
    """Of two at the desk who open the same notice, the second is told that it has been dealt with."""
    office, other, officer = await world.office(), await world.office(), await world.officer("KT")
    await fail(world, officer, about_case("Một tin."))
    await opened(office)
    await opened(other)
    await office.tap("Gửi lại")
    await other.tap("Gửi lại")
    other.expect("Tin này đã được xử lý")
    assert len(officer.new) == 1
    for word in ("menu", "chưa gửi được"):
        await other.say(word)
    other.expect("Không có tin nào chưa gửi được.")


async def test_a_long_list_has_pages(world: World) -> None:
    """Eight a page; words that name nothing show the list again."""
    office, officer = await world.office(), await world.officer("KT")
    await fail(world, officer, *(about_case(str(number)) for number in range(10)))
    await office.say("chưa gửi được")
    office.expect("Tin chưa gửi được: 10. Đang xem 1–8")
    await office.tap("Xem thêm")
    office.expect("Đang xem 9–10")
    await office.say("cái nào đây")
    office.expect("Đang xem 1–8")


@pytest.mark.parametrize("post", [Post(Role.STAFF), Post(Role.HEAD, "KT"), Post(Role.LEADER, "UBND")])
async def test_it_is_the_offices_affair(world: World, post: Post) -> None:
    """Neither the word nor a button of the office's works for others."""
    office, officer, person = await world.office(), await world.officer("KT"), await world.person(post)
    await fail(world, officer, about_case("Một tin."))
    await person.say("chưa gửi được")
    person.expect("Anh/Chị chưa được giao quyền")
    await opened(office)
    await press(world, person, office.value_of("Gửi lại"))
    person.expect("Lựa chọn này đã cũ.")
    officer.expect_silence()


@pytest.mark.parametrize(
    ("reason", "said"),
    [("other-key", "khóa bằng khóa cũ (sau khi khôi phục"), ("moved-address", "đã bị sửa"), ("no-key", "đã mất")],
)
async def test_after_a_restore_the_code_is_handed_over(world: World, reason: str, said: str) -> None:
    """Whose address no key opens any more is in the list, with a reason that is understood, until the code is given."""
    office, officer = await world.office(), await world.officer("KT")
    await fail(world, officer, about_case("Lời riêng."), reason=reason)
    await opened(office)
    office.expect(said)
    await office.tap("Đưa mã")
    office.expect("tận tay", REF)
    await office.tap("Đã đưa")
    await office.say("chua gui duoc")
    office.expect("Không có tin nào")
