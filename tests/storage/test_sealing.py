"""Keys at work: what can be derived and opened, by whom, and for how long."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.conversation import Account
from storage.domain.errors import TooLate
from storage.domain.ids import CaseId, PersonId, has_digit, parse_invite, parse_ref, parse_reply_code
from storage.sealing import EPOCH_DAYS_KEPT, SEALED_BYTES, AddressOpener, KeyFolder, KeySeals, MovedAddress
from tests.builders import bytes_of

TODAY = date(2026, 11, 2)
LAN = Account("web", "k7m2fz3qbn5xw6ay2cde4hjlmrstuv")
CASE, OTHER = CaseId(bytes_of("case")), CaseId(bytes_of("other case"))
REPOSITORY = Path(__file__).parents[2]

# What channels give: numbers, or short random strings; sometimes signs that JSON writes with a backslash.
ACCOUNTS = st.builds(
    Account,
    st.sampled_from(["web", "telegram", "zalo"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60),
)
CASE_IDS = st.none() | st.binary(min_size=16, max_size=16).map(CaseId)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    return KeyFolder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def seals(keys: KeyFolder) -> KeySeals:
    return KeySeals(keys)


@pytest.fixture(scope="module")
def opener(keys: KeyFolder) -> AddressOpener:
    return AddressOpener(keys)


def derived(seals: KeySeals, nonce: str) -> tuple[CaseId, str, str]:
    return seals.case_id(nonce), seals.ref(nonce), seals.reply_code(nonce)


# Nonces and what is made of them


def test_the_same_draft_gives_the_same_case(tmp_path: Path) -> None:
    """Sent twice, or once more after a restart, a draft has one id, one reference and one reply code."""
    nonce = KeySeals(KeyFolder(tmp_path)).new_nonce(TODAY)
    first = derived(KeySeals(KeyFolder(tmp_path)), nonce)
    assert derived(KeySeals(KeyFolder(tmp_path)), nonce) == first
    case_id, ref, code = first
    assert len(case_id) == 16
    assert (parse_ref(ref), parse_reply_code(code)) == (ref, code)


def test_different_drafts_give_different_cases(seals: KeySeals) -> None:
    """No two of a thousand drafts share an id, a reference or a code."""
    made = [derived(seals, seals.new_nonce(TODAY)) for _ in range(1000)]
    assert [len(set(values)) for values in zip(*made, strict=True)] == [1000, 1000, 1000]


def test_another_installation_derives_another_case(tmp_path: Path) -> None:
    """Without the key of the epoch a nonce says nothing about its case."""
    one, other = KeySeals(KeyFolder(tmp_path / "one")), KeySeals(KeyFolder(tmp_path / "other"))
    nonce = one.new_nonce(TODAY)
    other.new_nonce(TODAY)
    assert set(derived(one, nonce)).isdisjoint(derived(other, nonce))


def test_a_nonce_fits_into_a_button(seals: KeySeals) -> None:
    """Short ASCII: the longest choice value is 64 bytes, and the action's name stands before it."""
    nonce = seals.new_nonce(TODAY)
    assert nonce.isascii()
    assert len(nonce) <= 40


@pytest.mark.parametrize(("later", "alive"), [(0, True), (1, True), (2, True), (3, False), (30, False)])
def test_a_draft_is_too_late_once_its_key_is_gone(tmp_path: Path, later: int, alive: bool) -> None:
    """Two days after its day a nonce's key is destroyed; then nobody, not even we, can tell its case."""
    keys = KeyFolder(tmp_path)
    seals = KeySeals(keys)
    nonce = seals.new_nonce(TODAY)
    keys.destroy_old_epochs(TODAY + timedelta(days=later))
    assert (later <= EPOCH_DAYS_KEPT) is alive
    if alive:
        assert seals.case_id(nonce)
        return
    for derive in (seals.case_id, seals.ref, seals.reply_code):
        with pytest.raises(TooLate) as refused:
            derive(nonce)
        assert refused.value.text_key == "error-draft-expired"


def test_a_destroyed_key_is_not_kept_in_memory_either(tmp_path: Path) -> None:
    """What was remembered of it, to be read quickly, goes with its file."""
    keys = KeyFolder(tmp_path)
    epoch = keys.new_epoch(TODAY)
    secret = keys.epoch_secret(epoch)
    assert repr(secret) in repr(vars(keys))
    keys.destroy_old_epochs(TODAY + timedelta(days=EPOCH_DAYS_KEPT + 1))
    assert repr(secret) not in repr(vars(keys))


def test_a_destroyed_key_does_not_come_back(tmp_path: Path) -> None:
    """The next day's nonces have a key of their own; the old draft stays too late."""
    keys = KeyFolder(tmp_path)
    seals = KeySeals(keys)
    nonce = seals.new_nonce(TODAY)
    keys.destroy_old_epochs(TODAY + timedelta(days=3))
    assert seals.case_id(seals.new_nonce(TODAY + timedelta(days=3)))
    with pytest.raises(TooLate):
        seals.case_id(nonce)


@pytest.mark.parametrize(
    "forged",
    ["", "-", "ABC", "-739557-ABC", "1-ABC", "../delivery-ABC", "²-ABC", "9" * 300 + "-ABC", "9" * 5000 + "-ABC"],
    ids=lambda forged: ascii(forged)[:20] + str(len(forged)),
)
def test_a_forged_nonce_is_too_late(seals: KeySeals, forged: str) -> None:
    """Whatever a page sends in a button's place, it is a draft we do not know, not a fault of ours."""
    with pytest.raises(TooLate):
        seals.case_id(forged)


def test_every_code_has_a_digit(seals: KeySeals) -> None:
    """Reply codes and invites are never four or three short words, so a typed sentence is never one."""
    nonce = seals.new_nonce(TODAY)
    codes = [seals.reply_code(f"{nonce[:-4]}{n:04}") for n in range(3000)]  # some ten of them are derived twice
    assert all(has_digit(code) and parse_reply_code(code) == code for code in codes)
    invites = [seals.new_invite_code() for _ in range(1000)]
    assert all(has_digit(code) and parse_invite(code) == code for code in invites)
    assert len(set(invites)) == 1000


# Keys that are the same at every start


def test_lookups_do_not_depend_on_the_process(tmp_path: Path) -> None:
    """Another process with the same key files knows the same account, code and author's mark."""
    seals = KeySeals(KeyFolder(tmp_path))
    here = seals.account_key(LAN), seals.code_verifier("7K3Q9XMD2F5H8WTV"), seals.author_mark("DT-7K3Q-9XMD")
    program = (
        "import sys; from pathlib import Path\n"
        "from storage.domain.conversation import Account\n"
        "from storage.sealing import KeyFolder, KeySeals\n"
        "seals = KeySeals(KeyFolder(Path(sys.argv[1])))\n"
        "print((seals.account_key(Account(*sys.argv[2:])), seals.code_verifier('7K3Q9XMD2F5H8WTV'),"
        " seals.author_mark('DT-7K3Q-9XMD')))"
    )
    command = [sys.executable, "-c", program, str(tmp_path), LAN.channel, LAN.key]
    there = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert there.strip() == repr(here)


@given(ACCOUNTS, ACCOUNTS)
def test_an_account_has_one_key(seals: KeySeals, one: Account, other: Account) -> None:
    """16 bytes, the same for the same account only."""
    key = seals.account_key(one)
    assert len(key) == 16
    assert (key == seals.account_key(other)) is (one == other)


def test_each_case_has_its_own_author_mark(seals: KeySeals) -> None:
    """A mark that was read under one answer opens no other case."""
    refs = [seals.ref(seals.new_nonce(TODAY)) for _ in range(1000)]
    marks = {seals.author_mark(ref) for ref in refs}
    assert len(marks) == 1000
    assert {len(mark) for mark in marks} == {13}


def test_codes_are_not_stored_as_they_are(seals: KeySeals) -> None:
    """The verifier of a code does not contain it, and differs for another code."""
    verifier = seals.code_verifier("7K3Q9XMD2F5H8WTV")
    assert b"7K3Q" not in verifier
    assert verifier != seals.code_verifier("7K3Q9XMD2F5H8WTW")


# Sealed addresses


@given(account=ACCOUNTS, case_id=CASE_IDS)
def test_a_sealed_address_opens_again_and_has_one_length(
    seals: KeySeals, opener: AddressOpener, account: Account, case_id: CaseId | None
) -> None:
    """Whatever the channel and with a case or without, 240 bytes: the length tells nothing."""
    sealed = seals.seal(account, case_id)
    assert len(sealed) == SEALED_BYTES == 240
    assert opener.open(sealed, case_id) == account


def test_the_same_address_is_never_sealed_alike(seals: KeySeals) -> None:
    """Two cases of one author cannot be told by their addresses."""
    assert len({seals.seal(LAN, CASE) for _ in range(100)}) == 100


def test_an_address_that_is_too_long_is_a_fault_of_ours(seals: KeySeals) -> None:
    """It is refused rather than cut or sealed longer than others."""
    with pytest.raises(ValueError, match="too long"):
        seals.seal(Account("web", "x" * 200), CASE)


@pytest.mark.parametrize(
    ("sealed_for", "opened_for"), [(CASE, OTHER), (CASE, None), (None, CASE)], ids=["case", "account", "return"]
)
def test_an_address_opens_for_its_own_case_only(
    seals: KeySeals, opener: AddressOpener, sealed_for: CaseId | None, opened_for: CaseId | None
) -> None:
    """Moved in the database to another case, or between cases and accounts, an address opens for nobody."""
    with pytest.raises(MovedAddress):
        opener.open(seals.seal(LAN, sealed_for), opened_for)


@given(st.binary(max_size=300) | st.binary(min_size=SEALED_BYTES, max_size=SEALED_BYTES), CASE_IDS)
def test_made_up_bytes_are_refused(opener: AddressOpener, made_up: bytes, case_id: CaseId | None) -> None:
    """Bytes that were not sealed for us, of the right length or another, open for nobody."""
    with pytest.raises(MovedAddress):
        opener.open(made_up, case_id)


@given(st.integers(0, SEALED_BYTES - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(seals: KeySeals, opener: AddressOpener, place: int, difference: int) -> None:
    """An address is whole or nothing."""
    sealed = bytearray(seals.seal(LAN, CASE))
    sealed[place] ^= difference
    with pytest.raises(MovedAddress):
        opener.open(bytes(sealed), CASE)


def test_another_installation_cannot_open_it(seals: KeySeals, tmp_path: Path) -> None:
    """The database alone, on a machine with other keys, tells no address."""
    with pytest.raises(MovedAddress):
        AddressOpener(KeyFolder(tmp_path)).open(seals.seal(LAN, CASE), CASE)


# Key files


def test_key_files_are_their_owners_alone(tmp_path: Path) -> None:
    """Every file is 0600 and the epochs' folder 0700, also for a process that would let everybody read."""
    before = os.umask(0)
    try:
        keys = KeyFolder(tmp_path / "keys")
        KeySeals(keys).new_nonce(TODAY)
    finally:
        os.umask(before)
    files = [path for path in (tmp_path / "keys").rglob("*") if path.is_file()]
    assert {path.name for path in files} == {
        "delivery.key", "delivery.pub", "lookup.key", "codes.key", "marks.key", "audit.key", "pins.key",
        f"{TODAY.toordinal()}.key",
    }  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys" / "epochs").stat().st_mode) == 0o700


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    """Of eight that race to make a key one wins; all read its key, and no half-made file is left."""
    folders = [KeyFolder(tmp_path) for _ in range(8)]
    together = Barrier(len(folders))

    def make(keys: KeyFolder, name: str) -> bytes:
        together.wait()
        return keys.secret(name)

    names = [f"key{n}" for n in range(20)]
    with ThreadPoolExecutor(len(folders)) as pool:
        for name in names:
            made = set(pool.map(make, folders, [name] * len(folders)))
            assert len(made) == 1
            assert made == {(tmp_path / f"{name}.key").read_bytes()}
            assert {len(key) for key in made} == {32}
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(f"{name}.key" for name in names)


def test_the_front_needs_no_private_key(tmp_path: Path) -> None:
    """Where the private key has been taken away addresses can be sealed, and none is made in its place."""
    keys = KeyFolder(tmp_path)
    KeySeals(keys)
    opener = AddressOpener(keys)
    (tmp_path / "delivery.key").unlink()
    sealed = KeySeals(KeyFolder(tmp_path)).seal(LAN, CASE)
    assert opener.open(sealed, CASE) == LAN
    assert not (tmp_path / "delivery.key").exists()


def test_no_key_is_another_one(tmp_path: Path) -> None:
    """Each secret, each epoch and the public half are different bytes."""
    keys = KeyFolder(tmp_path)
    KeySeals(keys)
    keys.new_epoch(TODAY)
    keys.new_epoch(TODAY + timedelta(days=1))
    contents = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(set(contents)) == len(contents) == 9


def test_a_pin_is_its_persons_alone(tmp_path: Path) -> None:
    """Right for this person and this installation; without the key file not even the right PIN fits its hash."""
    seals, elsewhere = KeySeals(KeyFolder(tmp_path / "here")), KeySeals(KeyFolder(tmp_path / "there"))
    lan, minh = PersonId(b"l" * 16), PersonId(b"m" * 16)
    hashed = seals.pin_hash(lan, "482913")
    assert seals.is_pin(lan, "482913", hashed)
    assert not seals.is_pin(lan, "482914", hashed)
    assert not seals.is_pin(minh, "482913", hashed)
    assert not elsewhere.is_pin(lan, "482913", hashed)
    assert hashed != seals.pin_hash(lan, "482913")
    assert b"482913" not in hashed
