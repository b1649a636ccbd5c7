"""Whom a case is kept from: the units it complains about. Their people never get, read or answer it."""

from collections.abc import Collection, Iterable

from storage.domain.organisation import Organisation
from storage.domain.records import CaseEvent, EventKind


def home(excluded: Collection[str], organisation: Organisation) -> str:
    """The unit a case lies with while no department works on it: the office, else a leader, else who inspects.

    Where the case is about all of these, nobody is left; ``may_be_kept_from`` lets no author come to that.
    """
    return next(unit for unit in _desks(organisation) if unit not in excluded)


def destination(department: str, excluded: Collection[str], organisation: Organisation) -> str:
    """The department, unless the case is about it."""
    return department if department not in excluded else home(excluded, organisation)


def may_be_kept_from(excluded: Collection[str], organisation: Organisation) -> bool:
    """Whether a leader is left to answer for it."""
    return any(unit not in excluded for unit in organisation.ladder)


def kept_by_desk(excluded: Iterable[str], history: Iterable[CaseEvent]) -> tuple[str, ...]:
    """Those of the units that the office chose, not the author: only these can be let in again."""
    kept = {event.detail.get("department") for event in history if event.kind is EventKind.KEPT_FROM}
    return tuple(unit for unit in excluded if unit in kept)


def _desks(organisation: Organisation) -> list[str]:
    inspection = [organisation.inspection] if organisation.inspection else []
    return [organisation.office, *organisation.ladder, *inspection]
