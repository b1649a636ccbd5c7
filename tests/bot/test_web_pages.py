"""What every answer carries, what is served to everybody, and what only the demo serves to its own machine."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.channels.web_demo import PHONES
from bot.channels.web_security import security_headers
from bot.config import Settings
from tests.bot.web_client import Client, client_of
from tests.browser.served import Served, served
from tests.world import open_world

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
EVERYWHERE = ["/", "/demo", "/static/chat.js", "/texts/vi.json", "/api/about", "/healthz", "/openapi.json", "/nirgends"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="module")
async def client(office: Served) -> AsyncIterator[Client]:
    async with ClientSession() as http:
        yield Client(http, office.base)


# Headers


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_every_answer_is_protected(client: Client, path: str) -> None:
    """The content policy to the letter, and the headers beside it, on pages, data and errors alike."""
    headers = (await client.ask("GET", path)).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "microphone=()", "geolocation=()", "usb=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert "Server" not in headers


async def test_no_answer_ever_sets_a_cookie(client: Client) -> None:
    """Not a page, not a beginning, not a message, not an error."""
    answers = [await client.ask("GET", path) for path in EVERYWHERE]
    answers += [await client.begin(), await client.post(text="a"), await client.post(), await client.begin(invite="x")]

    assert [answer for answer in answers if "Set-Cookie" in answer.headers] == []


async def test_a_portal_may_frame_the_page_when_it_is_named() -> None:
    """EMBED_ORIGINS go into frame-ancestors; without them a real office's page is in no frame, and has none."""
    policy = security_headers("https://portal.example https://noibo.example")["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://portal.example https://noibo.example")
    alone = security_headers("")["Content-Security-Policy"]
    assert alone.endswith("frame-ancestors 'none'") and "frame-src" not in alone


async def test_the_setting_reaches_the_answers(tmp_path: Path) -> None:
    """EMBED_ORIGINS is read where the page is served."""
    async with open_world("sqlite", tmp_path) as world:
        changes = {"embed_origins": "https://portal.example"}
        world.app.base.settings = Settings(_env_file=None, data_dir=tmp_path, **changes)  # type: ignore[call-arg, arg-type]
        async with TestServer(world.app.web_app()) as server, ClientSession() as http:
            answer = await Client(http, str(server.make_url(""))).ask("GET", "")
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://portal.example")


# The pages


async def test_the_page_is_there_in_vietnamese(client: Client) -> None:
    """Before any script runs, the words are there, and no placeholder is left."""
    answer = await client.ask("GET", "/")
    page = answer.content.decode()

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Viết tin nhắn" in page
    assert "{{" not in page


@pytest.mark.parametrize("path", ["/", "/demo"])
async def test_everything_a_page_names_is_there(client: Client, path: str) -> None:
    """Scripts, styles and pictures exist, and nothing comes from another host."""
    page = (await client.ask("GET", path)).content.decode()
    named = {piece.split('"')[0] for piece in page.split('"/static/')[1:]}

    assert named
    for name in named:
        assert (await client.ask("GET", f"/static/{name}")).status == 200
    assert "//" not in page.replace("<!doctype html>", "").replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    "name",
    [
        "../web_in.py",
        "..%2fweb_in.py",
        "%2e%2e/%2e%2e/config.py",
        "..%5cweb_in.py",
        "%2fetc%2fpasswd",
        "....//web_in.py",
        "index.html",
        "demo.html",
        "upload.html",
        "messenger.html",
        "openapi.json",
        "",
        ".",
        "%00",
        "chat.js%00.svg",
        "chat.js/",
        "CHAT.JS",
    ],
)
async def test_only_the_page_s_own_files_are_static(office: Served, name: str) -> None:
    """No way out of the folder: 404 for whatever else is asked for, byte by byte as it was sent."""
    assert await _status(office.port, f"/static/{name}") == 404


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_page_s_words(client: Client, language: str) -> None:
    """A flat object of texts, the same keys in every language."""
    texts = (await client.ask("GET", f"/texts/{language}.json")).body

    assert set(texts) == set((await client.ask("GET", "/texts/vi.json")).body)
    assert all(key.startswith("page-") and isinstance(text, str) and text for key, text in texts.items())


@pytest.mark.parametrize("language", ["de", "vi-VN", "..%2fvi", "VI", ""])
async def test_other_languages_are_not_there(client: Client, language: str) -> None:
    """404."""
    assert (await client.ask("GET", f"/texts/{language}.json")).status == 404


async def test_health(client: Client) -> None:
    """Status, database, what waits, and the age of each job; nobody has to sign in for it."""
    answer = await client.ask("GET", "/healthz")

    assert answer.status == 200
    assert answer.body["status"] == "ok"
    assert answer.body["database"] is True
    assert answer.body["waiting"] == 0
    assert {"reminders", "broadcasts", "checkpoint"} <= set(answer.body["jobs"])


async def test_health_is_red_when_the_database_fails(tmp_path: Path) -> None:
    """503, and no more than that it does not answer."""
    async with served(tmp_path) as office, ClientSession() as http:
        with closing(sqlite3.connect(tmp_path / "doithoai.db")) as database:
            database.execute("ALTER TABLE outbox RENAME TO gone")
        answer = await Client(http, office.base).ask("GET", "/healthz")
    assert (answer.status, answer.body) == (503, {"status": "failing", "database": False})


# The demo


async def test_the_demo_gives_every_phone_a_way_in(client: Client) -> None:
    """Four frames, each with an invite that works."""
    page = (await client.ask("GET", "/demo")).content.decode()
    codes = [piece.split("&amp;")[0] for piece in page.split("/#invite=")[1:]]

    assert len(set(codes)) == len(PHONES) == 4
    for code in codes:
        assert (await Client(client.http, client.base).begin(invite=code)).status == 200


async def test_the_clock_moves_to_the_next_working_morning(client: Client) -> None:
    """The button brings a later time in the office's zone, just after the hour of the reminders."""
    before = (await client.ask("GET", "/demo/clock")).body["now"]
    after = (await client.ask("POST", "/demo/clock/next-day")).body["now"]

    assert after > before
    assert after.endswith("+07:00")
    assert "T08:01" in after


DEMO = [("GET", "/demo"), ("GET", "/demo/clock"), ("POST", "/demo/clock/next-day")]


@pytest.mark.parametrize(("method", "path"), DEMO)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example:1", "", "[::2]"]
)
async def test_the_demo_is_not_reached_by_another_name(client: Client, method: str, path: str, host: str) -> None:
    """A page elsewhere whose name points to this machine gets nothing: 404."""
    assert (await client.ask(method, path, headers={"Host": host})).status == 404


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]", "[::1]:8080"])
async def test_the_demo_answers_to_the_machine_s_own_names(client: Client, host: str) -> None:
    """Loopback has several names, with and without a port."""
    assert (await client.ask("GET", "/demo/clock", headers={"Host": host})).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_only_the_demo_page_moves_the_clock(client: Client, site: str) -> None:
    """Another site's form cannot press the button."""
    answer = await client.ask("POST", "/demo/clock/next-day", headers={"Sec-Fetch-Site": site})
    assert answer.status == 404


@pytest.mark.parametrize(("method", "path"), DEMO)
async def test_a_real_organisation_has_no_demo(tmp_path: Path, method: str, path: str) -> None:
    """404 on the same machine by the right name."""
    async with open_world("sqlite", tmp_path, http=True, is_demo=False) as world:
        assert (await client_of(world).ask(method, path)).status == 404
        assert (await client_of(world).ask("GET", "/api/about")).body["demo"] is False


async def _status(port: int, target: str) -> int:
    """The status for a request line as it stands; clients would tidy the path."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1])
