"""Keys at work."""

from datetime import date
from typing import Protocol

from storage.domain.conversation import Account
from storage.domain.ids import AccountKey, CaseId, PersonId


class Seals(Protocol):
    """Keys at work: ids, codes and sealed addresses. Nothing here can tell who wrote an anonymous case."""

    def new_nonce(self, today: date) -> str:
        """A draft's random nonce, with the epoch of the key that turns it into ids; short ASCII."""
        ...

    def case_id(self, nonce: str) -> CaseId:
        """The same for the same nonce, so that sending twice files once. Raises TooLate when its epoch is gone."""
        ...

    def ref(self, nonce: str) -> str: ...
    def reply_code(self, nonce: str) -> str: ...
    def code_verifier(self, code: str) -> bytes: ...
    def new_invite_code(self) -> str:
        """12 characters; only its ``code_verifier`` is kept."""
        ...

    def account_key(self, account: Account) -> AccountKey: ...
    def seal(self, account: Account, case_id: CaseId | None) -> bytes:
        """A sealed address of fixed length, bound to a case (a return address) or to none (an enrolled account)."""
        ...

    def pin_hash(self, person: PersonId, pin: str) -> bytes:
        """A slow hash that only this server can check; not for the event loop."""
        ...

    def is_pin(self, person: PersonId, pin: str, hashed: bytes) -> bool: ...
    def audit_hash(self, before: bytes, entry: bytes) -> bytes:
        """What chains an entry of the log to the one before."""
        ...

    def author_mark(self, ref: str) -> str:
        """What makes a button under an answer the author's own: 13 characters only this server can make."""
        ...

    def is_author_mark(self, ref: str, mark: str) -> bool: ...
