"""Who does what in the run: drawn beforehand, so that it can be told again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

UNITS: Final = ("VP", "KT", "YT", "VHXH", "BXDD")
MARK: Final = "mốc"  # of each concern: a word nobody else writes, as an attacker who reads the case has it
_CONSONANTS: Final = "bcdghklmnpqrstvx"
_SUBJECTS: Final = (
    "Ghế ngồi",
    "Bàn làm việc",
    "Rèm cửa",
    "Quạt trần",
    "Tủ tài liệu",
    "Bảng tin",
    "Giấy in",
    "Cây xanh",
)
_PLACES: Final = ("ở hội trường", "ở sảnh", "trên tầng hai", "ngoài hiên", "ở kho", "ở phòng họp")
_WISHES: Final = ("cần thay mới", "mong được sửa", "nên có thêm", "đã cũ lắm rồi", "xin được xem lại")
_DAYS: Final = 22
_DAY_SECONDS: Final = 24 * 3600


class Deed(StrEnum):
    """What people do with the bot."""

    CONCERN = auto()  # without a name
    NAMED = auto()
    MENU = auto()
    DROPPED = auto()
    LOOK_UP = auto()
    LANGUAGE = auto()
    LEAVE_AND_COME = auto()


# Besides concerns; in these proportions.
_OTHERS: Final = {
    Deed.MENU: 45,
    Deed.DROPPED: 20,
    Deed.LOOK_UP: 18,
    Deed.NAMED: 8,
    Deed.LANGUAGE: 6,
    Deed.LEAVE_AND_COME: 3,
}


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody does something, so many seconds after the event before."""

    after: int
    author: int
    deed: Deed
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A month of an office. ``english`` write in English, as some do by name as well."""

    authors: int
    events: Sequence[Event]
    english: frozenset[int]

    def unit(self, author: int) -> str:
        return UNITS[author % len(UNITS)]


def plan(authors: int, concerns: int, *, seed: int, others: float = 1.5) -> Plan:
    """Concerns come from all alike, so that a guess hits by chance once in ``authors`` whatever it is made from.

    All else that can be seen of people is as uneven as in an office: a few are always there, most hardly ever, and
    much happens within minutes.
    """
    chance = random.Random(seed)
    everybody = range(authors)
    rank = chance.sample(everybody, authors)
    weights = [1 / (1 + rank[author]) for author in everybody]
    deeds = [(chance.randrange(authors), Deed.CONCERN) for _ in range(concerns)]
    kinds, shares = list(_OTHERS), list(_OTHERS.values())
    deeds += [
        (chance.choices(everybody, weights)[0], chance.choices(kinds, shares)[0]) for _ in range(int(concerns * others))
    ]
    chance.shuffle(deeds)
    english = frozenset(chance.sample(everybody, max(1, authors // 10)))
    events = [Event(_gap(chance, len(deeds)), author, deed, _text(chance, author in english)) for author, deed in deeds]
    return Plan(authors, events, english)


def _gap(chance: random.Random, events: int) -> int:
    """Seven in ten follow within seconds of each other."""
    if chance.random() < 0.7:
        return chance.randrange(1, 20)
    return int(chance.expovariate(0.3 * events / (_DAYS * _DAY_SECONDS)))


def _text(chance: random.Random, english: bool) -> str:
    mark = MARK + "".join(chance.choices(_CONSONANTS, k=10))  # no digits: they would be taken for somebody's number
    if english:
        return f"The chairs in the meeting hall are old and should be replaced soon please, {mark}."
    subject, place, wish = (chance.choice(words) for words in (_SUBJECTS, _PLACES, _WISHES))
    return f"{subject} {place} {wish}, {mark}."
