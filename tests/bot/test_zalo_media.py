"""Fetching what people sent: from Zalo's servers only, in bounds, whatever the server does."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo_media import Media, MediaLost
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_faults import MediaFault
from storage.files import MAX_FILE_BYTES


@pytest.fixture
async def simulator() -> ZaloSimulator:
    return ZaloSimulator("700000022:media")


@pytest.fixture
async def base(simulator: ZaloSimulator) -> AsyncIterator[str]:
    async with simulator.serving() as base:
        yield base


@pytest.fixture
async def media(base: str) -> AsyncIterator[Media]:
    media = Media(["zdn.vn"], base)
    yield media
    await media.close()


PHOTO = b"\xff\xd8\xff photo"


async def test_a_photo_is_fetched(simulator: ZaloSimulator, media: Media) -> None:
    """Its content, as it was sent."""
    assert await media.fetch(simulator.media.keep(PHOTO, "jpg")) == PHOTO


@pytest.mark.parametrize(
    "url",
    [
        "http://photo.zdn.vn/1.jpg",
        "https://photo.zdn.vn:8443/1.jpg",
        "https://zdn.vn.example/1.jpg",
        "https://fakezdn.vn/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://169.254.169.254/latest",
        "https://user@127.0.0.1/?.zdn.vn",
        "file:///etc/passwd",
        "https://[::1]/1.jpg",
        "https://[broken",
        "https://photo.zdn.vn:port/1.jpg",
        "",
    ],
)
async def test_nothing_else_is_fetched(media: Media, url: str) -> None:
    """Only https, only the domains of the settings: nobody sends this server into its own network."""
    with pytest.raises(MediaLost):
        await media.fetch(url)


@pytest.mark.parametrize("fault", [MediaFault.GONE, MediaFault.CUT, MediaFault.REDIRECTS])
async def test_what_cannot_be_had_is_lost(simulator: ZaloSimulator, media: Media, fault: MediaFault) -> None:
    """Gone, cut off, sent in circles: one kind of loss, and no other error."""
    url = simulator.media.keep(PHOTO, "jpg")
    simulator.faults.order_media(fault, times=8)
    with pytest.raises(MediaLost):
        await media.fetch(url)


async def test_an_endless_file_is_cut(simulator: ZaloSimulator, media: Media) -> None:
    """No more is read than is needed to see that it is too large."""
    url = simulator.media.keep(PHOTO, "jpg")
    simulator.faults.order_media(MediaFault.ENDLESS)
    assert MAX_FILE_BYTES < len(await media.fetch(url)) < MAX_FILE_BYTES + 2**20
