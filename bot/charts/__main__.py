"""The child process: a description of a chart or a workbook comes in, the file goes out. Nothing is written to a disk.

matplotlib takes a second and 80 MB: they are spent here, and given back.
"""

import json
import os
import sys
from tempfile import TemporaryDirectory


def main() -> None:
    asked = json.load(sys.stdin)
    # matplotlib keeps a list of fonts in the home folder unless it is given another place.
    with TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        sys.stdout.buffer.write(_made(asked["form"], asked["content"]))


def _made(form: str, content: object) -> bytes:
    if form == "png":
        from bot.charts.picture import draw  # matplotlib: only who draws waits for it

        return draw(content)
    from bot.charts.sheet import write

    return write(content)


if __name__ == "__main__":
    main()
