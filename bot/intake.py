"""The one door in: cleans what came, reads the clock, runs the turn."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.engine import Engine
from scheduler.clock import Clock
from storage.domain.conversation import Attachment, Inbound, Reply
from storage.domain.errors import RuleViolation
from storage.files import MAX_FILES, FileCleaner


class TurnFailed(Exception):
    """For channels that can try a message again: a fault of ours, and what the engine says of it. Nothing is stored."""

    def __init__(self, said: Sequence[Reply]) -> None:
        self.said = said
        super().__init__()


class Intake:
    """What every channel hands its messages to."""

    def __init__(self, engine: Engine, cleaner: FileCleaner, clock: Clock) -> None:
        self._engine, self._cleaner, self._clock = engine, cleaner, clock

    async def receive(self, message: Inbound, uploads: Sequence[bytes] = ()) -> Sequence[Reply]:
        """The replies to a message. When this returns, all it caused is committed."""
        message = await self._with_clean_files(message, uploads)
        return await self._engine.turn(message, self._clock.now())

    async def _with_clean_files(self, message: Inbound, uploads: Sequence[bytes]) -> Inbound:
        """Cleaned before the turn takes any lock: cleaning takes a process and up to seconds."""
        attachments, refused = [], []
        for content in uploads[:MAX_FILES]:
            try:
                clean = await self._cleaner.clean(content)
            except RuleViolation as error:
                refused.append(error.text_key)
                continue
            attachments.append(Attachment(clean.media_type, clean.content))
        if len(uploads) > MAX_FILES:
            refused.append("error-file-count")
        return replace(message, attachments=tuple(attachments), refused=tuple(dict.fromkeys(refused)))
