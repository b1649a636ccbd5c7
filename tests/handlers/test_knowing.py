"""Ai biết gì: each sentence about who can know what is shown by a test that exists, or is said not to be promised."""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from handlers.knowing import sentences
from handlers.texts.catalog import LANGUAGES, keys, say
from tests.talk import Talk
from tests.world import World, open_world

ROOT: Final = Path(__file__).parents[2]
CHANNELS: Final = ("web", "telegram", "zalo")
NOT_PROMISED: Final = ("a limit, told as one",)
KEPT: Final = {"address_days": 30, "contents_months": 24}

SHOWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "know-title": NOT_PROMISED,
    "know-desk": (
        "tests/domain/test_views.py::test_no_view_has_a_place_for_who_wrote",
        "tests/domain/test_views.py::test_an_anonymous_case_looks_the_same_whoever_wrote_it",
    ),
    "know-stored": (
        "tests/journeys/test_anonymity.py::test_no_table_but_those_of_persons_holds_a_trace_of_the_author",
        "tests/journeys/test_anonymity.py::test_a_return_address_has_one_length_and_opens_only_with_the_key_for_its_own_case",
        "tests/storage/test_sealing.py::test_the_front_needs_no_private_key",
    ),
    "know-kept": (
        "tests/storage/test_sql_contents.py::test_no_byte_of_a_case_lies_there_in_clear",
        "tests/scheduler/test_retention.py::test_an_address_goes_thirty_days_after_the_end",
        "tests/scheduler/test_retention.py::test_contents_go_two_years_after_the_end",
    ),
    "know-similar": (
        "tests/handlers/test_flow_similar.py::test_a_similar_case_is_shown_in_the_words_of_the_office",
        "tests/handlers/test_flow_merging.py::test_a_summary_is_short_names_nobody_and_quotes_nobody",
    ),
    "know-files": (
        "tests/storage/test_files.py::test_nothing_that_tells_on_the_maker_survives",
        "tests/storage/test_cleaning_planted.py::test_no_picture_carries_more_than_it_shows",
    ),
    "know-page": (
        "tests/bot/test_web_pages.py::test_no_answer_ever_sets_a_cookie",
        "tests/bot/test_web_pages.py::test_every_answer_is_protected",
    ),
    "know-safer": ("tests/handlers/test_flow_own.py::test_the_reply_code_opens_on_another_phone_and_judges_there",),
    "know-telegram": NOT_PROMISED,
    "know-zalo": NOT_PROMISED,
    "know-network": NOT_PROMISED,
    "know-operator": NOT_PROMISED,
    "know-style": NOT_PROMISED,
    "know-law": NOT_PROMISED,
    "know-never": NOT_PROMISED,
}


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of its tests."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


def test_every_sentence_is_bound() -> None:
    """To what shows it, or to the word that nothing is promised; and no binding is left over."""
    spoken = {key for channel in CHANNELS for key in sentences(channel)}
    assert spoken == set(SHOWN_BY)
    assert spoken == {key for key in keys("vi") if key.startswith("know-")}


@pytest.mark.parametrize("key", SHOWN_BY)
def test_what_shows_a_sentence_is_there(key: str) -> None:
    """A test that was renamed or deleted takes its sentence along."""
    for test in () if SHOWN_BY[key] == NOT_PROMISED else SHOWN_BY[key]:
        file, _, name = test.partition("::")
        assert name in names_in(file)


@pytest.mark.parametrize("channel", CHANNELS)
def test_one_screen_without_great_words(channel: str) -> None:
    """Short enough for one message on any channel, and nowhere does it say more than can be held."""
    for language in LANGUAGES:
        told = "\n".join(say(language, key, **KEPT) for key in sentences(channel)).lower()
        assert len(told) < 1600
        for word in ("tuyệt đối", "không ai biết", "hoàn toàn ẩn danh", "100%", "absolutely", "nobody can know"):
            assert word not in told


def test_each_channel_names_its_company() -> None:
    """On Telegram and Zalo the company is named, the page speaks of the office's network; none speaks for another."""
    told = {channel: "\n".join(say("vi", key, **KEPT) for key in sentences(channel)) for channel in CHANNELS}
    assert "Công ty Telegram biết" in told["telegram"]
    assert "Công ty vận hành Zalo biết" in told["zalo"]
    assert "Mạng cơ quan" in told["web"]
    assert "Trang này" not in told["telegram"] + told["zalo"]
    assert "Công ty" not in told["web"]


@pytest.mark.parametrize(("channel", "company"), [("telegram", "Telegram"), ("zalo", "Zalo"), ("web", "Mạng cơ quan")])
async def test_aibiet_answers_on_every_channel(channel: str, company: str, tmp_path: Path) -> None:
    """Typed as a command or in words without marks, in the middle of a draft, which stays."""
    async with open_world("sqlite", tmp_path, telegram=channel == "telegram", zalo=channel == "zalo") as world:
        author = await asked_in_between(world)
        author.expect(company, "địa chỉ đã niêm phong", "30 ngày", "24 tháng")
        await author.say("ai biet gi")
        author.expect(company)
        await author.say("tiep tuc")
        author.expect("Máy in")


async def asked_in_between(world: World) -> Talk:
    author = await world.staff()
    await author.say("Máy in của phòng em hỏng đã lâu.")
    await author.say("/aibiet")
    return author
