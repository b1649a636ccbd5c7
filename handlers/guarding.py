"""Before a concern is sent: what may give its author away, whom it is about, and what the law has another way for."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final, TypeVar

from handlers import recipients
from handlers.cards import answering_units
from handlers.context import Context
from handlers.drafts import FACTS, MAX_TEXT, Piece, body_of, in_full, pieces_of, with_pieces
from handlers.filing import ANONYMOUS, NAMED, Draft, excluded_of
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.complained import complained_of, complains_of_a_head
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.exclusion import destination, may_be_kept_from
from storage.domain.guard import Finding, Trace, apart, find, without
from storage.domain.guard_names import name_keys
from storage.domain.guard_units import is_small, is_tiny, own_units
from storage.domain.lawful import Lawful, lawful_kind
from storage.domain.records import Kind
from storage.domain.views import summarise

REMOVE: Final = "remove"
KEEP: Final = "keep"
REWRITE: Final = "text"
UNNAMED: Final = "unnamed"
OTHER: Final = "other"
LEADERS: Final = "leaders"
NOBODY: Final = "nobody"
CLEAR: Final = "clear"
_SPOKEN: Final = ("audio/", "video/")
_SHOWN: Final = 8
_QUOTE_LENGTH: Final = 60

Question = tuple[State, Reply]
_Found = TypeVar("_Found")


async def question(draft: Draft, ctx: Context) -> Question | None:
    """The first thing still to be settled before the preview; None if nothing is, and the draft remembers that."""
    as_it_is = _fingerprint(draft)
    if draft.get("settled") == as_it_is:
        return None
    if (asked := _lawful_question(draft, ctx)) is not None:
        return State.REPORT_LAWFUL, asked
    if findings := await unsettled(draft, ctx):
        return State.REPORT_GUARD, guard_question(findings, ctx, sending=False, in_file="whole" in draft)
    if (asked := await _about_question(draft, ctx)) is not None:
        return State.REPORT_ABOUT, asked
    draft["settled"] = as_it_is
    return None


def _fingerprint(draft: Draft) -> str:
    """Of all that the questions depend on: so that what was looked at for the preview is not looked at again."""
    looked_at = [
        body_of(draft),
        *(draft.get(name) for name in ("whole", "mode", "kind", "kept", "about", "excluded", "lawful")),
    ]
    return blake2b(repr(looked_at).encode(), digest_size=8).hexdigest()


# What may give the author away


async def findings_in(text: str, ctx: Context, *, named: bool = False) -> list[Finding]:
    """Everything to be pointed out; to who signs with a name, only numbers of identity cards."""
    if named:
        return [one for one in await _beside(find, text) if one.kind is Trace.IDENTITY]
    known = {name for name, _ in await ctx.reads.people.named_posts(await _beside(name_keys, text))}
    units = await _beside(own_units, text, ctx.organisation)
    return apart([*units, *await _beside(find, text, known)])


async def _beside(work: Callable[..., _Found], text: str, *more: object) -> _Found:
    """In a thread where the text is so long that everybody else would wait for it."""
    return await asyncio.to_thread(work, text, *more) if len(text) > MAX_TEXT else work(text, *more)


async def unsettled(draft: Draft, ctx: Context) -> list[Finding]:
    """What was found and the author has not decided on."""
    found = await findings_in(in_full(body_of(draft), draft.get("whole", []), ctx), ctx, named=draft["mode"] == NAMED)
    kept = set(draft.get("kept", ()))
    return [one for one in found if one.quote not in kept]


def guard_question(findings: Sequence[Finding], ctx: Context, *, sending: bool, in_file: bool = False) -> Reply:
    """What was found and where. So small a unit is not kept: there is no button to leave it.

    Where the words also lie in a file, which nobody changes, there is none to take them out.
    """
    tiny = any(one.kind is Trace.UNIT and is_tiny(one, ctx.organisation) for one in findings)
    keep = [] if tiny else [ctx.choice("button-guard-send" if sending else "button-guard-keep", KEEP)]
    remove = [] if in_file else [ctx.choice("button-guard-remove", REMOVE)]
    return ctx.reply(
        "guard-found",
        *remove,
        *keep,
        ctx.choice("button-guard-edit", REWRITE),
        ctx.command("cancel"),
        findings="\n".join(_line(one, ctx) for one in findings[:_SHOWN]),
        more=max(0, len(findings) - _SHOWN),
        tiny="yes" if tiny else "no",
    )


def _line(one: Finding, ctx: Context) -> str:
    return ctx.text("guard-line", trace=one.kind.value, quote=summarise(one.quote, _QUOTE_LENGTH))


async def settled(draft: Draft, choice: str, ctx: Context) -> Draft:
    """The draft as the author wants it: without what was found, or with it."""
    findings = await unsettled(draft, ctx)
    if choice == KEEP:
        return {**draft, "kept": [*draft.get("kept", ()), *(one.quote for one in findings)]}
    facts = {fact: "" for fact in FACTS if fact in draft}  # they stand among the pieces now
    return with_pieces({**draft, **facts}, pieces_without(findings, draft))


def pieces_without(findings: Sequence[Finding], draft: Draft) -> list[Piece]:
    """The body with a gap in place of each finding, by where its words came from; over two pieces it is in both."""
    answered = [Piece(draft[fact]) for fact in FACTS if draft.get(fact)]
    pieces, start = [], 0
    for piece in [*pieces_of(draft), *answered]:
        end = start + len(piece.text)
        inside = [
            replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start)
            for one in findings
            if max(one.start, start) < min(one.end, end)
        ]
        pieces.append(piece._replace(text=without(piece.text, inside)))
        start = end + 1 if piece.text else end
    return pieces


async def asked_first(case: Case, message: Inbound, then: State, ctx: Context) -> Turn | None:
    """Before words are added to a case: the question about them, if there is one, as the next turn."""
    draft = ctx.draft
    if draft.get("guarded"):
        return None
    whole = [*draft.get("whole", []), *ctx.whole]
    findings = await findings_in(in_full(message.text, whole, ctx), ctx, named=case.named)
    if not findings:
        return None
    files = [*draft.get("files", []), *ctx.staged]
    waiting = {**draft, "then": then.value, "text": message.text, "files": files, "whole": whole}
    asked = guard_question(findings, ctx, sending=True, in_file=bool(whole))
    return ctx.go(State.OWN_GUARD, asked, draft=waiting)


def without_voices(file_ids: Sequence[str], ctx: Context) -> tuple[list[str], list[Reply]]:
    """The files that may go with a concern without a name, and what is to be said of the others: a voice is a name."""
    kept = [each for each in file_ids if not any(f.media_type.startswith(_SPOKEN) for f in ctx.stored([each]))]
    return kept, [ctx.reply("note-voice-left-out")] if len(kept) < len(file_ids) else []


# Whom it is about


async def _about_question(draft: Draft, ctx: Context) -> Reply | None:
    excluded = excluded_of(draft)
    match draft.get("about"):
        case "settled":
            return None
        case "leaders":
            return _asked_about(ctx.organisation.ladder, excluded, ctx)
        case "other":
            return _asked_about([unit.code for unit in answering_units(ctx.organisation)], excluded, ctx)
    if draft["kind"] == Kind.PRAISE:
        return None
    people = await ctx.reads.people.named_posts(name_keys(body_of(draft)))
    units = complained_of(body_of(draft), ctx.organisation, people)
    if set(units) <= set(excluded) and (excluded or not complains_of_a_head(body_of(draft))):
        return None
    return _asked_about(units, excluded, ctx, elsewhere=True)


async def asked_anew(draft: Draft, before: str, ctx: Context) -> Draft:
    """The draft whose text was ``before``: where it is about more by now, its author is asked about that once more."""
    if draft.get("about") != "settled" or (await _complains(body_of(draft), ctx)) <= (await _complains(before, ctx)):
        return draft
    return {name: value for name, value in draft.items() if name != "about"}


async def _complains(body: str, ctx: Context) -> set[str]:
    """Of whom: the units, and "" where it is of a head of one that it does not name."""
    people = await ctx.reads.people.named_posts(name_keys(body))
    return {*complained_of(body, ctx.organisation, people), *([""] if complains_of_a_head(body) else [])}


def _asked_about(units: Sequence[str], excluded: Collection[str], ctx: Context, *, elsewhere: bool = False) -> Reply:
    named = [Choice(ctx.office.texts.unit(ctx.language, unit), unit) for unit in units if unit not in excluded]
    others = [ctx.choice("button-about-other", OTHER), ctx.choice("button-about-leaders", LEADERS)] if elsewhere else []
    nobody = ctx.choice("button-about-enough" if excluded else "button-about-nobody", NOBODY)
    clear = [ctx.choice("button-about-clear", CLEAR)] if excluded else []
    key = "about-ask-more" if excluded else "about-ask"
    return ctx.reply(key, *named, *others, nobody, *clear, units=units_in_words(excluded, ctx))


async def about(draft: Draft, choice: str, ctx: Context) -> tuple[Draft, tuple[Reply, ...]]:
    """The draft with one more unit it is kept from, or with the question settled; and what is to be said."""
    if choice in (NOBODY, CLEAR):
        return {**draft, "about": "settled", "excluded": [] if choice == CLEAR else draft.get("excluded", [])}, ()
    if choice in (OTHER, LEADERS):
        return {**draft, "about": choice}, ()
    excluded = tuple(sorted({*excluded_of(draft), choice}))
    if not may_be_kept_from(excluded, ctx.organisation) or not await somebody_left(excluded, ctx):
        return draft, (ctx.reply("about-nobody-left"), way(ctx))
    asked = {} if draft.get("about") is None else {"about": "settled"}
    return {**draft, **asked, "excluded": list(excluded)}, ()


async def somebody_left(excluded: Collection[str], ctx: Context) -> bool:
    """Whether anybody is enrolled who can take it on, in the office or as a leader."""
    return bool(await recipients.office(ctx.reads, ctx.today, but=excluded))


def units_in_words(units: Collection[str], ctx: Context) -> str:
    return "; ".join(ctx.office.texts.unit(ctx.language, unit) for unit in units)


# What the law has another way for


def _lawful_question(draft: Draft, ctx: Context) -> Reply | None:
    """A denunciation or complaint: not with a name here; without one only as a plain report."""
    kind = lawful_kind(body_of(draft))
    if kind not in (Lawful.DENUNCIATION, Lawful.COMPLAINT):
        return None
    if draft["mode"] == ANONYMOUS and draft.get("lawful") == kind:
        return None
    return ctx.reply(
        "lawful-ask",
        ctx.choice("button-lawful-unnamed", UNNAMED),
        ctx.command("lawful"),
        ctx.choice("button-edit", REWRITE),
        ctx.command("cancel"),
        lawful=kind.value,
        mode=draft["mode"],
    )


def as_report(draft: Draft) -> Draft:
    """Sent as a report without a name."""
    unnamed = {key: value for key, value in draft.items() if key not in ("name", "known")}
    return {**unnamed, "mode": ANONYMOUS, "lawful": lawful_kind(body_of(draft))}


def way(ctx: Context) -> Reply:
    """Where and how denunciations and complaints are made."""
    inspection = ctx.organisation.inspection
    unit = ctx.office.texts.unit(ctx.language, inspection) if inspection else ""
    return ctx.reply("lawful-way", inspection=unit)


# What the preview says of all this


def preview_notes(draft: Draft, department: str, ctx: Context) -> str:
    """Who does not get it; that few people work where it goes; "" where there is nothing to say."""
    excluded, lines = excluded_of(draft), []
    if excluded:
        lines.append(ctx.text("about-preview", units=units_in_words(excluded, ctx)))
    unit = ctx.organisation.unit(department)
    if draft["mode"] == ANONYMOUS and is_small(unit):
        lines.append(ctx.text("guard-small-unit", department=department, count=unit.staff))
    return "\n".join(lines)


def preview_choices(draft: Draft, ctx: Context) -> list[Choice]:
    """The lawful way, for whoever speaks of complaints or denunciations."""
    return [ctx.command("lawful")] if lawful_kind(body_of(draft)) is not None else []


def destination_of(draft: Draft, guessed: str, ctx: Context) -> str:
    return destination(guessed, excluded_of(draft), ctx.organisation)
