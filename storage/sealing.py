"""Keys at work: sealed addresses, ids that only a key can derive, reply codes. The one door of PyNaCl.

Kept in files beside the database, never in it: whoever has the database alone can open no address and link no person.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from nacl.exceptions import CryptoError, InvalidkeyError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id

from storage.delivery_keys import PUBLIC, DeliveryKeys, write_new
from storage.domain.conversation import Account
from storage.domain.errors import DialogueError, PermanentDelivery, TooLate
from storage.domain.ids import INVITE_LENGTH, REPLY_CODE_LENGTH, AccountKey, CaseId, PersonId, encode, has_digit, ref_of

ADDRESS_BYTES: Final = 192  # before sealing: one length for all, since lengths tell channels apart
SEALED_BYTES: Final = 240
EPOCH_DAYS_KEPT: Final = 2  # a nonce's key is destroyed after that; its case id is then a random number to anyone
_NONCE: Final = re.compile(r"([0-9]{6,7})-[0-9A-Z]{26}")
PIN_OPS: Final = 2
PIN_MEMORY: Final = 32 * 1024 * 1024  # some 20 ms; several at once still fit into a small server
_MARK_LENGTH: Final = 13  # 65 bits


class MovedAddress(DialogueError):
    """A sealed address was found on a case it was not made for: somebody wrote into the database."""


class ForeignAddress(MovedAddress):
    """No key that is here opens it. A database from before the key was changed is full of such addresses."""


class KeyFolder:
    """The key files of one installation; missing ones are made, readable by their owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "epochs").mkdir(mode=0o700, exist_ok=True)
        self._epochs: dict[int, tuple[Path, bytes]] = {}

    def secret(self, name: str) -> bytes:
        """32 random bytes under this name, the same at every call."""
        return self._read_or_make(self._folder / f"{name}.key")

    def replaced(self, name: str) -> list[bytes]:
        """The keys that had this name before and have not been destroyed yet: NAME.SOMETHING.key."""
        return [path.read_bytes() for path in sorted(self._folder.glob(f"{name}.*.key"))]

    def delivery_secrets(self) -> Sequence[bytes]:
        """What opens addresses: one key, two while they are changed, none if it was lost or lies elsewhere.

        Only the process that delivers may load them.
        """
        self.public_key()  # in a new folder: makes the pair
        return DeliveryKeys(self._folder).delivery_secrets()

    def public_key(self) -> PublicKey:
        """The public half of the delivery key, from its own file where the private one has been taken away."""
        path = self._folder / PUBLIC
        if not path.exists():
            write_new(path, public_half(self.secret("delivery")))
        return PublicKey(path.read_bytes())

    def new_epoch(self, today: date) -> int:
        epoch = today.toordinal()
        self._read_or_make(self._epoch_path(epoch))
        return epoch

    def epoch_secret(self, epoch: int) -> bytes | None:
        """The key of an epoch, None once it has been destroyed."""
        path, secret = self._epochs.get(epoch) or (self._epoch_path(epoch), b"")
        if not path.exists():  # whoever destroyed it
            self._epochs.pop(epoch, None)
            return None
        if not secret:
            secret = path.read_bytes()
            self._epochs[epoch] = path, secret
        return secret

    def destroy_old_epochs(self, today: date) -> None:
        for path in (self._folder / "epochs").glob("*.key"):
            if int(path.stem) < today.toordinal() - EPOCH_DAYS_KEPT:
                path.unlink()
                self._epochs.pop(int(path.stem), None)

    def _epoch_path(self, epoch: int) -> Path:
        return self._folder / "epochs" / f"{epoch}.key"

    @staticmethod
    def _read_or_make(path: Path) -> bytes:
        if not path.exists():
            write_new(path, secrets.token_bytes(32))
        return path.read_bytes()


class KeySeals:
    """``ports.Seals`` with the keys of a folder; holds no private key."""

    def __init__(self, keys: KeyFolder) -> None:
        self._keys = keys
        self._lookup = keys.secret("lookup")
        self._codes = keys.secret("codes")
        self._marks = keys.secret("marks")
        self._audit = keys.secret("audit")
        self._pins = keys.secret("pins")
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

    def pin_hash(self, person: PersonId, pin: str) -> bytes:
        return argon2id.str(self._peppered(person, pin), opslimit=PIN_OPS, memlimit=PIN_MEMORY)

    def is_pin(self, person: PersonId, pin: str, hashed: bytes) -> bool:
        try:
            return argon2id.verify(hashed, self._peppered(person, pin))
        except InvalidkeyError:
            return False

    def _peppered(self, person: PersonId, pin: str) -> bytes:
        """A million PINs are soon tried, however slow the hash: without the key there is nothing to try them on."""
        return _mac(self._pins, person + pin.encode())

    def audit_hash(self, before: bytes, entry: bytes) -> bytes:
        return _mac(self._audit, before + entry)

    def author_mark(self, ref: str) -> str:
        return encode(_mac(self._marks, ref.encode()), _MARK_LENGTH)

    def is_author_mark(self, ref: str, mark: str) -> bool:
        return hmac.compare_digest(mark.encode(errors="replace"), self.author_mark(ref).encode())

    def _derive(self, nonce: str, purpose: str) -> bytes:
        written = _NONCE.fullmatch(nonce)
        key = self._keys.epoch_secret(int(written[1])) if written else None
        if key is None:
            raise TooLate("error-draft-expired")
        return _mac(key, f"{purpose}|{nonce}".encode())


class HoldsDeliveryKeys(Protocol):
    """A folder with private halves in it."""

    def delivery_secrets(self) -> Sequence[bytes]: ...


class AddressOpener:
    """Opens sealed addresses: for delivery alone."""

    def __init__(self, keys: HoldsDeliveryKeys) -> None:
        held = keys.delivery_secrets()
        self._boxes, self.public_halves = _boxes(held), [public_half(secret) for secret in held]

    def open(self, sealed: bytes, case_id: CaseId | None) -> Account:
        """The account; raises MovedAddress if it was not sealed for this case, ForeignAddress if not to this key.

        Raises PermanentDelivery where the key was lost: answers are then to be had by their codes.
        """
        if not self._boxes:
            raise PermanentDelivery("no-key")
        try:
            channel, key, bound_to = json.loads(_opened(sealed, self._boxes))
        except CryptoError:  # to a key from before, after a restore; or no address at all
            raise ForeignAddress from None
        except ValueError:  # not what we seal
            raise MovedAddress from None
        if bytes.fromhex(bound_to) != (case_id or b""):
            raise MovedAddress
        return Account(channel, key)


class Resealer:
    """Seals addresses anew, to another key; what is inside is shown to nobody."""

    def __init__(self, secrets_before: Sequence[bytes], secret: bytes) -> None:
        self._before, self._box = _boxes(secrets_before), SealedBox(PrivateKey(secret).public_key)

    def reseal(self, sealed: bytes) -> bytes | None:
        """The same address for the new key; None if none of the keys from before opens it."""
        try:
            return self._box.encrypt(_opened(sealed, self._before))
        except CryptoError:
            return None


def public_half(secret: bytes) -> bytes:
    """What seals to this private key."""
    return bytes(PrivateKey(secret).public_key)


def _boxes(private_halves: Sequence[bytes]) -> "Sequence[SealedBox[PrivateKey]]":
    return [SealedBox(PrivateKey(secret)) for secret in private_halves]


def _opened(sealed: bytes, boxes: "Sequence[SealedBox[PrivateKey]]") -> bytes:
    """By whichever key opens it; raises CryptoError."""
    for box in boxes:
        with suppress(CryptoError):
            return box.decrypt(sealed)
    raise CryptoError


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)
