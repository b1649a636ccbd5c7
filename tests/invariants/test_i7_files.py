"""I7: of a file that was sent nothing is kept that tells who made it, and the file as it came is nowhere."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.invariants.searching import everything_on_disk, found_in
from tests.journeys.steps import file_concern, ref_in
from tests.storage.marked_documents import docx, xlsx
from tests.storage.marked_files import MARK, jpeg, pdf, png, residue, webp
from tests.world import World

KINDS_OF_FILES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {"jpg": jpeg, "png": png, "webp": webp, "pdf": pdf, "docx": docx, "xlsx": xlsx}
)


async def test_i7_what_is_kept_of_a_file_tells_nothing_of_its_maker(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark wherever each kind can hold one: it is in no stored file, and on no disk; nor is the original."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = [make() for make in KINDS_OF_FILES.values()]
    assert all(residue(content) for content in files)
    author = await world.staff("KT")
    for content in files:
        await author.say("Kèm theo một tệp.", files=[content])
    ref = await file_concern(author)
    async with world.app.base.store.reading() as reads:
        heads = (await reads.cases.get(ref_in(ref))).files
        stored = [(await reads.cases.file(head.file_id))[1] for head in heads]
    assert sorted(file.name.rpartition(".")[2] for file in stored) == sorted(KINDS_OF_FILES)
    assert [found for file in stored for found in residue(file.content)] == []
    planted = {"a mark": MARK.encode()} | {f"original {n}": content[:400] for n, content in enumerate(files)}
    assert found_in(await everything_on_disk(world, tmp_path), planted) == []
