"""How an organisation guards the accounts of people with posts: a PIN before grave acts, page sign-ins that end."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from storage.domain.document import Table
from storage.domain.folding import fold

PIN_LIFE: Final = timedelta(minutes=15)  # after a right PIN none is asked for; long enough to work off a list
PIN_TRIES: Final = 5
PIN_LOCK: Final = timedelta(minutes=15)  # 480 tries a day at most, and the office hears of the first five
SIGN_IN_CODE_LIFE: Final = timedelta(minutes=10)
_PIN: Final = re.compile(r"[0-9]{4,8}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SENTENCE: Final = 5  # words
_PIN_WORD: Final = r"\b(?:pin|ma|mat khau|code|password)\b"
_PIN_DIGITS: Final = r"\d(?:[\s.-]?\d){3}"
_A_PIN_TOLD: Final = re.compile(rf"{_PIN_WORD}\D{{0,12}}{_PIN_DIGITS}|{_PIN_DIGITS}\D{{0,12}}{_PIN_WORD}")
_EASY_PINS: Final = frozenset({"1234", "12345", "123456", "1234567", "12345678", "4321", "654321"})
_MOST_HOURS: Final = 72


@dataclass(frozen=True, slots=True)
class StaffRules:
    """``idle_hours``: how long a page of somebody with posts stays signed in unused; 0: page sign-ins never end."""

    pin: bool = True
    idle_hours: int = 12


DEFAULT_STAFF_RULES: Final = StaffRules()
DEMO_STAFF_RULES: Final = StaffRules(pin=False, idle_hours=0)  # four phones side by side, to look around


def read_staff_rules(root: Table) -> StaffRules:
    """The table ``staff``; all of it may be left out, and the demo then asks for nothing."""
    default = DEMO_STAFF_RULES if root.flag("is_demo") else DEFAULT_STAFF_RULES
    if not root.has("staff"):
        return default
    table = root.table("staff")
    rules = StaffRules(
        pin=table.flag("pin") if table.has("pin") else default.pin,
        idle_hours=table.number("idle_hours", 0, _MOST_HOURS) if table.has("idle_hours") else default.idle_hours,
    )
    table.finish()
    return rules


def staff_rules_written(rules: StaffRules) -> dict[str, object]:
    """What ``read_staff_rules`` reads back to the same value."""
    return {"pin": rules.pin, "idle_hours": rules.idle_hours}


def read_pin(text: str) -> str | None:
    """The digits, if the whole text is four to eight of them, however they are parted."""
    digits = re.sub(r"[\s.-]", "", text)
    return digits if _PIN.fullmatch(digits) else None


def is_sentence(text: str) -> bool:
    """Whether it is words of some length, and tells no PIN: "Phòng 305 mất điện từ sáng", not "mã là 4829 nhé"."""
    words = [word for word in text.split() if _LETTER.search(word)]
    return len(words) >= _SENTENCE and not _A_PIN_TOLD.search(fold(text))


def is_words_only(text: str) -> bool:
    """Whether there is no digit in it that could be one of a PIN."""
    return bool(_LETTER.search(text)) and not re.search(r"\d", text)


def is_easy(pin: str) -> bool:
    """Whether it is among the first that anybody would try."""
    return len(set(pin)) == 1 or pin in _EASY_PINS


def sign_in_ended(rules: StaffRules, active_at: datetime | None, signed_in_month: str | None, now: datetime) -> bool:
    """Whether a page must be signed in anew: unused for too long, or signed in before last month.

    Only the month of a sign-in is kept: it lasts to the end of the next one, 28 to 62 days.
    """
    if not rules.idle_hours:
        return False
    if active_at is None or now - active_at > timedelta(hours=rules.idle_hours):
        return True
    return signed_in_month is not None and signed_in_month < _month_before(now.date())


def _month_before(day: date) -> str:
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
