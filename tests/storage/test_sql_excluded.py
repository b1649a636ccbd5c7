"""What a case is kept from: stored with it, and left out of everything that lists or addresses, on both databases."""

from collections.abc import Sequence
from datetime import date

import pytest

from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind
from storage.domain.commitment import Commitment, CommitmentKind
from storage.domain.guard_names import name_keys
from storage.domain.lifecycle import OPEN
from storage.domain.permissions import Post, Role
from storage.domain.ports import Absence, Store, UnitOfWork
from storage.domain.similarity import read
from tests.builders import DUE_ON, FILED_ON, NOW, account_key, make_case, make_envelope, sealed
from tests.storage.test_sql_people import enrol

SUMMARY = "Ghế phòng họp hỏng"
OFFICE, OFFICER = Post(Role.OFFICE, "VP"), Post(Role.OFFICER, "VHXH")
BARRED = [("KT",), ("VP", "KT"), ("UBND",)]
FREE = [(), ("VP",), ("K", "T", "KT_", "BND"), ("VHXH",)]


async def stored(store: Store) -> Case:
    """A case about two units, with all that can bring it into a list."""
    case = make_case(department="VHXH", supporting=("VP",), excluded=("KT", "UBND"))
    case.sum_up(SUMMARY, by="VP", on=FILED_ON)
    promise = Commitment(
        case_id=case.id, seq=1, kind=CommitmentKind.WORK, unit="VHXH", task="Sửa ghế", promised_on=FILED_ON,
        first_due_on=DUE_ON, due_on=DUE_ON,
    )  # fmt: skip
    async with store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=[])
        await uow.deadlines.put_clocks(case.id, [Clock(ClockKind.FINAL, FILED_ON, DUE_ON)])
        await uow.commitments.add(promise)
        await uow.commit()
    return case


async def lists(reads: UnitOfWork, reader: Sequence[str]) -> list[list[str]]:
    """The references that every list of cases there is shows to people of these units."""
    spans = await reads.statistics.lines(ClockKind.FINAL, FILED_ON, OPEN, reader=reader)
    return [
        [line.ref for line in await reads.cases.of_departments(["VHXH", "VP"], OPEN, 9, reader=reader)],
        [line.ref for line in await reads.cases.in_status(OPEN, 9, reader=reader)],
        [line.ref for line in await reads.cases.due_until(date.max, OPEN, reader=reader)],
        [line.ref for line, _ in spans],
        [line.ref for line in await reads.commitments.open_lines(None, 9, reader=reader)],
    ]


async def test_it_is_stored_with_the_case(store: Store) -> None:
    """It comes back as it was, with the case, its lines and its summary."""
    case = await stored(store)
    async with store.reading() as reads:
        assert (await reads.cases.get(case.ref)).excluded == ("KT", "UBND")
        assert [line.excluded for line in await reads.cases.in_status(OPEN, 9)] == [("KT", "UBND")]
        (found,) = await reads.similar.sharing(read(SUMMARY).terms, 9)
    assert found.excluded == ("KT", "UBND")


@pytest.mark.parametrize("reader", BARRED)
async def test_no_list_shows_it_to_whom_it_is_kept_from(store: Store, reader: tuple[str, ...]) -> None:
    """One such unit among those of the reader is enough."""
    await stored(store)
    async with store.reading() as reads:
        assert await lists(reads, reader) == [[]] * 5


@pytest.mark.parametrize("reader", FREE)
async def test_every_list_shows_it_to_all_others(store: Store, reader: tuple[str, ...]) -> None:
    """Units whose codes are only a part of such a code are others."""
    case = await stored(store)
    async with store.reading() as reads:
        assert await lists(reads, reader) == [[case.ref]] * 5


@pytest.mark.parametrize(("reader", "counted"), [*((units, 0) for units in BARRED), *((units, 1) for units in FREE)])
async def test_no_number_counts_it_for_whom_it_is_kept_from(
    store: Store, reader: tuple[str, ...], counted: int
) -> None:
    """Or the list behind a number would be shorter than the number, and tell that there is such a case."""
    await stored(store)
    async with store.reading() as reads:
        spans = await reads.statistics.spans(FILED_ON, reader=reader)
    assert len(spans.get(ClockKind.FINAL, ())) == counted


async def test_who_belongs_there_is_addressed_by_no_role(store: Store) -> None:
    """Nor by the own case; who has no post there still is."""
    both = await enrol(store, "both", OFFICE, OFFICER, Post(Role.STAFF, "KT"))
    other = await enrol(store, "other", OFFICE, OFFICER)
    async with store.reading() as reads:
        for on in (None, FILED_ON):
            told = await reads.people.holders([Role.OFFICE], on=on, but=["KT"])
            assert [each.account for each in told] == [account_key("other")]
            told = await reads.people.holders([Role.OFFICER], "VHXH", on=on, but=["KT"])
            assert [each.account for each in told] == [account_key("other")]
        assert await reads.people.at_work(both, "VHXH", FILED_ON, but=["KT"]) == []
        assert len(await reads.people.at_work(other, "VHXH", FILED_ON, but=["KT"])) == 1


async def test_who_stands_in_there_is_left_out_those_days(store: Store) -> None:
    """From the first to the last day, and no longer; on no day in particular only own posts count."""
    head, office = await enrol(store, "head", Post(Role.HEAD, "KT")), await enrol(store, "office", OFFICE)
    async with store.writing() as uow:
        await uow.people.stand_in(Absence(head, "KT", office, FILED_ON, DUE_ON))
        await uow.commit()
    async with store.reading() as reads:
        assert await reads.people.holders([Role.OFFICE], on=FILED_ON, but=["KT"]) == []
        assert await reads.people.holders([Role.OFFICE], on=DUE_ON, but=["KT"]) == []
        later = date.fromordinal(DUE_ON.toordinal() + 1)
        assert len(await reads.people.holders([Role.OFFICE], on=later, but=["KT"])) == 1
        assert len(await reads.people.holders([Role.OFFICE], but=["KT"])) == 1


async def test_names_come_with_their_posts(store: Store) -> None:
    """Only of people of whom a name is known and is among the words, however it is typed; each post once."""
    await enrol(store, "named", OFFICE, OFFICER, name="Đoạn Vĩ Thử")
    await enrol(store, "unnamed", OFFICE)
    async with store.reading() as reads:
        found = await reads.people.named_posts(name_keys("Ông đoạn vĩ THỬ hách dịch. Vĩ, Thử."))
        assert await reads.people.named_posts(name_keys("Thử vĩ đoạn")) == []
    assert set(found) == {("Đoạn Vĩ Thử", OFFICE), ("Đoạn Vĩ Thử", OFFICER)}
    assert len(found) == 2


async def test_what_waits_to_be_said_to_them_goes(store: Store) -> None:
    """To people, stand-ins and chats; not to others, not to the author, not of other cases."""
    case, other = make_case(department="VHXH"), make_case(department="VHXH")
    of_kt = await enrol(store, "of KT", Post(Role.OFFICER, "KT"))
    stands_in = await enrol(store, "stands in", OFFICE)
    for name, post in (("author", Post(Role.STAFF, "KT")), ("away", OFFICER), ("free", OFFICE)):
        await enrol(store, name, post)
    names = ("of KT", "stands in", "chat", "author", "away", "free")
    async with store.writing() as uow:
        for each in (case, other):
            await uow.cases.add(each, return_address=None, reply_verifier=None, files=[])
        await uow.people.stand_in(Absence(of_kt, "KT", stands_in, FILED_ON, DUE_ON))
        await uow.group_chats.link(account_key("chat"), "VHXH", "telegram", sealed())
        await uow.outbox.put([make_envelope(account_key(n), about=each.id) for n in names for each in (case, other)])
        await uow.outbox.withhold(case.id, "KT", FILED_ON, author=account_key("author"))
        await uow.commit()
    async with store.reading() as reads:
        assert await reads.outbox.waiting() == 2 * len(names) - 3
        waiting = [head.envelope for head in await reads.outbox.heads(NOW, 20, "telegram")]
    told = {envelope.account for envelope in waiting if envelope.about == case.id}
    assert told == {account_key(name) for name in ("author", "away", "free")}
