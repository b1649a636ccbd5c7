"""How an organisation guards its people's accounts: read from its document, and what a PIN looks like."""

import json

import pytest

from storage.domain.organisation_document import OrganisationError, parse_organisation, to_document
from storage.domain.staff_rules import DEFAULT_STAFF_RULES, DEMO_STAFF_RULES, StaffRules, is_easy, is_sentence, read_pin
from tests.domain.ward import ward_document


def test_a_real_office_is_guarded_unless_it_says_otherwise() -> None:
    """Left out, a real organisation asks for PINs and ends page sign-ins; the demo does neither."""
    document = ward_document()
    assert parse_organisation(document).staff == DEMO_STAFF_RULES
    assert parse_organisation({**document, "is_demo": False}).staff == DEFAULT_STAFF_RULES == StaffRules(True, 12)
    one = parse_organisation({**document, "is_demo": False, "staff": {"pin": False}})
    assert one.staff == StaffRules(False, 12)
    assert parse_organisation(json.loads(json.dumps(to_document(one)))) == one


@pytest.mark.parametrize("wrong", [{"pin": "yes"}, {"idle_hours": 1000}, {"idle_hours": -1}, {"pins": True}])
def test_mistakes_are_told(wrong: dict[str, object]) -> None:
    """Not yes or no, not so many hours, a name nobody knows."""
    with pytest.raises(OrganisationError):
        parse_organisation({**ward_document(), "staff": wrong})


@pytest.mark.parametrize(
    ("typed", "pin"),
    [("4829", "4829"), (" 48 29-13 ", "482913"), ("12345678", "12345678"), ("482", None), ("123456789", None),
     ("48a9", None), ("", None), ("mã là 4829", None), ("٤٨٢٩", None)],
)  # fmt: skip
def test_a_pin_is_four_to_eight_digits(typed: str, pin: str | None) -> None:
    """However they are parted; a sentence with digits in it is none."""
    assert read_pin(typed) == pin


def test_what_everybody_would_try_is_easy() -> None:
    """One digit over and over, or counting."""
    assert all(map(is_easy, ("0000", "1111", "88888888", "1234", "123456", "4321")))
    assert not any(map(is_easy, ("4829", "1235", "482913")))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Máy in ở phòng một cửa hỏng", True),
        ("Phòng 305 mất điện từ sáng nay", True),
        ("Từ ngày 02/11/2026 chưa có lương", True),
        ("tôi duyệt", False),
        ("4 8 2 9 1 3", False),
        ("mã PIN của tôi là 482913 nhé", False),
        ("482 913 la ma pin cua toi", False),
        ("my PIN is 482913 all right", False),
    ],
)
def test_a_sentence_is_no_pin(typed: str, sentence: bool) -> None:
    """Words of some length are a message, unless they tell a PIN."""
    assert is_sentence(typed) is sentence
