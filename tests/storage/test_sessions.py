"""Conversations in memory: kept, found again after a kill, forgotten without a trace."""

import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage.domain.ids import PersonId
from storage.sessions import EVENTS_KEPT, SEEN_KEPT, SESSION_LIFE, STAGED_BYTES, Session, Sessions
from tests.clock import FakeClock

SHARED_MEMORY = Path("/dev/shm")
LAN, MINH = "web:lan", "telegram:42"
REPOSITORY = Path(__file__).parents[2]
SESSION = Session(
    state="report-preview",
    drafts={"report": {"texts": ["Máy in hỏng 🖨", "từ tháng 9"], "files": ["f1"], "mode": None, "rewrite": True}},
    offered=[["Gửi", "n.send.1-ABC"], ["Hủy", "c.cancel"]],
    numbered=1,
    notices=[{"tag": "K7", "choices": [["Đã rõ", "a.clear.DT-7K3Q-9XK7"]]}],
    language="vi",
    language_chosen=True,
    pin={"step": "ask", "text": "", "choice": "a.approve.DT-7K3Q-9XK7"},
    pin_until=1_793_000_000.5,
    active_at=1_792_000_000.5,
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder on tmpfs where there is one."""
    if not SHARED_MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["process", "file"])
def sessions(request: pytest.FixtureRequest, folder: Path, clock: FakeClock) -> Iterator[Sessions]:
    sessions = Sessions(folder / "sessions.db" if request.param == "file" else None, clock.now)
    yield sessions
    sessions.close()


# Sessions


def test_a_stranger_has_a_fresh_session(sessions: Sessions) -> None:
    """Nothing is written, offered or remembered, and asking does not make a session."""
    assert sessions.load(LAN) == Session()
    assert not sessions.exists(LAN)


def test_a_session_comes_back_as_it_was(sessions: Sessions) -> None:
    """Every field makes the round trip, with diacritics, emoji and nested drafts."""
    assert all(getattr(SESSION, field.name) != getattr(Session(), field.name) for field in fields(Session))
    sessions.save(LAN, SESSION)
    assert sessions.load(LAN) == SESSION
    assert sessions.exists(LAN)


def test_the_last_save_counts(sessions: Sessions) -> None:
    """Saving replaces; what is no longer in the session is gone."""
    sessions.save(LAN, SESSION)
    sessions.save(LAN, Session(language="en"))
    assert sessions.load(LAN) == Session(language="en")


def test_what_is_loaded_is_a_copy(sessions: Sessions) -> None:
    """A turn that fails halfway leaves the session as it was saved."""
    sessions.save(LAN, SESSION)
    sessions.load(LAN).drafts["report"]["texts"].append("dở dang")
    assert sessions.load(LAN) == SESSION


def test_accounts_do_not_see_each_other(sessions: Sessions) -> None:
    """Session, events and files of one account are nobody else's."""
    sessions.save(LAN, SESSION)
    sessions.add_event(LAN, {"text": "Đã nhận"})
    file_id = sessions.stage(LAN, "image/jpeg", b"anh")
    assert file_id is not None
    assert not sessions.exists(MINH)
    assert sessions.load(MINH) == Session()
    assert list(sessions.events_after(MINH, 0)) == []
    assert list(sessions.staged(MINH, [file_id])) == []
    sessions.unstage(MINH, [file_id])
    assert [file.content for file in sessions.staged(LAN, [file_id])] == [b"anh"]


def test_the_latest_messages_are_remembered(sessions: Sessions) -> None:
    """The replies to an account's last messages are kept, the oldest are dropped first."""
    for n in range(SEEN_KEPT + 5):
        sessions.save_handled(LAN, SESSION, f"m{n}", [{"text": str(n)}])
    found = [sessions.replies_to(LAN, f"m{n}") for n in range(SEEN_KEPT + 5)]
    assert found == [None] * 5 + [[{"text": str(n)}] for n in range(5, SEEN_KEPT + 5)]
    assert sessions.load(LAN) == SESSION
    assert sessions.replies_to(MINH, f"m{SEEN_KEPT}") is None


def test_a_session_of_another_version_is_read(tmp_path: Path, clock: FakeClock) -> None:
    """After an upgrade, what the older program kept beyond our fields is left out, and what it did not know is new."""
    sessions = Sessions(tmp_path / "sessions.db", clock.now)
    sessions.save(LAN, SESSION)
    with closing(sqlite3.connect(tmp_path / "sessions.db")) as older, older:
        older.execute("UPDATE session SET body = json_remove(json_set(body, '$.seen', '{}'), '$.notices')")
    assert sessions.load(LAN) == replace(SESSION, notices=[])
    sessions.close()


# Forgetting


@pytest.mark.parametrize("damage", ["", "{", "7", "null", '{"state": '])
def test_a_damaged_session_begins_anew(
    folder: Path, clock: FakeClock, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Else its person would be heard by nobody until it expires; the log has a line without any of it."""
    with closing(Sessions(folder / "sessions.db", clock.now)) as sessions:
        sessions.save(LAN, SESSION)
        with closing(sqlite3.connect(folder / "sessions.db", isolation_level=None)) as file:
            file.execute("UPDATE session SET body = ?", (damage,))
        assert sessions.load(LAN) == Session()
        assert "a conversation cannot be read, and begins anew" in caplog.text
        sessions.save(LAN, SESSION)
        assert sessions.load(LAN) == SESSION


def test_an_unused_session_expires(sessions: Sessions, clock: FakeClock) -> None:
    """A day after its last use a session is forgotten, not a second earlier; how many is said."""
    sessions.save(LAN, SESSION)
    clock.advance(hours=12)
    sessions.save(MINH, SESSION)
    clock.advance(hours=12)
    assert sessions.expire() == 0
    clock.advance(seconds=1)
    assert sessions.expire() == 1
    assert [sessions.exists(account) for account in (LAN, MINH)] == [False, True]


def test_use_keeps_a_session_alive(sessions: Sessions, clock: FakeClock) -> None:
    """Each save begins the day anew."""
    for _ in range(5):
        sessions.save(LAN, SESSION)
        clock.advance(hours=23)
        assert sessions.expire() == 0
    assert sessions.load(LAN) == SESSION


def test_the_events_and_files_of_an_expired_session_go_with_it(sessions: Sessions, clock: FakeClock) -> None:
    """Nothing of a person stays behind in memory."""
    sessions.save(LAN, SESSION)
    sessions.add_event(LAN, {"text": "Đã nhận"})
    file_id = sessions.stage(LAN, "image/jpeg", b"anh")
    clock.advance(seconds=int(SESSION_LIFE.total_seconds()) + 1)
    sessions.expire()
    assert list(sessions.events_after(LAN, 0)) == []
    assert list(sessions.staged(LAN, [str(file_id)])) == []


def test_forgetting_leaves_no_row(folder: Path, clock: FakeClock) -> None:
    """In every table of the store there is nothing of the account any more; others keep theirs."""
    path = folder / "sessions.db"
    sessions = Sessions(path, clock.now)
    for account in (LAN, MINH):
        sessions.save_handled(account, SESSION, "m1", [])
        sessions.add_event(account, {"text": "Đã nhận"})
        sessions.stage(account, "image/jpeg", b"anh")
        sessions.keep_replies(account, [{"text": "Đã nhận"}], "m1")
    sessions.forget(LAN)
    sessions.close()
    database = sqlite3.connect(path)
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    accounts = {
        name: [account for (account,) in database.execute(f"SELECT account FROM {name}")]  # noqa: S608
        for name in tables - {"code", "sent_to"}  # of persons, for ten minutes; of groups, for one
    }
    database.close()
    assert accounts == {"session": [MINH], "seen": [MINH], "event": [MINH], "staged": [MINH], "due": [MINH]}


def test_forgetting_a_stranger_is_no_mistake(sessions: Sessions) -> None:
    """There is nothing to forget, and nothing happens."""
    sessions.forget(LAN)
    assert not sessions.exists(LAN)


# A page's events


def test_a_page_gets_what_it_missed(sessions: Sessions) -> None:
    """Events are numbered one after another and replayed in order after the last one the page has."""
    numbers = [sessions.add_event(LAN, {"text": f"tin {n}"}) for n in range(5)]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert list(sessions.events_after(LAN, numbers[2])) == [
        (numbers[3], {"text": "tin 3"}),
        (numbers[4], {"text": "tin 4"}),
    ]
    assert [number for number, _ in sessions.events_after(LAN, 0)] == numbers
    assert list(sessions.events_after(LAN, numbers[4])) == []


def test_each_account_counts_for_itself(sessions: Sessions) -> None:
    """The numbers of a page's events tell nothing about what others got meanwhile."""
    first = sessions.add_event(LAN, {})
    for _ in range(3):
        sessions.add_event(MINH, {})
    assert sessions.add_event(LAN, {}) == first + 1


def test_only_the_latest_events_are_kept(sessions: Sessions) -> None:
    """A page that was away for long gets the last ones; numbers go on."""
    numbers = [sessions.add_event(LAN, {"n": n}) for n in range(EVENTS_KEPT + 10)]
    kept = list(sessions.events_after(LAN, 0))
    assert [number for number, _ in kept] == numbers[10:]
    assert [body["n"] for _, body in kept] == list(range(10, EVENTS_KEPT + 10))


@pytest.mark.parametrize("end", ["expired", "forgotten"])
def test_event_numbers_never_go_back(sessions: Sessions, clock: FakeClock, end: str) -> None:
    """A page that stayed open over night has the last number; the next event is after it, so it gets through."""
    sessions.save(LAN, SESSION)
    last = [sessions.add_event(LAN, {"text": "hôm qua"}) for _ in range(3)][-1]
    if end == "forgotten":
        sessions.forget(LAN)
    clock.advance(hours=25)
    sessions.expire()
    sessions.add_event(LAN, {"text": "hôm nay"})
    assert [body for _, body in sessions.events_after(LAN, last)] == [{"text": "hôm nay"}]


# Files of a draft


def test_files_wait_in_the_order_they_are_asked_for(sessions: Sessions) -> None:
    """Each has an id of its own, also when two are alike; an unknown id is passed over."""
    first, second, third = [sessions.stage(LAN, "image/png", content) for content in (b"1", b"2", b"2")]
    assert first and second and third
    assert len({first, second, third}) == 3
    found = sessions.staged(LAN, [third, "unknown", first])
    assert [(file.file_id, file.media_type, file.content) for file in found] == [
        (third, "image/png", b"2"),
        (first, "image/png", b"1"),
    ]


def test_files_are_taken_out_by_id(sessions: Sessions) -> None:
    """What was taken out is gone, the rest stays, twice is no mistake."""
    first, second = str(sessions.stage(LAN, "image/png", b"1")), str(sessions.stage(LAN, "image/png", b"2"))
    sessions.unstage(LAN, [first, first, "unknown"])
    assert [file.file_id for file in sessions.staged(LAN, [first, second])] == [second]


def test_a_draft_holds_so_much_and_no_more(sessions: Sessions) -> None:
    """Thirty megabytes fit exactly; the next byte is refused until something is taken out, others are not affected."""
    third = bytes(STAGED_BYTES // 3)
    held = [sessions.stage(LAN, "application/pdf", third) for _ in range(3)]
    assert None not in held
    assert sessions.stage(LAN, "application/pdf", b"x") is None
    assert sessions.stage(MINH, "application/pdf", b"x") is not None
    sessions.unstage(LAN, [str(held[0])])
    assert sessions.stage(LAN, "application/pdf", b"x") is not None


# The file


def test_a_file_survives_reopening(folder: Path, clock: FakeClock) -> None:
    """After an upgrade of the program conversations, events and files go on where they were."""
    path = folder / "sessions.db"
    before = Sessions(path, clock.now)
    before.save(LAN, SESSION)
    number = before.add_event(LAN, {"text": "Đã nhận"})
    file_id = str(before.stage(LAN, "image/jpeg", b"anh"))
    before.close()
    after = Sessions(path, clock.now)
    assert after.load(LAN) == SESSION
    assert after.add_event(LAN, {}) == number + 1
    assert [file.content for file in after.staged(LAN, [file_id])] == [b"anh"]
    after.close()


def test_a_file_survives_a_kill(folder: Path, clock: FakeClock) -> None:
    """What was saved is there, though the process that saved it never came to close anything."""
    program = (
        "import os, signal, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from storage.sessions import Session, Sessions\n"
        "sessions = Sessions(Path(sys.argv[1]), lambda: datetime.now(UTC))\n"
        "sessions.save('web:lan', Session(drafts={'report': {'texts': ['Máy in hỏng']}}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = folder / "sessions.db"
    killed = subprocess.run([sys.executable, "-c", program, str(path)], cwd=REPOSITORY, check=False)
    assert killed.returncode == -signal.SIGKILL
    sessions = Sessions(path, clock.now)
    assert sessions.load(LAN).drafts == {"report": {"texts": ["Máy in hỏng"]}}
    sessions.close()


def test_a_sign_in_code_is_good_once_and_in_time(sessions: Sessions, clock: FakeClock) -> None:
    """It tells whose it is, once; a later one of the same person takes its place; late, it is nobody's."""
    person, until = PersonId(b"1" * 16), clock.now() + timedelta(minutes=10)
    sessions.keep_code(b"first", person, until)
    sessions.keep_code(b"second", person, until)
    assert sessions.knows_code(b"second") and not sessions.knows_code(b"first")
    assert [sessions.take_code(code) for code in (b"first", b"second", b"second")] == [None, person, None]
    sessions.keep_code(b"third", person, until)
    clock.advance(minutes=10, seconds=1)
    assert sessions.take_code(b"third") is None
    sessions.expire()
    assert not sessions.knows_code(b"third")


def test_what_chats_got_is_kept_while_it_counts(sessions: Sessions, clock: FakeClock) -> None:
    """Each message for its own time, and no longer."""
    sessions.keep_sent(-5, 60)
    clock.advance(seconds=20)
    sessions.keep_sent(-5, 60)
    sessions.keep_sent(-6, 60)
    clock.advance(seconds=30)
    assert sorted(sessions.sent()) == [(-6, 30), (-5, 10), (-5, 30)]
    clock.advance(seconds=15)
    assert sorted(sessions.sent()) == [(-6, 15), (-5, 15)]
