"""What several conversations begin with, and a look at what has been stored."""

import io
import secrets

from PIL import Image

from storage.domain.case import Case
from tests.journeys.steps import CONCERN, file_concern
from tests.talk import Talk
from tests.world import World

ANSWER = "Văn phòng cấp máy mới trước ngày 30/11/2026."
STALE = "Lựa chọn này đã cũ."
NOT_FOUND = "Không tìm thấy mã này."
NO_LONGER = "Việc này không còn ở bước đó"


def photo() -> bytes:
    """A small real JPEG."""
    picture = io.BytesIO()
    Image.new("RGB", (32, 24), "teal").save(picture, "JPEG")
    return picture.getvalue()


async def press(world: World, talk: Talk, value: str) -> None:
    """Send the value of a button, whether this phone ever showed it or not."""
    talk.listen()
    await talk.phone.post(key=secrets.token_hex(8), choice=value)
    await world.settle()


async def stored(world: World, ref: str) -> Case:
    """The case as the database has it."""
    async with world.app.base.store.reading() as reads:
        return await reads.cases.get(ref)


async def to_preview(author: Talk, text: str = CONCERN) -> None:
    """An anonymous difficulty, ready to be sent."""
    await author.say(text)
    await author.tap("Không ghi tên")
    await author.tap("Khó khăn")
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")
    author.expect("xem lại trước khi gửi")


async def routed_case(author: Talk, office: Talk, unit: str, text: str = CONCERN, *, name: str = "") -> str:
    """A concern that the office has sent to this unit; its reference."""
    ref = await file_concern(author, text, name=name)
    await office.tap("Chọn đơn vị khác")
    await office.say(unit)
    office.expect("Đã chuyển", ref)
    return ref


async def submit(officer: Talk, text: str = ANSWER) -> None:
    """The department's answer, laid before the leader."""
    await officer.tap("Soạn trả lời")
    await officer.say(text)
    await officer.tap("Trình lãnh đạo")
    officer.expect("Đã trình lãnh đạo")
