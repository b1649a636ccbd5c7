"""What a turn leaves in the session: where it leads, what was offered, the replies for a repeat."""

import secrets
from dataclasses import replace
from typing import Any, Final

from handlers import matching
from handlers.context import Context
from handlers.states import Turn
from storage.domain.conversation import Choice, File, Reply
from storage.sessions import Session

OFFERED_KEPT: Final = 40  # what is said in between adds its choices to those of the state
STAMP: Final = "~"


def stamped(turn: Turn) -> Turn:
    """The turn with its state's choices marked as its own.

    They name no case: without a mark, an old "Gửi" would act on whatever is open at the same step by now.
    """
    stamp = f"{STAMP}{secrets.token_hex(2)}"
    replies = tuple(
        replace(
            reply, choices=tuple(c if matching.names_its_matter(c.value) else _marked(c, stamp) for c in reply.choices)
        )
        for reply in turn.replies
    )
    return replace(turn, replies=replies)


def _marked(choice: Choice, stamp: str) -> Choice:
    return choice if STAMP in choice.value else replace(choice, value=choice.value + stamp)


def apply(session: Session, turn: Turn, ctx: Context) -> None:
    """Move the session to where the turn leads.

    A number means the last menu of the turn, as the page shows it; what stands above is typed in words.
    """
    menus = [[[c.label, c.value] for c in reply.choices] for reply in reversed(turn.replies) if reply.choices]
    choices = [pair for menu in menus for pair in menu]
    if not ctx.sign_in_ended:
        session.active_at = ctx.now.timestamp()
    if ctx.signed_in:
        session.pin_until = 0.0  # it may be somebody else's page by now
    session.language, session.language_chosen = ctx.language, session.language_chosen or ctx.language_chosen
    if choices or not turn.aside:  # without new ones, the numbers of the last menu still hold
        session.numbered = len(menus[0]) if menus else 0
    if turn.aside:
        session.drafts.update({flow: dict(draft) for flow, draft in turn.beside.items()})
        session.offered = [*choices, *(pair for pair in session.offered if pair not in choices)][:OFFERED_KEPT]
        return
    session.state = turn.state
    session.offered = choices
    if ctx.flow:
        session.drafts.pop(ctx.flow, None)  # over, handed on to another flow, or put anew below
    if turn.state is not None:
        session.drafts[turn.state.flow] = dict(turn.draft)


def files_waiting(session: Session) -> set[str]:
    """The ids of the staged files that some draft holds."""
    return {file_id for draft in session.drafts.values() for file_id in draft.get("files", [])}


def offered(session: Session) -> tuple[Choice, ...]:
    """All that is open, to be shown again: from now on each of them has its number."""
    session.numbered = None
    return tuple(Choice(label, value) for label, value in session.offered)


def body_of(reply: Reply) -> dict[str, Any]:
    """Ready for JSON. Written out: ``asdict`` copies everything on the way, which was felt at every turn."""
    return {
        "text": reply.text,
        "choices": [{"label": choice.label, "value": choice.value} for choice in reply.choices],
        "files": [{"file_id": file.file_id, "name": file.name, "media_type": file.media_type} for file in reply.files],
        "tag": reply.tag,
        "wipes": reply.wipes,
        "conceals": reply.conceals,
        "gives_way": reply.gives_way,
        "editable": reply.editable,
    }


def reply_from(body: dict[str, Any]) -> Reply:
    return Reply(
        body["text"],
        tuple(Choice(**choice) for choice in body["choices"]),
        tuple(File(**file) for file in body["files"]),
        body["tag"],
        body.get("wipes", False),
        conceals=body.get("conceals", False),  # not there in what an older program kept
        gives_way=body.get("gives_way", ""),
        editable=body.get("editable", False),
    )
