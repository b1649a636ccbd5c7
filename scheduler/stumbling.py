"""A case at which a sweep stumbles is set aside and looked at again later; the others go on."""

import logging
from datetime import date
from traceback import walk_tb
from typing import Final

from storage.domain.ids import CaseId
from storage.domain.ports import UnitOfWork
from storage.domain.set_aside import Stumble, Sweep, again_on

_OURS: Final = ("storage", "handlers", "scheduler")

log = logging.getLogger(__name__)


class Stumbled(Exception):
    """A sweep stumbled at this case; the error is the cause."""

    def __init__(self, case_id: CaseId, error: Exception) -> None:
        super().__init__()
        self.case_id, self.error = case_id, error


async def set_aside(case_id: CaseId, error: Exception, sweep: Sweep, today: date, uow: UnitOfWork) -> date:
    """Note and log that it waits; the day on which it is looked at again."""
    stumble = Stumble(sweep, type(error).__name__, _place(error))
    tries = await uow.set_aside.note(case_id, stumble)
    # By type and place only: an error's own words may hold what somebody wrote.
    log.error("a case was set aside sweep=%s error=%s at=%s tries=%s", sweep, stumble.error, stumble.place, tries)
    return again_on(today, tries)


def _place(error: BaseException) -> str:
    """Module and line of the innermost frame that is ours."""
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [f"{module}:{line}" for module, line in frames if module.partition(".")[0] in _OURS]
    return ours[-1] if ours else "?"
