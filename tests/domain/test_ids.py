"""References and codes: how they look, and how a typed one is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.ids import (
    INVITE_LENGTH,
    REPLY_CODE_LENGTH,
    encode,
    grouped,
    has_digit,
    parse_invite,
    parse_ref,
    parse_reply_code,
    ref_of,
    tag_of,
)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEPARATORS = st.text("- \t", max_size=3)


def codes(length: int) -> st.SearchStrategy[str]:
    return st.text(CROCKFORD, min_size=length, max_size=length).filter(has_digit)


def typed(code: str, separators: list[str]) -> str:
    """The code in groups of four with these separators between them."""
    groups = [code[i : i + 4] for i in range(0, len(code), 4)]
    return "".join(f"{separator}{group}" for separator, group in zip(["", *separators], groups, strict=False))


@pytest.mark.parametrize(
    ("raw", "length", "expected"),
    [
        ("0000000000", 8, "00000000"),
        ("ffffffffff", 8, "ZZZZZZZZ"),
        ("00443214c7", 8, "01234567"),
        ("00443214c7", 3, "012"),
        ("84653a56d7c675be77df", 16, "GHJKMNPQRSTVWXYZ"),
    ],
)
def test_five_bits_make_a_character(raw: str, length: int, expected: str) -> None:
    """Bytes are written in Crockford's base32, the first bits first."""
    assert encode(bytes.fromhex(raw), length) == expected


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_no_two_cases_share_a_reference(one: bytes, other: bytes) -> None:
    """Different bytes give different references."""
    assert (ref_of(one) == ref_of(other)) is (one == other)


@given(st.binary(min_size=5, max_size=5))
def test_a_reference_reads_back_as_itself(raw: bytes) -> None:
    """A reference has its form, can be read back, and lends its last two characters to its notices."""
    ref = ref_of(raw)
    assert len(ref) == len("DT-7K3Q-9XMD")
    assert parse_ref(ref) == ref
    assert ref == f"DT-{ref[3:7]}-{ref[8:10]}{tag_of(ref)}"


def test_codes_are_shown_in_groups_of_four() -> None:
    """Four characters can be kept in mind while typing."""
    assert grouped("7K3Q9XMD2F5H8WTV") == "7K3Q-9XMD-2F5H-8WTV"
    assert grouped("7K3Q9") == "7K3Q-9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DT-7K3Q-9XMD", "DT-7K3Q-9XMD"),
        ("dt-7k3q-9xmd", "DT-7K3Q-9XMD"),
        ("  DT 7K3Q 9XMD\n", "DT-7K3Q-9XMD"),
        ("dt7k3q9xmd", "DT-7K3Q-9XMD"),
        ("DT - 7K3Q - 9XMD", "DT-7K3Q-9XMD"),
        ("DT-7K3Q-OILo", "DT-7K3Q-0110"),
        ("DT-7K3Q-9XMU", None),
        ("DT-7K3Q-9XM", None),
        ("DT-7K3Q-9XMDD", None),
        ("7K3Q-9XMD", None),
        ("DT-7K3Q-9XMD nhé", None),
        ("xem DT-7K3Q-9XMD", None),
        ("DT-7K3Q-9XMĐ", None),
        ("DT", None),
        ("", None),
    ],
)
def test_a_typed_reference_is_read(text: str, expected: str | None) -> None:
    """A reference is read however it is spaced and capitalised, if it is all that was typed."""
    assert parse_ref(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gửi ý kiến",
        "cong viec chua xong",  # four words
        "nhà ở bị dột",
        "ABCD-EFGH-JKMN-PQRS",  # no digit: might be four short words
        "7K3Q-9XMD-2F5H-8WT",
        "7K3Q-9XMD-2F5H-8WTVX",
        "7K3-Q9XMD-2F5H-8WTV",
        "7K3Q_9XMD_2F5H_8WTV",
        "7K3Q-9XMD-2F5H-8WTU",
        "DT-7K3Q-9XMD",
        "7K3Q-9XMD",
    ],
)
def test_other_texts_are_no_codes(text: str) -> None:
    """Words, references and codes of a wrong length or alphabet are not taken for a code."""
    assert parse_reply_code(text) is None
    assert parse_invite(text) is None


@given(codes(REPLY_CODE_LENGTH), st.lists(SEPARATORS, min_size=3, max_size=3), st.booleans())
def test_a_reply_code_is_read_however_it_is_spaced(code: str, separators: list[str], lower: bool) -> None:
    """Blanks, hyphens and capitals do not matter, and it is never taken for an invite or a reference."""
    text = typed(code.lower() if lower else code, separators)
    assert parse_reply_code(text) == code
    assert parse_invite(text) is None
    assert parse_ref(text) is None


@given(codes(INVITE_LENGTH), st.lists(SEPARATORS, min_size=2, max_size=2), st.booleans())
def test_an_invite_is_read_however_it_is_spaced(code: str, separators: list[str], lower: bool) -> None:
    """Blanks, hyphens and capitals do not matter, and it is never taken for a reply code."""
    text = typed(code.lower() if lower else code, separators)
    assert parse_invite(text) == code
    assert parse_reply_code(text) is None


@given(codes(REPLY_CODE_LENGTH), st.sampled_from("ILil"), st.sampled_from("Oo"))
def test_letters_that_look_like_digits_are_taken_for_them(code: str, one: str, zero: str) -> None:
    """Copied from paper with I or L for 1 and O for 0, a code is still the same code."""
    assert parse_reply_code(code.replace("1", one).replace("0", zero)) == code


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    """Whatever is typed is a code of the alphabet or none; reading never fails."""
    for code, length in ((parse_reply_code(text), REPLY_CODE_LENGTH), (parse_invite(text), INVITE_LENGTH)):
        assert code is None or (len(code) == length and set(code) <= set(CROCKFORD))
    ref = parse_ref(text)
    assert ref is None or parse_ref(ref) == ref
