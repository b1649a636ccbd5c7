"""Hostile texts through the real channels: what is stored and shown again is what was meant, letter by letter."""

import re
from pathlib import Path

import pytest

from storage.domain.case import Case
from storage.domain.folding import clean
from tests.hostile import UNSEEN, hostile_texts
from tests.journeys.steps import ref_in
from tests.journeys.test_debug_logs import open_channel
from tests.world import World

TEXTS = 24  # a minute
NUMBERED = re.compile(r"(?m)^\(\d+/\d+\)\n")


@pytest.mark.parametrize("channel", ["telegram", "zalo", "http"])
async def test_what_is_written_is_what_is_shown(channel: str, tmp_path: Path) -> None:
    """Two dozen messages make one concern: its preview and the case hold all of them, and nothing unseen."""
    texts = [f"Phản ánh {number}: {text[:200]}" for number, text in enumerate(hostile_texts(TEXTS), 1)]
    meant = "\n".join(map(clean, texts))
    async with open_channel(channel, tmp_path) as world:
        author = await world.staff()
        for text in texts:
            await author.say(text)
        await author.tap("Không ghi tên")
        await author.tap("Tâm tư, nguyện vọng")
        if any("Để nguyên" in label for label in author.labels):  # what it takes for a phone number, for instance
            await author.tap("Để nguyên")
        author.expect("xem lại trước khi gửi")
        await author.tap("Sửa nội dung")  # shows all of it
        shown = "\n".join(author.new)
        way_back = next(event["choices"] for event in reversed(author.phone.events) if event["choices"])
        await author.tap(way_back[0]["label"])
        await author.tap("Gửi")
        case = await only_case(world, ref_in(author.expect("Đã gửi")))
    assert letters(case.body) == letters(meant)
    assert letters(meant) in letters(NUMBERED.sub("", shown))
    assert not UNSEEN & set(shown)


async def only_case(world: World, ref: str) -> Case:
    async with world.app.base.store.reading() as reads:
        return await reads.cases.get(ref)


def letters(text: str) -> str:
    """What is read, whatever the breaks."""
    return "".join(text.split())
