"""Beside the conversations: what Zalo said and is not dealt with, and what is still to be said."""

from bot.channels.zalo_shelf import Shelf
from storage.domain.conversation import Choice, File, Reply
from storage.sessions import Sessions
from tests.clock import FakeClock

REPLIES = [Reply("Đã gửi. Mã: …", (Choice("Xem", "a.own.X"),), (File("f", "1.jpg", "image/jpeg"),), "K7"), Reply("2")]


def test_what_is_owed_stays_until_it_has_been_said() -> None:
    """To look takes nothing away: a kill while it is being said loses nothing. What is owed replaces what was."""
    shelf = Shelf(Sessions(None, FakeClock().now))
    shelf.owe("chat", REPLIES)
    assert [shelf.owed("chat"), shelf.owed("chat")] == [REPLIES, REPLIES]
    shelf.owe("chat", REPLIES[1:])
    assert shelf.owed("chat") == REPLIES[1:]
    assert shelf.owed_to() == ["chat"]
    shelf.owe("chat", ())
    assert (shelf.owed("chat"), shelf.owed_to()) == ([], [])
