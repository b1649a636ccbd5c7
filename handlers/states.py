"""Every point a conversation can be at, and what one handler call returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from storage.domain.conversation import Reply


class State(StrEnum):
    """Where a conversation stands; the part before the dot names the flow, which owns one draft."""

    ENROL_CODE = "enrol.code"

    REPORT_TEXT = "report.text"
    REPORT_MODE = "report.mode"
    REPORT_NAME = "report.name"
    REPORT_KIND = "report.kind"
    REPORT_WHERE = "report.where"
    REPORT_SINCE = "report.since"
    REPORT_LAWFUL = "report.lawful"
    REPORT_GUARD = "report.guard"
    REPORT_ABOUT = "report.about"
    REPORT_SIMILAR = "report.similar"
    REPORT_PREVIEW = "report.preview"
    REPORT_DEPARTMENT = "report.department"
    REPORT_DROP = "report.drop"

    CODE_ASKED = "code.asked"

    OWN_EDIT = "own.edit"
    OWN_ADD = "own.add"
    OWN_ASKED = "own.asked"
    OWN_GUARD = "own.guard"
    OWN_WITHDRAW = "own.withdraw"
    OWN_REMARK = "own.remark"

    DESK_CASE = "desk.case"

    TRIAGE_DEPARTMENT = "triage.department"
    TRIAGE_MERGE = "triage.merge"
    TRIAGE_DECLINE = "triage.decline"
    TRIAGE_SUPPORT = "triage.support"

    KEEP_UNIT = "keep.unit"
    KEEP_LET_IN = "keep.let_in"

    SIMILAR_SUMMARY = "similar.summary"

    WORK_BOUNCE = "work.bounce"
    WORK_BOUNCE_TO = "work.bounce_to"
    WORK_ASK = "work.ask"
    WORK_EXTEND = "work.extend"
    WORK_EXTEND_WHY = "work.extend_why"
    WORK_PART = "work.part"
    WORK_RESPOND = "work.respond"

    ABSENCE_UNIT = "absence.unit"
    ABSENCE_WHO = "absence.who"
    ABSENCE_BY = "absence.by"
    ABSENCE_UNTIL = "absence.until"

    ANSWER_TEXT = "answer.text"
    ANSWER_PREVIEW = "answer.preview"
    ANSWER_INTERIM = "answer.interim"

    PROMISE_PROOF = "promise.proof"
    PROMISE_DUE = "promise.due"
    PROMISE_WHY = "promise.why"

    LEAD_SEND_BACK = "lead.send_back"
    LEAD_ASSIGN = "lead.assign"
    LEAD_ASSIGN_DUE = "lead.assign_due"

    BROADCAST_TEXT = "broadcast.text"
    BROADCAST_AUDIENCE = "broadcast.audience"
    BROADCAST_UNIT = "broadcast.unit"
    BROADCAST_ROLE = "broadcast.role"
    BROADCAST_PREVIEW = "broadcast.preview"

    URGENT_CONFIRM = "urgent.confirm"

    UNDELIVERED_LIST = "undelivered.list"
    UNDELIVERED_ONE = "undelivered.one"

    CALENDAR_YEAR = "calendar.year"

    ACCOUNT_LIST = "account.list"
    ACCOUNT_ONE = "account.one"
    ACCOUNT_CUT = "account.cut"

    DEVICE_LIST = "device.list"

    GROUP_UNIT = "group.unit"

    ERASE_SURE = "erase.sure"

    RIGHTS_WISH = "rights.wish"
    RIGHTS_FORGET = "rights.forget"
    REQUEST_LIST = "request.list"

    @property
    def flow(self) -> str:
        return self.value.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one handler call returns: replies, the next state (None: nothing is open), the flow's draft.

    ``aside`` marks a word in between: the conversation stays where it was, draft, choices and all; ``beside`` are the
    drafts of other conversations that have changed all the same.
    """

    replies: tuple[Reply, ...]
    state: State | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False
    beside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
