"""The way in: what somebody without an invite wrote is kept until their code comes, and what a code gives them."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.context import Context
from handlers.drafts import with_message
from handlers.states import State, Turn
from handlers.telling import tell_office
from storage.domain.conversation import Inbound, Reply
from storage.domain.ids import PersonId
from storage.domain.permissions import CONFIRMED_BY_OFFICE, Actor, Post


def keep_for_later(message: Inbound, ctx: Context) -> Turn:
    """Keep the text and files, and ask for the code."""
    return code_needed(with_message(ctx.drafts.get("enrol", {}), message, ctx), ctx)


def code_needed(draft: Mapping[str, Any], ctx: Context, *said: Reply) -> Turn:
    return ctx.go(State.ENROL_CODE, *said, ctx.reply("enrol-needed", ctx.command("cancel")), draft=draft)


async def sign_in(
    ctx: Context,
    posts: Sequence[Post] = (),
    *,
    name: str = "",
    person: PersonId | None = None,
    confirmed: bool = False,
) -> Sequence[Post]:
    """This account comes in with these posts, or as this person; the posts that wait for the office's word."""
    key = ctx.seals.account_key(ctx.account)
    before = (await ctx.uow.people.actor(key)).posts
    wait = [p for p in posts if p.role in CONFIRMED_BY_OFFICE and p not in before and not confirmed]
    enrolled = await ctx.uow.people.enrol(
        key,
        ctx.seals.seal(ctx.account, None),
        [post for post in posts if post not in wait],
        name=name,
        month=f"{ctx.today:%Y-%m}",
        channel=ctx.account.channel,
        person=person,
    )
    await ctx.uow.accounts.take_over(enrolled, key)
    ctx.actor = await ctx.uow.people.actor(key, ctx.today)
    ctx.signed_in, ctx.sign_in_ended = True, False
    if wait:
        await ctx.uow.accounts.wait_for_office(enrolled, wait)
        await tell_office("notice-posts-pending", Actor(person=enrolled), ctx.uow)
    return wait
