"""Things a test needs and does not care about: each has a sensible default for everything."""

import hashlib
import secrets
from datetime import UTC, date, datetime
from typing import Any

from storage.domain.broadcast import Audience, Broadcast
from storage.domain.case import Case
from storage.domain.filing import Filing, open_case
from storage.domain.ids import AccountKey, CaseId, PersonId, ref_of
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Invite, StoredFile
from storage.domain.records import Kind

FILED_ON = date(2026, 11, 2)
DUE_ON = date(2026, 11, 9)
MONTH = "2026-11"
NOW = datetime(2026, 11, 2, 2, 30, tzinfo=UTC)  # half past nine in the office


def bytes_of(name: str, length: int = 16) -> bytes:
    """The same bytes for the same name, different ones for another."""
    return hashlib.shake_128(name.encode()).digest(length)


def account_key(name: str) -> AccountKey:
    return AccountKey(bytes_of(f"account {name}"))


def person_id(name: str) -> PersonId:
    return PersonId(bytes_of(f"person {name}"))


def sealed(name: str = "somebody") -> bytes:
    """Of the length of a sealed address; nobody can open it."""
    return bytes_of(f"sealed {name}", 240)


def verifier(name: str) -> bytes:
    return bytes_of(f"verifier {name}", 32)


def make_filing(**changes: Any) -> Filing:
    """An anonymous concern for the economic department."""
    values: dict[str, Any] = {
        "body": "Phụ cấp của tổ dân phố tháng này chưa có, xin hỏi khi nào chi trả?",
        "kind": Kind.QUESTION,
        "topic": "luong",
        "department": "KT",
        "suggested": "KT",
    }
    return Filing(**values | changes)


def make_case(*, ref: str | None = None, on: date = FILED_ON, due_on: date = DUE_ON, **changes: Any) -> Case:
    """A new anonymous case with a random id; ``changes`` are those of ``make_filing``."""
    return open_case(
        CaseId(secrets.token_bytes(16)),
        ref or ref_of(secrets.token_bytes(5)),
        make_filing(**changes),
        on=on,
        due_on=due_on,
    )


def make_file(name: str = "don.pdf", content: bytes = b"%PDF-1.7 ...") -> StoredFile:
    return StoredFile(file_id=secrets.token_urlsafe(12), name=name, media_type="application/pdf", content=content)


def make_notice(**changes: Any) -> Notice:
    values: dict[str, Any] = {"text_key": "notice-assigned", "arguments": {"due": "2026-11-09"}}
    return Notice(**values | changes)


def make_envelope(to: AccountKey | None = None, *, author_of: CaseId | None = None, **changes: Any) -> Envelope:
    """A notice to an account, or to the author of a case."""
    values: dict[str, Any] = {"notice": make_notice(), "priority": Priority.TASK}
    return Envelope(**values | changes, account=to, case_id=author_of)


def make_invite(name: str = "invite", **changes: Any) -> Invite:
    values: dict[str, Any] = {
        "verifier": verifier(name),
        "posts": (Post(Role.OFFICER, "KT"),),
        "uses_left": 1,
        "expires_on": date(2026, 11, 30),
    }
    return Invite(**values | changes)


def make_broadcast(name: str = "broadcast", **changes: Any) -> Broadcast:
    values: dict[str, Any] = {
        "id": bytes_of(name),
        "text": "Chiều thứ Sáu cơ quan họp giao ban lúc 14 giờ.",
        "by": "Văn phòng",
        "sender": account_key("leader"),
        "audience": Audience(),
        "confirmed_on": FILED_ON,
    }
    return Broadcast(**values | changes)


def voice(frames: int = 10) -> bytes:
    """A voice as Zalo sends it: ADTS frames of AAC, 16 kHz, mono."""
    size = 40
    header = bytes((0xFF, 0xF1, 0x60, 0x40 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC))
    return (header + bytes(range(1, size - len(header) + 1))) * frames
