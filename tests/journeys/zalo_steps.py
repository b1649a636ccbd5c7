"""What journeys on Zalo have in common."""

from functools import partial

from handlers.texts.catalog import say
from tests.talk import Talk
from tests.zalo_world import ZaloPhone

words = partial(say, "vi")


def phone_of(talk: Talk) -> ZaloPhone:
    assert isinstance(talk.phone, ZaloPhone)
    return talk.phone
