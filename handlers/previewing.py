"""What an author is shown before sending: cases of which theirs may be one more, then the whole of it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from handlers import guarding
from handlers.context import Context
from handlers.drafts import body_of, draft_summary
from handlers.filing import NAMED, Draft, excluded_of
from handlers.likeness import Resembling, resembling
from handlers.matching import NONCE_PREFIX
from handlers.releasing import URGENT, preview_line, urgency_choices
from storage.domain.conversation import Choice, Reply
from storage.domain.danger import find_danger
from storage.domain.routing import Guess

ALONE: Final = "alone"
_SENT: Final = ("files", "mode", "name", "kind", "asked", "excluded", URGENT)  # beside the text


async def similar_question(draft: Draft, ctx: Context) -> Reply | None:
    """Up to three cases of which this may be one more; None if there are none.

    The draft remembers every case it ever offered, and a button says which: an old one never means another case.
    """
    refs, shown = await resembling(body_of(draft), ctx, excluded_of(draft))
    if not shown:
        return None
    offered = draft["similar"] = list(dict.fromkeys([*draft.get("similar", []), *refs]))
    follow = [
        ctx.choice("button-follow", f"{NONCE_PREFIX}follow.{offered.index(ref)}.{mark_of(draft)}", number=number)
        for number, ref in enumerate(refs, 1)
    ]
    alone = ctx.choice("button-alone", ALONE)
    cases = "\n".join(_similar_line(number, one, ctx) for number, one in enumerate(shown, 1))
    return ctx.reply("similar-ask", *follow, alone, ctx.command("cancel"), cases=cases)


async def compared_anew(draft: Draft, ctx: Context) -> Draft:
    """The draft with other words: its author, who wanted it alone, is asked again if it is like cases not yet shown."""
    if "alone" not in draft:
        return draft
    refs, _ = await resembling(body_of(draft), ctx, excluded_of(draft))
    if set(refs) <= set(draft.get("similar", [])):
        return draft
    return {name: value for name, value in draft.items() if name != "alone"}


def _similar_line(number: int, one: Resembling, ctx: Context) -> str:
    return ctx.text(
        "similar-line",
        number=number,
        summary=one.summary,
        because=", ".join(one.because),
        answer=one.answer,
        date=one.answered_on,
        followers=one.followers,
    )


def preview_reply(draft: Draft, ctx: Context) -> Reply:
    guess = ctx.office.guesser.guess(body_of(draft), asked=draft.get("asked") or None)
    department = guarding.destination_of(draft, guess.department, ctx)
    danger = find_danger(body_of(draft))
    shown = _preview_of(draft, guess, department, urgency_choices(draft, draft["mode"] == NAMED, danger, ctx), ctx)
    notes = guarding.preview_notes(draft, department, ctx)
    lines = [shown.text, notes, preview_line(draft, draft["mode"] == NAMED, danger, ctx)]
    return replace(shown, text="\n".join(line for line in lines if line))


def _preview_of(draft: Draft, guess: Guess, department: str, urgency: Sequence[Choice], ctx: Context) -> Reply:
    return ctx.reply(
        "report-preview",
        Choice(ctx.text("button-send"), f"{NONCE_PREFIX}send.{mark_of(draft)}"),
        ctx.choice("button-edit", "text"),
        ctx.choice("button-department", "department"),
        ctx.choice("button-mode", "mode"),
        *urgency,
        *guarding.preview_choices(draft, ctx),
        ctx.command("cancel"),
        summary=draft_summary(draft),
        attached=len(draft.get("files", [])),
        kind=draft["kind"],
        topic=guess.topic,
        because=", ".join(guess.because),
        department=department,
        mode=draft["mode"],
        name=draft.get("name", ""),
    )


def mark_of(draft: Draft) -> str:
    """What a button that sends it bears: its nonce, and a digest of all that is sent, as it was when it was shown."""
    sent = [body_of(draft), *(draft.get(name) for name in _SENT)]
    digest = blake2b(json.dumps(sent).encode(), digest_size=3).digest()  # a button has no room for more
    return f"{draft['nonce']}.{base64.urlsafe_b64encode(digest).decode()}"
