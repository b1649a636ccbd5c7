"""Does anything hold up the loop while 1,000 updates a second are offered? python -m tests.bench.bench_pauses.

What they are stands in crowd.py: half texts and words of the menu, half presses, one in six a filing. What the product
cannot take at once waits, as at Telegram, for one of its forty connections. The product runs as in production but for
Telegram's pace, which is lifted. A tick in its loop says how long it was held up; ticks begin as soon as it serves.
A machine that has something else to do holds it up as well: the bar is for what the kernel does not count as that.
"""

import asyncio
import sys
from typing import Final

from tests.bench.crowd import crowd
from tests.bench.measuring import report
from tests.bench.product_process import office_folder, product
from tests.serving import free_port

RATE: Final = 1_000.0  # updates a second
SECONDS: Final = 10.0
PEOPLE: Final = range(1, 2_001)
DESK: Final = 9_000_000


async def main() -> None:
    port = free_port()
    async with (
        office_folder(PEOPLE, DESK) as folder,
        crowd(PEOPLE, port) as people,
        product(folder, port, people.url) as process,
    ):
        served = await people.talk(int(RATE * SECONDS), RATE)
        pauses = await process.stop()
    for each in pauses:
        own, computing, elsewhere = (seconds * 1000 for seconds in (each.own, each.computing, each.elsewhere))
        print(
            f"at {each.at:.1f} s: {own:.0f} ms, {computing:.0f} ms of them computing; "
            f"and {elsewhere:.0f} ms without a core",
            file=sys.stderr,
        )
    report("pauses.served", served, "1/s", None, "higher")
    report("pauses.longest-with-machine", max(each.own + each.elsewhere for each in pauses) * 1000, "ms", None, "lower")
    report("pauses.longest", pauses[0].own * 1000, "ms", 50, "lower")


if __name__ == "__main__":
    asyncio.run(main())
