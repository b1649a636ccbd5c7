"""The line between front and delivery: what each learns of the other, and what a broken line does."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.courier import Courier, Enclosed
from bot.limits import Limiter
from bot.link import ByCourier, OddDelivery, raise_if_bad
from bot.link_format import as_text, frame_bytes, parcel_frame, read_parcel
from scheduler.carrying import Elsewhere, Parcel
from storage.domain.conversation import PAGE, Account, File, Reply
from storage.domain.errors import ChatBusy, PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.ids import CaseId
from storage.sealing import MovedAddress
from tests.bot.delivery_line import REPLY, Line, open_line
from tests.senders import CHANNEL, FakeSender

CASE: Final = CaseId(b"sixteen bytes...")
# A value of its own for each field that is neither a choice nor a file, so that none is forgotten.
ODD_ONES: Final[dict[str, Any]] = {
    each.name: True if each.type in {bool, "bool"} else f"{each.name} khác"
    for each in fields(Reply)
    if each.name not in {"choices", "files"}
}


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as opened:
        yield opened


async def test_a_parcel_goes_out_by_the_delivery_process(line: Line) -> None:
    """The front may let the choices of what has arrived be typed."""
    await line.connect()
    await line.carrier.carry(line.parcel("lan"))
    assert line.sender.texts("lan") == [REPLY.text]
    assert line.told == ["lan"]


def test_a_parcel_comes_out_as_it_went_in() -> None:
    """Whatever a reply can hold, it is the same at the other end; and so is the rest."""
    reply = replace(REPLY, files=(File("f1", "tệp", "image/png"),), **ODD_ONES)
    for case_id in (CASE, None):
        parcel = Parcel(b"\x00" * 240, case_id, reply, "en")
        assert read_parcel(json.loads(frame_bytes(parcel_frame(parcel))[4:])) == parcel


async def test_the_front_does_not_learn_an_author_who_has_buttons(line: Line) -> None:
    """Of an anonymous author on such a channel nothing comes back but that it has arrived."""
    await line.connect(by_buttons=frozenset({CHANNEL}))
    await line.carrier.carry(line.parcel("lan", CASE))
    assert line.sender.texts("lan") == [REPLY.text]
    assert line.told == []


@pytest.mark.parametrize(
    "met",
    [
        TransientDelivery(timedelta(seconds=7)),
        TransientDelivery(),
        ChatBusy(timedelta(seconds=40)),
        PermanentDelivery("blocked"),
    ],
)
async def test_what_the_platform_says_is_heard_by_the_front(line: Line, met: Exception) -> None:
    """Waits and reasons come over as they are."""
    await line.connect()
    parcel = line.parcel("lan")
    line.sender.will("lan", met)
    with pytest.raises(type(met)) as caught:
        await line.carrier.carry(parcel)
    assert vars(caught.value) == vars(met)


def test_only_what_is_said_to_have_arrived_has() -> None:
    """While one of the two is upgraded, the other one may say what nobody here knows: that is tried again."""
    raise_if_bad({"outcome": "arrived"})
    for said in ("odd", "of a newer version"):
        with pytest.raises(OddDelivery):
            raise_if_bad({"outcome": said})


async def test_a_moved_address_is_refused(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """An address laid on another case opens nothing, and both processes raise the alarm."""
    await line.connect()
    moved = Parcel(line.parcel("lan", CASE).address, CaseId(b"another case now"), REPLY, "vi")
    with pytest.raises(MovedAddress):
        await line.carrier.carry(moved)
    assert line.sender.sent == []
    assert "sealed address" in caplog.text


async def test_another_channels_address_is_not_used(line: Line) -> None:
    """The front hears that it is elsewhere, not where."""
    await line.connect()
    with pytest.raises(Elsewhere):
        await line.carrier.carry(line.parcel("lan", channel=PAGE))


async def test_the_open_pages_stay_at_the_front(line: Line) -> None:
    """What is for a page is pushed where its stream is; a closed one waits for a named person only."""
    await line.connect()
    await line.page_carrier.carry(line.parcel("lan", channel=PAGE))
    assert line.page.texts("lan") == [REPLY.text]
    named, unnamed = line.parcel("minh", channel=PAGE), line.parcel("hoa", CASE, channel=PAGE)
    line.page.will("minh", WindowClosed())
    line.page.will("hoa", WindowClosed())
    with pytest.raises(WindowClosed):
        await line.page_carrier.carry(named)
    await line.page_carrier.carry(unnamed)
    assert line.told == ["lan", "hoa"]


async def test_a_line_that_breaks_is_found_again(line: Line) -> None:
    """While nobody is there nothing is tried; a new process is served at once."""
    assert not line.carrier.is_there
    with pytest.raises(TransientDelivery):
        await line.carrier.carry(line.parcel("lan"))
    for _ in range(2):
        await line.connect()
        await line.carrier.carry(line.parcel("lan"))
        await line.disconnect()
        assert not line.carrier.is_there
    assert line.sender.texts("lan") == [REPLY.text] * 2


async def test_a_process_that_is_killed_leaves_nobody_waiting(line: Line) -> None:
    """What was under way is tried again later, and only later."""
    await line.connect()
    parcel, never = line.parcel("lan"), line.sender.hold("lan")
    carried = asyncio.create_task(line.carrier.carry(parcel))
    await asyncio.sleep(0.05)
    assert line.running is not None
    line.running.cancel()
    await asyncio.wait([line.running], timeout=0.1)
    await line.link.stop()
    with pytest.raises(TransientDelivery):
        await carried
    never.set()
    await asyncio.wait([line.running])
    line.running = None


async def test_nobody_can_have_all_addresses_opened(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Over its ceiling delivery opens no anonymous author's address any more, and says so loudly; named ones go on."""
    await line.connect(limiter=Limiter(burst=3, per_second=0))
    for _ in range(3):
        await line.carrier.carry(line.parcel("lan", CASE))
    with pytest.raises(TransientDelivery) as caught:
        await line.carrier.carry(line.parcel("lan", CASE))
    assert caught.value.retry_after
    assert "taken over" in caplog.text
    await line.carrier.carry(line.parcel("minh"))


async def test_a_process_of_another_version_is_not_served(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """It would take each parcel for faulty until it is given up: so all wait until it is upgraded as well."""
    reader, writer = await asyncio.open_unix_connection(line.path)
    opens = [as_text(public) for public in line.opener.public_halves]
    writer.write(frame_bytes({"opens": opens, "takes": "Parcel.address Reply.text"}))
    assert await reader.read() == b""
    writer.close()
    assert "another version" in caplog.text
    assert not line.carrier.is_there


async def test_a_process_with_another_key_is_not_served(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """After a rotation it would take every address for a moved one, and end what can never be sent again."""
    stop = asyncio.Event()
    stranger = Courier(line.opener, {CHANNEL: line.sender}, opens=[b"of another pair, with 32 bytes.."])
    running = asyncio.create_task(stranger.run(line.path, stop))
    await line.until(lambda: "another key" in caplog.text)
    assert not line.carrier.is_there
    stop.set()
    await running
    await line.connect()
    await line.carrier.carry(line.parcel("lan"))
    assert line.sender.texts("lan") == [REPLY.text]


async def test_files_come_along(line: Line) -> None:
    """Delivery has no database: what a notice shows travels with it, and nothing stays."""
    enclosed, got = Enclosed(), []

    class Reading(FakeSender):
        async def send(self, account: Account, reply: Reply) -> None:
            got.extend([await enclosed.content(account, file) for file in reply.files])

    line.sender = Reading()
    await line.connect()

    async def enclose(reply: Reply) -> dict[str, dict[str, str]]:
        return {"f1": {"name": "DT-1-tep.png", "type": "image/png", "content": as_text(b"\x00\xff")}}

    parcel = line.parcel("lan")
    with_file = Parcel(parcel.address, None, Reply("Xem", files=(File("f1", "tep", "image/png"),)), "vi")
    await ByCourier(CHANNEL, line.link, line.note, enclose=enclose).carry(with_file)
    assert [(file.name, file.media_type, file.content) for file in got] == [("DT-1-tep.png", "image/png", b"\x00\xff")]


async def test_many_parcels_are_under_way_at_once(line: Line) -> None:
    """Each gets its own outcome, whichever comes first."""
    await line.connect()
    names = [f"person {number}" for number in range(50)]
    parcels = [line.parcel(name) for name in names]
    outcomes: Sequence[Awaitable[None]] = [line.carrier.carry(parcel) for parcel in parcels]
    await asyncio.gather(*outcomes)
    assert sorted(line.told) == sorted(names)


async def test_the_socket_is_for_the_two_alone(line: Line) -> None:
    """Whoever is neither its owner nor of its group cannot reach it."""
    assert line.path.stat().st_mode & 0o777 == 0o660
