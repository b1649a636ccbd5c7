"""Every error of ours; the type carries the decision of what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


class ChatBusy(TransientDelivery):
    """This chat has got as many as it may lately: its next message waits so long, and nobody else's."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class PermanentDelivery(DeliveryError):
    """Blocked, gone or unknown: this account cannot be reached any more. ``reason`` is a short ASCII word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class WindowClosed(DeliveryError):
    """The channel cannot be written to until the person comes back (a closed page, a closed window)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: ``text_key`` names its sentence in the Fluent texts, ``arguments`` are the sentence's values."""

    text_key: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.text_key}({', '.join(f'{name}={value}' for name, value in self.arguments.items())})"


class SettingsError(DialogueError):
    """The settings or a file are wrong: every problem at once, ready for the clerk's language; never a secret.

    ``problems`` are the same as lines for a log.
    """

    def __init__(self, *problems_found: Problem) -> None:
        self.problems_found = problems_found
        self.problems = tuple(map(str, problems_found))
        super().__init__("; ".join(self.problems))
