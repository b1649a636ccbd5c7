"""Files over HTTP: what is taken, what is refused and told, and who may fetch a file again."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from storage.domain.case import Case
from storage.domain.permissions import Post, Role
from storage.files import MAX_FILE_BYTES
from tests.bot.web_client import Answer, client_of
from tests.journeys.steps import ref_in
from tests.talk import HttpPhone, Talk
from tests.world import World, open_world

WORDS = "Máy in tầng 2 hỏng từ tháng 9."
LARGE = pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")  # the test's own client warns


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, http=True) as world:
        yield world


@pytest.fixture
async def staff(world: World) -> Talk:
    return await world.staff()


def photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return file.getvalue()


def phone_of(talk: Talk) -> HttpPhone:
    assert isinstance(talk.phone, HttpPhone)
    return talk.phone


async def case_of(world: World, ref: str) -> Case:
    async with world.app.base.store.reading() as reads:
        return await reads.cases.get(ref)


async def file_with(staff: Talk, *files: bytes, words: str = WORDS, name: str = "") -> str:
    """A concern with these files; its reference."""
    await staff.say(words, files=files)
    return await finish(staff, name)


async def finish(staff: Talk, name: str = "") -> str:
    await staff.tap("Ghi tên tôi" if name else "Không ghi tên")
    if name:
        await staff.say(name)
    await staff.tap("Tâm tư")
    await staff.tap("Gửi")
    return ref_in(staff.expect("Đã gửi"))


async def test_a_photo_becomes_part_of_the_case(world: World, staff: Talk) -> None:
    """It is kept as a cleaned JPEG without its name."""
    case = await case_of(world, await file_with(staff, photo()))

    assert [file.media_type for file in case.files] == ["image/jpeg"]
    assert re.fullmatch(r"1\.jpg", case.files[0].name)


async def test_a_photo_alone_is_a_concern(world: World, staff: Talk) -> None:
    """Words are not needed."""
    case = await case_of(world, await file_with(staff, photo(), words=""))
    assert len(case.files) == 1


@pytest.mark.parametrize("content", [b"MZ\x90\x00" + b"\0" * 100, b"PK\x03\x04hong", b"", b"GIF89a" + b"\0" * 50])
async def test_what_cannot_be_cleaned_is_refused_with_a_word(world: World, staff: Talk, content: bytes) -> None:
    """A program, a broken archive, nothing, a moving picture: told, and the words are kept."""
    await staff.say(WORDS, files=[content])
    staff.expect("Phần chữ vẫn được giữ")

    case = await case_of(world, await finish(staff))
    assert (case.body, case.files) == (WORDS, ())


async def test_a_good_file_beside_a_bad_one_is_kept(world: World, staff: Talk) -> None:
    """Each file is judged by itself."""
    case = await case_of(world, await file_with(staff, b"MZ\x90\x00", photo()))
    assert [file.media_type for file in case.files] == ["image/jpeg"]


@LARGE
@pytest.mark.parametrize("above", [1, 100, 70_000])
async def test_a_file_too_large_is_refused_never_cut(world: World, staff: Talk, above: int) -> None:
    """However its bytes are parted on the way, no shortened file is taken for the whole."""
    padded = photo().ljust(MAX_FILE_BYTES + above, b"\0")  # a photo still, if only its end were missing
    await staff.say(WORDS, files=[padded])
    staff.expect("quá lớn", "10 MB")

    assert (await case_of(world, await finish(staff))).files == ()


async def test_the_sixth_file_is_told(world: World, staff: Talk) -> None:
    """Five are kept, and the person learns that the rest were not."""
    await staff.say(WORDS, files=[f"Tệp số {n}.".encode() for n in range(6)])
    staff.expect("5 tệp")

    assert len((await case_of(world, await finish(staff))).files) == 5


async def test_a_heap_of_files_is_refused_whole(staff: Talk) -> None:
    """413: the page gives everything back."""
    response = await phone_of(staff).send(key="1", text=WORDS, files=[b"a"] * 12)
    assert response.status == 413


@LARGE
async def test_a_form_with_a_text_beyond_all_measure_is_refused(staff: Talk) -> None:
    """413, not a text cut short."""
    response = await phone_of(staff).send(key="1", text="a" * 5_000_000, files=[b"a"])
    assert response.status == 413


async def test_a_repeated_form_adds_its_files_once(world: World, staff: Talk) -> None:
    """The same id, the same files: once."""
    await staff.say(WORDS, files=[photo()], key="anh")
    await staff.say(WORDS, files=[photo()], key="anh")

    assert len((await case_of(world, await finish(staff))).files) == 1


async def test_a_file_goes_to_those_who_may_read_the_case(world: World, staff: Talk) -> None:
    """The office sees it in the case's card and can fetch it."""
    office = await world.office()
    await file_with(staff, photo())
    await office.say(re.findall(r"DT-\S{4}-\S{4}", office.phone.events[-1]["text"])[0])
    [file] = office.phone.events[-1]["files"]

    answer = await fetch(world, office, file["url"])

    assert answer.status == 200
    assert answer.headers["Content-Type"] == file["type"] == "image/jpeg"
    assert re.fullmatch(r'inline; filename="DT-\S{4}-\S{4}-1\.jpg"', answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert Image.open(BytesIO(answer.content)).size == (40, 30)


async def test_the_file_of_a_merged_case_goes_to_those_who_answer_it(world: World, staff: Talk) -> None:
    """The department of the case it was merged into reads it; another one does not, before and after."""
    office, answering, other = await world.office(), await world.officer("KT"), await world.officer("TYT")
    lead = await file_with(staff)
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    merged = await file_with(await world.staff(), photo())
    url = url_of(await case_of(world, merged))
    assert (await fetch(world, answering, url)).status == 404
    await office.tap("Gộp")
    await office.say(lead)
    office.expect("Đã gộp")
    assert (await fetch(world, answering, url)).status == 200
    assert (await fetch(world, other, url)).status == 404


async def test_who_stands_in_for_the_office_opens_its_files(world: World, staff: Talk) -> None:
    """As long as it lasts, as with everything else the office may."""
    office = await world.person(Post(Role.OFFICE, "VP"), name="Lê Thị Vắng")
    there = await world.person(Post(Role.OFFICER, "VP"), name="Trần Văn Thay")
    url = url_of(await case_of(world, await file_with(staff, photo())))
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    assert (await fetch(world, there, url)).status == 404
    await office.say("cử người thay")
    await office.say("VP")
    await office.tap("Lê Thị Vắng")
    await office.tap("Trần Văn Thay")
    await office.say("10/11")
    office.expect("làm thay")
    assert (await fetch(world, there, url)).status == 200
    world.clock.advance(days=30)
    assert (await fetch(world, there, url)).status == 404


async def test_what_is_no_picture_is_only_downloaded(world: World, staff: Talk) -> None:
    """A text file is never shown by the browser itself."""
    office = await world.office()
    case = await case_of(world, await file_with(staff, "Danh sách thiết bị hỏng.".encode()))

    answer = await fetch(world, office, url_of(case))

    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_named_author_may_fetch_the_own_file(world: World, staff: Talk) -> None:
    """Whoever signed a concern can read it, files and all."""
    case = await case_of(world, await file_with(staff, photo(), name="Lê Thị Thử Nghiệm"))

    assert (await fetch(world, staff, url_of(case))).status == 200


async def test_an_anonymous_author_fetches_the_own_file_by_the_mark(world: World, staff: Talk) -> None:
    """No account is tied to the case, so the address itself has to prove that it was made for its author."""
    case = await case_of(world, await file_with(staff, photo()))
    mark = world.app.base.seals.author_mark(case.ref)

    assert (await fetch(world, staff, f"{url_of(case)}.{mark}")).status == 200
    assert (await fetch(world, staff, url_of(case))).status == 404
    assert (await fetch(world, staff, f"{url_of(case)}.{mark[::-1]}")).status == 404


async def test_no_mark_opens_the_file_of_a_named_author(world: World, staff: Talk) -> None:
    """The mark stands for the authors who left no name."""
    case = await case_of(world, await file_with(staff, photo(), name="Lê Thị Thử Nghiệm"))
    mark = world.app.base.seals.author_mark(case.ref)

    assert (await fetch(world, await world.staff(), f"{url_of(case)}.{mark}")).status == 404


async def test_others_are_told_that_there_is_no_such_file(world: World, staff: Talk) -> None:
    """404, to the byte the same as for a file that never was."""
    case = await case_of(world, await file_with(staff, photo()))
    for reader in (await world.stranger(), await world.staff(), await world.officer("CA")):
        there = await fetch(world, reader, url_of(case))
        missing = await fetch(world, reader, "/api/chat/files/khong-he-co")
        assert there.status == 404
        assert there.content == missing.content


@pytest.mark.parametrize("file_id", ["%00", "a%00b", "%ff", "..%2f..%2fetc%2fpasswd", "%F0%9F%A4%A6", "x" * 3000])
async def test_odd_addresses_are_no_files(world: World, staff: Talk, file_id: str) -> None:
    """404 for whatever is put in the place of a file."""
    answer = await fetch(world, staff, f"/api/chat/files/{file_id}")
    assert (answer.status, answer.code) == (404, "not-found")


async def test_nobody_fetches_without_a_token(world: World, staff: Talk) -> None:
    """The address alone opens nothing."""
    case = await case_of(world, await file_with(staff, photo()))
    assert (await client_of(world).ask("GET", url_of(case))).status == 401


def url_of(case: Case) -> str:
    return f"/api/chat/files/{case.files[0].file_id}"


async def fetch(world: World, reader: Talk, url: str) -> Answer:
    return await client_of(world, phone_of(reader).token).ask("GET", url)
