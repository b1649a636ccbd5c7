"""One small fault for each invariant: the mistake that the test was written against."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Edit:
    """In this file, ``old``, which is there exactly once, becomes ``new``."""

    path: str
    old: str
    new: str

    def is_possible(self, root: Path) -> bool:
        return (root / self.path).read_text(encoding="utf-8").count(self.old) == 1

    def apply(self, root: Path) -> None:
        """Raises ValueError if the text has changed since: the mutant must then be written anew."""
        if not self.is_possible(root):
            raise ValueError(f"not exactly once in {self.path}: {self.old!r}")
        file = root / self.path
        file.write_text(file.read_text(encoding="utf-8").replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault, and the tests that must notice."""

    invariant: str
    fault: str
    tests: tuple[str, ...]
    named: str  # what the names of the tests begin with
    edits: tuple[Edit, ...]


def _mutant(invariant: str, fault: str, test: str, *edits: Edit) -> Mutant:
    return Mutant(invariant, fault, (f"tests/invariants/{test}",), f"test_{invariant.lower()}_", edits)


MUTANTS: Final = (
    _mutant(
        "I1",
        "a filing notes on the person's row that they were there",
        "test_i1_i2_persons.py",
        Edit(
            "handlers/filing.py",
            "    if case.person is not None:\n        await ctx.uow.people.set_name(case.person, case.signature)",
            "    if ctx.actor.person is not None:\n        await ctx.uow.people.set_language(ctx.actor.person, 'vi')",
        ),
    ),
    _mutant(
        "I2",
        "a limiter that is kept in the database counts each account's messages",
        "test_i1_i2_persons.py",
        Edit(
            "handlers/engine.py",
            "        async with self._store.reading() as reads, self._store.writing() as uow:\n",
            "        async with self._store.writing() as limits:\n"
            "            await limits.usages.add((actor.account or b'').hex(), f'{now:%Y-%m}', 1)\n"
            "            await limits.commit()\n"
            "        async with self._store.reading() as reads, self._store.writing() as uow:\n",
        ),
    ),
    _mutant(
        "I3",
        "each message's sender is logged",
        "test_i3_i6_traces.py",
        Edit(
            "handlers/engine.py",
            "        lock = self._locks.setdefault(key, asyncio.Lock())\n",
            "        lock = self._locks.setdefault(key, asyncio.Lock())\n        log.info('turn account=%s', key)\n",
        ),
    ),
    _mutant(
        "I4",
        "addresses are sealed as long as they are",
        "test_i4_i5_rows.py",
        Edit("storage/sealing.py", "encrypt(plain.ljust(ADDRESS_BYTES))", "encrypt(plain)"),
    ),
    _mutant(
        "I5",
        "cases have a created_at",
        "test_i4_i5_rows.py",
        Edit(
            "storage/sql/schema.py",
            '    Column("filed_on", Date, nullable=False),\n',
            '    Column("filed_on", Date, nullable=False),\n    Column("created_at", Text),\n',
        ),
        Edit(
            "storage/migrations/versions/0017_deadlines_again.py",
            "def upgrade() -> None:\n",
            'def upgrade() -> None:\n    op.add_column("case", sa.Column("created_at", sa.Text))\n',
        ),
        Edit(
            "storage/sql/case_rows.py",
            '        "filed_on": case.filed_on,\n',
            '        "filed_on": case.filed_on,\n        "created_at": str(__import__("datetime").datetime.now()),\n',
        ),
    ),
    _mutant(
        "I6",
        "what is written is kept in the database from the first word on",
        "test_i3_i6_traces.py",
        Edit(
            "handlers/engine.py",
            "        async with self._store.reading() as reads, self._store.writing() as uow:\n",
            "        async with self._store.writing() as drafts:\n"
            "            await drafts.usages.add(message.text, f'{now:%Y-%m}', 1)\n"
            "            await drafts.commit()\n"
            "        async with self._store.reading() as reads, self._store.writing() as uow:\n",
        ),
    ),
    _mutant(
        "I7",
        "files are looked at, and kept as they came",
        "test_i7_files.py",
        Edit(
            "storage/files.py",
            "return CleanFile(media_type, extension, clean)",
            "return CleanFile(media_type, extension, content)",
        ),
    ),
    _mutant(
        "I8",
        "a case is inserted whether it is there or not",
        "test_i8_exactly_once.py",
        Edit(
            "storage/sql/transaction.py",
            "    return new.on_conflict_do_nothing(index_elements=key).returning(key[0])\n",
            "    new = new if table.name == 'case' else new.on_conflict_do_nothing(index_elements=key)\n"
            "    return new.returning(key[0])\n",
        ),
    ),
    _mutant(
        "I9",
        "delivery does not ask for which case an address was sealed",
        "test_i9_moved_address.py",
        Edit("storage/sealing.py", 'if bytes.fromhex(bound_to) != (case_id or b""):', 'if bound_to == "nobody":'),
    ),
    Mutant(
        "I10",
        "whoever set the front up put the key into its settings",
        ("tests/bot/test_roles.py",),
        "test_two_processes_do_what_one_does",
        (
            Edit(
                "tests/bot/two_roles.py",
                '            "WEB_PORT": str(self.port),\n',
                '            "WEB_PORT": str(self.port),\n'
                '            **({"DELIVERY_KEY": self.key.read_bytes().hex()} if self.key.exists() else {}),\n',
            ),
        ),
    ),
    _mutant(
        "I11",
        "erasing a case keeps its wrapped key",
        "test_i11_erased.py",
        Edit(
            "storage/sql/contents.py",
            'values(key_wrap=null(), signature="", because=null())',
            'values(signature="", because=null())',
        ),
    ),
    _mutant(
        "I12",
        "a case notes the units of the account it came from",
        "test_i12_two_worlds.py",
        Edit(
            "handlers/filing.py",
            "        because=guess.because,\n",
            "        because=(*guess.because, *sorted(post.unit for post in ctx.actor.posts)),\n",
        ),
    ),
    _mutant(
        "I13",
        "who has blocked the bot is taken off the lists, whatever could not be delivered",
        "test_i13_undeliverable.py",
        Edit(
            "scheduler/relay.py",
            "        except PermanentDelivery as error:\n            return Outcome(failed=error.reason, tried=True)\n",
            "        except PermanentDelivery as error:\n"
            "            async with self._around.store.writing() as uow:\n"
            "                gone = self._carrier._opener.open(notice.address or b'', notice.envelope.case_id)\n"
            "                await uow.people.forget_account(self._around.seals.account_key(gone))\n"
            "                await uow.commit()\n"
            "            return Outcome(failed=error.reason, tried=True)\n",
        ),
    ),
)
