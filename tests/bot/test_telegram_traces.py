"""What was said for a concern can be deleted once it is sent: those messages, and no others."""

from bot.channels.telegram_traces import WIPE, Traces
from storage.domain.conversation import Choice, Reply

RECEIPT = Reply("Đã gửi", (Choice("Xóa tin đã nhắn", WIPE),))


def test_a_receipt_ends_what_was_said() -> None:
    """Its own message stays, for it holds the code; what is said afterwards belongs to the next concern."""
    traces = Traces()
    traces.said(5, [1, 2])
    traces.replied(5, Reply("Xem lại"), [3])
    traces.replied(5, RECEIPT, [4])
    traces.said(5, [5])
    assert traces.take(5, None) == [1, 2, 3]
    assert traces.take(5, None) == ()


def test_what_was_said_before_is_left_alone() -> None:
    """While nothing is written, menus and lists are said: they are not the concern's."""
    traces = Traces()
    traces.said(5, [1])
    traces.begin(5)
    traces.said(5, [2])
    traces.replied(5, RECEIPT, [3])
    assert traces.take(5, 3) == [2]


def test_each_receipt_has_its_own() -> None:
    """The button of an earlier receipt deletes the earlier concern's messages; an unknown one none."""
    traces = Traces()
    for first in (10, 20):
        traces.said(5, [first])
        traces.replied(5, RECEIPT, [first + 1])
    assert traces.take(5, 11) == [10]
    assert traces.take(5, 99) == ()
    assert traces.take(6, None) == ()


def test_memory_is_bounded() -> None:
    """Of ten thousand chats a thousand are remembered, of a chat two hundred messages and five receipts."""
    traces = Traces()
    for chat in range(10_000):
        traces.said(chat, [1])
    traces.said(9_999, range(1_000))
    traces.replied(9_999, RECEIPT, [2_000])
    assert len(traces.take(9_999, None)) == 200
    assert sum(bool(traces._chats.get(chat)) for chat in range(10_000)) == 1_000
