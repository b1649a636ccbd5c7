"""What a case is made of: its kind, its texts, its history, its files, the author's verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

AUTHOR: Final = "author"  # who did it, where it was not a unit


class Kind(StrEnum):
    """What kind of opinion it is (domain sheet §6.1)."""

    THOUGHT = "thought"
    QUESTION = "question"
    PETITION = "petition"
    PROPOSAL = "proposal"
    REPORT = "report"
    DIFFICULTY = "difficulty"
    IDEA = "idea"
    PRAISE = "praise"


class Verdict(StrEnum):
    """What the author says of the answer."""

    CLEAR = "clear"
    PARTLY = "partly"
    UNSATISFACTORY = "unsatisfactory"


class EntryKind(StrEnum):
    """The texts that make up a case."""

    BODY = "body"  # the concern; the last one counts, earlier ones are kept
    ADDITION = "addition"  # what the author added
    QUESTION = "question"  # to the author
    DRAFT = "draft"
    PART = "part"  # a supporting department's contribution
    INTERIM = "interim"  # an answer for now: who will answer in full, and by when
    ANSWER = "answer"
    SUMMARY = "summary"  # the office's own words, which others may read


class EventKind(StrEnum):
    """What happened to a case; each is a line of its history and may be told to somebody."""

    FILED = "filed"
    EDITED = "edited"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    ROUTED = "routed"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    ASKED = "asked"
    REPLIED = "replied"
    DRAFTED = "drafted"
    SENT_BACK = "sent_back"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    ASKED_AGAIN = "asked_again"
    PUSHED_BACK = "pushed_back"
    MERGED = "merged"
    SEPARATED = "separated"
    DECLINED = "declined"
    EXTENDED = "extended"
    RESUMED = "resumed"  # the clock runs again after the author was asked, to a later date
    LAPSED = "lapsed"  # nobody took it on: back to the office
    ESCALATED = "escalated"  # too late: one step of the ladder more has been told
    RAISED = "raised"  # returned a second time: up to a leader, not round
    SUPPORT_ASKED = "support_asked"
    KEPT_FROM = "kept_from"  # the office saw that it is about this unit
    TAKEN_BACK = "taken_back"  # … with which it lay
    LET_IN = "let_in"  # that was a mistake
    PART_ADDED = "part_added"
    INTERIM = "interim"
    OVERRULED = "overruled"  # a leader let an answer go out that lacked something
    PROMISED = "promised"
    PROMISE_MOVED = "promise_moved"
    ASKED_IF_DONE = "asked_if_done"
    UNIT_DONE = "unit_done"  # the unit says so …
    AUTHOR_DONE = "author_done"  # … which is not the same as the author saying so
    AUTHOR_NOT_DONE = "author_not_done"
    ERASED = "erased"  # its texts and files were deleted
    RELEASED = "released"  # an anonymous case became visible to those who handle it
    ALARMED = "alarmed"  # its text tells of a danger: people were told at once


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a case. ``by`` is AUTHOR or a unit code; ``on`` a date only, in the office's zone."""

    kind: EntryKind
    text: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of a case's history. ``detail`` holds codes and short texts: unit, reason, due (ISO date)."""

    kind: EventKind
    on: date
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A cleaned file of a case; its content is fetched apart."""

    file_id: str
    name: str
    media_type: str
