"""I1, I2: what an anonymous author does changes no row, page or mark but those of cases."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariants.acts import ACTS, Scene
from tests.invariants.watching import OF_CASES, besides_cases, database_of, dump
from tests.journeys.steps import file_concern, photo
from tests.storage.databases import KINDS
from tests.storage.test_sql_anonymity import changed_tables
from tests.world import World, open_world

WRITTEN_BY_A_FILING = OF_CASES - {"commitment"}
OFTEN = settings(max_examples=2)


async def test_i1_a_filing_changes_only_the_tables_of_its_case(world: World) -> None:
    """The trace of every statement, through the whole conversation, photo included."""
    author, _ = await world.staff("KT"), await world.office()
    with changed_tables(database_of(world)) as changed:
        await author.say("Kèm ảnh chụp máy hỏng.", files=[photo()])
        await file_concern(author)
    assert changed == WRITTEN_BY_A_FILING


async def test_i1_no_act_of_an_anonymous_author_changes_another_table(world: World) -> None:
    """From cancelling to rating: nothing but what belongs to cases is written."""
    scene = await Scene.enter(world)
    for act, (prepare, do) in ACTS.items():
        await prepare(scene)
        with changed_tables(database_of(world)) as changed:
            await do(scene)
        assert changed <= OF_CASES, act


@pytest.mark.parametrize("kind", KINDS)
def test_i2_any_sequence_of_anonymous_acts_leaves_persons_byte_for_byte(kind: str, tmp_path: Path) -> None:
    """Rows, SQLite's pages and PostgreSQL's marks on rows, of every table that is not of cases, are what they were."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        scene = runner.run(_enter(kind, tmp_path, stack))

        @OFTEN
        @given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=6))
        def check(acts: list[str]) -> None:
            runner.run(_all_stays(scene, acts))

        try:
            check()
        finally:
            runner.run(stack.aclose())


async def _enter(kind: str, folder: Path, stack: AsyncExitStack) -> Scene:
    return await Scene.enter(await stack.enter_async_context(open_world(kind, folder)))


async def _all_stays(scene: Scene, acts: list[str]) -> None:
    database = database_of(scene.world)
    for act in acts:
        prepare, do = ACTS[act]
        await prepare(scene)
        before = await besides_cases(database)
        await do(scene)
        after = await besides_cases(database)
        assert [name for name in after if after[name] != before.get(name)] == [], act
    assert before["person"] and before["account"]


async def test_i2_an_enrolment_is_seen(world: World) -> None:
    """The check above can fail: one person more, and rows and pages differ."""
    await world.staff("KT")
    before = await besides_cases(database_of(world))
    await world.staff("VP")
    after = await besides_cases(database_of(world))
    changed = {name.removeprefix("pages of ") for name in after if after[name] != before[name]}
    assert changed >= {"person", "account", "post", "invite"}
    assert not changed & OF_CASES
    assert set(await dump(database_of(world))) >= OF_CASES
