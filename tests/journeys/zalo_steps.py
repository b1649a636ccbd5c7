"""What journeys on Zalo have in common."""

import io
from functools import partial

from PIL import Image

from bot.exporting import COLUMNS, rows
from handlers.texts.catalog import say
from tests.talk import Talk
from tests.world import World
from tests.zalo_world import ZaloPhone

words = partial(say, "vi")


def phone_of(talk: Talk) -> ZaloPhone:
    assert isinstance(talk.phone, ZaloPhone)
    return talk.phone


async def bodies(world: World) -> list[str]:
    return [row[COLUMNS.index("body")] for row in await rows(world.app.base.store)]


def photo(colour: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return content.getvalue()


async def preview(author: Talk) -> str:
    """On from the question how to send it, without a name."""
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư, nguyện vọng")
    return author.expect("xem lại trước khi gửi")
