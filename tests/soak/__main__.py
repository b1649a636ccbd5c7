"""Two hundred kills of each kind, as many stops, and what came of them as JSON: python -m tests.soak [KILLS]."""

import asyncio
import json
import os
import random
import secrets
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from tests.soak.delivery import Notices, deliver_under_kills
from tests.soak.intake import Filings, file_under_kills
from tests.soak.nursery import nursery

KILLS: Final = 200
A_ROUND: Final = 20
MAXIMA: Final = ("slowest_stop", "most_repeated")
Counts = dict[str, float]
_Round = Callable[..., Awaitable[Filings | Notices]]
KINDS: Final[dict[str, _Round]] = {
    "polling": partial(file_under_kills, by_webhook=False),
    "webhook": partial(file_under_kills, by_webhook=True),
    "answers": partial(deliver_under_kills, broadcast=False),
    "broadcast": partial(deliver_under_kills, broadcast=True),
    "stops": partial(file_under_kills, by_webhook=True, gently=True),
    "broadcast_stops": partial(deliver_under_kills, broadcast=True, gently=True),
}


async def main(kills: int, seed: int) -> int:
    """0 if nothing was lost, nothing done twice and nothing else broken. Rounds, each on a database of its own."""
    chance = random.Random(seed)
    found: dict[str, Counts] = {kind: {} for kind in KINDS}
    with nursery() as lives:
        for begun in range(0, kills, A_ROUND):
            for kind, one_round in KINDS.items():
                one = await one_round(lives, chance, kills=min(A_ROUND, kills - begun))
                for broken in one.broken:
                    print(f"{kind}: {broken}", file=sys.stderr)
                found[kind] = added(found[kind], counts(one))
                print(f"… {kind} {found[kind]}", file=sys.stderr, flush=True)
    print(json.dumps({"seed": seed, **found}), flush=True)
    return int(any(one["lost"] or one["twice"] or one["broken"] for one in found.values()))


def added(so_far: Counts, one: Counts) -> Counts:
    return {
        name: max(so_far.get(name, 0), value) if name in MAXIMA else so_far.get(name, 0) + value
        for name, value in one.items()
    }


def counts(one: Filings | Notices) -> Counts:
    each: Counts = {"kills": one.kills, "stops": one.stops, "slowest_stop": round(one.slowest_stop, 2)}
    each |= {"lost": len(one.lost), "broken": len(one.broken)}
    if isinstance(one, Filings):
        return each | {"twice": len(one.twice), "acknowledged": len(one.acknowledged), "filed": len(one.bodies)}
    repeats = {"repeated": sum(one.repeats), "most_repeated": max(one.repeats)}
    return each | {"twice": one.twice, "notices": len(one.wanted), **repeats}


if __name__ == "__main__":
    chosen = int(os.environ.get("CRASH_SEED") or secrets.randbelow(2**32))
    print(f"CRASH_SEED={chosen}", file=sys.stderr, flush=True)
    sys.exit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else KILLS, chosen)))
