"""Identifiers: what they look like on screen, and how a typed one is read back."""

import re
from typing import Final, NewType

CaseId = NewType("CaseId", bytes)  # 16 bytes, random to anyone without the key of its epoch
PersonId = NewType("PersonId", bytes)  # 16 random bytes
AccountKey = NewType("AccountKey", bytes)  # 16 bytes: keyed hash of channel and address

REF_LENGTH: Final = 8  # 40 bits: public, opens nothing
REPLY_CODE_LENGTH: Final = 16  # 80 bits: opens the case of its author
INVITE_LENGTH: Final = 12  # 60 bits
TAG_LENGTH: Final = 2

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U
_MISREAD: Final = str.maketrans("ILO", "110")
_REF: Final = re.compile(r"DT[-\s]*([0-9A-Z]{4})[-\s]*([0-9A-Z]{4})")
_REF_WRITTEN: Final = re.compile(r"\bDT-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_GROUPS_OF_FOUR: Final = re.compile(r"[0-9A-Z]{4}(?:[-\s]*[0-9A-Z]{4}){2,3}")


def encode(raw: bytes, length: int) -> str:
    """The first ``length`` base32 characters (5 bits each) of ``raw``."""
    bits = int.from_bytes(raw, "big")
    size = len(raw) * 8
    return "".join(_ALPHABET[(bits >> (size - 5 * (i + 1))) & 31] for i in range(length))


def grouped(code: str) -> str:
    """The code in groups of four, as it is shown and typed: ``7K3Q-9XMD``."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def ref_of(raw: bytes) -> str:
    """The public reference of a case, made of 5 bytes: ``DT-7K3Q-9XMD``."""
    return "DT-" + grouped(encode(raw, REF_LENGTH))


def tag_of(ref: str) -> str:
    """The short code of a case by which its notices are answered: the last two characters of its reference."""
    return ref[-TAG_LENGTH:]


def has_digit(code: str) -> bool:
    """Codes always hold a digit no letter is taken for, so that four short words are never taken for a code."""
    return any(c in "23456789" for c in code)


def refs_in(text: str) -> tuple[str, ...]:
    """The references that stand in a text as we write them, each once."""
    return tuple(dict.fromkeys(_REF_WRITTEN.findall(text)))


def parse_ref(text: str) -> str | None:
    """The reference if the whole text is one, however it is spaced and capitalised."""
    match = _REF.fullmatch(text.strip().upper())
    if match is None:
        return None
    code = _in_alphabet(match[1] + match[2])
    return code and "DT-" + grouped(code)


def parse_reply_code(text: str) -> str | None:
    """The 16 characters of a reply code if the whole text is one."""
    return _parse_groups(text, REPLY_CODE_LENGTH)


def parse_invite(text: str) -> str | None:
    """The 12 characters of an invite code if the whole text is one."""
    return _parse_groups(text, INVITE_LENGTH)


def _parse_groups(text: str, length: int) -> str | None:
    upper = text.strip().upper()
    if not has_digit(upper) or _GROUPS_OF_FOUR.fullmatch(upper) is None:
        return None
    code = re.sub(r"[-\s]", "", upper)
    return _in_alphabet(code) if len(code) == length else None


def read_as_code(typed: str) -> str:
    """Capitals, with letters that look like digits taken for them."""
    return typed.upper().translate(_MISREAD)


def _in_alphabet(code: str) -> str | None:
    read = read_as_code(code)
    return read if all(c in _ALPHABET for c in read) else None
