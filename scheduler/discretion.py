"""What an anonymous author is spared: a phone that rings while somebody watches, and words that others read on it."""

from datetime import datetime
from random import Random

from handlers.context import Office
from handlers.notice_words import in_words, update_in_words
from storage.domain.conversation import Reply
from storage.domain.outbox import QueuedNotice
from storage.domain.ports import Seals
from storage.domain.release import leaves_at


def leaves_later(notice: QueuedNotice, office: Office, now: datetime, chance: Random) -> datetime | None:
    """When a notice to an anonymous author leaves; None: now, because it has waited, or nothing waits here."""
    rules = office.organisation.release
    if notice.envelope.case_id is None or notice.dated or not rules.delays:
        return None
    return leaves_at(now, rules, office.calendar, chance)


def says_nothing(notice: QueuedNotice, office: Office) -> bool:
    """Whether it is pushed without its words: then one push stands for all that waits behind it."""
    return notice.envelope.case_id is not None and office.organisation.release.neutral


def words_of(notice: QueuedNotice, office: Office, seals: Seals) -> Reply:
    """The notice as it is pushed."""
    envelope = notice.envelope
    put = update_in_words if says_nothing(notice, office) else in_words
    return put(envelope.notice, envelope.language, office.texts, seals)
