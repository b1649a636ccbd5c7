"""The first words: greeting, invite, menus, help and language."""

import pytest

from storage.domain.permissions import Post, Role
from storage.sessions import session_key
from tests.handlers.steps import photo, routed_case, stored
from tests.journeys.steps import CONCERN, file_concern, ref_in
from tests.talk import DirectPhone, Talk
from tests.world import World

REFUSED = "Mã mời này không dùng được"


async def staff_code(world: World) -> str:
    return await world.app.inviter.invite([Post(Role.STAFF)], uses=1)


async def send_what_was_kept(talk: Talk) -> str:
    """From "Viết tiếp" to the receipt; the case's reference."""
    await talk.tap("Viết tiếp")
    talk.expect("Ý kiến đang viết")
    await talk.tap("Không ghi tên")
    await talk.tap("Câu hỏi")
    await talk.tap("Gửi")
    return ref_in(talk.expect("Đã gửi"))


async def test_a_stranger_is_greeted_and_told_the_way_in(world: World) -> None:
    """Without an invite one may read who can know what, look a code up, and enter an invite."""
    stranger = await world.stranger()
    assert stranger.labels == ["Nhập mã mời", "Tra cứu bằng mã", "Hướng dẫn", "Ai biết gì", "Ngôn ngữ"]
    await stranger.say("ai biet gi")
    stranger.expect("Hệ thống không có chỗ nào cho họ xem ai đã gửi")
    await stranger.say("việc của tôi")
    stranger.expect("chưa gửi ý kiến nào có ghi tên")
    await stranger.say("gửi ý kiến")
    stranger.expect("nhập mã mời")
    await stranger.say(await staff_code(world))
    stranger.expect("Mã mời hợp lệ")


async def test_what_a_stranger_has_written_is_said_to_be_kept(world: World) -> None:
    """Greeted anew, whoever wrote before entering an invite reads that nothing is lost."""
    stranger = await world.stranger()
    await stranger.say(CONCERN)
    stranger.expect("Đã giữ nội dung")
    await stranger.say("menu")
    stranger.expect("Kính chào", "vẫn được giữ")
    await stranger.say(await staff_code(world))
    await stranger.tap("Viết tiếp")
    stranger.expect("Ý kiến đang viết", CONCERN)


async def test_calling_off_a_look_up_frightens_nobody(world: World) -> None:
    """A concern that waits meanwhile is not said to be dropped: it can be gone on with."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("tra cứu")
    await author.tap("Hủy")
    author.expect("Kính chào")
    author.expect_no("Đã hủy")
    await author.tap("Viết tiếp")
    author.expect("Ý kiến đang viết", CONCERN)


async def test_a_number_means_the_menu_that_shows_it(world: World) -> None:
    """With the question for consent above the first menu, "1" is the menu's first line; nobody agrees by mistake."""
    person = await world.stranger()
    await person.say(await staff_code(world))
    person.expect("Xin Anh/Chị đồng ý")
    assert person.labels[0] == "Gửi ý kiến"

    await person.say("1")

    person.expect("viết nội dung")
    await person.say("menu")
    assert "Về việc đồng ý" in person.labels
    await person.say("về việc đồng ý")
    await person.say("tôi đồng ý")
    person.expect("Đã ghi nhận")


async def test_a_code_before_the_words(world: World) -> None:
    """The invite lets the person in, names the post, and the words after it begin a concern."""
    person = await world.stranger()
    await person.tap("Nhập mã mời")
    person.expect("K7QM-2XPA-9RTD")
    await person.say((await staff_code(world)).lower())
    person.expect("Mã mời hợp lệ", "Cán bộ, công chức, người lao động")
    person.expect("Kính chào")
    await person.say(CONCERN)
    person.expect("Anh/Chị muốn gửi thế nào?")


async def test_the_words_before_a_code(world: World) -> None:
    """Texts and a photo written before the invite are kept, and go into the concern once the person is in."""
    person = await world.stranger()
    await person.say(CONCERN)
    person.expect("Đã giữ nội dung", "nhập mã mời")
    await person.say("Kèm ảnh", files=[photo()])
    await person.say("7AAA-8BBB-9CCC")
    person.expect(REFUSED)
    await person.say(await staff_code(world))
    person.expect("Mã mời hợp lệ")
    person.expect("Nội dung Anh/Chị viết trước đó vẫn còn")
    case = await stored(world, await send_what_was_kept(person))
    assert (case.body, len(case.files)) == (f"{CONCERN}\nKèm ảnh", 1)


async def test_a_photo_under_which_the_code_is_written_is_kept(world: World) -> None:
    """Right or wrong, the code is taken for a code, and the picture waits for the concern."""
    person = await world.stranger()
    await person.tap("Nhập mã mời")
    await person.say("7AAA-8BBB-9CCC", files=[photo()])
    person.expect(REFUSED)
    await person.say(await staff_code(world), files=[photo()])
    person.expect("Mã mời hợp lệ")
    case = await stored(world, await send_what_was_kept(person))
    assert (case.body, len(case.files)) == ("(Chỉ có tệp đính kèm)", 2)


async def test_every_invite_that_does_not_work_is_refused_alike(world: World) -> None:
    """Unknown, used up, expired and revoked sound the same, so that guessing tells nothing."""
    used, late, revoked = [await staff_code(world) for _ in range(3)]
    await (await world.stranger()).say(used)
    assert await world.app.inviter.revoke(revoked.replace("-", ""))
    answers = []
    for code, days in ((used, 0), ("7AAA-8BBB-9CCC", 0), (revoked, 0), (late, 31)):
        world.clock.advance(days=days)
        stranger = await world.stranger()
        await stranger.say(code)
        answers.append((stranger.new, stranger.labels))
    assert answers == [answers[0]] * 4
    assert REFUSED in answers[0][0][0]


async def test_a_mistyped_code_does_not_shut_staff_out(world: World) -> None:
    """Whoever is in already and gets a code wrong stays where they were: the next words belong to the concern."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("7AAA-8BBB-9CCC")
    author.expect(REFUSED)
    await author.say("Thêm một ý.")
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body == f"{CONCERN}\nThêm một ý."


async def test_a_second_invite_brings_no_old_words_back(world: World) -> None:
    """What was written before the first invite has been sent: a further post begins with a greeting."""
    person = await world.stranger()
    await person.say(CONCERN)
    await person.say(await staff_code(world))
    await send_what_was_kept(person)
    await person.say(await world.app.inviter.invite([Post(Role.OFFICER, "KT")], uses=1))
    person.expect("Mã mời hợp lệ", "Cán bộ xử lý – Phòng Kinh tế, Hạ tầng và Đô thị")
    person.expect("Kính chào")
    assert "Việc của đơn vị" in person.labels and "Viết tiếp" not in person.labels


@pytest.mark.parametrize(
    ("post", "menu"),
    [
        (Post(Role.STAFF), "Gửi ý kiến, Việc của tôi, Tra cứu bằng mã, Hướng dẫn"),
        (Post(Role.OFFICER, "KT"), "Việc của đơn vị, Việc đã hứa, Gửi ý kiến, Hướng dẫn"),
        (
            Post(Role.OFFICE, "VP"),
            "Chờ phân loại, Việc của đơn vị, Việc đã hứa, Số liệu, Chưa gửi được, Nhóm của phòng, Tài khoản, "
            "Gửi ý kiến, Hướng dẫn",
        ),
        (Post(Role.LEADER, "UBND"), "Chờ duyệt, Việc đã hứa, Số liệu, Gửi thông báo, Gửi ý kiến, Hướng dẫn"),
    ],
)
async def test_each_post_has_its_menu(world: World, post: Post, menu: str) -> None:
    """ "menu", "0" and "Hủy" with nothing open show what this person's posts allow, and no more."""
    person = await world.person(post)
    await person.say("tôi đồng ý")
    for word in ("menu", "0", "hủy", "Xin chào"):
        await person.say(word)
        person.expect("Kính chào")
        assert ", ".join(person.labels) == menu


async def test_help_and_privacy_interrupt_nothing(world: World) -> None:
    """Asked in the middle of a concern, they answer, and the question that was open can still be answered."""
    author = await world.staff()
    await author.say(CONCERN)
    for word, said in (("tro giup", "cho xem lại trước khi gửi"), ("/aibiet", "Ai biết gì"), ("ngôn ngữ", "tiếng nào")):
        await author.say(word)
        author.expect(said)
    await author.say("khong ghi ten")
    author.expect("Ý kiến này thuộc loại nào?")


async def test_an_english_writer_gets_english(world: World) -> None:
    """Three English words turn the replies to English, short words turn nothing back, a Vietnamese sentence does."""
    author = await world.staff()
    await author.say("The printer on the second floor has been broken since September.")
    author.expect("How would you like to send it?")
    assert author.labels == ["Without my name", "With my name", "Cancel"]
    await author.say("ok")
    author.expect("Added to your concern")
    await author.say("without my name")
    await author.say("2")
    author.expect("Please check before sending", "Question", "Without a name")
    await author.say("Cho tôi hỏi thêm là bao giờ thì sửa xong?")
    author.expect("Anh/Chị xem lại trước khi gửi")


async def test_an_english_concern_is_answered_in_english(world: World) -> None:
    """The notices about a case come in the language it was written in, whatever the department speaks."""
    author, office = await world.staff(), await world.office()
    await author.say("The printer on the second floor has been broken since September.")
    await author.tap("Without my name")
    await author.tap("Question")
    await author.tap("Send")
    author.expect("Sent without your name", "Reply code")
    office.expect("Ý kiến mới", "The printer")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    author.expect("Office of the People's Council", "due")


@pytest.mark.parametrize("code", ["make send read 2ask", "make send 2ask", "dt make send"])
async def test_a_code_is_of_no_language(world: World, code: str) -> None:
    """A code typed in small letters may look like English words, and is answered in the language spoken so far."""
    person = await world.stranger()
    await person.say(code)
    person.expect("Anh/Chị kiểm tra lại")


async def test_a_chosen_language_stays(world: World) -> None:
    """Once chosen, the language of the replies does not follow what is typed."""
    author = await world.staff()
    await author.say("language")
    await author.tap("English")
    author.expect("in English")
    await author.say("Máy in ở phòng em hỏng từ tháng 9, không ai sửa.")
    author.expect("How would you like to send it?")
    await author.say("tiếng việt")
    author.expect("Từ nay hệ thống trả lời bằng tiếng Việt")
    await author.say("The printer has been broken since September.")
    author.expect("Đã thêm vào ý kiến")


async def test_an_officer_who_chose_english_gets_tasks_in_english(world: World) -> None:
    """For those who get notices by their post the choice is stored and holds for what others cause."""
    officer = await world.officer("VP")
    await officer.say("english")
    officer.expect("in English")
    await routed_case(await world.staff(), await world.office(), "VP")
    officer.expect("New task", "Due")


async def test_the_choice_of_plain_staff_leaves_no_row(world: World) -> None:
    """Staff who choose a language keep it in the conversation only."""
    author = await world.staff()
    assert isinstance(author.phone, DirectPhone)
    await author.say("english")
    key = world.app.base.seals.account_key(author.phone.account)
    async with world.app.base.store.reading() as reads:
        recipient = await reads.people.recipient(key)
    assert recipient is not None and recipient.language == "vi"
    assert world.app.sessions.load(session_key(author.phone.account)).language == "en"


async def test_somebody_with_many_posts_is_welcomed_briefly(world: World) -> None:
    """Many units of one role are counted, not listed."""
    posts = [Post(Role.OFFICER, unit) for unit in ("CA", "KT", "TYT", "VP")]
    person = await world.stranger()
    await person.say(await world.app.inviter.invite(posts, uses=1))
    person.expect("Mã mời hợp lệ", "Cán bộ xử lý – 4 đơn vị")


async def test_a_person_known_by_name_still_sends_without(world: World) -> None:
    """An invite that bears a name does not put it on an anonymous concern."""
    author = await world.person(Post(Role.STAFF), name="Lê Văn Ví Dụ")
    office = await world.office()
    ref = await file_concern(author)
    office.expect(ref, "Không ghi tên.")
    office.expect_no("Ví Dụ")
