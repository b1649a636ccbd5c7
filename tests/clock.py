"""Time as a test wants it."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands still until it is moved. Begins on Monday 2 November 2026, 09:00 in the office's zone."""

    def __init__(self, at: datetime = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def advance(self, **amount: int) -> None:
        """By days=, hours=, minutes=…"""
        self._at += timedelta(**amount)

    def move_to(self, instant: datetime) -> None:
        assert instant >= self._at, "time does not run backwards"
        self._at = instant
