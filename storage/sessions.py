"""Where conversations stand: state, drafts, offered choices, seen messages, and a page's latest events.

Never on a disk. An anonymous filing must leave no row keyed by a person, so for everybody this lives in memory or in a
SQLite file on tmpfs, which survives a kill or an upgrade of the program and vanishes with a reboot.
"""

import json
import logging
import os
import secrets
import sqlite3
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from storage.domain.conversation import Account
from storage.domain.errors import Problem, SettingsError
from storage.domain.ids import PersonId

SESSION_LIFE: Final = timedelta(hours=24)
EVENTS_KEPT: Final = 60  # a page's latest, for a reload or a lost connection
SEEN_KEPT: Final = 30
STAGED_BYTES: Final = 30 * 1024 * 1024  # files waiting in one draft
_MEMORY_FILE_SYSTEMS: Final = ("tmpfs", "ramfs")

log = logging.getLogger(__name__)

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS session(account TEXT PRIMARY KEY, body TEXT NOT NULL, until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen(account TEXT, number INTEGER, message_key TEXT, replies TEXT NOT NULL,
  PRIMARY KEY(account, number), UNIQUE(account, message_key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event(account TEXT, number INTEGER, body TEXT NOT NULL, PRIMARY KEY(account, number))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS code(verifier BLOB PRIMARY KEY, person BLOB NOT NULL, until REAL NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due(number INTEGER PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sent_to(chat INTEGER NOT NULL, counts_until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS staged(account TEXT, file_id TEXT, media_type TEXT, content BLOB NOT NULL,
  PRIMARY KEY(account, file_id)) WITHOUT ROWID;
"""


def session_key(account: Account) -> str:
    """By which its conversation is found."""
    return f"{account.channel}:{account.key}"


def account_of(key: str) -> Account:
    """The account of a session's key."""
    channel, _, address = key.partition(":")
    return Account(channel, address)


@dataclass(slots=True)
class Session:
    """One account's conversation. ``offered`` and ``notices`` hold [label, value] pairs, ready for JSON.

    ``numbered`` is how many of the offered the newest menu showed: a typed number means one of these (None: of all).
    ``active_at`` is when it was last used, ``pin_until`` until when no PIN is asked for again; seconds since 1970.
    ``drafts`` keeps, per flow, what is written and not yet sent.
    """

    state: str | None = None
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: list[list[str]] = field(default_factory=list)
    numbered: int | None = None
    notices: list[dict[str, Any]] = field(default_factory=list)
    language: str | None = None
    language_chosen: bool = False
    pin: dict[str, Any] | None = None  # what waits for a PIN, never the PIN
    pin_until: float = 0.0
    active_at: float | None = None


_FIELDS: Final = tuple(each.name for each in fields(Session))


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A cleaned file that waits in a draft."""

    file_id: str
    media_type: str
    content: bytes


class Sessions:
    """The sessions of all accounts; ``account`` is a short string the caller makes of an address.

    Calls are synchronous: a read or write takes some 20 microseconds and no disk is involved.
    """

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        """Open the file (on tmpfs, see ``memory_folder``), or keep everything in this process if None."""
        self._now = now
        self.outlive_a_kill: Final = path is not None
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        # synchronous=OFF: a kill loses nothing (the kernel has the pages), and a power cut empties tmpfs anyway.
        for pragma in ("journal_mode=MEMORY" if path is None else "journal_mode=WAL", "synchronous=OFF"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("PRAGMA secure_delete=ON")
        self._connection.executescript(_SCHEMA)
        self._last_due = 0

    def close(self) -> None:
        self._connection.close()

    def load(self, account: str) -> Session:
        """The account's session, a fresh one if there is none, or none that can be read."""
        row = self._connection.execute("SELECT body FROM session WHERE account = ?", (account,)).fetchone()
        if row is None:
            return Session()
        try:
            body = json.loads(row[0])
            return Session(**{name: body[name] for name in _FIELDS if name in body})  # what an older program wrote, too
        except (TypeError, ValueError) as error:
            log.error("a conversation cannot be read, and begins anew error=%s", type(error).__name__)
            return Session()

    def exists(self, account: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM session WHERE account = ?", (account,)).fetchone()
        return found is not None

    def save(self, account: str, session: Session) -> None:
        # Not asdict: copying all of it first takes ten times as long as the rest.
        body = json.dumps({name: getattr(session, name) for name in _FIELDS}, ensure_ascii=False)
        until = (self._now() + SESSION_LIFE).timestamp()
        self._connection.execute("INSERT OR REPLACE INTO session VALUES (?, ?, ?)", (account, body, until))

    def save_handled(self, account: str, session: Session, message_key: str, replies: list[dict[str, Any]]) -> None:
        """Save, and keep the replies to the message that led here, so that its repeat gets the same ones."""
        with self._connection:
            self._connection.execute("BEGIN")
            self.save(account, session)
            self._connection.execute(
                "INSERT OR REPLACE INTO seen VALUES (?1, "
                "(SELECT coalesce(max(number), 0) + 1 FROM seen WHERE account = ?1), ?2, ?3)",
                (account, message_key, json.dumps(replies, ensure_ascii=False)),
            )
            self._connection.execute(
                "DELETE FROM seen WHERE account = ?1 "
                "AND number <= (SELECT max(number) FROM seen WHERE account = ?1) - ?2",
                (account, SEEN_KEPT),
            )

    def replies_to(self, account: str, message_key: str) -> list[dict[str, Any]] | None:
        """The replies a message got, None if it is new; none once they have been kept to be said."""
        row = self._connection.execute(
            "SELECT replies FROM seen WHERE account = ? AND message_key = ?", (account, message_key)
        ).fetchone()
        return (json.loads(row[0]) or []) if row else None

    def forget(self, account: str) -> None:
        """Everything of this account is gone."""
        self._connection.execute("DELETE FROM session WHERE account = ?", (account,))
        self._connection.execute("DELETE FROM seen WHERE account = ?", (account,))
        self._connection.execute("DELETE FROM event WHERE account = ?", (account,))
        self._connection.execute("DELETE FROM staged WHERE account = ?", (account,))
        self._connection.execute("DELETE FROM due WHERE account = ?", (account,))

    def expire(self) -> int:
        """Forget sessions that nobody has used for SESSION_LIFE; how many."""
        due = self._connection.execute(
            "SELECT account FROM session WHERE until < ?", (self._now().timestamp(),)
        ).fetchall()
        for (account,) in due:
            self.forget(account)
        self._connection.execute("DELETE FROM code WHERE until < ?", (self._now().timestamp(),))
        self._connection.execute("DELETE FROM sent_to WHERE counts_until < ?", (self._now().timestamp(),))
        return len(due)

    def accounts(self) -> Sequence[str]:
        """Everybody who has a conversation."""
        return [account for (account,) in self._connection.execute("SELECT account FROM session")]

    # Replies on their way

    def keep_replies(self, account: str, bodies: Sequence[dict[str, Any]], answers: str) -> Sequence[int]:
        """Keep what is still to be said to this account, and that the message it ``answers`` has got its replies.

        All or nothing. The numbers are never those of what was forgotten since: whoever still says that would else
        take another's reply for said.
        """
        (last,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM due").fetchone()
        numbers = range(first := max(last, self._last_due) + 1, first + len(bodies))
        with self._connection:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT INTO due VALUES (?, ?, ?)",
                [(n, account, json.dumps(body, ensure_ascii=False)) for n, body in zip(numbers, bodies, strict=True)],
            )
            self._connection.execute(
                "UPDATE seen SET replies = 'null' WHERE account = ? AND message_key = ?", (account, answers)
            )
        self._last_due = numbers.stop - 1
        return numbers

    def has_replies_kept(self, account: str, message_key: str) -> bool:
        """Whether the replies to this message have been kept to be said, said by now or not."""
        row = self._connection.execute(
            "SELECT replies = 'null' FROM seen WHERE account = ? AND message_key = ?", (account, message_key)
        ).fetchone()
        return row is not None and bool(row[0])

    def replies_due(self) -> Sequence[int]:
        """The numbers of all, in the order in which they were kept."""
        return [number for (number,) in self._connection.execute("SELECT number FROM due ORDER BY number")]

    def reply_due(self, number: int) -> tuple[str, dict[str, Any]]:
        """Account and body of one; raises whatever it may be if it is damaged."""
        account, body = self._connection.execute("SELECT account, body FROM due WHERE number = ?", (number,)).fetchone()
        return account, json.loads(body)

    def reply_said(self, number: int) -> None:
        self._connection.execute("DELETE FROM due WHERE number = ?", (number,))

    # What groups got lately: a platform counts it over our restart

    def keep_sent(self, chat: int, seconds: float) -> None:
        """A message to this chat counts for so long."""
        until = self._now().timestamp() + seconds
        self._connection.execute("INSERT INTO sent_to VALUES (?, ?)", (chat, until))

    def sent(self) -> Sequence[tuple[int, float]]:
        """Chat by chat, the seconds for which what was sent there counts still."""
        now = self._now().timestamp()
        rows = self._connection.execute("SELECT chat, counts_until FROM sent_to WHERE counts_until > ?", (now,))
        return [(chat, until - now) for chat, until in rows]

    # One-time codes

    def keep_code(self, verifier: bytes, person: PersonId, until: datetime) -> None:
        """A code by which this person signs in elsewhere; an earlier one of the same person is good no longer."""
        with self._connection:
            self._connection.execute("BEGIN")
            self._connection.execute("DELETE FROM code WHERE person = ?", (person,))
            self._connection.execute("INSERT INTO code VALUES (?, ?, ?)", (verifier, person, until.timestamp()))

    def take_code(self, verifier: bytes) -> PersonId | None:
        """Whose code it is, once and in time."""
        now = self._now().timestamp()
        row = self._connection.execute(
            "DELETE FROM code WHERE verifier = ? AND until > ? RETURNING person", (verifier, now)
        ).fetchone()
        return PersonId(row[0]) if row else None

    def forget_codes(self, person: PersonId) -> None:
        """The codes of this person are good no longer."""
        self._connection.execute("DELETE FROM code WHERE person = ?", (person,))

    def knows_code(self, verifier: bytes) -> bool:
        found = self._connection.execute("SELECT 1 FROM code WHERE verifier = ?", (verifier,)).fetchone()
        return found is not None

    # A page's events

    def add_event(self, account: str, body: dict[str, Any]) -> int:
        """Keep an event for the page; its number, larger than any the account had before, even if forgotten since.

        Made of the time, so that it goes on after a forgetting and tells nothing of what others got meanwhile.
        """
        (last,) = self._connection.execute("SELECT max(number) FROM event WHERE account = ?", (account,)).fetchone()
        number = max((last or 0) + 1, int(self._now().timestamp() * 1_000_000))
        self._connection.execute(
            "INSERT INTO event VALUES (?, ?, ?)", (account, number, json.dumps(body, ensure_ascii=False))
        )
        self._connection.execute(
            "DELETE FROM event WHERE account = ?1 AND number <= "
            "(SELECT number FROM event WHERE account = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
            (account, EVENTS_KEPT),
        )
        return number

    def events_after(self, account: str, number: int) -> Sequence[tuple[int, dict[str, Any]]]:
        rows = self._connection.execute(
            "SELECT number, body FROM event WHERE account = ? AND number > ? ORDER BY number", (account, number)
        )
        return [(int(n), json.loads(body)) for n, body in rows]

    # Files of a draft

    def stage(self, account: str, media_type: str, content: bytes) -> str | None:
        """Keep a cleaned file until the draft is sent; its id, or None if the draft holds too much already."""
        (held,) = self._connection.execute(
            "SELECT coalesce(sum(length(content)), 0) FROM staged WHERE account = ?", (account,)
        ).fetchone()
        if held + len(content) > STAGED_BYTES:
            return None
        file_id = secrets.token_urlsafe(12)
        self._connection.execute("INSERT INTO staged VALUES (?, ?, ?, ?)", (account, file_id, media_type, content))
        return file_id

    def staged(self, account: str, file_ids: Sequence[str]) -> Sequence[StagedFile]:
        found = []
        for file_id in file_ids:
            row = self._connection.execute(
                "SELECT media_type, content FROM staged WHERE account = ? AND file_id = ?", (account, file_id)
            ).fetchone()
            if row:
                found.append(StagedFile(file_id, row[0], row[1]))
        return found

    def unstage(self, account: str, file_ids: Sequence[str]) -> None:
        for file_id in file_ids:
            self._connection.execute("DELETE FROM staged WHERE account = ? AND file_id = ?", (account, file_id))


def memory_folder(wanted: Path | None, name: str) -> Path | None:
    """The folder for the sessions' file: the wanted one, else one on /dev/shm; None: keep them in the process.

    Raises SettingsError if the wanted folder cannot be made or lies on a disk.
    """
    if wanted is not None:
        try:
            wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                Problem("settings-folder", {"path": str(wanted), "why": error.strerror or "", "name": "SESSIONS_DIR"})
            ) from None
        if not _in_memory(wanted):
            raise SettingsError(Problem("settings-sessions-on-disk", {"path": str(wanted)}))
        return wanted
    shared_memory = Path("/dev/shm")  # noqa: S108 - the point is that it is memory
    if not shared_memory.is_dir() or not _in_memory(shared_memory):
        return None
    folder = shared_memory / name
    # Everybody may make something there: what is not our own folder could be read, or lead astray.
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise SettingsError(Problem("settings-sessions-not-ours", {"path": str(folder)}))
    return folder


def _in_memory(folder: Path) -> bool:
    """Whether the folder lies on tmpfs, by the longest mount point that holds it (Linux only)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text().splitlines():
        _, point, file_system, *_ = line.split()
        inside = folder.resolve().is_relative_to(point)
        if inside and len(point) >= len(best):
            best, kind = point, file_system
    return kind in _MEMORY_FILE_SYSTEMS
