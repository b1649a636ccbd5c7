"""People file on Telegram while the process is killed: nothing acknowledged may be lost, nothing may be filed twice."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_faults import UpdateFault
from bot.simulators.telegram_people import Person
from bot.simulators.telegram_state import Message
from tests.journeys.steps import ref_in, reply_code_in
from tests.serving import ANONYMOUS, SEND, THOUGHT
from tests.soak.nursery import Nursery
from tests.soak.product import Product, known_people, office_on_telegram, one_more
from tests.telegram_world import values_of

AUTHORS: Final = 12
PARTS: Final = 2
LONGEST_LIFE: Final = 0.8  # seconds from a start to the kill
FINGERS: Final = 0.3  # how often somebody presses twice, and how often Telegram repeats an update
PATIENCE: Final = 90.0  # after the last kill
FOREVER: Final = 3600.0
_PART: Final = re.compile(r"Ý \d+-\d+-\d+\.")


@dataclass(slots=True)
class Filings:
    """What came of a round: the texts that Telegram took for delivered, receipts, and the bodies in the database."""

    kills: int = 0
    stops: int = 0
    slowest_stop: float = 0.0
    without_receipt: int = 0
    acknowledged: list[str] = field(default_factory=list)
    receipts: dict[str, set[str]] = field(default_factory=dict)  # by mark
    bodies: list[str] = field(default_factory=list)

    @property
    def lost(self) -> list[str]:
        """Texts that were acknowledged and lie in no case."""
        return sorted(set(self.acknowledged) - set(self._kept))

    @property
    def twice(self) -> list[str]:
        """Texts that were filed more than once."""
        return sorted(part for part, count in self._kept.items() if count > 1)

    @property
    def broken(self) -> list[str]:
        """Whatever else is not as it must be."""
        expected = sorted("\n".join(parts_of(mark)) for mark in self.receipts)
        return [
            *([f"{self.without_receipt} never got a receipt"] if self.without_receipt else []),
            *(f"{mark}: {len(texts)} different receipts" for mark, texts in self.receipts.items() if len(texts) != 1),
            *([] if sorted(self.bodies) == expected else ["the cases are not what was written"]),
            *([] if len(self._codes) == len(self.receipts) else ["two receipts with one code"]),
        ]

    @property
    def _kept(self) -> Counter[str]:
        return Counter(part for body in self.bodies for part in _PART.findall(body))

    @property
    def _codes(self) -> set[str]:
        return {reply_code_in(text) for texts in self.receipts.values() for text in texts}


@dataclass(slots=True)
class Author:
    """Files one concern after the other."""

    number: int
    person: Person
    chance: random.Random
    receipts: dict[str, set[str]] = field(default_factory=dict)

    async def file_until(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            mark = f"{self.number}-{len(self.receipts)}"
            self.receipts[mark] = set()
            ref = await self._file(mark)
            self.receipts[mark] = {message.text for message in self.person.from_bot if ref in message.text}

    async def _file(self, mark: str) -> str:
        """The reference, once there is a receipt."""
        for text in (*parts_of(mark), ANONYMOUS, THOUGHT):
            self._maybe_repeat()
            self.person.write(text)
            await asyncio.sleep(self.chance.uniform(0, 0.3))
        preview = await self.person.see(lambda message: is_preview(message, mark), patience=FOREVER)
        for _ in range(1 + (self.chance.random() < FINGERS)):
            self._maybe_repeat()
            send = next(value for value in values_of(preview) if value.startswith(SEND))
            self.person.bot.hear_press(self.person.user, preview, send)
        return ref_in((await self.person.see(self._is_new_receipt, patience=FOREVER)).text)

    def _maybe_repeat(self) -> None:
        if self.chance.random() < FINGERS:
            self.person.bot.world.faults.order_update(UpdateFault.DUPLICATE)

    def _is_new_receipt(self, message: Message) -> bool:
        known = {ref_in(text) for texts in self.receipts.values() for text in texts}
        return "Mã nhận trả lời" in message.text and ref_in(message.text) not in known


def is_preview(message: Message, mark: str) -> bool:
    """Of this very concern: after a kill the one before may be shown once more."""
    return parts_of(mark)[0] in message.text and any(value.startswith(SEND) for value in values_of(message))


def parts_of(mark: str) -> list[str]:
    """The messages of the concern with this mark; each text is met once in all."""
    return [f"Ý {mark}-{n}. Phòng họp quá nóng." for n in range(PARTS)]


async def file_under_kills(
    nursery: Nursery, chance: random.Random, *, kills: int, by_webhook: bool, gently: bool = False
) -> Filings:
    """A round: so many kills (``gently``: stops), then a stop under load, then an end in peace."""
    found = Filings(stops=kills + 2) if gently else Filings(kills=kills, stops=2)
    async with office_on_telegram(nursery, by_webhook=by_webhook) as (product, simulator):
        people = known_people(simulator, AUTHORS)
        await product.office.enrol([person.chat_id for person in people])
        authors = [Author(number, person, random.Random(chance.random())) for number, person in enumerate(people)]
        product.start()
        await product.ready()
        found.without_receipt = await _all_file(product, simulator, authors, chance, kills, gently=gently)
        await _all_confirmed(simulator)
        await product.stop()
        found.slowest_stop = product.slowest_stop
        found.acknowledged = [part for person in people for part in _parts_written(person)]
        found.receipts = {mark: texts for author in authors for mark, texts in author.receipts.items()}
        found.bodies = await product.office.bodies()
    return found


async def _all_file(
    product: Product,
    simulator: TelegramSimulator,
    authors: Sequence[Author],
    chance: random.Random,
    kills: int,
    *,
    gently: bool,
) -> int:
    """How many still wait for a receipt long after the last kill."""
    enough = asyncio.Event()
    filing = [asyncio.create_task(author.file_until(enough)) for author in authors]
    for _ in range(kills):
        if gently or chance.random() < 0.8:  # else it may die before it serves
            await product.ready()
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
        if chance.random() < 0.5:
            await one_more(simulator)
        await (product.stop() if gently else product.kill())
        product.start()
    await product.ready()
    await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
    enough.set()
    await product.stop()
    product.start()
    await product.ready()
    done, waiting = await asyncio.wait(filing, timeout=PATIENCE)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*done)  # an error in the script is not the product's
    return len(waiting)


async def _all_confirmed(simulator: TelegramSimulator) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(simulator.bot.updates):
            await asyncio.sleep(0.01)


def _parts_written(person: Person) -> list[str]:
    return [part for message in person.messages if not message.from_bot for part in _PART.findall(message.text)]
