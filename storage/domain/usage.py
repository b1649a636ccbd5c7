"""How much of a channel's monthly plan is used, and when the office is told of it."""

from typing import Final

STEPS: Final = (70, 85, 95)  # percent
USED_UP: Final = 100  # the channel itself has said that there is no more


def step_reached(sent: int, limit: int) -> int:
    """The highest step that so many messages have reached, 0 for none; without a limit there is no step."""
    return max((step for step in STEPS if limit and sent * 100 >= step * limit), default=0)
