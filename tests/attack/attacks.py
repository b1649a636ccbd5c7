"""The attacks: each looks at the evidence in its own way and says who seems to have written each case."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from tests.attack.evidence import Evidence, Row, Traces
from tests.attack.judging import Suspicions

Attack: TypeAlias = Callable[[Evidence], Suspicions]

_LOOK: Final = 5  # how many neighbours are suspected
_STAMP: Final = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3})")
_SINCE: Final = 1_000_000_000  # a larger number may be seconds of our time
_GRAM: Final = 5


def _nearest(traces: Traces, cases: int, *, before: bool = True, after: bool = True) -> list[dict[int, float]]:
    """The people whose traces are nearest to the first of each case."""
    found: list[dict[int, float]] = [{} for _ in range(cases)]
    for case, at in traces.cases.items():
        around = [*(traces.before(at, _LOOK) if before else ()), *(traces.after(at, _LOOK) if after else ())]
        for place, author in around:
            found[case][author] = max(found[case].get(author, -float("inf")), -abs(place - at))
    return found


def _together(parts: Sequence[Sequence[Mapping[int, float]]], cases: int) -> Suspicions:
    """Several looks at once: what the nearest of them says."""
    joined: list[dict[int, float]] = [{} for _ in range(cases)]
    for part in parts:
        for case, found in enumerate(part):
            for author, score in found.items():
                joined[case][author] = max(joined[case].get(author, -float("inf")), score)
    return joined


def same_row(evidence: Evidence) -> Suspicions:
    """Rows that speak of a case and of a person."""
    found: list[dict[int, float]] = [{} for _ in evidence.truth]
    for case, rows in evidence.of_cases.items():
        for _, row in rows:
            for is_person, number in evidence.known.owners(row):
                if is_person:
                    found[case][number] = found[case].get(number, 0) + 1
    return found


def nearest_time(evidence: Evidence) -> Suspicions:
    """The person with a row of about the time of the case's rows, to the precision there is."""
    people = [(at, n) for n, rows in evidence.of_people.items() for _, row in rows for at in _times(row)]
    cases = {n: min(times) for n, rows in evidence.of_cases.items() if (times := _sharpest(rows))}
    return _nearest(Traces(sorted(people), cases), len(evidence.truth))


def _sharpest(rows: Sequence[tuple[str, Row]]) -> list[float]:
    """The times of day of these rows; their days, if there are none."""
    times = [at for _, row in rows for at in _times(row)]
    return [at for at in times if at % 86_400] or times


def _times(row: Row) -> Iterator[float]:
    for value in row:
        if isinstance(value, datetime):
            yield value.timestamp()
        elif isinstance(value, date):
            yield datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp()
        elif isinstance(value, int | float) and value > _SINCE:
            yield float(value)
        elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                continue
            yield (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def order_of_first_use(evidence: Evidence) -> Suspicions:
    """Who was stored first filed first: the order of people's rows laid over the order of the cases."""
    accounts, cases = evidence.in_pages["account"], evidence.in_pages["case"]
    order = list(dict.fromkeys(number for _, number in accounts.people))
    found: list[dict[int, float]] = [{} for _ in evidence.truth]
    for place, case in enumerate(sorted(cases.cases, key=lambda case: cases.cases[case])):
        expected = place * len(order) / max(1, len(cases.cases))
        found[case] = {author: -abs(rank - expected) for rank, author in enumerate(order)}
    return found


def place_in_pages(evidence: Evidence) -> Suspicions:
    """Rows that lie side by side were written one after the other."""
    return _together([_nearest(t, len(evidence.truth)) for t in evidence.in_pages.values()], len(evidence.truth))


def outbox_neighbours(evidence: Evidence) -> Suspicions:
    """The notices about a case between those to people."""
    return _nearest(evidence.in_pages["outbox"], len(evidence.truth))


def place_in_backup(evidence: Evidence) -> Suspicions:
    """The same in a copy made by the program."""
    return _together([_nearest(t, len(evidence.truth)) for t in evidence.in_backup.values()], len(evidence.truth))


def last_written_before(evidence: Evidence) -> Suspicions:
    """Whose row did the log hold just before the case?"""
    return _nearest(evidence.in_write_ahead, len(evidence.truth), after=False)


def first_written_after(evidence: Evidence) -> Suspicions:
    """And just after it, as by a counter or a last-seen?"""
    return _nearest(evidence.in_write_ahead, len(evidence.truth), before=False)


def carve_words(evidence: Evidence) -> Suspicions:
    """The words of the case in free space and old states of the log, with an id beside them: a draft."""
    found = [evidence.carved.get(case, set()) for case in range(len(evidence.truth))]
    return [{author: 1.0 / len(near) for author in near} for near in found]


def lengths(evidence: Evidence) -> Suspicions:
    """A sealed address as long as somebody's."""
    return _alike(evidence, lambda rows: {len(v) for v in _binaries(rows) if len(v) > 64})


def _alike(evidence: Evidence, traits: Callable[[Sequence[tuple[str, Row]]], set[int]]) -> Suspicions:
    people = {n: traits(rows) for n, rows in evidence.of_people.items()}
    rarity = Counter(trait for found in people.values() for trait in found)
    cases = {n: traits(rows) for n, rows in evidence.of_cases.items()}
    return [
        {n: sum(1 / rarity[trait] for trait in found & cases.get(case, set())) for n, found in people.items()}
        for case in range(len(evidence.truth))
    ]


def _binaries(rows: Sequence[tuple[str, Row]]) -> Iterator[bytes]:
    return (value for _, row in rows for value in row if isinstance(value, bytes))


def shared_bytes(evidence: Evidence) -> Suspicions:
    """Some bytes of a case's ids, code, lane or address that are also in a person's: a key derived from another."""

    def grams(rows: Sequence[tuple[str, Row]]) -> set[int]:
        return {hash(v[at : at + _GRAM]) for v in _binaries(rows) for at in range(min(len(v), 300) - _GRAM + 1)}

    return _alike(evidence, grams)


def nearest_id(evidence: Evidence) -> Suspicions:
    """The person's id that differs in the fewest bits from the case's."""
    people: dict[int, list[int]] = defaultdict(list)
    cases: dict[int, int] = {}
    for value, (is_person, number) in evidence.known.ids.items():
        if is_person:
            people[number].append(int.from_bytes(value, "big"))
        else:
            cases[number] = int.from_bytes(value, "big")
    return [
        {n: -min((cases[case] ^ own).bit_count() for own in ids) for n, ids in people.items()} if case in cases else {}
        for case in range(len(evidence.truth))
    ]


def log_lines(evidence: Evidence) -> Suspicions:
    """The log's lines that name somebody, near those that name a case, or its moment in the write-ahead log's order."""
    words = {word: owner for word, owner in evidence.known.words.items() if len(word) > 5}
    found: list[tuple[float, tuple[bool, int]]] = []
    for line in evidence.log:
        stamp = _STAMP.match(line)
        if stamp is not None:
            at = datetime.fromisoformat(stamp[1]).replace(tzinfo=UTC).timestamp() + int(stamp[2]) / 1000
            found += [(at, owner) for word in re.findall(r"[\w-]{6,}", line) if (owner := words.get(word))]
    return _nearest(Traces.of(iter(found)), len(evidence.truth))


def file_times(evidence: Evidence) -> Suspicions:
    """Files with somebody's id in their name or content, changed when a file about the case was."""
    found: list[tuple[float, tuple[bool, int]]] = []
    words = evidence.known.words
    for path, (changed, content) in evidence.files.items():
        named = [owner for word, owner in words.items() if word in path.name]
        small = [owner for word, owner in words.items() if len(content) < 100_000 and word.encode() in content]
        found += [(changed, owner) for owner in (*named, *small)]
    return _nearest(Traces.of(iter(found)), len(evidence.truth))


def month_and_slot(evidence: Evidence) -> Suspicions:
    """Months, days and slots that stand on a case and on somebody's row."""

    def days(rows: Sequence[tuple[str, Row]]) -> set[int]:
        return {hash(str(v)[:n]) for _, row in rows for v in row for n in (7, 10, 16) if _is_day(v)}

    return _alike(evidence, days)


def _is_day(value: object) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and bool(re.match(r"\d{4}-\d\d(-\d\d)?", value)))


def departments(evidence: Evidence) -> Suspicions:
    """People of the department that a case went to, or whose topic it has: what the numbers show by unit."""
    found = []
    for case in range(len(evidence.truth)):
        words = {str(v) for table, row in evidence.of_cases.get(case, ()) if table == "case" for v in row}
        found.append({n: 1.0 for n, unit in enumerate(evidence.units) if unit in words})
    return found


def transactions(evidence: Evidence) -> Suspicions:
    """PostgreSQL's numbers of transactions on rows of people, against those on rows of cases."""
    return _by_mark(evidence, lambda row: [float(row[0]), *([float(row[1])] if row[1] != "0" else [])])


def tuple_places(evidence: Evidence) -> Suspicions:
    """PostgreSQL's places of rows, by table."""
    parts = [_by_mark(evidence, lambda row: [_ctid(row[2])], table) for table in evidence.rows]
    return _together(parts, len(evidence.truth))


def _ctid(text: str) -> float:
    block, _, item = text.strip("()").partition(",")
    return int(block) * 1000.0 + int(item)


def _by_mark(evidence: Evidence, mark: Callable[[Row], Sequence[float]], only: str = "") -> list[dict[int, float]]:
    people = [
        (at, n)
        for n, rows in evidence.of_people.items()
        for name, row in rows
        if only in ("", name)
        for at in mark(row)
    ]
    cases = {
        n: min(at for name, row in rows if only in ("", name) for at in mark(row))
        for n, rows in evidence.of_cases.items()
        if any(only in ("", name) for name, _ in rows)
    }
    return _nearest(Traces(sorted(people), cases), len(evidence.truth))


def language(evidence: Evidence) -> Suspicions:
    """Who has named cases, or notices, in the language of the case: the office must know it to answer."""

    def spoken(rows: Sequence[tuple[str, Row]]) -> set[int]:
        return {hash(v) for table, row in rows for v in row if table in ("case", "person") and v in ("vi", "en")}

    return _alike(evidence, spoken)


ON_BOTH: Final[Mapping[str, Attack]] = MappingProxyType(
    {
        "a row with both": same_row,
        "nearest time in rows": nearest_time,
        "length of what is sealed": lengths,
        "bytes that ids, codes and addresses share": shared_bytes,
        "nearest id": nearest_id,
        "log lines": log_lines,
        "files and their times": file_times,
        "months, days and slots": month_and_slot,
        "departments, as the numbers show": departments,
    }
)
ON_SQLITE: Final[Mapping[str, Attack]] = MappingProxyType(
    {
        "order of first use": order_of_first_use,
        "neighbours in pages": place_in_pages,
        "neighbours in the outbox": outbox_neighbours,
        "neighbours in a backup": place_in_backup,
        "log of the database, before": last_written_before,
        "log of the database, after": first_written_after,
        "words carved from database and log": carve_words,
    }
)
ON_POSTGRESQL: Final[Mapping[str, Attack]] = MappingProxyType(
    {"numbers of transactions": transactions, "places of rows": tuple_places}
)
# Not held against us: to answer in somebody's language one must know which it is.
INHERENT: Final[Mapping[str, Attack]] = MappingProxyType({"language of named cases": language})


def attacks_on(kind: str) -> Mapping[str, Attack]:
    return {**ON_BOTH, **(ON_SQLITE if kind == "sqlite" else ON_POSTGRESQL)}
