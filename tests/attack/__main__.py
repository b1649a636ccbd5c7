"""A month of an office, stolen: one line of JSON for each attack. python -m tests.attack [CONCERNS [AUTHORS]].

Exit code 1 if an attack succeeds, 2 if a control is not found out, so that nothing has been shown.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.attack.attacks import INHERENT, attacks_on
from tests.attack.controls import CONTROLS
from tests.attack.driving import Run, go, office
from tests.attack.evidence import Evidence, gather
from tests.attack.judging import Verdict, judge
from tests.attack.population import Plan, plan
from tests.storage.databases import quick_folder

CONCERNS, AUTHORS = 2_000, 50
SEED: Final = 20_261_122
OTHERS: Final = 1.5  # of all else that people do, for each concern
SMALLER: Final = 5  # beside the web on SQLite, all else with a fifth of the concerns
RUNS: Final = (("sqlite", "web"), ("postgresql", "web"), ("sqlite", "telegram"), ("sqlite", "zalo"))


async def live(
    kind: str, channel: str, drawn: Plan, folder: Path, prepare: Callable[[Run], None] = lambda run: None
) -> Evidence:
    """The month, and what a thief takes away."""
    async with office(kind, folder, channel, drawn) as run:
        prepare(run)
        await go(run)
        return await gather(run)


def judged(kind: str, evidence: Evidence) -> Sequence[Verdict]:
    verdicts = [judge(name, by(evidence), evidence.truth, evidence.authors) for name, by in attacks_on(kind).items()]
    known = [
        judge(name, by(evidence), evidence.truth, evidence.authors, inherent=True) for name, by in INHERENT.items()
    ]
    return [*verdicts, *known]


async def controls(folder: Path, authors: int, concerns: int, *, others: float = OTHERS) -> bool:
    """Whether each careless design was found out."""
    found_out = True
    for number, (name, (prepare, attack, least)) in enumerate(CONTROLS.items()):
        drawn = plan(authors, concerns, seed=SEED + 100 + number, others=others)
        evidence = await live("sqlite", "web", drawn, folder / f"control {number}", prepare)
        verdict = judge(attack, attacks_on("sqlite")[attack](evidence), evidence.truth, authors)
        enough = verdict.hits >= least * verdict.of
        print(verdict.line(control=name, least=least * verdict.of, found_out=enough), flush=True)
        found_out = found_out and enough
    return found_out


async def main(concerns: int, authors: int) -> int:
    succeeded = []
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        if not await controls(Path(folder), authors, concerns // SMALLER):
            return 2
        for number, (kind, channel) in enumerate(RUNS):
            drawn = plan(authors, concerns // (SMALLER if number else 1), seed=SEED + number, others=OTHERS)
            evidence = await live(kind, channel, drawn, Path(folder) / str(number))
            for verdict in judged(kind, evidence):
                print(verdict.line(run=f"{channel} on {kind}"), flush=True)
                succeeded += [verdict] if verdict.succeeded else []
    print(json.dumps({"name": "attacks that succeeded", "value": len(succeeded), "bar": 0}), flush=True)
    return 1 if succeeded else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*([int(each) for each in sys.argv[1:]] + [CONCERNS, AUTHORS][len(sys.argv) - 1 :]))))
