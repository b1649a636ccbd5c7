"""Danger words: measured on sentences as people write them; which danger it is, is a help and no promise."""

from pathlib import Path
from typing import Final

import pytest

from storage.domain.danger import find_danger
from storage.domain.danger_words import Danger

LEAST_RECALL: Final = 0.95
MOST_FALSE: Final = 0.05
_LINES: Final = Path(__file__).with_name("danger_texts.tsv").read_text(encoding="utf-8").splitlines()
TEXTS: Final = [(kind, text) for kind, text in (line.split("\t") for line in _LINES)]
DANGEROUS: Final = [text for kind, text in TEXTS if kind != "-"]
HARMLESS: Final = [text for kind, text in TEXTS if kind == "-"]


def test_nearly_every_danger_is_heard() -> None:
    """Of these sentences at most one in twenty stays unheard. The words were chosen by them; others fare worse."""
    heard = [text for text in DANGEROUS if find_danger(text)]
    assert len(heard) >= LEAST_RECALL * len(DANGEROUS)


def test_everyday_matters_hardly_ever_ring() -> None:
    """Of everyday sentences with words that look alike ("cháy hàng", "sập mạng"), at most one in twenty rings."""
    rang = [text for text in HARMLESS if find_danger(text)]
    assert len(rang) <= MOST_FALSE * len(HARMLESS)


def test_the_set_holds_every_kind_and_both_spellings() -> None:
    """Each danger is in the set, and a fifth of it is written without diacritics."""
    assert {kind for kind, _ in TEXTS} == {*Danger, "-"}
    assert sum(text.isascii() for _, text in TEXTS) >= len(TEXTS) / 5


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Nhà kho đang cháy", Danger.FIRE),
        ("nha kho dang chay lon", Danger.FIRE),
        ("NHÀ KHO ĐANG CHÁY!!!", Danger.FIRE),
        ("em k mún sống nữa", Danger.SUICIDE),
        ("Tủ điện rò, có người bị điện giật", Danger.ELECTRICITY),
        ("Hoả hoạn ở chợ", Danger.FIRE),
        ("Tập huấn phòng cháy chữa cháy, mà kho đang cháy thật", Danger.FIRE),
    ],
)
def test_a_danger_is_named(text: str, danger: Danger) -> None:
    """Capitals, missing marks, the other spelling and what phones make of words change nothing."""
    assert find_danger(text) is danger


@pytest.mark.parametrize(
    "text",
    [
        "Ghế gãy chân",
        "ghe phong hop bi gay chan",
        "Bàn làm việc của em bị gãy chân",
        "Xe gãy gương",
        "Đèn hành lang cháy",
        "Bóng đèn phòng em bị cháy",
        "cam on lanh dao",
        "Em lấy mã đăng nhập ở đâu?",
        "tu hai thang nay",
        "xin tu van",
    ],
)
def test_a_thing_is_no_person(text: str) -> None:
    """A chair breaks its leg and a lamp burns out; and "lấy mã" is no machete."""
    assert find_danger(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Chị tạp vụ gãy chân",
        "Em ngã ghế gãy chân",
        "nga ghe gay chan",
        "Ghế gãy chân làm chị Ba gãy tay",
        "Bạn em gãy chân",
        "ban em gay chan",
        "Ghế đè gãy chân",
        "Em gãy chân, ghế ngồi không có",
        "Đèn cháy lan lên trần",
        "Đèn bị cháy, khói nhiều lắm",
        "Anh ấy bất tỉnh nặng",
        "nó cầm dao, tao sợ",
        "Họ tưới xăng xe cán bộ",
        "Em sợ đi tự tử mất",
    ],
)
def test_a_person_beside_a_thing_is_heard(text: str) -> None:
    """Whoever fell with the chair is a person, and a lamp that sets something on fire is a fire; and what has marks is
    read with them."""
    assert find_danger(text) is not None


@pytest.mark.parametrize("text", ["", "Đã rõ", "phòng cháy chữa cháy", "cháy hàng", "em chạy việc", "tu tu thoi"])
def test_what_only_looks_like_a_danger_is_none(text: str) -> None:
    """A word that is one letter or one mark away from a danger is none."""
    assert find_danger(text) is None
