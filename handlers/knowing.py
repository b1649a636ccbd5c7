"""Ai biết gì: who can know what on this channel, sentence by sentence; a test binds each one to what shows it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.context import Context

_HEAD: Final = ("know-title", "know-desk", "know-stored", "know-kept", "know-similar", "know-files")
_TAIL: Final = ("know-operator", "know-style", "know-law")
_PAGE: Final = ("know-network", "know-page")
_BY_CHANNEL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"telegram": ("know-telegram", "know-safer"), "zalo": ("know-zalo", "know-safer")}
)


def sentences(channel: str) -> Sequence[str]:
    """The keys of the sentences, in the order they are read; the web page's where there is no company in between."""
    return (*_HEAD, *_BY_CHANNEL.get(channel, _PAGE), *_TAIL, "know-never")


def who_knows_what(ctx: Context) -> str:
    """One screen of text."""
    kept = ctx.organisation.retention
    told = {"address_days": kept.address_days, "contents_months": kept.contents_months}
    title, *others, last = [ctx.text(key, **told) for key in sentences(ctx.account.channel)]
    return "\n".join([title, *(f"• {sentence}" for sentence in others), last])
