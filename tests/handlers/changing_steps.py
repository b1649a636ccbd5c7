"""Messages of a channel in which they can be changed after they were sent."""

import secrets

from storage.domain.conversation import Inbound, Part
from tests.talk import DirectPhone, Talk
from tests.world import World


async def write(world: World, talk: Talk, text: str, *, key: str = "12") -> None:
    """A message of this key."""
    await _receive(world, talk, Inbound(_phone(talk).account, key, text=text, parts=(Part(key, text),)))


async def change(world: World, talk: Talk, text: str, *, key: str = "12") -> None:
    """From now on the message of this key reads so."""
    await _receive(
        world, talk, Inbound(_phone(talk).account, secrets.token_hex(8), text=text, replaces=Part(key, text))
    )


async def _receive(world: World, talk: Talk, message: Inbound) -> None:
    talk.listen()
    for reply in await world.app.intake.receive(message):
        world.app.streams.push(message.account, reply)
    await world.settle()


def _phone(talk: Talk) -> DirectPhone:
    assert isinstance(talk.phone, DirectPhone)
    return talk.phone
