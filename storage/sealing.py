"""Keys at work: sealed addresses, ids that only a key can derive, reply codes. The one door of PyNaCl.

Kept in files beside the database, never in it: whoever has the database alone can open no address and link no person.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from datetime import date
from pathlib import Path
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from storage.domain.conversation import Account
from storage.domain.errors import DialogueError, TooLate
from storage.domain.ids import INVITE_LENGTH, REPLY_CODE_LENGTH, AccountKey, CaseId, encode, has_digit, ref_of

ADDRESS_BYTES: Final = 192  # before sealing: one length for all, since lengths tell channels apart
SEALED_BYTES: Final = 240
EPOCH_DAYS_KEPT: Final = 2  # a nonce's key is destroyed after that; its case id is then a random number to anyone
_NONCE: Final = re.compile(r"([0-9]{6,7})-[0-9A-Z]{26}")
_MARK_LENGTH: Final = 13  # 65 bits


class MovedAddress(DialogueError):
    """A sealed address was found on a case it was not made for: somebody wrote into the database."""


class KeyFolder:
    """The key files of one installation; missing ones are made, readable by their owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "epochs").mkdir(mode=0o700, exist_ok=True)

    def secret(self, name: str) -> bytes:
        """32 random bytes under this name, the same at every call."""
        return self._read_or_make(self._folder / f"{name}.key")

    def private_key(self) -> PrivateKey:
        """The delivery key: opens addresses. Only the process that delivers may load it."""
        return PrivateKey(self.secret("delivery"))

    def public_key(self) -> PublicKey:
        """The public half, from its own file where the private one has been taken away."""
        path = self._folder / "delivery.pub"
        if not path.exists():
            _write_new(path, bytes(self.private_key().public_key))
        return PublicKey(path.read_bytes())

    def new_epoch(self, today: date) -> int:
        epoch = today.toordinal()
        self._read_or_make(self._epoch_path(epoch))
        return epoch

    def epoch_secret(self, epoch: int) -> bytes | None:
        """The key of an epoch, None once it has been destroyed."""
        path = self._epoch_path(epoch)
        return path.read_bytes() if path.exists() else None

    def destroy_old_epochs(self, today: date) -> None:
        for path in (self._folder / "epochs").glob("*.key"):
            if int(path.stem) < today.toordinal() - EPOCH_DAYS_KEPT:
                path.unlink()

    def _epoch_path(self, epoch: int) -> Path:
        return self._folder / "epochs" / f"{epoch}.key"

    @staticmethod
    def _read_or_make(path: Path) -> bytes:
        if not path.exists():
            _write_new(path, secrets.token_bytes(32))
        return path.read_bytes()


class KeySeals:
    """``ports.Seals`` with the keys of a folder; holds no private key."""

    def __init__(self, keys: KeyFolder) -> None:
        self._keys = keys
        self._lookup = keys.secret("lookup")
        self._codes = keys.secret("codes")
        self._marks = keys.secret("marks")
        self._box = SealedBox(keys.public_key())

    def new_nonce(self, today: date) -> str:
        return f"{self._keys.new_epoch(today)}-{encode(secrets.token_bytes(17), 26)}"

    def case_id(self, nonce: str) -> CaseId:
        return CaseId(self._derive(nonce, "case")[:16])

    def ref(self, nonce: str) -> str:
        return ref_of(self._derive(nonce, "ref")[:5])

    def reply_code(self, nonce: str) -> str:
        """16 base32 characters, at least one of them a digit (so a few in a thousand are derived twice)."""
        for attempt in range(64):
            code = encode(self._derive(nonce, f"reply{attempt}")[:10], REPLY_CODE_LENGTH)
            if has_digit(code):
                return code
        raise AssertionError("64 codes without a digit")

    def new_invite_code(self) -> str:
        """A fresh invite code; only its ``code_verifier`` is stored."""
        while not has_digit(code := encode(secrets.token_bytes(8), INVITE_LENGTH)):
            pass
        return code

    def code_verifier(self, code: str) -> bytes:
        return _mac(self._codes, code.encode())

    def account_key(self, account: Account) -> AccountKey:
        return AccountKey(_mac(self._lookup, f"{account.channel}|{account.key}".encode())[:16])

    def seal(self, account: Account, case_id: CaseId | None) -> bytes:
        plain = json.dumps([account.channel, account.key, (case_id or b"").hex()]).encode()
        if len(plain) > ADDRESS_BYTES:
            raise ValueError("this address is too long to be sealed")
        return self._box.encrypt(plain.ljust(ADDRESS_BYTES))

    def author_mark(self, ref: str) -> str:
        return encode(_mac(self._marks, ref.encode()), _MARK_LENGTH)

    def _derive(self, nonce: str, purpose: str) -> bytes:
        written = _NONCE.fullmatch(nonce)
        key = self._keys.epoch_secret(int(written[1])) if written else None
        if key is None:
            raise TooLate("error-draft-expired")
        return _mac(key, f"{purpose}|{nonce}".encode())


class AddressOpener:
    """Opens sealed addresses: for delivery alone."""

    def __init__(self, keys: KeyFolder) -> None:
        self._box = SealedBox(keys.private_key())

    def open(self, sealed: bytes, case_id: CaseId | None) -> Account:
        """The account; raises MovedAddress if it was not sealed for this case, or cannot be opened at all."""
        try:
            channel, key, bound_to = json.loads(self._box.decrypt(sealed))
        except (CryptoError, ValueError):  # not sealed by us, or not what we seal
            raise MovedAddress from None
        if bytes.fromhex(bound_to) != (case_id or b""):
            raise MovedAddress
        return Account(channel, key)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist, whole or not at all, readable by its owner only."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was quicker; its key is the key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
