"""What several journeys begin with."""

import io
import re

from PIL import Image

from bot.exporting import COLUMNS, rows
from tests.talk import Talk
from tests.world import World

CONCERN = "Máy tính ở phòng em hỏng từ tháng 9, mỗi sáng in giấy mất cả tiếng."
REF = re.compile(r"DT-[0-9A-Z]{4}-[0-9A-Z]{4}")
REPLY_CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


async def file_concern(author: Talk, text: str = CONCERN, *, kind: str = "Khó khăn", name: str = "") -> str:
    """Send a concern, anonymous unless a name is given; its reference."""
    await author.say(text)
    await author.tap("Ghi tên tôi" if name else "Không ghi tên")
    if "họ tên" in author.new[-1]:
        await author.say(name)
    await author.tap(kind)
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")
    if "Vẫn gửi riêng" in author.labels:
        await author.tap("Vẫn gửi riêng")
    await author.tap("Gửi")
    return ref_in(author.expect("Đã gửi"))


def ref_in(text: str) -> str:
    match = REF.search(text)
    assert match is not None, text
    return match[0]


def reply_code_in(text: str) -> str:
    match = REPLY_CODE.search(text)
    assert match is not None, text
    return match[0]


async def answered_case(world: World, author: Talk, office: Talk, officer: Talk, leader: Talk) -> str:
    """A concern of ``author`` that has gone all the way to its answer; its reference."""
    ref = await file_concern(author)
    await office.tap("Chuyển ")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước ngày 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(ref, "Văn phòng cấp máy mới")
    return ref


async def preview(author: Talk) -> str:
    """On from the question how to send it, without a name."""
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư, nguyện vọng")
    return author.expect("xem lại trước khi gửi")


async def bodies(world: World) -> list[str]:
    """The text of every case."""
    return [row[COLUMNS.index("body")] for row in await rows(world.app.base.store)]


def photo(colour: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return content.getvalue()
