"""The parts that can be processes of their own; apart from the rest, so that --help need not load it."""

from enum import StrEnum


class Part(StrEnum):
    """What one process does; without a part it does both."""

    FRONT = "front"
    DELIVERY = "delivery"
