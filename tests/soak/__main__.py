"""Two hundred kills of each kind, and what came of them in one line of JSON: python -m tests.soak [KILLS]."""

import asyncio
import json
import os
import random
import secrets
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from tests.soak.delivery import Notices, deliver_under_kills
from tests.soak.intake import Filings, file_under_kills
from tests.soak.nursery import Nursery, nursery

KILLS: Final = 200
A_ROUND: Final = 20
_Round = Callable[..., Awaitable[Filings | Notices]]
KINDS: Final[dict[str, _Round]] = {
    "polling": partial(file_under_kills, by_webhook=False),
    "webhook": partial(file_under_kills, by_webhook=True),
    "answers": partial(deliver_under_kills, broadcast=False),
    "broadcast": partial(deliver_under_kills, broadcast=True),
}


async def main(kills: int, seed: int) -> int:
    """0 if nothing was lost, nothing done twice and nothing else broken."""
    chance = random.Random(seed)
    with nursery() as lives:
        found = {kind: await of_kind(kind, lives, chance, kills) for kind in KINDS}
    print(json.dumps({"seed": seed, **found}), flush=True)
    return int(any(one["lost"] or one["twice"] or one["broken"] for one in found.values()))


async def of_kind(kind: str, lives: Nursery, chance: random.Random, kills: int) -> dict[str, Any]:
    """In rounds, each on a database of its own."""
    totals: dict[str, Any] = {}
    for begun in range(0, kills, A_ROUND):
        one = await KINDS[kind](lives, chance, kills=min(A_ROUND, kills - begun))
        for broken in one.broken:
            print(f"{kind}: {broken}", file=sys.stderr)
        for name, value in counts(one).items():
            known = totals.get(name, 0)
            totals[name] = max(known, value) if name in ("slowest_stop", "most_repeated") else known + value
        print(f"… {kind} {totals}", file=sys.stderr, flush=True)
    return totals


def counts(one: Filings | Notices) -> dict[str, float]:
    each = {"kills": one.kills, "stops": one.stops, "slowest_stop": round(one.slowest_stop, 2)}
    each |= {"lost": len(one.lost), "broken": len(one.broken)}
    if isinstance(one, Filings):
        return each | {"twice": len(one.twice), "acknowledged": len(one.acknowledged), "filed": len(one.bodies)}
    repeats = {"repeated": sum(one.repeats), "most_repeated": max(one.repeats)}
    return each | {"twice": one.twice, "notices": len(one.wanted), **repeats}


if __name__ == "__main__":
    chosen = int(os.environ.get("CRASH_SEED") or secrets.randbelow(2**32))
    print(f"CRASH_SEED={chosen}", file=sys.stderr, flush=True)
    sys.exit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else KILLS, chosen)))
