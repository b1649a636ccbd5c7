"""One browser for all tests of this folder; each test has a context of its own, watched for anything amiss."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.chromium import find_chromium
from tests.browser.phone import Watch
from tests.browser.served import Served, served

# As root Chromium wants no sandbox of its own; the rest keeps it from talking to anybody but us.
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def chromium() -> Path:
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium: `make test` brings one where it can; else install chromium")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    expect.set_options(timeout=15_000)  # patience for a busy machine; what comes sooner is not waited for
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The demo office, shared by the tests of a file."""
    async with served(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def watch(office: Served) -> Watch:
    return Watch(office.base.removeprefix("http://"))


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser, watch: Watch) -> AsyncIterator[NewPage]:
    """Makes a page in a context of its own; options are those of a browser context. Nothing amiss may have happened."""
    contexts = []

    async def make(**options: Any) -> Page:
        context = await browser.new_context(**{"viewport": {"width": 390, "height": 844}, "locale": "vi-VN", **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        await watch.over(context)
        return await context.new_page()

    yield make
    cookies = [cookie for context in contexts for cookie in await context.cookies()]
    for context in contexts:
        await context.close()
    assert cookies == []
    assert watch.problems == []
