"""The cases as a table: without authors, harmless in a spreadsheet, in an order that tells nothing."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.exporting import COLUMNS, harmless, rows
from storage.domain.case import Case
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import Kind
from tests.builders import MONTH, account_key, make_case, make_file, sealed, verifier
from tests.storage.databases import KINDS, fresh_database

FRIDAY = date(2026, 11, 6)
MONDAY = date(2026, 11, 9)


@pytest.fixture(params=KINDS)
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    async with fresh_database(request.param) as database:
        yield database.store


async def add(store: Store, *cases: Case) -> None:
    async with store.writing() as uow:
        for case in cases:
            await uow.cases.add(case, return_address=sealed(case.ref), reply_verifier=verifier(case.ref), files=())
        await uow.commit()


def cell(row: list[str], column: str) -> str:
    return row[COLUMNS.index(column)]


async def exported(store: Store) -> list[list[str]]:
    return [list(row) for row in await rows(store)]


async def test_a_case_is_one_row(store: Store) -> None:
    """Everything the office may use in its own sheets, in the order of the columns."""
    case = make_case(ref="DT-7K3Q-9XMD", supporting=("YT", "VHXH"), kind=Kind.PETITION)
    case.publish("Chi trả trước 15/11.", by="UBND", on=FRIDAY)
    case.confirm(on=FRIDAY)
    await add(store, case)
    assert await exported(store) == [
        [
            "DT-7K3Q-9XMD",
            "petition",
            "luong",
            "KT",
            "YT VHXH",
            "closed",
            "2026-11-02",
            "2026-11-09",
            "clear",
            case.body,
            "Chi trả trước 15/11.",
        ]
    ]


async def test_no_author_is_exported(store: Store) -> None:
    """Not the name, nor any key, of who wrote a case, be it named: there is no column for it."""
    async with store.writing() as uow:
        person = await uow.people.enrol(
            account_key("lan"), sealed("lan"), [Post(Role.STAFF, "TYT")], name="Trần Thị Mơ", month=MONTH
        )
        case = make_case(person=person, account=account_key("lan"), signature="Trần Thị Mơ")
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.cases.add_files(case.id, [make_file("don cua Mo.pdf")])
        await uow.commit()
    (row,) = await exported(store)
    assert not {"author", "person", "account", "signature", "name", "channel", "files"} & set(COLUMNS)
    for trace in ("Mơ", "Mo.pdf", "TYT", person.hex(), account_key("lan").hex(), case.id.hex()):
        assert trace not in " ".join(row)


async def test_every_case_is_there_whatever_became_of_it(store: Store) -> None:
    """Withdrawn and declined ones too: the sheet's sums are the office's."""
    cases = [make_case() for _ in range(3)]
    cases[1].withdraw(on=FRIDAY)
    cases[2].decline("Không thuộc phạm vi.", by="VP", on=FRIDAY)
    await add(store, *cases)
    assert sorted(cell(row, "status") for row in await exported(store)) == ["declined", "submitted", "withdrawn"]


async def test_the_order_tells_nothing_of_who_wrote_when(store: Store) -> None:
    """By due date, then by reference, which is random: the same table whatever the order of filing."""
    refs = ["DT-ZZZZ-ZZZZ", "DT-0000-0000", "DT-MMMM-MMMM", "DT-9999-9999"]
    dues = [MONDAY, MONDAY, MONDAY, FRIDAY]
    await add(store, *(make_case(ref=ref, due_on=due) for ref, due in zip(refs, dues, strict=True)))
    order = [cell(row, "code") for row in await exported(store)]
    assert order == ["DT-9999-9999", "DT-0000-0000", "DT-MMMM-MMMM", "DT-ZZZZ-ZZZZ"]


async def test_no_row_has_a_time_of_day(store: Store) -> None:
    """Dates only: a time would tell when somebody was at the keyboard."""
    await add(store, make_case())
    (row,) = await exported(store)
    assert not any(":" in cell(row, column) for column in COLUMNS if column not in ("body", "answer"))
    assert date.fromisoformat(cell(row, "filed_on"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_is_only_text(start: str) -> None:
    """A cell that a spreadsheet would calculate, or send to the net, begins with an apostrophe."""
    assert harmless(f'{start}HYPERLINK("http://x";"Lương")') == f'\'{start}HYPERLINK("http://x";"Lương")'


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1", "a;'=1"),
        ("a\n- b", "a\n'- b"),
        ('a; "=1"', 'a; "\'=1"'),
        ("a\t@b", "a\t'@b"),
    ],
    ids="separator line quote tab".split(),
)
def test_a_formula_inside_is_only_text(text: str, cell: str) -> None:
    """A program that parts the file elsewhere finds no formula there either."""
    assert harmless(text) == cell
    assert harmless(cell) == cell


@pytest.mark.parametrize("text", ["", "Lương = 0", "5-6 người", "Đề nghị + 1", "'đã có'", "một; hai", "một\n\nhai"])
def test_other_text_stays_as_it_is(text: str) -> None:
    """Signs within a line are left alone."""
    assert harmless(text) == text


async def test_what_a_person_wrote_is_no_formula(store: Store) -> None:
    """The defusing holds for the table, too."""
    await add(store, make_case(body="=1+1"))
    (row,) = await exported(store)
    assert cell(row, "body") == "'=1+1"
