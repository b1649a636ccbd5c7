"""More said to a concern that has been filed: on every channel, whatever is asked in between, nothing is left out."""

from tests.journeys.steps import bodies, file_concern, photo
from tests.world import World

FOUND = "có thể cho biết ai viết"


async def test_what_is_said_at_a_question_goes_along(every_channel: World) -> None:
    """Quick words and a photo after words with a number: all of it is added, without the number."""
    author = await every_channel.staff()
    ref = await file_concern(author)
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    await author.say("Gọi em 0912345678 nhé.")
    await author.say("Em ở cơ quan cả ngày.")
    await author.say("", files=[photo()])
    author.expect(FOUND, "0912345678")
    await author.tap("Bỏ giúp tôi")
    author.expect("Đã thêm vào ý kiến", ref)
    async with every_channel.app.base.store.reading() as reads:
        case = await reads.cases.get(ref)
    assert case.entries[-1].text == "Gọi em […] nhé.\nEm ở cơ quan cả ngày."
    assert len(case.files) == 1
    assert len(await bodies(every_channel)) == 1
