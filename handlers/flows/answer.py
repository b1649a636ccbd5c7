"""Writing an answer: text, preview, then to a leader for approval, or out to the author at once."""

from handlers.context import Context
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Inbound, Reply
from storage.domain.errors import InvalidTransition
from storage.domain.lifecycle import Status
from storage.domain.permissions import Action, Role

SEND = "send"
REWRITE = "rewrite"
USE = "use"


@on_case("draft", Action.DRAFT)
async def ask_draft(message: Inbound, ctx: Context) -> Turn:
    """Soạn trả lời, in the department."""
    return await _ask(Action.DRAFT, ctx)


@on_case("answer", Action.ANSWER)
async def ask_answer(message: Inbound, ctx: Context) -> Turn:
    """A leader answers directly."""
    return await _ask(Action.ANSWER, ctx)


@on_case("revise", Action.APPROVE)
async def ask_revision(message: Inbound, ctx: Context) -> Turn:
    """A leader words the draft anew before it goes out."""
    return await _ask(Action.APPROVE, ctx)


async def _ask(action: Action, ctx: Context) -> Turn:
    case = await ctx.case()
    asked = ctx.reply(
        "answer-ask",
        ctx.command("cancel"),
        code=case.ref,
        summary=case.body,
        draft=case.draft,
        signature=case.signature,
    )
    return ctx.go(State.ANSWER_TEXT, asked, draft=ctx.case_draft(action))


@on(State.ANSWER_TEXT)
async def write(message: Inbound, ctx: Context) -> Turn:
    """The answer, or one more paragraph of it."""
    if not message.text:
        return ctx.stay(State.ANSWER_TEXT, ctx.reply("answer-ask-again", ctx.command("cancel")))
    return _preview({**ctx.draft, "text": message.text}, ctx)


@on(State.ANSWER_PREVIEW)
async def decide(message: Inbound, ctx: Context) -> Turn:
    match message.choice:
        case "send":
            return await _finish(ctx)
        case "rewrite":
            again = {k: v for k, v in ctx.draft.items() if k != "text"}
            return ctx.go(State.ANSWER_TEXT, ctx.reply("answer-ask-again", ctx.command("cancel")), draft=again)
        case "use":
            return _preview(ctx.draft, ctx)
        case _:
            more = "\n".join(part for part in (ctx.draft["text"], message.text) if part)
            return _preview({**ctx.draft, "text": more}, ctx)


def _preview(draft: dict[str, str], ctx: Context) -> Turn:
    publishes = _publishes(Action(draft["action"]), ctx)
    send = ctx.choice("button-publish" if publishes else "button-submit", SEND)
    shown = ctx.reply(
        "answer-preview", send, ctx.choice("button-rewrite", REWRITE), ctx.command("cancel"), text=draft["text"]
    )
    return ctx.go(State.ANSWER_PREVIEW, shown, draft=draft)


def _publishes(action: Action, ctx: Context) -> bool:
    return action is not Action.DRAFT or ctx.organisation.approval == "never"


async def _finish(ctx: Context) -> Turn:
    draft = ctx.draft
    case = await ctx.case_in_hand()
    if not _publishes(Action(draft["action"]), ctx):
        case.submit_draft(draft["text"], ctx.actor.person, by=case.department, on=ctx.today)
        await ctx.save(case)
        return ctx.done(ctx.reply("answer-submitted", ctx.command("start"), code=case.ref))
    by = ctx.hat(Role.LEADER) if draft["action"] != Action.DRAFT else case.department
    return ctx.done(await _publish(case, draft["text"], by, ctx))


@on_case("approve", Action.APPROVE)
async def approve(message: Inbound, ctx: Context) -> Turn:
    """Duyệt: the department's draft goes out as it is, in the department's name."""
    case = await ctx.case(write=True)
    if case.status is Status.ANSWERED:
        return ctx.aside(ctx.reply("answer-published", code=case.ref))
    if case.status is not Status.AWAITING_APPROVAL:
        raise InvalidTransition  # an old button: this draft was sent back, or its answer refused
    return ctx.aside(await _publish(case, case.draft, case.department, ctx))


async def _publish(case: Case, text: str, by: str, ctx: Context) -> Reply:
    case.publish(text, by=by, on=ctx.today)
    await ctx.save(case)
    return ctx.reply("answer-published", ctx.command("start"), code=case.ref)


@on_case("sendback", Action.SEND_BACK)
async def ask_send_back(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("lead-ask-send-back", ctx.command("cancel"))
    return ctx.go(State.LEAD_SEND_BACK, asked, draft=ctx.case_draft(Action.SEND_BACK))


@on(State.LEAD_SEND_BACK)
async def send_back(message: Inbound, ctx: Context) -> Turn:
    """Yêu cầu sửa, with what is to be changed."""
    case = await ctx.case_in_hand()
    case.send_back(message.text, by=ctx.hat(Role.LEADER), on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("lead-sent-back", ctx.command("approvals"), code=case.ref))
