"""Notices go out on Telegram while the process is killed: none may be left out, few may come twice."""

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from bot.channels.telegram_channel import BULK_AT_ONCE
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_faults import Fault
from storage.domain.conversation import Account
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Recipient
from tests.builders import make_broadcast, make_case
from tests.soak.nursery import Nursery
from tests.soak.product import Product, known_people, office_on_telegram

EACH: Final = 3  # notices to one person, so that their order shows
A_LIFE: Final = {True: 12, False: 6}  # notices a life sends at most, about; by whether it is a broadcast
ANSWER_SECONDS: Final = {True: 0.3, False: 0.04}  # from the arrival of a message to the answer that says so
SOON: Final = 0.6  # seconds after its start, in which a life may not have sent anything yet
SHORT_LIVES: Final = 6  # one in so many ends that soon
PATIENCE: Final = 120.0
_MARK: Final = re.compile(r"số \d+")


@dataclass(slots=True)
class Notices:
    """What came of a round: what was to arrive, and what each life of the process has sent, in order."""

    most_repeated: int  # by one kill
    kills: int = 0
    stops: int = 0
    slowest_stop: float = 0.0
    wanted: list[tuple[int, str]] = field(default_factory=list)  # (chat, mark), in order
    lives: list[list[tuple[int, str]]] = field(default_factory=list)
    stopped: set[int] = field(default_factory=set)  # the numbers of the lives that ended in peace
    waiting: int = 0

    @property
    def lost(self) -> list[tuple[int, str]]:
        """What has never been sent."""
        return sorted(set(self.wanted) - set(chain.from_iterable(self.lives)))

    @property
    def repeats(self) -> list[int]:
        """How much of what each life had sent was sent again by a later one: its end had kept it from the record."""
        found, last = [0] * len(self.lives), dict[tuple[int, str], int]()
        for number, life in enumerate(self.lives):
            for notice in life:
                if last.get(notice, number) < number:
                    found[last[notice]] += 1
                last[notice] = number
        return found

    @property
    def met(self) -> int:
        """How many kills have met a process that had begun to send."""
        return sum(bool(life) for number, life in enumerate(self.lives[: self.kills]) if number not in self.stopped)

    @property
    def twice(self) -> int:
        """More repeats than a kill may cause, or any after a stop."""
        allowed = [0 if number in self.stopped else self.most_repeated for number in range(len(self.lives))]
        return sum(max(0, again - most) for again, most in zip(self.repeats, allowed, strict=True))

    @property
    def broken(self) -> list[str]:
        """Whatever else is not as it must be."""
        sent = list(chain.from_iterable(self.lives))
        in_order = list(dict.fromkeys(sent))
        return [
            *([f"{self.waiting} notices still wait"] if self.waiting else []),
            *(["a life sent something twice"] if any(len(set(life)) < len(life) for life in self.lives) else []),
            *(["something else was sent"] if set(sent) - set(self.wanted) else []),
            *(["somebody's notices came out of order"] if not _same_order(in_order, self.wanted) else []),
        ]


def _same_order(sent: Sequence[tuple[int, str]], wanted: Sequence[tuple[int, str]]) -> bool:
    """By person: the sort keeps the order within one."""
    return [each for each in sorted(sent, key=_chat) if each in wanted] == sorted(wanted, key=_chat)


def _chat(notice: tuple[int, str]) -> int:
    return notice[0]


async def deliver_under_kills(
    nursery: Nursery, chance: random.Random, *, kills: int, broadcast: bool, gently: bool = False
) -> Notices:
    """A round: so many kills (``gently``: stops), then a stop with messages under way, then the rest in peace."""
    most = BULK_AT_ONCE if broadcast else 1
    found = Notices(most, stops=kills + 2) if gently else Notices(most, kills=kills, stops=2)
    async with office_on_telegram(nursery) as (product, simulator):
        count = A_LIFE[broadcast] * (kills + 2)
        found.wanted = await (_broadcast if broadcast else _answers_and_reminders)(product, simulator, count)
        seconds, times = ANSWER_SECONDS[broadcast], len(found.wanted) + BULK_AT_ONCE * (kills + 2)
        simulator.faults.order(Fault.LATE_ANSWER, "sendMessage", times=times, seconds=seconds)
        short = set() if gently else set(chance.sample(range(kills), kills // SHORT_LIVES))
        found.stopped = set(range(kills + 1)) if gently else {kills}
        for number in range(kills + 1):
            found.lives.append(_sent(simulator))
            product.start()
            if number in short:
                await asyncio.sleep(chance.uniform(0, SOON))
            else:
                await _live(product, simulator, chance, found, broadcast=broadcast)
            await (product.stop() if number in found.stopped else product.kill())
        await _finish(product, simulator, found)
        found.slowest_stop, found.waiting = product.slowest_stop, await product.office.waiting()
        found.lives = [*found.lives, _sent(simulator)][1:]
        _cut(found.lives)
    return found


async def _live(
    product: Product, simulator: TelegramSimulator, chance: random.Random, found: Notices, *, broadcast: bool
) -> None:
    """Until it has sent a few more messages: to the moment at which one arrives, or a little longer."""
    if len(found.lives) - 1 in found.stopped:
        await product.ready()  # what has not begun yet cannot stop well
    await _send(simulator, found, chance.randint(1, A_LIFE[broadcast]))
    await asyncio.sleep(chance.choice([0.0, chance.uniform(0, ANSWER_SECONDS[broadcast])]))


async def _send(simulator: TelegramSimulator, found: Notices, count: int) -> None:
    """Until so many more messages have arrived, or as many as are left.

    By no time: a process may be in the middle of its work before it serves its page, and be slow or quick at both.
    """
    left = set(found.wanted) - set(_sent(simulator))
    enough = len(simulator.ledger.sent) + min(count, len(left))
    async with asyncio.timeout(PATIENCE):
        while len(simulator.ledger.sent) < enough:
            await asyncio.sleep(0.001)


async def _finish(product: Product, simulator: TelegramSimulator, found: Notices) -> None:
    found.lives.append(_sent(simulator))
    product.start()
    await product.ready()  # there may be nothing left to wait for
    async with asyncio.timeout(PATIENCE):
        while set(found.wanted) - set(_sent(simulator)):
            await asyncio.sleep(0.1)
        while await product.office.waiting():  # what has arrived may still be on record as waiting, and come again
            await asyncio.sleep(0.1)
    await product.stop()


def _sent(simulator: TelegramSimulator) -> list[tuple[int, str]]:
    """All there is so far."""
    return [(sent.chat_id, match[0]) for sent in simulator.ledger.sent if (match := _MARK.search(sent.text))]


def _cut(lives: list[list[tuple[int, str]]]) -> None:
    """Each list holds all up to the end of that life: leave what is its own."""
    for number in range(len(lives) - 1, 0, -1):
        lives[number] = lives[number][len(lives[number - 1]) :]


async def _answers_and_reminders(product: Product, simulator: TelegramSimulator, count: int) -> list[tuple[int, str]]:
    """To every other person answers to a case of which only the sealed address knows who they are."""
    people = known_people(simulator, count // EACH)
    keys = await product.office.enrol([person.chat_id for person in people])
    wanted = [(person.chat_id, f"số {number}") for number, person in enumerate(people * EACH)]
    async with product.office.opened() as base, base.store.writing() as uow:
        cases = [make_case() for _ in people]
        for person, case in zip(people, cases, strict=True):
            address = base.seals.seal(Account("telegram", str(person.chat_id)), case.id)
            await uow.cases.add(case, return_address=address, reply_verifier=None, files=())
        for number, (_, mark) in enumerate(wanted):
            notice, at = Notice("notice-broadcast", {"text": mark, "unit": "Văn phòng"}), number % len(people)
            answer = Envelope(notice, Priority.ANSWER, case_id=cases[at].id)
            await uow.outbox.put([answer if at % 2 else Envelope(notice, Priority.REMINDER, account=keys[at])])
        await uow.commit()
    return wanted


async def _broadcast(product: Product, simulator: TelegramSimulator, count: int) -> list[tuple[int, str]]:
    people = known_people(simulator, count)
    keys = await product.office.enrol([person.chat_id for person in people])
    recipients = [Recipient(key, "vi") for key in keys]
    async with product.office.opened() as base, base.store.writing() as uow:
        await uow.broadcasts.add(make_broadcast(text="Họp giao ban, số 1."), recipients)
        await uow.commit()
    return [(person.chat_id, "số 1") for person in people]
