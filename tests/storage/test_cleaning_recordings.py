"""Voices and videos of phones: what is heard and seen stays; who, where, when and by what device does not."""

import random
from collections.abc import Callable

import pytest

from storage.cleaning.kinds import Kind, Refused
from storage.cleaning.movie import clean_movie
from storage.cleaning.opus import clean_opus
from storage.files import FileCleaner, FileUnreadable
from tests.storage.recordings import MARK, PICTURES, SOUND, movie, opus


def test_a_voice_of_telegram_loses_its_tags() -> None:
    """The sound is whole, page after page; what a recorder wrote beside it is gone."""
    told = opus(tags=b"ARTIST=" + MARK, between=MARK) + MARK
    clean = clean_opus(told)
    assert MARK in told
    assert MARK not in clean and b"ARTIST" not in clean and b"mine" not in clean
    assert clean.count(SOUND) == 2
    assert clean_opus(clean) == clean


def test_a_long_tag_goes_whole() -> None:
    """Tags may fill several pages' worth of pieces; none of them is taken for sound."""
    told = opus(tags=MARK * 400, seconds=3)
    assert MARK not in clean_opus(told)
    assert clean_opus(told) == clean_opus(opus(seconds=3))


def test_another_stream_in_the_same_file_is_not_kept() -> None:
    """One voice is what was sent; a second stream may hold anything."""
    hidden = opus(serial=b"them").replace(SOUND, MARK.ljust(60, b"."))
    assert clean_opus(opus() + hidden) == clean_opus(opus())


@pytest.mark.parametrize("moov_first", [True, False])
def test_a_video_loses_place_hour_and_device(moov_first: bool) -> None:
    """Every sample stays where its table says it is; between, before and behind them there is nothing any more."""
    told = movie(moov_first=moov_first)
    kind, clean = clean_movie(told)
    assert told.count(MARK) >= 8
    assert MARK not in clean and MARK[:20] not in clean and b"hour" not in clean
    assert (kind, len(clean)) == (Kind.MP4, len(told))
    assert [clean.index(picture) for picture in PICTURES] == [told.index(picture) for picture in PICTURES]
    assert clean_movie(clean) == (kind, clean)


def test_a_track_that_is_neither_seen_nor_heard_goes_with_its_samples() -> None:
    """Phones write the places of a walk as a track of its own."""
    kind, clean = clean_movie(movie(handlers=(b"soun", b"meta")))
    assert kind is Kind.M4A
    assert [clean.count(picture) for picture in PICTURES] == [1, 1]


@pytest.mark.parametrize(
    "broken",
    [
        b"OggS" + bytes(100),
        opus()[:60],
        opus(seconds=0),
        opus().replace(b"OpusHead", b"OpusHeap"),
    ],
    ids=["no page", "cut off", "nothing said", "another codec"],
)
def test_what_cannot_be_heard_is_refused(broken: bytes) -> None:
    """Whatever its first bytes promise."""
    with pytest.raises(Refused):
        clean_opus(broken)


@pytest.mark.parametrize(
    "broken",
    [movie()[:200], movie(handlers=(b"meta",)), movie() + b"\x00\x00\x00\x08moof", b"\x00\x00\x00\x08ftyp"],
    ids=["cut off", "nothing to see", "in fragments", "no film"],
)
def test_what_cannot_be_seen_is_refused(broken: bytes) -> None:
    """Whatever its first bytes promise."""
    with pytest.raises(Refused):
        clean_movie(broken)


@pytest.mark.parametrize(("made", "clean"), [(opus(), clean_opus), (movie(), clean_movie)], ids=["voice", "video"])
def test_noise_breaks_nothing(made: bytes, clean: Callable[[bytes], object]) -> None:
    """Whatever comes is refused or cleaned; nothing else is raised but what the child takes for unreadable."""
    chance = random.Random(7)
    for _ in range(200):
        noise = bytearray(made)
        for _ in range(chance.randrange(1, 20)):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        try:
            clean(bytes(noise))
        except (Refused, IndexError, ValueError, KeyError):
            continue


async def test_the_cleaner_knows_them_by_their_bytes() -> None:
    """In the child, under the name of what they are; what only begins like one is unreadable."""
    cleaner = FileCleaner()
    found = [await cleaner.clean(made) for made in (opus(), movie(), movie(handlers=(b"soun",)))]
    assert [(each.media_type, each.extension) for each in found] == [
        ("audio/ogg", "ogg"), ("video/mp4", "mp4"), ("audio/mp4", "m4a"),
    ]  # fmt: skip
    with pytest.raises(FileUnreadable):
        await cleaner.clean(b"\x00\x00\x00\x18ftypisom no film at all")
