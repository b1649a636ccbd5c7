"""A hundred thousand forgeries of each thing that opens something, half of them one letter off: none is accepted."""

import random
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from aiohttp import web

from bot.channels import telegram_webhook, zalo_in
from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.web_in import account_of
from bot.channels.web_out import new_token
from bot.channels.zalo_files import Files
from storage.domain.conversation import Account
from storage.domain.ids import CaseId, parse_invite, parse_reply_code
from storage.sealing import AddressOpener, KeyFolder, KeySeals, MovedAddress
from tests.builders import bytes_of
from tests.handlers.steps import press
from tests.journeys.steps import CONCERN
from tests.world import open_world

TRIES: Final = 100_000
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
URL_SAFE: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TODAY = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    return KeyFolder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def seals(keys: KeyFolder) -> KeySeals:
    return KeySeals(keys)


def forged(true: str, alphabet: str, count: int = TRIES) -> Iterator[str]:
    """By turns the true one with one letter changed, and one that is all chance."""
    chance = random.Random(true)
    for number in range(count):
        forgery = true
        while forgery == true:
            if number % 2:
                forgery = "".join(chance.choices(alphabet, k=len(true)))
            else:
                at = chance.randrange(len(true))
                forgery = true[:at] + chance.choice(alphabet) + true[at + 1 :]
        yield forgery


def test_no_forged_mark_makes_an_author(seals: KeySeals) -> None:
    """Of a button "a.clear.REF.MARK" the mark must be the one that this server makes for this case."""
    mark, other = seals.author_mark("DT-7K3Q-9XMD"), seals.author_mark("DT-7K3Q-9XME")
    assert seals.is_author_mark("DT-7K3Q-9XMD", mark)
    assert not any(seals.is_author_mark("DT-7K3Q-9XMD", forgery) for forgery in forged(mark, ALPHABET))
    odd = (other, mark.lower(), mark[:-1], mark + "0", "", "é" * 13, "\ud800")
    assert not any(seals.is_author_mark("DT-7K3Q-9XMD", forgery) for forgery in odd)


def test_no_forged_button_of_telegram_is_opened() -> None:
    """A press must bear the mark of this bot, for this chat and this value."""
    marks, chat = ButtonMarks("110201543:secret"), 5_000_001
    true = marks.marked("a.approve.DT-7K3Q-9XMD", chat)
    value, _, mark = true.rpartition("!")
    assert marks.opened(true, chat) == value
    assert not any(marks.opened(f"{value}!{forgery}", chat) for forgery in forged(mark, URL_SAFE))
    assert not any(marks.opened(true, other) for other in range(chat + 1, chat + 1000))


@pytest.mark.parametrize(
    ("read", "length"), [(parse_reply_code, 16), (parse_invite, 12)], ids=["reply code", "invite code"]
)
def test_no_forged_code_opens_anything(seals: KeySeals, read: Callable[[str], str | None], length: int) -> None:
    """A hundred codes are in use; a code that is none of them has none of their verifiers."""
    chance = random.Random(length)
    codes = ["7" + "".join(chance.choices(ALPHABET, k=length - 1)) for _ in range(100)]
    verifiers = {seals.code_verifier(code) for code in codes}
    assert seals.code_verifier(read(codes[0].lower()) or "") in verifiers
    tries = 0
    for code in codes:
        for forgery in forged(code, ALPHABET, TRIES // len(codes)):
            tries += 1
            typed = read(forgery)
            assert typed is None or forgery in codes or seals.code_verifier(typed) not in verifiers
    assert tries == TRIES


@pytest.mark.parametrize("kind", ["signature", "file", "until"])
def test_no_forged_address_of_a_file_is_opened(kind: str) -> None:
    """Signed addresses of files on Zalo: the mark, the file and the hour must fit together."""
    files = Files(secrets.token_bytes(32), "https://page.example.vn", _no_store(), lambda: TODAY)
    *_, ticket = files.address("k7m2fz3qbn5xw6ay2cde4h").rpartition("/")
    file_id, until, mark = ticket.split(".")
    assert files._opened(ticket) == file_id
    parts = {"signature": (mark, "0123456789abcdef"), "file": (file_id, URL_SAFE), "until": (until, "89abcdef")}
    part, alphabet = parts[kind]
    count = TRIES if kind == "signature" else TRIES // 10
    assert not any(is_opened(files, ticket.replace(part, forgery)) for forgery in forged(part, alphabet, count))


def is_opened(files: Files, ticket: str) -> bool:
    try:
        return bool(files._opened(ticket))
    except web.HTTPNotFound:
        return False


def _no_store() -> Any:
    """The address is judged before anything is looked up."""
    return SimpleNamespace()


def call(header: str, secret: str) -> Any:
    """A call of our webhook; whoever gets as far as its body finds that it is no JSON."""

    async def no_json() -> None:
        raise ValueError

    async def no_body() -> AsyncIterator[bytes]:
        yield b"no json"

    content = SimpleNamespace(iter_any=no_body)
    return SimpleNamespace(headers={header: secret}, json=no_json, content=content, body_exists=True)


async def outcome(receive: Callable[[Any], Any], request: Any) -> int:
    try:
        await receive(request)
    except web.HTTPException as answer:
        return answer.status
    return 200


@pytest.mark.parametrize("channel", [telegram_webhook, zalo_in], ids=["telegram", "zalo"])
async def test_no_forged_call_of_a_webhook_is_heard(channel: Any) -> None:
    """Whoever does not know the secret is told so, and nothing of the call is read."""
    secret = secrets.token_urlsafe(32)
    webhook, nobody = channel.Webhook("https://x", secret), cast(Any, None)  # whom a forgery never reaches
    if channel is zalo_in:
        receive = channel.ZaloListener(client=nobody, turns=nobody, shelf=nobody, webhook=webhook).receive
    else:
        receive = channel.Calls(webhook, nobody, nobody).receive
    assert await outcome(receive, call(channel.SECRET_HEADER, secret)) == 400
    heard = {await outcome(receive, call(channel.SECRET_HEADER, forgery)) for forgery in forged(secret, URL_SAFE)}
    odd = ("", "é", secret + "x", secret[:-1])
    heard |= {await outcome(receive, call(channel.SECRET_HEADER, forgery)) for forgery in odd}
    assert heard | {await outcome(receive, call("X-Other", secret))} <= {401, 403}


def test_no_forged_token_is_somebodys_page(seals: KeySeals) -> None:
    """The page's token leads to its own account and to no other."""
    token = new_token()
    key = seals.account_key(account_of(token))
    assert seals.account_key(account_of(token)) == key
    assert not any(seals.account_key(account_of(forgery)) == key for forgery in forged(token, URL_SAFE))


def test_no_forged_address_is_opened(keys: KeyFolder, seals: KeySeals) -> None:
    """One bit off, or on another case: delivery refuses it. Public-key work is slow, so a few thousand."""
    opener, case = AddressOpener(keys), CaseId(bytes_of("case"))
    sealed, chance = seals.seal(Account("zalo", "k7"), case), random.Random(5)
    assert opener.open(sealed, case) == Account("zalo", "k7")
    for _ in range(3000):
        at = chance.randrange(len(sealed))
        forgery = sealed[:at] + bytes([sealed[at] ^ 1 << chance.randrange(8)]) + sealed[at + 1 :]
        with pytest.raises(MovedAddress):
            opener.open(forgery, case)
        with pytest.raises(MovedAddress):
            opener.open(sealed, CaseId(chance.randbytes(16)))


async def test_no_forged_button_is_obeyed(tmp_path: Path) -> None:
    """Through whole turns: marks, moments and nonces that were never offered change nothing, and get a kind word."""
    async with open_world("sqlite", tmp_path) as world:
        author, stranger = await world.staff(), await world.staff()
        await author.say(CONCERN)
        await author.tap("Không ghi tên")
        await author.tap("Tâm tư, nguyện vọng")
        true = author.value_of("Gửi")
        ref_like = "DT-7K3Q-9XMD"
        for forgery in [*forged(true, ALPHABET, 60), *forged(f"a.withdraw.{ref_like}.{'7' * 13}", ALPHABET, 60)]:
            await press(world, stranger, forgery)
        for forgery in forged("named~3f0a", "0123456789abcdef", 60):
            await press(world, author, forgery)
        async with world.app.base.store.reading() as reads:
            assert not await reads.cases.due_until(TODAY.date().replace(year=9999), list(_statuses()))
        await press(world, author, true)
        author.expect("Đã gửi")


def _statuses() -> Any:
    from storage.domain.lifecycle import Status

    return Status
