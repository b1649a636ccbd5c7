"""Denunciations and complaints: shown their lawful way, never stored with a name."""

import pytest

from tests.handlers.steps import press, stored
from tests.journeys.steps import ref_in
from tests.talk import Talk
from tests.world import World

DENUNCIATION = "Tôi xin tố cáo việc gian lận khi mua bàn ghế ở trụ sở từ tháng 9."
COMPLAINT = "Tôi khiếu nại quyết định xếp loại cuối năm ở trụ sở từ tháng 9."
LAWFUL = "Theo luật phải ghi rõ họ tên, ký tên và gửi đúng nơi"
NAME = "Trần Thị Mẫu, Văn phòng"


async def to_kind(author: Talk, text: str, mode: str) -> None:
    await author.say(text)
    await author.tap(mode)
    if mode == "Ghi tên tôi":
        await author.say(NAME)
    await author.tap("Phản ánh")


@pytest.mark.parametrize(("text", "what"), [(DENUNCIATION, "giống tố cáo"), (COMPLAINT, "giống đơn khiếu nại")])
async def test_with_a_name_it_is_not_taken(world: World, text: str, what: str) -> None:
    """The named way ends here, politely; as a report it goes out without the name, the words unchanged."""
    author, office = await world.staff(), await world.office()
    await to_kind(author, text, "Ghi tên tôi")
    author.expect(what, LAWFUL, "chưa gửi được với tên Anh/Chị", "vẫn còn")
    assert author.labels == ["Gửi như phản ánh, không tên", "Xem cách gửi đơn", "Sửa nội dung", "Hủy"]
    office.expect_silence()
    await author.tap("Gửi như phản ánh, không tên")
    author.expect("xem lại trước khi gửi", "Không ghi tên")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi, không ghi tên")))
    assert (case.person, case.signature, case.body) == (None, "", text)
    office.expect_no("Trần Thị Mẫu")


async def test_the_way_is_shown_and_the_draft_stays(world: World) -> None:
    """ "Xem cách gửi đơn" says how and where; the question stands and can be answered after it."""
    author = await world.staff()
    await to_kind(author, DENUNCIATION, "Không ghi tên")
    author.expect("giống tố cáo")
    await author.tap("Xem cách gửi đơn")
    author.expect("Luật Tố cáo, Điều 22, 23", "bộ phận tiếp công dân", "Ủy ban Kiểm tra Đảng ủy")
    assert "Gửi như phản ánh, không tên" in author.labels
    await author.tap("Gửi như phản ánh, không tên")
    author.expect("xem lại trước khi gửi")


async def test_going_back_to_a_name_asks_again(world: World) -> None:
    """Settled without a name, it is not settled with one: the preview's "Đổi cách gửi" is no way around."""
    author, office = await world.staff(), await world.office()
    await to_kind(author, DENUNCIATION, "Không ghi tên")
    await author.tap("Gửi như phản ánh, không tên")
    send = author.value_of("Gửi")
    await author.tap("Đổi cách gửi")
    await author.tap("Ghi tên tôi")
    await author.say(NAME)
    author.expect("chưa gửi được với tên Anh/Chị")
    await press(world, author, send)
    author.expect("chưa gửi được với tên Anh/Chị")
    office.expect_silence()


async def test_other_words_settle_it(world: World) -> None:
    """Written anew without it, the named way is open again."""
    author = await world.staff()
    await to_kind(author, DENUNCIATION, "Ghi tên tôi")
    await author.tap("Sửa nội dung")
    await author.say("Bàn ghế mới mua ở trụ sở hỏng từ tháng 9.")
    author.expect("xem lại trước khi gửi", "Ghi tên: Trần Thị Mẫu")


async def test_a_question_about_it_is_an_ordinary_question(world: World) -> None:
    """It passes with a name too, with the way at hand in the preview."""
    author = await world.staff()
    await author.say("Thời hạn giải quyết khiếu nại là bao lâu?")
    await author.tap("Ghi tên tôi")
    await author.say(NAME)
    await author.tap("Câu hỏi")
    author.expect("xem lại trước khi gửi", "Ghi tên: Trần Thị Mẫu")
    assert "Xem cách gửi đơn" in author.labels
    await author.tap("Gửi")
    author.expect("Đã gửi")


@pytest.mark.parametrize("word", ["tố cáo", "khieu nai", "/guidon"])
async def test_the_way_can_be_asked_for_by_anybody(world: World, word: str) -> None:
    """One word is a question about it, not the beginning of a concern."""
    stranger = await world.stranger()
    await stranger.say(word)
    stranger.expect("Luật Tố cáo")
