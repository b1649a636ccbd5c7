"""The cases: written whole, read back the same, changed by one hand at a time, listed in no order of arrival."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.domain.case import Case
from storage.domain.errors import ConcurrentUpdate, NotFound
from storage.domain.ids import CaseId, PersonId
from storage.domain.lifecycle import OPEN, Status
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store, StoredFile
from storage.domain.records import AUTHOR, EntryKind
from storage.domain.views import CaseLine
from tests.builders import DUE_ON, FILED_ON, MONTH, account_key, make_case, make_file, person_id, sealed, verifier

LATER = FILED_ON + timedelta(days=1)


async def add(store: Store, *cases: Case, files: Sequence[StoredFile] = ()) -> None:
    async with store.writing() as unit:
        for case in cases:
            assert await unit.cases.add(case, return_address=None, reply_verifier=None, files=files)
        await unit.commit()


async def enrolled(store: Store, name: str) -> PersonId:
    async with store.writing() as unit:
        person = await unit.people.enrol(account_key(name), sealed(name), [Post(Role.STAFF)], name="", month=MONTH)
        await unit.commit()
    return person


async def test_an_anonymous_case_comes_back_the_same(store: Store) -> None:
    """Every field of an anonymous case survives being stored."""
    case = make_case(supporting=("VHXH", "TYT"), because=("phụ cấp", "chi trả"), asked_department="KT", language="en")
    await add(store, case)

    async with store.reading() as unit:
        assert await unit.cases.get(case.ref) == case
        assert await unit.cases.get_by_id(case.id) == case


async def test_a_case_with_a_long_life_comes_back_the_same(store: Store) -> None:
    """A named case keeps its author, owner, texts, history, verdict and files, each in order."""
    person = await enrolled(store, "lan")
    case = make_case(person=person, account=account_key("lan"), signature="Chị Lan, tổ 4")
    files = [make_file("anh.jpg"), make_file("don.pdf"), make_file("bang.xlsx")]
    await add(store, case, files=files)
    case.route("KT", by="VP", on=LATER)
    case.accept(person, by="KT", on=LATER)
    case.submit_draft("Dự thảo trả lời", person, by="KT", on=LATER)
    case.publish("Đã chi trả ngày 5/11.", by="VP", on=LATER)
    case.push_back(on=LATER, due_on=DUE_ON + timedelta(days=7))

    async with store.writing() as unit:
        await unit.cases.save(case)
        await unit.commit()

    async with store.reading() as unit:
        read = await unit.cases.get(case.ref)
    assert [file.file_id for file in read.files] == [file.file_id for file in files]
    read.files = case.files
    assert read == case
    assert read.version == 1


async def test_the_same_filing_twice_makes_one_case(store: Store) -> None:
    """A repeat is refused and leaves the first case, its texts and its files as they were."""
    case = make_case()
    await add(store, case, files=[make_file()])

    async with store.writing() as unit:
        again = make_case(ref=case.ref, body="Một nội dung khác")
        again.id = case.id
        file = make_file()
        assert not await unit.cases.add(again, return_address=sealed(), reply_verifier=verifier("x"), files=[file])
        await unit.commit()

    async with store.reading() as unit:
        read = await unit.cases.get(case.ref)
        assert (read.body, len(read.files)) == (case.body, 1)
        with pytest.raises(NotFound):
            await unit.cases.get_by_reply_code(verifier("x"))
        with pytest.raises(NotFound):
            await unit.cases.file(file.file_id)


async def test_a_reference_taken_by_another_case_is_an_error_without_values(store: Store) -> None:
    """A clash of references surfaces, and its message holds neither the text nor the reference."""
    case = make_case(ref="DT-7K3Q-9XMD")
    await add(store, case)

    async with store.writing() as unit:
        with pytest.raises(IntegrityError) as caught:
            other = make_case(ref=case.ref)
            await unit.cases.add(other, return_address=None, reply_verifier=None, files=())
    assert "ref" in str(caught.value)
    assert case.ref not in str(caught.value)
    assert case.body not in str(caught.value)


async def test_a_broken_rule_of_the_tables_is_an_error_without_values(store: Store) -> None:
    """A row the tables refuse is never spelled out in the error."""
    case = make_case()
    case.signature = "Chị Lan, tổ 4"

    async with store.writing() as unit:
        with pytest.raises(IntegrityError) as caught:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
    assert "Lan" not in str(caught.value)
    assert case.ref not in str(caught.value)


async def test_a_case_opens_by_its_reply_code(store: Store) -> None:
    """The verifier of the author's code leads to the case, another one to nothing."""
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=sealed(), reply_verifier=verifier("mine"), files=())
        await unit.commit()

    async with store.reading() as unit:
        assert (await unit.cases.get_by_reply_code(verifier("mine"))).id == case.id
        with pytest.raises(NotFound):
            await unit.cases.get_by_reply_code(verifier("other"))


async def test_what_is_not_there_is_not_found(store: Store) -> None:
    """Every getter says NotFound for an unknown case or file."""
    async with store.reading() as unit:
        with pytest.raises(NotFound):
            await unit.cases.get("DT-0000-0000")
        with pytest.raises(NotFound):
            await unit.cases.get_by_id(CaseId(bytes(16)))
        with pytest.raises(NotFound):
            await unit.cases.file("nothing")


async def test_a_stale_case_cannot_be_saved(store: Store) -> None:
    """Whoever read the case before somebody else changed it must read it again."""
    case = make_case()
    await add(store, case)
    async with store.reading() as unit:
        stale = await unit.cases.get(case.ref)
    case.add("Bổ sung", on=LATER)
    stale.edit("Nội dung mới", on=LATER)

    async with store.writing() as unit:
        await unit.cases.save(case)
        await unit.commit()
    async with store.writing() as unit:
        with pytest.raises(ConcurrentUpdate):
            await unit.cases.save(stale)

    async with store.reading() as unit:
        assert await unit.cases.get(case.ref) == case


async def test_a_case_can_be_saved_again_and_again(store: Store) -> None:
    """Saving counts the version up in memory too, so the same object goes on."""
    case = make_case()
    await add(store, case)
    for number in range(3):
        case.add(f"Bổ sung {number}", on=LATER)
        async with store.writing() as unit:
            await unit.cases.save(case)
            await unit.commit()

    async with store.reading() as unit:
        read = await unit.cases.get(case.ref)
    assert read.version == 3
    assert [entry.text for entry in read.entries if entry.kind is EntryKind.ADDITION] == [
        "Bổ sung 0",
        "Bổ sung 1",
        "Bổ sung 2",
    ]
    assert all(entry.by == AUTHOR for entry in read.entries)


async def test_who_sent_a_case_never_changes(store: Store) -> None:
    """Saving writes neither the person nor the account, the reference or the day of filing."""
    person = await enrolled(store, "lan")
    case = make_case()
    await add(store, case)
    case.person, case.account, case.filed_on = person, account_key("lan"), LATER

    async with store.writing() as unit:
        await unit.cases.save(case)
        await unit.commit()

    async with store.reading() as unit:
        read = await unit.cases.get(case.ref)
    assert (read.person, read.account, read.filed_on) == (None, None, FILED_ON)


async def test_merged_cases_are_found_from_the_one_they_went_into(store: Store) -> None:
    """The cases answered together with another one are listed by reference."""
    main, second, first = make_case(), make_case(ref="DT-2222-2222"), make_case(ref="DT-1111-1111")
    await add(store, main, second, first)
    async with store.writing() as unit:
        for case in (second, first):
            case.merge_into(main, by="VP", on=LATER)
            await unit.cases.save(case)
        await unit.commit()

    async with store.reading() as unit:
        assert [case.ref for case in await unit.cases.merged_into(main.id)] == ["DT-1111-1111", "DT-2222-2222"]
        assert await unit.cases.merged_into(first.id) == []


async def test_a_person_sees_the_own_named_cases(store: Store) -> None:
    """Newest day first, then by reference; nobody else's, and no more than asked for."""
    lan, minh = await enrolled(store, "lan"), await enrolled(store, "minh")

    def case_of(name: str, person: PersonId, ref: str, on: date) -> Case:
        return make_case(ref=ref, person=person, account=account_key(name), signature=name, on=on)

    await add(
        store,
        case_of("lan", lan, "DT-3333-3333", FILED_ON),
        case_of("lan", lan, "DT-2222-2222", FILED_ON),
        case_of("lan", lan, "DT-4444-4444", LATER),
        case_of("minh", minh, "DT-1111-1111", FILED_ON),
        make_case(),
    )

    async with store.reading() as unit:
        assert refs(await unit.cases.of_person(lan, 10)) == ["DT-4444-4444", "DT-2222-2222", "DT-3333-3333"]
        assert refs(await unit.cases.of_person(lan, 1)) == ["DT-4444-4444"]
        assert await unit.cases.of_person(person_id("nobody"), 10) == []


async def test_a_department_sees_what_it_leads_and_supports(store: Store) -> None:
    """Cases led or supported by one of the units, and no unit whose code merely looks alike."""
    await add(
        store,
        make_case(ref="DT-1111-1111", department="KT"),
        make_case(ref="DT-2222-2222", department="VP", supporting=("TYT", "KT")),
        make_case(ref="DT-3333-3333", department="KT2", supporting=("KT_A",)),
        make_case(ref="DT-4444-4444", department="CA"),
    )

    async with store.reading() as unit:
        seen = [
            refs(await unit.cases.of_departments(units, OPEN, 10)) for units in (["KT"], ["KT_A"], ["CA", "TYT"], [])
        ]
    assert seen == [["DT-1111-1111", "DT-2222-2222"], ["DT-3333-3333"], ["DT-2222-2222", "DT-4444-4444"], []]


async def test_lists_are_ordered_by_due_date_and_then_by_reference(store: Store) -> None:
    """The order in which cases came is not to be seen in any list."""
    await add(
        store,
        make_case(ref="DT-3333-3333"),
        make_case(ref="DT-1111-1111", due_on=DUE_ON + timedelta(days=1)),
        make_case(ref="DT-2222-2222"),
    )
    expected = ["DT-2222-2222", "DT-3333-3333", "DT-1111-1111"]

    async with store.reading() as unit:
        assert refs(await unit.cases.in_status([Status.SUBMITTED], 10)) == expected
        assert refs(await unit.cases.of_departments(["KT"], OPEN, 10)) == expected
        assert refs(await unit.cases.in_status([Status.SUBMITTED], 2)) == expected[:2]
        assert refs(await unit.cases.in_status([Status.ANSWERED], 10)) == []
        assert refs(await unit.cases.due_until(DUE_ON, OPEN)) == expected[:2]
        assert refs(await unit.cases.due_until(DUE_ON - timedelta(days=1), OPEN)) == []
        assert refs(await unit.cases.due_until(DUE_ON + timedelta(days=9), [])) == []


async def test_a_line_shows_the_concern_as_last_worded(store: Store) -> None:
    """The summary of a list is taken from the last wording of the concern, cut short."""
    case = make_case(body="Lời đầu")
    case.edit("Lời sau " + "rất dài " * 40, on=LATER)
    case.add("Một ý bổ sung", on=LATER)
    await add(store, case)

    async with store.reading() as unit:
        (line,) = await unit.cases.in_status([Status.SUBMITTED], 10)
    assert (line.id, line.ref, line.topic, line.department, line.status, line.due_on) == (
        case.id,
        case.ref,
        case.topic,
        case.department,
        Status.SUBMITTED,
        DUE_ON,
    )
    assert line.summary.startswith("Lời sau rất dài")
    assert line.summary.endswith("…")


async def test_a_file_comes_back_with_its_case(store: Store) -> None:
    """The content of a file is fetched apart, with the id of its case."""
    case, file = make_case(), make_file("thư.pdf", bytes(range(256)) * 5000)
    await add(store, case, files=[file])

    async with store.reading() as unit:
        assert await unit.cases.file(file.file_id) == (case.id, file)


async def test_files_added_later_come_after_the_first_ones(store: Store) -> None:
    """A case's files keep the order in which they were added."""
    case, first, second, third = make_case(), make_file("1"), make_file("2"), make_file("3")
    await add(store, case, files=[first])
    async with store.writing() as unit:
        await unit.cases.add_files(case.id, [second, third])
        await unit.cases.add_files(case.id, [])
        await unit.commit()

    async with store.reading() as unit:
        assert [file.name for file in (await unit.cases.get(case.ref)).files] == ["1", "2", "3"]


def refs(lines: Sequence[CaseLine]) -> list[str]:
    return [line.ref for line in lines]
