"""What the rules and the conversation need from the outside, as protocols: one module a subject, imported from here.

Those of accounts, audit, retention, rights and set_aside stand with their subject.
"""

from storage.domain.ports.cases import Cases, Contents, Similar, StoredFile, Summarised
from storage.domain.ports.deadlines import Commitments, Deadlines, Reminders
from storage.domain.ports.office import Organisations, Statistics
from storage.domain.ports.people import Absence, Colleague, GroupChats, Invite, Invites, People, Recipient
from storage.domain.ports.seals import Seals
from storage.domain.ports.sending import Broadcasts, Outbox, Sender, Usage, Usages
from storage.domain.ports.transaction import Store, UnitOfWork

__all__ = [
    "Absence",
    "Broadcasts",
    "Cases",
    "Colleague",
    "Commitments",
    "Contents",
    "Deadlines",
    "GroupChats",
    "Invite",
    "Invites",
    "Organisations",
    "Outbox",
    "People",
    "Recipient",
    "Reminders",
    "Seals",
    "Sender",
    "Similar",
    "Statistics",
    "Store",
    "StoredFile",
    "Summarised",
    "UnitOfWork",
    "Usage",
    "Usages",
]
