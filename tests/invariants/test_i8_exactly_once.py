"""I8: however often an update comes, and wherever the process dies, a draft that was sent is one case."""

import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from enum import StrEnum, auto
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storage.domain.conversation import Account, Inbound, Reply
from storage.domain.permissions import Post, Role
from storage.domain.ports import UnitOfWork
from storage.sql.engine import Database
from tests.invariants.watching import dump
from tests.journeys.steps import ref_in
from tests.serving import ANONYMOUS, SEND, THOUGHT
from tests.storage.databases import KINDS, fresh_database, quick_folder
from tests.world import World, world_on

SIZE: Final = settings(max_examples=4, stateful_step_count=8, deadline=None)
ACCOUNT: Final = Account("web", "a" * 32)


class Dies(StrEnum):
    """Where in a turn the process is killed."""

    NOT = auto()
    BEFORE_COMMIT = auto()
    AFTER_COMMIT = auto()
    AFTER_SESSION = auto()  # everything is stored, nobody has been answered


class Killed(BaseException):
    """Not an Exception: nobody may catch it, as nobody catches a power cut."""


class Office(RuleBasedStateMachine):
    """A channel that delivers at least once, in front of a process that dies."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()
        self._dies = Dies.NOT
        self._keys = 0
        self._sends: list[str] = []  # the button of each draft, in order
        self._receipts: dict[str, set[str]] = {}
        self._past: list[Inbound] = []

    @initialize()
    def open(self) -> None:
        self._runner.run(self._open())

    async def _open(self) -> None:
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(dir=quick_folder()))
        self._folder = Path(folder)
        self._database: Database = await self._stack.enter_async_context(fresh_database(self._kind))
        await self._start()
        code = await self._world.app.inviter.invite([Post(Role.STAFF)], uses=1)
        await self._deliver(self._update(text=code))

    async def _start(self) -> None:
        """A new process on the same database, keys and sessions."""
        self._world: World = await world_on(self._database, self._folder, sessions=self._folder / "sessions.db")
        engine, sessions = self._world.app.engine, self._world.app.sessions
        writing, save = self._world.app.base.store.writing, sessions.save_handled

        def mortal_writing() -> UnitOfWork:
            unit = writing()
            commit = unit.commit

            async def mortal_commit() -> None:
                self._die(Dies.BEFORE_COMMIT)
                await commit()
                self._die(Dies.AFTER_COMMIT)

            unit.commit = mortal_commit  # type: ignore[method-assign]
            return unit

        def mortal_save(*args: Any) -> None:
            save(*args)
            self._die(Dies.AFTER_SESSION)

        engine._store = _Store(self._world.app.base.store, mortal_writing)
        sessions.save_handled = mortal_save  # type: ignore[method-assign, assignment]

    def _die(self, here: Dies) -> None:
        if self._dies is here:
            self._dies = Dies.NOT
            raise Killed

    def _update(self, *, text: str = "", choice: str | None = None) -> Inbound:
        self._keys += 1
        return Inbound(ACCOUNT, f"update {self._keys}", text=text, choice=choice)

    async def _deliver(self, update: Inbound, dies: Dies = Dies.NOT) -> Sequence[Reply]:
        """Until it is answered; what died is begun anew and gets the update again."""
        self._dies = dies
        self._past.append(update)
        while True:
            try:
                replies = await self._world.app.intake.receive(update)
            except Killed:
                await self._world.app.stop()
                await self._start()
                continue
            self._dies = Dies.NOT
            self._note(update, replies)
            return replies

    def _note(self, update: Inbound, replies: Sequence[Reply]) -> None:
        if update.choice and update.choice.startswith(SEND):
            (receipt,) = {ref_in(reply.text) for reply in replies if "Đã gửi" in reply.text} or {"none"}
            self._receipts.setdefault(update.choice, set()).add(receipt)

    @rule(dies=st.lists(st.sampled_from(Dies), min_size=3, max_size=3))
    def write(self, dies: list[Dies]) -> None:
        """A concern, up to the preview."""
        replies: Sequence[Reply] = ()
        for text, at in zip((f"Phòng họp quá nóng, lần {len(self._sends)}.", ANONYMOUS, THOUGHT), dies, strict=True):
            replies = self._runner.run(self._deliver(self._update(text=text), at))
        found = [choice.value for reply in replies for choice in reply.choices if choice.value.startswith(SEND)]
        assert len(found) == 1, "a concern that is complete can be sent"
        if found[0] not in self._sends:
            self._sends.append(found[0])

    @precondition(lambda self: self._sends)
    @rule(dies=st.sampled_from(Dies), which=st.integers(0, 3))
    def press(self, dies: Dies, which: int) -> None:
        """Gửi of the newest draft or of an older one, which was sent or given up."""
        send = self._sends[-1 - which % len(self._sends)]
        if send == self._sends[-1] or send in self._receipts:
            self._runner.run(self._deliver(self._update(choice=send), dies))

    @precondition(lambda self: self._sends)
    @rule()
    def press_twice_at_once(self) -> None:
        """Two updates under way together."""
        self._runner.run(self._together(self._sends[-1]))

    async def _together(self, send: str) -> None:
        await asyncio.gather(*(self._deliver(self._update(choice=send)) for _ in range(2)))

    @precondition(lambda self: self._past)
    @rule(which=st.integers(0, 5), dies=st.sampled_from(Dies))
    def come_again(self, which: int, dies: Dies) -> None:
        """An update that was answered comes once more: the network lost the answer."""
        self._runner.run(self._deliver(self._past[-1 - which % len(self._past)], dies))

    @invariant()
    def each_draft_that_was_sent_is_one_case(self) -> None:
        if not hasattr(self, "_world"):
            return
        receipts = [receipt for found in self._receipts.values() for receipt in found]
        assert all(len(found) == 1 for found in self._receipts.values()), "one draft, one receipt"
        assert "none" not in receipts, "who pressed Gửi has a receipt"
        cases = self._runner.run(dump(self._database))["case"]
        assert len(cases) == len(set(receipts)) == len(self._receipts)

    def teardown(self) -> None:
        self._runner.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        if hasattr(self, "_world"):
            await self._world.app.stop()
        await self._stack.aclose()


class _Store:
    """A store whose writing units can be killed."""

    def __init__(self, store: Any, writing: Any) -> None:
        self.reading, self.writing = store.reading, writing


@pytest.mark.parametrize("kind", KINDS)
def test_i8_a_kill_after_the_commit_files_once(kind: str) -> None:
    """The case is stored and the session not yet: the same update and a second press get the same receipt."""
    office = Office(kind)
    try:
        office.open()
        office.write([Dies.NOT] * 3)
        office.press(Dies.AFTER_COMMIT, 0)
        office.press(Dies.NOT, 0)
        office.each_draft_that_was_sent_is_one_case()
    finally:
        office.teardown()


@pytest.mark.parametrize("kind", KINDS)
def test_i8_an_update_that_comes_often_and_dies_anywhere_files_once(kind: str) -> None:
    """Repeats, double presses, presses at once and kills at every point of a turn: one case a draft, one receipt."""
    run_state_machine_as_test(lambda: Office(kind), settings=SIZE)  # type: ignore[arg-type]
