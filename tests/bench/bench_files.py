"""What the child process costs a photograph on its way in: `python -m tests.bench.bench_files`."""

import asyncio
import sys
from io import BytesIO
from statistics import median
from time import perf_counter

from PIL import Image

from storage.files import FileCleaner
from tests.bench.measuring import report

ROUNDS = 15
WIDTH, HEIGHT = 2048, 1536  # three megapixels: what a chat app makes of a phone's photograph


def photograph() -> bytes:
    """Soft shapes with a grain, which compress about as a photograph does."""
    grain = Image.effect_noise((WIDTH, HEIGHT), 12)
    shapes = [Image.effect_noise((WIDTH // 64, HEIGHT // 64), 120).resize((WIDTH, HEIGHT)) for _ in "RGB"]
    file = BytesIO()
    Image.merge("RGB", [Image.blend(shape, grain, 0.3) for shape in shapes]).save(file, "JPEG", quality=90)
    return file.getvalue()


def drawn_anew(content: bytes) -> bytes:
    """The bare work: decode and encode, in this process, with nothing taken away."""
    file = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.save(file, "JPEG", quality=85)
    return file.getvalue()


async def seconds_of_each(content: bytes) -> tuple[float, float]:
    """Cleaning and the bare work, in turns, so that a busy machine slows both."""
    cleaner, cleaning, bare = FileCleaner(), [], []
    for _ in range(ROUNDS):
        start = perf_counter()
        await cleaner.clean(content)
        middle = perf_counter()
        drawn_anew(content)
        cleaning.append(middle - start)
        bare.append(perf_counter() - middle)
    return median(cleaning), median(bare)


def main() -> None:
    """Measure, and print."""
    content = photograph()
    cleaning, bare = asyncio.run(seconds_of_each(content))
    print(f"{len(content) >> 10} KiB: cleaned in {cleaning * 1e3:.0f} ms, bare {bare * 1e3:.0f} ms", file=sys.stderr)
    report("file-cleaning-time-against-bare-pillow", cleaning / bare, "ratio", 4.0, "lower")


if __name__ == "__main__":
    main()
