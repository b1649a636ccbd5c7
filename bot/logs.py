"""What a log line looks like, and what never stands in one: tokens, addresses, people's words."""

import logging
import re
import sys
import warnings
from typing import Final

_TOKENS: Final = re.compile(
    r"bot\d+:[\w-]+|Bearer\s+\S+|invite=[\w-]+"
    r"|(?<=://)[^\s/@:]*:[^\s@]+(?=@)"  # user and password in a URL
    r"|(?<=request from )\S+",  # aiohttp's line on a request that cannot be read
    re.IGNORECASE,
)
# Codes that open something: reply codes and invites, in groups of four.
_CODES: Final = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2,3}\b", re.IGNORECASE)


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # An exception is shown by its type: its message may hold what a person wrote.
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.exc_text = f"({type(error).__name__})"
        line = super().format(record)
        if error is not None:  # asyncio repeats the whole exception in its own message
            line = line.replace(repr(error), type(error).__name__)
        return _CODES.sub("****", _TOKENS.sub("***", line))


def set_up_logs(level: int = logging.INFO) -> None:
    """One line an event on standard error; libraries that print addresses or a time line are quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # a library's warning may quote what it was given, such as a file's name
    for noisy in ("apscheduler", "aiohttp.access", "httpx", "httpcore", "aiogram.event", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
