"""Every error of ours; the type carries the decision of what happens next."""

from collections.abc import Sequence
from datetime import timedelta


class DialogueError(Exception):
    """The base of all errors of this product."""


class RuleViolation(DialogueError):
    """The person asked for something the rules forbid: becomes a kind reply, never an alarm.

    ``text_key`` names the reply in the Fluent texts, ``arguments`` are its values.
    """

    text_key = "error-rule"

    def __init__(self, text_key: str | None = None, **arguments: str | int) -> None:
        self.text_key = text_key or type(self).text_key
        self.arguments = arguments
        super().__init__(self.text_key)


class InvalidTransition(RuleViolation):
    """The case is not in a status from which this can happen; somebody may have been quicker."""

    text_key = "error-status"


class NotPermitted(RuleViolation):
    """The person's posts do not allow this."""

    text_key = "error-not-permitted"


class IncompleteDraft(RuleViolation):
    """Something that must be there is missing."""

    text_key = "error-incomplete"


class TooLate(RuleViolation):
    """It could be done before, not any more."""

    text_key = "error-too-late"


class NotFound(RuleViolation):
    """No such case, department or code; also said when it exists and is not this person's to know."""

    text_key = "error-not-found"


class ConcurrentUpdate(DialogueError):
    """Somebody changed it meanwhile; the engine runs the turn once more."""


class DeliveryError(DialogueError):
    """A sender could not deliver; the subclass says what to do."""


class TransientDelivery(DeliveryError):
    """Try again, after ``retry_after`` if the channel said so."""

    def __init__(self, retry_after: timedelta | None = None) -> None:
        self.retry_after = retry_after
        super().__init__()


class PermanentDelivery(DeliveryError):
    """Blocked, gone or unknown: this account cannot be reached any more. ``reason`` is a short ASCII word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class WindowClosed(DeliveryError):
    """The channel cannot be written to until the person comes back (a closed page, a closed window)."""


class SettingsError(DialogueError):
    """The settings or the organisation file are wrong; lists every problem at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))
