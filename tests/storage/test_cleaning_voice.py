"""Voices: whole frames are kept, whatever else somebody put into the file is not."""

import random

import pytest

from storage.cleaning.kinds import Refused
from storage.cleaning.voice import clean_voice
from storage.files import FileCleaner, FileUnreadable
from tests.builders import voice

SECRET = b"TITLE=Nguyen Van Mau, phong mau"


def test_a_voice_stays_as_it_was() -> None:
    """Frame for frame, the same bytes."""
    assert clean_voice(voice(frames=20)) == voice(frames=20)


@pytest.mark.parametrize(
    "planted",
    [voice() + b"ID3" + SECRET, voice(frames=5) + SECRET + voice(frames=5), voice() + b"TAG" + SECRET + bytes(94)],
    ids=["a tag behind it", "bytes in its middle", "an old tag"],
)
def test_what_is_no_sound_is_not_kept(planted: bytes) -> None:
    """Tags with names, wherever they stand."""
    clean = clean_voice(planted)
    assert SECRET not in clean
    assert clean == voice(frames=10)


@pytest.mark.parametrize("broken", [voice(frames=3), voice()[:30], b"\xff\xf1" + b"\x00" * 200])
def test_what_cannot_be_heard_is_refused(broken: bytes) -> None:
    """Too short, cut off, or only its first bytes look like a voice."""
    with pytest.raises(Refused):
        clean_voice(broken)


def test_noise_breaks_nothing() -> None:
    """Whatever comes, it is refused or cleaned, and cleaning again changes nothing."""
    chance = random.Random(5)
    for _ in range(300):
        noise = bytearray(voice(frames=8))
        for _ in range(chance.randrange(1, 30)):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        try:
            clean = clean_voice(bytes(noise))
        except Refused:
            continue
        assert clean_voice(clean) == clean


async def test_the_cleaner_knows_voices() -> None:
    """By their bytes, in the child, as "audio/aac"; what only begins like one is unreadable."""
    cleaner = FileCleaner()
    clean = await cleaner.clean(voice() + SECRET)
    assert (clean.media_type, clean.extension, clean.content) == ("audio/aac", "aac", voice())
    with pytest.raises(FileUnreadable):
        await cleaner.clean(b"\xff\xf1 no voice at all")
