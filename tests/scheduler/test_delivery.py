"""The outbox is emptied: each recipient in order, a closed page later, and nothing told of an anonymous author."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.relay import BATCH
from storage.domain.conversation import Account, Reply
from storage.domain.errors import PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.outbox import Envelope, Priority
from storage.domain.ports import Store, UnitOfWork
from tests.scheduler.mailroom import WORDS, Mailroom, notice, number_in, running, until_idle
from tests.senders import CHANNEL, FakeSender


@dataclass(frozen=True, slots=True)
class _Slow:
    """A store; before it is written to, something happens."""

    store: Store
    before: Callable[[], None]

    def reading(self) -> UnitOfWork:
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        self.before()
        return self.store.writing()


async def test_a_notice_arrives_in_words(mail: Mailroom) -> None:
    """Its text is the reader's, unit codes are names, and its choices can be typed from then on."""
    await mail.enrol("lan")
    await mail.write("lan", "Họp lúc 14 giờ.")
    await mail.delivery().deliver_all()

    assert mail.sender.texts("lan") == ["📢 Thông báo của Văn phòng HĐND và UBND:\nHọp lúc 14 giờ."]
    assert mail.told == [("lan", "Họp lúc 14 giờ.")]


async def test_what_was_sent_is_erased(mail: Mailroom) -> None:
    """After delivery the row says that it was sent, and no longer what."""
    await mail.enrol("lan")
    await mail.write("lan", WORDS)
    await mail.delivery().deliver_all()

    (row,) = await mail.rows()
    assert (row.state, row.payload, row.tries) == ("sent", None, 0)


async def test_each_recipient_gets_notices_in_order(mail: Mailroom) -> None:
    """However many are written at once while the loop runs, everybody reads their own in the order of writing."""
    names = [f"person {n}" for n in range(6)]
    texts = [str(number) for number in range(8)]
    await mail.enrol(*names)
    mail.sender.will(names[0], None, TransientDelivery())
    delivery = mail.delivery()

    async def keep_writing(name: str) -> None:
        for text in texts:
            await mail.write(name, text)
            delivery.wake()

    async with running(delivery):
        await asyncio.gather(*map(keep_writing, names))
        await mail.sender.until(5 * len(texts) + 1)
        await until_idle(delivery)
    mail.clock.advance(seconds=2)
    await mail.delivery().deliver_all()
    assert {name: mail.numbers(name) for name in names} == dict.fromkeys(names, texts)


async def test_a_slow_recipient_does_not_hold_up_others(mail: Mailroom) -> None:
    """While one account takes its time, the others' notices go out."""
    await mail.enrol("slow", "quick")
    await mail.write("slow", "1")
    await mail.write("quick", "1")
    answered = mail.sender.hold("slow")
    async with running(mail.delivery()):
        await mail.sender.until(1)
        assert mail.numbers("quick") == ["1"]
        answered.set()
        await mail.sender.until(2)
    assert mail.numbers("slow") == ["1"]


async def test_an_anonymous_author_leaves_no_trace(mail: Mailroom) -> None:
    """Delivered at once or late, blocked, given up or on a closed page: the rows of anonymous authors end alike."""
    for name in ("there", "blocked", "away", "late"):
        await mail.anonymous_case(name, WORDS)
    mail.sender.will("blocked", PermanentDelivery("blocked"))
    mail.sender.will("away", WindowClosed())
    mail.sender.will("late", TransientDelivery())
    delivery = mail.delivery()
    await delivery.deliver_all()
    await mail.anonymous_case("lost", WORDS)
    mail.sender.will("lost", TransientDelivery())
    await mail.almost_given_up()
    mail.clock.advance(minutes=1)
    await delivery.deliver_all()

    keys = {"id", "lane", "case_id", "about_id", "case_key"}
    rows = await mail.rows()
    ends = [{name: value for name, value in vars(row).items() if name not in keys} for row in rows]
    assert len(ends) == 5
    assert all(end == ends[0] for end in ends)
    assert (ends[0]["state"], ends[0]["payload"], ends[0]["tries"]) == ("done", None, 0)


async def test_an_anonymous_author_finds_it_on_return(mail: Mailroom) -> None:
    """If the page is closed the channel keeps the notice beside the session, and its choices can be typed there."""
    await mail.anonymous_case("away", "1", "2")
    mail.sender.will("away", WindowClosed())
    await mail.delivery().deliver_all()
    assert [(name, number_in(text)) for name, text in mail.sender.left] == [("away", "1")]
    assert mail.numbers("away") == ["2"]
    assert mail.told == [("away", "1"), ("away", "2")]


async def test_a_closed_page_waits_until_it_is_opened(mail: Mailroom) -> None:
    """A named recipient's notices stay queued and are not tried again; when the page opens they come in order."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1", "2")
    mail.sender.will("lan", WindowClosed())
    delivery = mail.delivery()
    for _ in range(3):
        await delivery.deliver_all()
        mail.clock.advance(hours=1)
    delivery.opened(Account(CHANNEL, "minh"))
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 1
    assert mail.sender.left == []
    assert await mail.states() == ["queued", "queued"]

    delivery.opened(Account(CHANNEL, "lan"))
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["1", "2"]


async def test_what_comes_for_a_closed_page_waits_with_the_rest(mail: Mailroom) -> None:
    """It is not even tried, an alarm neither; the first look after a restart tries once, and all keeps its order."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", WindowClosed(), WindowClosed())
    delivery = mail.delivery()
    await delivery.deliver_all()
    await mail.write("lan", "2")
    await mail.write("lan", "0", priority=Priority.ALARM)
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 1

    delivery = mail.delivery()
    await delivery.deliver_all()
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 2
    delivery.opened(Account(CHANNEL, "lan"))
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["0", "1", "2"]


async def test_a_page_that_opens_while_it_is_found_closed_gets_its_notices(mail: Mailroom) -> None:
    """Whoever comes back before it is recorded that they were away need not come back again."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    delivery = mail.delivery(_Slow(mail.store, lambda: delivery.opened(Account(CHANNEL, "lan"))))
    mail.sender.will("lan", WindowClosed())
    await delivery.deliver_all()
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["1", "2"]


async def test_an_opened_page_wakes_the_loop(mail: Mailroom) -> None:
    """What waited for a person goes out when they come back, without a new notice."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    await mail.write("minh", "1")
    mail.sender.will("lan", WindowClosed())
    delivery = mail.delivery()
    async with running(delivery):
        await mail.sender.until(1)
        await until_idle(delivery)
        delivery.opened(Account(CHANNEL, "lan"))
        await mail.sender.until(2)
    assert mail.numbers("lan") == ["1"]


async def test_an_answer_goes_before_a_broadcast(mail: Mailroom) -> None:
    """Of a batch full of broadcasts, what was written last but matters more goes out first."""
    crowd = [f"person {n}" for n in range(BATCH)]
    await mail.enrol("officer", *crowd)
    for name in crowd:
        await mail.write(name, "1", priority=Priority.BROADCAST)
    await mail.write("officer", "1", priority=Priority.TASK)
    await mail.anonymous_case("author", "1")
    await mail.delivery().deliver_all()
    assert [name for name, _ in mail.sender.tried][:2] == ["author", "officer"]


async def test_more_than_a_batch_is_delivered_at_one_go(mail: Mailroom) -> None:
    """``deliver_all`` goes on until nothing is left, and then says so."""
    crowd = [f"person {n}" for n in range(BATCH + 5)]
    await mail.enrol(*crowd)
    for name in crowd:
        await mail.write(name, "1")
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert len(mail.sender.sent) == BATCH + 5
    assert delivery.idle


async def test_everybody_has_a_turn(mail: Mailroom) -> None:
    """Where more people wait than a batch takes, the next one goes on with those the last one left out."""
    crowd = [f"person {n}" for n in range(BATCH + 10)]
    await mail.enrol(*crowd)
    for name in crowd:
        await mail.write(name, "1", "2", "3")
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert {name for name, _ in mail.sender.tried[: 2 * BATCH]} == set(crowd)


async def test_delivery_is_not_idle_while_something_new_waits(mail: Mailroom) -> None:
    """What is written during the last look is not taken for delivered: broadcasts are reported by this."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    delivery = mail.delivery()
    answered = mail.sender.hold("lan")
    looking = asyncio.create_task(delivery.deliver_all())
    while not mail.sender.tried:
        await asyncio.sleep(0)
    await mail.write("minh", "1")
    delivery.wake()
    answered.set()
    await looking
    assert delivery.idle == (mail.numbers("minh") == ["1"])  # unless there was time for one more look
    await delivery.deliver_all()
    assert delivery.idle and mail.numbers("minh") == ["1"]


async def test_a_late_reminder_waits_for_the_morning_and_an_answer_does_not(mail: Mailroom) -> None:
    """What could not go out in the day is not pushed at night, on a weekend, and holds up nothing behind it."""
    await mail.enrol("lan")
    mail.clock.advance(days=4, hours=13)  # Friday, 22:00
    await mail.write("lan", "1", priority=Priority.REMINDER)
    await mail.write("lan", "2", priority=Priority.ANSWER)
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["2"]
    mail.clock.advance(days=1)
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["2"]
    mail.clock.advance(days=1, hours=9)  # Monday, 07:00
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["2", "1"]


async def test_a_late_reminder_waits_for_the_day_of_its_own_unit(mail: Mailroom) -> None:
    """Whoever works on Saturdays has it on Saturday; a colleague elsewhere on Monday."""
    ward = mail.office.organisation
    units = tuple(replace(u, weekdays=frozenset(range(6))) if u.code == "TYT" else u for u in ward.units)
    mail.office = replace(mail.office, organisation=replace(ward, units=units))
    await mail.enrol("lan", "minh")
    mail.clock.advance(days=4, hours=13)  # Friday, 22:00
    for name, unit in (("lan", "TYT"), ("minh", "KT")):
        key = mail.seals.account_key(Account(mail.sender.channel, name))
        said = replace(notice("1"), arguments={**notice("1").arguments, "of": unit})
        await mail.put(Envelope(said, Priority.REMINDER, account=key))
    delivery = mail.delivery()
    arrived = []
    for hours in (0, 10, 48):  # Friday night, Saturday at eight, Monday at eight
        mail.clock.advance(hours=hours)
        await delivery.deliver_all()
        arrived.append((len(mail.numbers("lan")), len(mail.numbers("minh"))))
    assert arrived == [(0, 0), (1, 0), (1, 1)]


class _LeavesSlowly(FakeSender):
    """Whoever is being written to when all is cancelled takes a moment longer than the one before."""

    under_way = 0

    async def send(self, account: Account, reply: Reply) -> None:
        self.under_way += 1
        moments = self.under_way
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(moments):
                await asyncio.sleep(0)
            self.under_way -= 1


async def test_a_cancelled_delivery_ends_with_all_that_is_under_way(mail: Mailroom) -> None:
    """Whoever waits for its end may close the database: no notice of any channel is still being dealt with."""
    other = replace(mail.elsewhere(), sender=(slow := _LeavesSlowly("elsewhere")))
    await other.enrol("lan", "minh", "hoa")
    for name in ("lan", "minh", "hoa"):
        await other.write(name, "1")
    async with asyncio.timeout(20), running(mail.delivery(None, other)):
        while slow.under_way < 3:
            await asyncio.sleep(0.001)
    assert slow.under_way == 0
