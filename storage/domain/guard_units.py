"""The unit an author says to belong to: in a small one, that is nearly a name."""

import re
from functools import lru_cache
from typing import Final

from storage.domain.guard import Finding, Trace
from storage.domain.guard_text import GuardText
from storage.domain.organisation import Organisation, Unit

SMALL: Final = 20  # people; below, the author is warned
TINY: Final = 5  # below, it is not kept
_I: Final = r"(?:em|e|toi|minh|mk|chau|tui)"
_AT: Final = r"(?:lam(?: viec)? |cong tac |dang |hien |la (?:\w+ ){1,3}?)*(?:o|tai|ben|thuoc|cua|trong)"


def is_small(unit: Unit) -> bool:
    return 0 < unit.staff < SMALL


def own_units(text: str, organisation: Organisation) -> list[Finding]:
    """ "Em ở phòng Kinh tế", "phòng Kinh tế chúng em": where the text says so of a small unit."""
    read = GuardText(text)
    found = []
    for unit in filter(is_small, organisation.units):
        for match in _pattern(unit).finditer(read.plain):
            start, end = read.span(*match.span())
            found.append(Finding(Trace.UNIT, start, end, text[start:end]))
    return found


def is_tiny(finding: Finding, organisation: Organisation) -> bool:
    """Whether so few work there that the words are as good as a name."""
    plain = GuardText(finding.quote).plain
    return any(0 < unit.staff < TINY and _pattern(unit).fullmatch(plain) for unit in organisation.units)


@lru_cache(maxsize=256)
def _pattern(unit: Unit) -> re.Pattern[str]:
    names = [GuardText(name).plain for name in (unit.name, *unit.aliases) if len(name) > 3]
    named = "|".join(r"\W+".join(map(re.escape, re.findall(r"\w+", name))) for name in sorted(names, key=len)[::-1])
    return re.compile(rf"\b{_I} {_AT} (?:{named})\b|\b(?:{named}) (?:cua |chung |tui |bon ){_I}\b")
