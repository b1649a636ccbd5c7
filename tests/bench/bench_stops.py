"""SIGTERM while people file and while a broadcast goes out, again and again: python -m tests.bench.bench_stops.

The checkers are those of the soak: whatever was acknowledged lies in a case, and nothing was filed or sent twice.
"""

import asyncio
import random
import sys
from typing import Final

from tests.bench.measuring import report
from tests.serving import STOP_SECONDS
from tests.soak.delivery import deliver_under_kills
from tests.soak.intake import file_under_kills
from tests.soak.nursery import nursery

STOPS: Final = 20  # of each kind


async def main() -> None:
    chance = random.Random(1)
    with nursery() as lives:
        filings = await file_under_kills(lives, chance, kills=STOPS, by_webhook=True, gently=True)
        notices = await deliver_under_kills(lives, chance, kills=STOPS, broadcast=True, gently=True)
    for broken in (*filings.broken, *notices.broken):
        print(broken, file=sys.stderr)
    print(
        f"{filings.stops} stops with {len(filings.bodies)} concerns filed, the slowest {filings.slowest_stop:.2f} s; "
        f"{notices.stops} with {len(notices.wanted)} notices, the slowest {notices.slowest_stop:.2f} s",
        file=sys.stderr,
    )
    report("stops.slowest", max(filings.slowest_stop, notices.slowest_stop), "s", STOP_SECONDS, "lower")
    report("stops.lost", len(filings.lost) + len(notices.lost), "messages", 0, "lower")
    report("stops.twice", len(filings.twice) + notices.twice, "messages", 0, "lower")
    report("stops.half-done", len(filings.broken) + len(notices.broken), "faults", 0, "lower")


if __name__ == "__main__":
    asyncio.run(main())
