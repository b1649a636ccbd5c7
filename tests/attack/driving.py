"""The run: the real office, its people on the web or a messenger, a month in some minutes."""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.channels.web_in import account_of
from bot.limits import Limiter
from bot.logs import set_up_logs
from handlers.texts.catalog import LANGUAGES
from handlers.texts.catalog import say as catalog_say
from storage.domain.conversation import Account
from storage.domain.permissions import Post, Role
from storage.domain.release import DEFAULT_RELEASE
from tests.attack.files import Carver
from tests.attack.population import Deed, Event, Plan
from tests.invariants.watching import database_of, sqlite_file
from tests.journeys.steps import REF, reply_code_in
from tests.talk import HttpPhone, Talk
from tests.telegram_world import TelegramPhone
from tests.world import World, open_world
from tests.zalo_world import ZaloPhone

PATIENCE: Final = 20.0
CHECKPOINT_EVERY: Final = 20  # events; in real life a minute
ANSWER_EVERY: Final = 25
SURELY_RELEASED: Final = timedelta(days=7)  # from its filing, over weekends
NAME: Final = "Người Thử Số"
NAME_ASKED: Final = re.compile("họ tên|name and department")


@dataclass(slots=True)
class Author:
    """One of the staff: all the addresses they ever had, and the codes they keep on paper."""

    number: int
    phone: HttpPhone | TelegramPhone | ZaloPhone
    accounts: list[Account] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """What has happened: by reference who wrote it; and each state of the write-ahead log before it was emptied."""

    world: World
    plan: Plan
    folder: Path
    authors: list[Author] = field(default_factory=list)
    wrote: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    filed_at: dict[str, datetime] = field(default_factory=dict)  # of those that nobody has answered
    carver: Carver = field(default_factory=Carver)
    before_filing: Callable[[Author, str], Awaitable[None]] | None = None
    after_filing: Callable[[Author, str], Awaitable[None]] | None = None
    desk: list[Talk] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.folder / "log"


@asynccontextmanager
async def office(kind: str, folder: Path, channel: str, plan: Plan) -> AsyncIterator[Run]:
    """An office with all its people, before they begin."""
    (folder / "data").mkdir(parents=True)
    over = {"http": channel == "web", "telegram": channel == "telegram", "zalo": channel == "zalo"}
    with logged(folder / "log"):
        async with open_world(
            kind, folder / "data", sessions=folder / "sessions.db", release=DEFAULT_RELEASE, **over
        ) as world:
            run = Run(world, plan, folder)
            await _settle_in(run)
            try:
                yield run
            finally:
                for author in run.authors:
                    await author.phone.close_page()


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """The product's own log in a file, as it is written in service."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    root.handlers[:] = []  # set_up_logs closes those it finds
    set_up_logs(logging.INFO)
    file = logging.FileHandler(path)
    file.setFormatter(root.handlers[0].formatter)
    root.handlers[:] = [file]
    try:
        yield
    finally:
        file.close()
        root.level, root.handlers[:] = level, handlers


async def _settle_in(run: Run) -> None:
    world = run.world
    world.app.chat._messages = Limiter(burst=1e9, per_second=1e9)  # a month goes by in minutes
    world.app.chat._invites = Limiter(burst=1e9, per_second=1e9)
    http, telegram, zalo = world.http, world.telegram, world.zalo
    world.http = world.telegram = world.zalo = None
    run.desk = [await world.office(), await world.officer("VP"), await world.leader()]
    world.http, world.telegram, world.zalo = http, telegram, zalo
    for number in range(run.plan.authors):
        run.authors.append(await _newcomer(run, number))


async def _newcomer(run: Run, number: int) -> Author:
    world = run.world
    name = f"{NAME} {number}"
    if world.telegram is not None:
        author = Author(number, TelegramPhone(world.telegram.person(name), world.app.telegram.said))
    elif world.zalo is not None:
        author = Author(number, ZaloPhone(world.zalo.person(name), world.zalo, world.app.sessions))
    else:
        assert world.http is not None
        author = Author(number, HttpPhone(world.http, world.base))
    await _come(run, author)
    return author


async def _come(run: Run, author: Author) -> None:
    """Enrol, with a new invite."""
    code = await run.world.app.inviter.invite([Post(Role.STAFF, run.plan.unit(author.number))], uses=1, name="")
    phone = author.phone
    if isinstance(phone, HttpPhone):
        assert (await phone.begin(code)).status == 200
        author.accounts.append(account_of(phone.token))
    elif isinstance(phone, TelegramPhone):
        await say(author, f"/start {code}")
        author.accounts.append(Account("telegram", str(phone.person.chat_id)))
    else:
        await say(author, code)
        author.accounts.append(Account("zalo", phone.person.chat.chat_id))


async def say(author: Author, text: str) -> str:
    """Write, and read what is answered."""
    return await _post(author, text=text)


async def tap(author: Author, label_key: str) -> str:
    """Choose what is offered under this label, in the language in which it is shown."""
    labels = {catalog_say(language, label_key) for language in LANGUAGES}
    for event in reversed(author.phone.events):
        for choice in event["choices"]:
            if choice["label"] in labels:
                return await _post(author, choice=choice["value"])
    raise AssertionError(f"no {label_key} after {author.phone.events[-1]}")


async def _post(author: Author, text: str = "", choice: str | None = None) -> str:
    phone = author.phone
    before = len(phone.events)
    await phone.post(key=secrets.token_hex(8), text=text, choice=choice)
    async with asyncio.timeout(PATIENCE):
        while len(phone.events) == before:
            await asyncio.sleep(0.001)
            if not isinstance(phone, HttpPhone):
                await phone.refresh()
    return "\n".join(event["text"] for event in phone.events[before:])


async def go(run: Run) -> None:
    """Everything the plan says."""
    concerns = 0
    for number, event in enumerate(run.plan.events, 1):
        run.world.clock.advance(seconds=event.after)
        await _DEEDS[event.deed](run, run.authors[event.author], event)
        concerns += event.deed is Deed.CONCERN
        if event.deed is Deed.CONCERN and concerns % ANSWER_EVERY == 0:
            await _answer_one(run)
        if number % CHECKPOINT_EVERY == 0:
            await sweep(run)
        if number % (len(run.plan.events) // 4) == 0:
            await _broadcast(run)
    await sweep(run, empty=False)


async def sweep(run: Run, *, empty: bool = True) -> None:
    """What the program's own ticks do; whoever steals the log does it just before it is emptied."""
    app = run.world.app
    await app.delivery.deliver_all()
    await app.sweeps.what_is_due()
    await app.delivery.deliver_all()
    await app.sweeps.audit()
    await app.sweeps.retention()
    await app.sweeps.expire()
    database = database_of(run.world)
    if database.writer.dialect.name == "sqlite":
        file = sqlite_file(database)
        run.carver.read(file.with_name(f"{file.name}-wal").read_bytes())
        if empty:
            await database.checkpoint()


async def _concern(run: Run, author: Author, event: Event) -> None:
    if run.before_filing is not None:
        await run.before_filing(author, event.text)
    receipt = await _filed(author, event.text, "mode-anonymous")
    ref = REF.search(receipt)
    assert ref is not None, receipt
    run.wrote[ref[0]] = author.number
    run.texts[ref[0]] = event.text
    run.filed_at[ref[0]], run.codes[ref[0]] = run.world.clock.now(), reply_code_in(receipt)
    author.codes.append(run.codes[ref[0]])
    if run.after_filing is not None:
        await run.after_filing(author, ref[0])


async def _filed(author: Author, text: str, mode: str) -> str:
    """The receipt."""
    await say(author, text)
    asked = await tap(author, mode)
    if NAME_ASKED.search(asked):
        await say(author, f"{NAME} {author.number}")
    await tap(author, "kind-thought")
    return await tap(author, "button-send")


async def _named(run: Run, author: Author, event: Event) -> None:
    assert REF.search(await _filed(author, event.text, "mode-named"))


async def _menu(run: Run, author: Author, event: Event) -> None:
    await say(author, "menu")


async def _dropped(run: Run, author: Author, event: Event) -> None:
    await say(author, event.text)
    await tap(author, "mode-anonymous")
    await tap(author, "button-cancel")
    await tap(author, "button-drop")


async def _look_up(run: Run, author: Author, event: Event) -> None:
    await say(author, author.codes[-1] if author.codes else "2222-3333-4444-5555")


async def _language(run: Run, author: Author, event: Event) -> None:
    await say(author, "English" if author.number in run.plan.english else "Tiếng Việt")


async def _leave_and_come(run: Run, author: Author, event: Event) -> None:
    """Sign out on the page and enrol anew; a messenger's account stays what it is."""
    if not isinstance(author.phone, HttpPhone):
        await _menu(run, author, event)
        return
    assert run.world.http is not None
    url = f"{run.world.base}/api/chat"
    async with run.world.http.delete(url, headers=author.phone.headers) as response:
        assert response.status == 204
    await author.phone.close_page()
    author.phone = HttpPhone(run.world.http, run.world.base)
    await _come(run, author)


_DEEDS: Final[Mapping[Deed, Callable[[Run, Author, Event], Awaitable[None]]]] = MappingProxyType(
    {
        Deed.CONCERN: _concern,
        Deed.NAMED: _named,
        Deed.MENU: _menu,
        Deed.DROPPED: _dropped,
        Deed.LOOK_UP: _look_up,
        Deed.LANGUAGE: _language,
        Deed.LEAVE_AND_COME: _leave_and_come,
    }
)


async def _answer_one(run: Run) -> None:
    """A case of a week ago is routed, answered, approved and judged; its author looks it up by the code."""
    office, officer, leader = run.desk
    await sweep(run)
    seen = [ref for ref, at in run.filed_at.items() if at < run.world.clock.now() - SURELY_RELEASED]
    if not seen:
        return
    ref = seen[-1]
    del run.filed_at[ref]
    author = run.authors[run.wrote[ref]]
    await _press(office, f"a.route.{ref}")
    await office.say("VP")
    await _press(officer, f"a.draft.{ref}")
    await officer.say("Văn phòng thay mới, xong trước 30/12/2026.")
    await officer.tap("Trình lãnh đạo")
    await _press(leader, f"a.approve.{ref}")
    await run.world.app.delivery.deliver_all()
    await say(author, run.codes[ref])
    await tap(author, "action-clear")


async def _press(talk: Talk, choice: str) -> None:
    """The button of just this case, wherever it was shown."""
    await talk.phone.post(key=secrets.token_hex(8), choice=choice)
    await talk.phone.refresh()


async def _broadcast(run: Run) -> None:
    """To everybody, confirmed and sent."""
    leader = run.desk[-1]
    await leader.say("gửi thông báo")
    await leader.say("Chiều thứ Sáu cơ quan họp giao ban lúc 14 giờ.")
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    await run.world.app.sweeps.broadcasts()
    await run.world.app.delivery.deliver_all()
