"""Which handler a message is for: a choice, a command, a button about a case, or words for the open state."""

from dataclasses import replace
from typing import Final

from handlers import matching, registry
from handlers.access import FLOWS
from handlers.cards import erased_card
from handlers.context import Context, Target
from handlers.remembering import STAMP, offered
from handlers.replying import is_answer
from handlers.seeing import note_seen
from handlers.states import State, Turn
from storage.domain.conversation import Inbound
from storage.domain.errors import RuleViolation
from storage.domain.ids import parse_invite, parse_ref, parse_reply_code
from storage.domain.permissions import Action, authorize, may
from storage.domain.views import view
from storage.sessions import Session

SENTENCE_WORDS: Final = 5


async def dispatch(session: Session, message: Inbound, ctx: Context) -> Turn:
    """The Turn of the handler it is for; whether the person may do this is asked first."""
    choice = message.choice or typed_choice(session, message)
    if message.replaces is not None:
        return await _command("changed", replace(message, choice=choice), ctx)
    if choice is None:
        return await _say_to_state(session, message, ctx)
    message = replace(message, choice=choice)
    if choice.startswith(matching.COMMAND_PREFIX):
        return await _command(choice.removeprefix(matching.COMMAND_PREFIX), message, ctx)
    if choice.startswith(matching.CASE_PREFIX):
        return await _case_action(choice, message, ctx)
    if choice.startswith(matching.NONCE_PREFIX):
        return await _nonce_action(choice, message, ctx)
    if session.state is None or choice not in {value for _, value in session.offered}:
        return ctx.aside(ctx.reply("error-stale-choice", *offered(session)))
    ctx.flow = State(session.state).flow
    message = replace(message, choice=choice.partition(STAMP)[0])
    return await _step(State(session.state), message, ctx)


def typed_choice(session: Session, message: Inbound) -> str | None:
    """What the typed text stands for, if it is short enough to stand for anything."""
    text = message.text
    if not text or len(text) > 60 or message.attachments:
        return None
    chosen = matching.offered(text, session.offered, session.numbered)
    if chosen is not None:
        return chosen
    name = matching.command(text)
    if name is not None:
        return matching.COMMAND_PREFIX + name
    if session.state is not None and State(session.state) in registry.TAKES_CODES:
        return None
    if parse_ref(text) or parse_reply_code(text):
        return f"{matching.COMMAND_PREFIX}code"
    if parse_invite(text):
        return f"{matching.COMMAND_PREFIX}invite"
    return matching.of_notice(text, session.notices)


async def _say_to_state(session: Session, message: Inbound, ctx: Context) -> Turn:
    if message.text and message.replies_to and await is_answer(message.replies_to, ctx):
        ctx.reminded, ctx.is_reply = message.replies_to, True
        return await _command("respond", message, ctx)
    if session.state is None:
        if (asked := matching.asked_of_author(session.offered, session.notices)) is not None:
            ctx.target = Target(*asked)
            return await _command("asked", message, ctx)
        ctx.reminded = matching.asked_for_answer(session.notices)
        return await _command("respond" if ctx.reminded and message.text else "say", message, ctx)
    state = State(session.state)
    if state in registry.TAKES_NO_SENTENCES and len(message.text.split()) >= SENTENCE_WORDS:
        return await _command("say", message, ctx)
    ctx.flow = state.flow
    return await _step(state, message, ctx)


async def _command(name: str, message: Inbound, ctx: Context) -> Turn:
    name, _, ctx.detail = name.partition(".")
    ctx.page = int(ctx.detail) if ctx.detail.isdecimal() else 0
    guarded = registry.COMMANDS.get(name)
    if guarded is None:
        return ctx.aside(ctx.reply("error-stale-choice"))
    if guarded.action is Action.FILE and not may(ctx.actor, Action.FILE):
        return await _command("enrol", message, ctx)  # whoever wants to write is shown the way in
    if isinstance(guarded.action, Action):
        authorize(ctx.actor, guarded.action)
    return await guarded.handler(message, ctx)


async def _step(state: State, message: Inbound, ctx: Context) -> Turn:
    """The handler of a state, for whoever may still be in its conversation."""
    asked = FLOWS[state.flow]
    if isinstance(asked, Action):
        authorize(ctx.actor, asked)
    return await registry.STATES[state](message, ctx)


async def _case_action(choice: str, message: Inbound, ctx: Context) -> Turn:
    name, ref, proof = [*choice.removeprefix(matching.CASE_PREFIX).split(".", 2), "", ""][:3]
    guarded = registry.CASE_ACTIONS.get(name)
    if guarded is None or not isinstance(guarded.action, Action):
        return ctx.aside(ctx.reply("error-stale-choice"))
    ctx.target = Target(ref, proof)
    case = await ctx.case()
    if not may(ctx.actor, guarded.action, case):
        # "Not there" and "not yours" answer alike, unless the person may read the case anyway.
        raise RuleViolation("error-not-permitted" if may(ctx.actor, Action.READ, case) else "error-not-found")
    if case.erased:  # whatever an old button offered
        return ctx.aside(erased_card(view(case, as_author=False), ctx))
    await note_seen(case, ctx)
    return await guarded.handler(message, ctx)


async def _nonce_action(choice: str, message: Inbound, ctx: Context) -> Turn:
    name, _, nonce = choice.removeprefix(matching.NONCE_PREFIX).partition(".")
    guarded = registry.NONCE_ACTIONS.get(name)
    if guarded is None or not isinstance(guarded.action, Action):
        return ctx.aside(ctx.reply("error-stale-choice"))
    authorize(ctx.actor, guarded.action)
    ctx.target = Target(nonce)
    return await guarded.handler(message, ctx)
