"""The words of a turn: what a button can carry."""

from dataclasses import FrozenInstanceError

import pytest

from storage.domain.conversation import MAX_CHOICE_VALUE, Account, Choice, Inbound, Reply

LAN = Account("web", "lan")


@pytest.mark.parametrize("value", ["1", "c.start", "a.clear.DT-7K3Q-9XMD.0123456789ABC", "x" * MAX_CHOICE_VALUE])
def test_a_choice_carries_a_short_ascii_value(value: str) -> None:
    """Whatever fits into a Telegram button is taken; the label may be any text."""
    assert Choice("✓ Đã rõ, cảm ơn", value).value == value


@pytest.mark.parametrize("value", ["", "x" * (MAX_CHOICE_VALUE + 1), "Gửi", "gửi", "gui\u200b"], ids=ascii)
def test_other_values_are_a_fault_of_ours(value: str) -> None:
    """Empty, too long, or not ASCII: it would come back as something else or not at all."""
    with pytest.raises(ValueError, match=str(MAX_CHOICE_VALUE)):
        Choice("Gửi", value)


def test_a_message_is_empty_unless_said_otherwise() -> None:
    """What a channel does not report is not there."""
    message = Inbound(LAN, "1")
    assert (message.text, message.choice) == ("", None)
    assert (message.attachments, message.refused) == ((), ())
    assert Reply("Chào Anh/Chị") == Reply("Chào Anh/Chị", (), (), "")


def test_what_was_said_cannot_be_changed_afterwards() -> None:
    """Messages are values: whoever gets one may keep it."""
    with pytest.raises(FrozenInstanceError):
        LAN.key = "minh"  # type: ignore[misc]
