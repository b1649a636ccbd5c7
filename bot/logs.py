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
_OURS: Final = frozenset({"bot", "handlers", "scheduler", "storage", "__main__"})


def _may_stand(record: logging.LogRecord) -> bool:
    """What libraries say below a warning holds addresses, texts and tokens: never shown, whatever level is asked for.

    Telegram's own library quotes Telegram's answers in its errors, too.
    """
    package = record.name.partition(".")[0]
    return package in _OURS or record.levelno >= (logging.CRITICAL if package == "telegram" else logging.WARNING)


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
    """One line an event on standard error; libraries are heard from warnings on."""
    handler = logging.StreamHandler()
    handler.addFilter(_may_stand)
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # a library's warning may quote what it was given, such as a file's name
    for noisy in ("apscheduler", "aiohttp.access", "httpx", "httpcore", "aiogram.event", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
