"""Texts that break programs: markup, formulas, what hides and reorders, half letters, the ends of every length."""

import random
from collections.abc import Iterator
from typing import Final

# What no message may hold: it hides, reorders, or is no letter.
UNSEEN: Final = frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x061C, 0xAD, 0, 0xD800))
)
FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_BITS: Final = (
    *("<b>", "</b>", "<a href='x'>", "&lt;", "&amp;#x3c;", "<script>alert(1)</script>", "<!--", "]]>", "<tg-spoiler>"),
    *("*", "**", "_", "__", "`", "```", "[x](http://a.vn)", "~~", "||", "#", ">", "\\", "\\n", "{ $body }", "{$", "}}"),
    *("=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1)", "+84", "- máy hỏng", "＝1", ";=1", '";"=1', "\t=1", "\n-1"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\U000e0041", "\u3164", "\ufe0f", "\ud83d", "\x00"),
    *("\r\n", "\r", "\n\n\n", "\x1b[31m", "\x7f", "\u2028", "\u00a0", "\u3000", "data: x\n\n", "\n: x", "event: y"),
    *("phòng em", "Máy tính hỏng từ tháng 9.", "đã rõ", "e\u0301\u0323", "a\u0302\u0301", "Z\u0335\u0321\u0327", "ﷺ"),
    *("👩🏽‍🏫", "🇻🇳", "👍", "𠀋", "1️⃣", "%s%n", "${7*7}", "{{7*7}}", "'; DROP TABLE case;--", "../../etc/passwd", "𝕏"),
    *("{", "}", '"', "'", ",", ";", "|", "~", "/start", "c.mine", "(1/2)", "1 K7", "_x0041_", "%0A", "\\u202e", "🏽"),
)
_LONG_SHARE: Final = 0.002


def hostile_texts(count: int, *, seed: int = 20261122) -> Iterator[str]:
    """So many, the same ones at every run; one in five hundred is longer than any message."""
    chance = random.Random(seed)
    for _ in range(count):
        bits = chance.choices(_BITS, k=chance.randrange(1, 9))
        if chance.random() < _LONG_SHARE:
            bits = chance.choices(_BITS, k=chance.randrange(300, 1200))
        yield chance.choice(("", " ")).join(bits) + chr(chance.randrange(0x20, 0x2FF))
