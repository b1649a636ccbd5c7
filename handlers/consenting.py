"""The consent to keep an account: asked for once, and again when its text changes; nothing is refused meanwhile.

It is about the account alone. Concerns rest on the law that makes the office hear them, and on nobody's row.
"""

from handlers.context import Context
from storage.domain.conversation import Reply
from storage.domain.rights import CONSENT_VERSION


def is_asked_for(ctx: Context) -> bool:
    return bool(ctx.actor.posts) and ctx.actor.agreed_to != CONSENT_VERSION


def question(ctx: Context) -> Reply:
    """The text, with the ways to agree, and to see or delete what is stored."""
    return ctx.reply(
        "consent", ctx.command("agree"), ctx.command("mydata"), again="yes" if ctx.actor.agreed_to else "no"
    )
