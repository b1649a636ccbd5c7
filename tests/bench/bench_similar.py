"""How good and how dear it is to find similar cases among many: python -m tests.bench.bench_similar."""

import asyncio
import csv
import itertools
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from sqlalchemy import insert

from handlers.likeness import SHOWN, look_up
from storage.domain.ports import Store
from storage.domain.records import Entry, EntryKind
from storage.domain.similarity import SHOWN_FROM, Frequencies, Likeness, compare, read
from storage.sql import schema as t
from storage.sql.case_keys import CaseKeys
from storage.sql.case_rows import entry_rows, new_row
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate
from tests.bench.bench_routing import concerns, demo_guesser
from tests.bench.measuring import report
from tests.builders import make_case
from tests.storage.databases import CONTENT_KEYS

SUMMARISED: Final = 10_000


class Pair(NamedTuple):
    """A summary and a concern, and whether they are about the same. "held-out" is never tuned on."""

    half: str
    same: str
    summary: str
    text: str


def pairs() -> list[Pair]:
    with (files("tests.bench") / "similar_pairs.tsv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Pair(*row) for row in rows]


class Judge:
    """Likeness as the product judges it, with the summaries of the file for an office's."""

    def __init__(self, every: Sequence[Pair]) -> None:
        self.readings = {pair.summary: read(pair.summary) for pair in every}
        counts: dict[str, int] = {}
        for term in itertools.chain.from_iterable(reading.terms for reading in self.readings.values()):
            counts[term] = counts.get(term, 0) + 1
        self._frequencies = Frequencies(len(self.readings), counts)
        guess = demo_guesser().guess
        self._topics = {text: guess(text).topic for pair in every for text in (pair.summary, pair.text)}

    def likeness(self, text: str, summary: str) -> Likeness:
        same_topic = self._topics[text] == self._topics[summary]
        return compare(read(text), self.readings[summary], self._frequencies, same_topic=same_topic)


def quality(every: Sequence[Pair], judge: Judge, half: str) -> tuple[float, float]:
    """Precision and recall of what would be shown."""
    judged = [(p.same == "yes", judge.likeness(p.text, p.summary).score >= SHOWN_FROM) for p in every if p.half == half]
    right = judged.count((True, True))
    return right / (right + judged.count((False, True))), right / (right + judged.count((True, False)))


def first_found(every: Sequence[Pair], judge: Judge, half: str) -> float:
    """Where a concern is about some summary: how often that one is shown first, of all summaries of the file."""
    wanted = [pair for pair in every if pair.half == half and pair.same == "yes"]
    return sum(_best(judge, pair.text) == pair.summary for pair in wanted) / len(wanted)


def _best(judge: Judge, text: str) -> str:
    return max(judge.readings, key=lambda summary: judge.likeness(text, summary).score)


def office_summaries(every: Sequence[Pair]) -> list[str]:
    """Made of pieces of real sentences, so that words and pairs of words are as common as they are in an office."""
    sentences = sorted({pair.summary for pair in every} | {concern.text for concern in concerns()})
    pieces = [words[at : at + 3] for words in map(str.split, sentences) for at in range(0, len(words), 3)]
    chance = random.Random(1)
    return [" ".join(itertools.chain.from_iterable(chance.choices(pieces, k=4))) for _ in range(SUMMARISED)]


async def fill(database: Database, every: Sequence[Pair]) -> None:
    """All at once, as the repository would write them one by one."""
    cases, keys = [], CaseKeys(CONTENT_KEYS)
    for text in [*sorted({pair.summary for pair in every}), *office_summaries(every)]:
        cases.append(make_case())
        cases[-1].entries.append(Entry(EntryKind.SUMMARY, text, cases[-1].filed_on, "VP"))
    words = [(term, case.id) for case in cases for term in {*read(case.summary).terms, ""}]
    terms = [{"term": keys.term(term), "case_id": case_id} for term, case_id in words]
    counts = [{"term": term, "cases": n} for term, n in Counter(row["term"] for row in terms).items()]
    async with database.writer.begin() as connection:
        await connection.execute(insert(t.case), [new_row(case, keys) for case in cases])
        await connection.execute(insert(t.case_entry), [row for case in cases for row in entry_rows(case, 0, keys)])
        await connection.execute(insert(t.summary_term), terms)
        await connection.execute(insert(t.summary_term_count), counts)


async def found_among_many(store: Store, every: Sequence[Pair]) -> float:
    """Of the concerns that are about some summary: how often it is among the three shown of all there are."""
    wanted = [pair for pair in every if pair.same == "yes"]
    guess, found = demo_guesser().guess, 0
    for pair in wanted:
        async with store.reading() as reads:
            best = await look_up(read(pair.text), guess(pair.text).topic, reads.similar)
        found += pair.summary in [one.summary for one, _ in best[:SHOWN]]
    return found / len(wanted)


async def looking_up(store: Store, text: str) -> None:
    async with store.reading() as reads:
        await look_up(read(text), "khac", reads.similar)


async def counting(store: Store, text: str) -> None:
    """The cheapest thing to ask of the index: one query, nothing judged."""
    async with store.reading() as reads:
        await reads.similar.frequencies(read(text).terms)


async def milliseconds(store: Store, texts: Sequence[str]) -> tuple[float, float]:
    """The medians of looking up and of counting, taken in turn, so that a busy machine slows both."""
    looking, counted = [], []
    for text in [*texts[:20], *texts]:
        looking.append(await timed(looking_up, store, text))
        counted.append(await timed(counting, store, text))
    return median(looking[20:]), median(counted[20:])


async def timed(ask: Callable[[Store, str], Awaitable[None]], store: Store, text: str) -> float:
    started = time.perf_counter()
    await ask(store, text)
    return (time.perf_counter() - started) * 1000


async def speed(every: Sequence[Pair]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}", CONTENT_KEYS)
        await migrate(database)
        await fill(database, every)
        looking, counted = await milliseconds(database.store, [pair.text for pair in every])
        found = await found_among_many(database.store, every)
        await database.close()
    print(f"a look-up among {SUMMARISED} summaries: {looking:.1f} ms, one query of the index: {counted:.1f} ms")
    report("similar.lookup_to_one_query", looking / counted, "ratio", 15, "lower")
    report("similar.found_among_10000", found, "share", 0.7, "higher")


def main() -> None:
    every = pairs()
    judge = Judge(every)
    for half in ("dev", "held-out"):
        precision, recall = quality(every, judge, half)
        name = half.replace("-", "_")
        report(f"similar.precision.{name}", precision, "share", 0.9, "higher")
        report(f"similar.recall.{name}", recall, "share", 0.7, "higher")
        report(f"similar.first.{name}", first_found(every, judge, half), "share", 0.9, "higher")
    asyncio.run(speed(every))


if __name__ == "__main__":
    main()
