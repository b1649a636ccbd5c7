"""Does the product's memory stop growing? 100,000 updates of 2,000 people: python -m tests.bench.bench_memory.

What they are stands in crowd.py. BENCH_UPDATES makes it shorter, and then the second half says less: caches still fill.
"""

import asyncio
import os
import sys
from typing import Final

from tests.bench.crowd import crowd
from tests.bench.measuring import report
from tests.bench.product_process import office_folder, product
from tests.serving import free_port

UPDATES: Final = int(os.environ.get("BENCH_UPDATES", "100000"))
PARTS: Final = 10  # looks at the memory, half of them in each half
PEOPLE: Final = range(1, 2_001)
DESK: Final = 9_000_000


async def main() -> None:
    port, seen = free_port(), list[float]()
    async with (
        office_folder(PEOPLE, DESK) as folder,
        crowd(PEOPLE, port) as people,
        product(folder, port, people.url) as process,
    ):
        for part in range(1, PARTS + 1):
            before, rate = process.cpu_seconds, await people.talk(UPDATES // PARTS)
            seen.append(process.megabytes)
            each = (process.cpu_seconds - before) / (UPDATES // PARTS) * 1000
            done = part * UPDATES // PARTS
            print(f"{done}: {seen[-1]:.1f} MB, {rate:.0f}/s, {each:.1f} ms of computing each", file=sys.stderr)
        await process.stop()
    report("memory.most", max(seen), "MB", 300, "lower")
    report("memory.second-half", seen[-1] / seen[PARTS // 2 - 1], "ratio", 1.05, "lower")


if __name__ == "__main__":
    asyncio.run(main())
