"""How quickly the served product answers, beside a bare server and a bare database: python -m tests.bench.bench_web.

Both servers get the same messages at the same rate; the bare one sends each straight back on the stream, and commits
one row at each press of "Gửi".
"""

import asyncio
import json
import random
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import ClientError, ClientSession, TCPConnector, web
from aiohttp_sse import sse_response

from tests.bench.measuring import percentile, report
from tests.serving import (
    ANONYMOUS,
    HOST,
    THOUGHT,
    Server,
    StubbornPhone,
    free_port,
    phone,
    press,
    send_choice,
    serving,
    write,
)

CONVERSATIONS: Final = 55  # the server lets in 60 at once
RATE: Final = 50.0  # messages a second over all conversations
SECONDS: Final = 25.0
STEPS: Final = 5  # two texts, two typed choices, Gửi
ROUNDS: Final = 6
BARE_SEND: Final = "send"
TEXTS: Final = (
    "Máy in ở bộ phận một cửa hỏng từ tháng 9, mỗi sáng cán bộ phải sang phòng khác in nhờ, người dân chờ rất lâu.",
    "Đề nghị văn phòng sớm thay máy mới để việc tiếp dân không bị gián đoạn trong những ngày cao điểm cuối năm.",
)


@dataclass(slots=True)
class Times:
    """Seconds from the moment a message was due, over all conversations."""

    replies: list[float] = field(default_factory=list)  # to its first reply on the stream
    presses: list[float] = field(default_factory=list)  # of "Gửi": to its 202


class Conversation:
    """Somebody who files one concern after the other, step by step."""

    def __init__(self, by: StubbornPhone) -> None:
        self._phone = by
        self._step = 0

    async def next_message(self, due: float, times: Times) -> None:
        after, filing = len(self._phone.events), self._step == STEPS - 1
        text, choice = self._message()
        await self._phone.post(key=secrets.token_hex(8), text=text, choice=choice)
        if filing:
            times.presses.append(time.perf_counter() - due)
        await self._phone.see(lambda _: True, after)
        times.replies.append(self._phone.arrived[after] - due)
        self._step = (self._step + 1) % STEPS

    async def go_to(self, step: int) -> None:
        while self._step != step:
            await self.next_message(time.perf_counter(), Times())

    def _message(self) -> tuple[str, str | None]:
        """Text or choice of the next message; the bare server shows no "Gửi", and is sent any word."""
        match self._step:
            case 0 | 1:
                return TEXTS[self._step], None
            case 2:
                return ANONYMOUS, None
            case 3:
                return THOUGHT, None
            case _:
                return "", send_choice(self._phone.events[-1]) or BARE_SEND


async def at_a_steady_rate(conversations: Sequence[Conversation], messages: int) -> Times:
    """Messages at random moments (Poisson), each by the conversation that has been silent longest."""
    times, chance = Times(), random.Random(7)
    silent: asyncio.Queue[Conversation] = asyncio.Queue()
    for conversation in conversations:
        silent.put_nowait(conversation)

    async def one(due: float) -> None:
        conversation = await silent.get()
        await conversation.next_message(due, times)
        silent.put_nowait(conversation)

    due = time.perf_counter()
    async with asyncio.TaskGroup() as sending:
        for _ in range(messages):
            due += chance.expovariate(RATE)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.create_task(one(due))
    return times


async def measure(phones: Sequence[StubbornPhone]) -> Times:
    """The times of everybody at once, begun at different steps: people do not all press "Gửi" in the same second."""
    conversations = [Conversation(phone) for phone in phones]
    for number, conversation in enumerate(conversations):
        await conversation.go_to(number % STEPS)
    times = await at_a_steady_rate(conversations, int(RATE * SECONDS))
    for conversation in conversations:
        await conversation.go_to(0)
    return times


async def product(server: Server) -> tuple[Times, float]:
    """The times at the steady rate, and filings a second when everybody presses "Gửi" at once."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(phone(server, "office"))  # who is told of every case meanwhile
        phones = [await stack.enter_async_context(phone(server, "staff")) for _ in range(CONVERSATIONS)]
        times = await measure(phones)
        return times, await filings_a_second(server, phones)


async def filings_a_second(server: Server, phones: Sequence[StubbornPhone]) -> float:
    """Presses of drafts that lie ready, all at once, to the last 202; what follows of a round is waited for."""
    seconds = 0.0
    for _ in range(ROUNDS):
        presses = await asyncio.gather(*(write(one, *TEXTS) for one in phones))
        while await server.waiting():
            await asyncio.sleep(0.05)
        begun = time.perf_counter()
        await asyncio.gather(*(press(one, send) for one, send in zip(phones, presses, strict=True)))
        seconds += time.perf_counter() - begun
    return ROUNDS * len(phones) / seconds


async def commits_a_second(phones: Sequence[StubbornPhone]) -> float:
    """The same presses to the bare server, which commits one row for each."""
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.gather(*(one.post(key=secrets.token_hex(8), choice=BARE_SEND) for one in phones))
    return ROUNDS * len(phones) / (time.perf_counter() - begun)


def raw_database(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE raw(id BLOB, body TEXT)")
    return connection


def commit_row(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO raw VALUES (?, ?)", (secrets.token_bytes(16), "\n".join(TEXTS)))


async def bare(folder: Path) -> tuple[Times, float]:
    """The same messages to a server that does nothing else with them, and its presses a second."""
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(bare_server(folder))
        http = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        phones = [StubbornPhone(http, base) for _ in range(CONVERSATIONS)]
        for one in phones:
            while not await _began(one):
                await asyncio.sleep(0.05)
            stack.push_async_callback(one.close_page)
        return await measure(phones), await commits_a_second(phones)


async def _began(one: StubbornPhone) -> bool:
    try:
        return (await one.begin()).status == 200
    except ClientError:
        return False


@asynccontextmanager
async def bare_server(folder: Path) -> AsyncIterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bench_web", "bare", str(port), str(folder)]
    with subprocess.Popen(command) as process:
        try:
            yield f"http://{HOST}:{port}"
        finally:
            process.kill()


def serve_bare(port: int, folder: Path) -> None:
    """aiohttp, its event streams, a row for each filing, and nothing else."""
    streams: dict[str, asyncio.Queue[str]] = {}
    database = raw_database(folder / "bare.db")

    async def begin(request: web.Request) -> web.Response:
        token = secrets.token_urlsafe(24)
        streams[f"Bearer {token}"] = asyncio.Queue()
        return web.json_response({"token": token})

    async def post(request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("choice") == BARE_SEND:
            await asyncio.to_thread(commit_row, database)
        streams[request.headers["Authorization"]].put_nowait(body.get("text", ""))
        return web.json_response({}, status=202)

    async def listen(request: web.Request) -> web.StreamResponse:
        queue, number = streams[request.headers["Authorization"]], 0
        async with sse_response(request) as stream:
            while True:
                number += 1
                event = {"id": str(number), "text": await queue.get(), "choices": [], "files": []}
                await stream.send(json.dumps(event), id=str(number))

    app = web.Application()
    app.add_routes([web.post("/api/chat", begin), web.get("/api/chat/events", listen)])
    app.add_routes([web.post("/api/chat/messages", post)])
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as server:
            await server.restart()
            times, filings = await product(server)
        limit, commits = await bare(Path(folder))
    print(f"filings: {filings:.0f}/s; bare commits: {commits:.0f}/s", file=sys.stderr)
    _report_times(times, limit)
    report("web.filings-to-bare", filings / commits, "ratio", 0.1, "higher")


def _report_times(times: Times, limit: Times) -> None:
    for percent in (50, 99):
        ours, bare_one = percentile(times.replies, percent), percentile(limit.replies, percent)
        print(f"bare p{percent}: {bare_one * 1000:.1f} ms", file=sys.stderr)
        report(f"web.reply-p{percent}", ours * 1000, "ms", 10 if percent == 50 else 25, "lower")
        report(f"web.reply-p{percent}-to-bare", ours / bare_one, "ratio", 8, "lower")
    filing, committing = percentile(times.presses, 95), percentile(limit.presses, 95)
    print(f"filing p95: {filing * 1000:.1f} ms; bare commit p95: {committing * 1000:.1f} ms", file=sys.stderr)
    report("web.filing-p95-to-bare", filing / committing, "ratio", 8, "lower")


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        serve_bare(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        asyncio.run(main())
