"""A person at the chat page in a real browser: types, taps, looks; and somebody who watches the browser meanwhile."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, FrameLocator, Locator, Page, Request, WebError, expect

from tests.browser.served import Served

_WATCH_POLICY = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
_NO_LINE = re.compile(r"Failed to load resource: net::ERR_")


@dataclass  # without slots: Playwright marks the object whose methods it calls
class Watch:
    """What a browser should never have to report: errors, forbidden content, requests to other hosts."""

    host: str
    problems: list[str] = field(default_factory=list)

    async def over(self, context: BrowserContext) -> None:
        await context.add_init_script(_WATCH_POLICY)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "blob" and address.netloc != self.host:
            self.problems.append(f"request to {request.url}")

    def forgive_lost_lines(self) -> None:
        """The browser notes every request that found no server; where a test stops it, that is as it should be."""
        self.problems = [problem for problem in self.problems if not _NO_LINE.search(problem)]


@dataclass(frozen=True, slots=True)
class Phone:
    """A chat page, alone or in a frame of the demo."""

    at: Page | FrameLocator

    async def say(self, text: str) -> None:
        await self.at.locator("#text").fill(text)
        await self.at.locator("#send").click()

    async def tap(self, label: str) -> None:
        """The newest choice that begins with these words."""
        await self.choice(label).click()

    def choice(self, label: str) -> Locator:
        return self.at.locator(".choice", has_text=re.compile(rf"^\d+( \w\w)? {re.escape(label)}")).last

    async def sees(self, *parts: str) -> Locator:
        """A message of the bot that holds all these parts."""
        message = self.at.locator(".message.bot")
        for part in parts:
            message = message.filter(has_text=part)
        await expect(message.last).to_be_visible()
        return message.last

    def own(self, text: str) -> Locator:
        """What the person sent."""
        return self.at.locator(".message.mine", has_text=text).last

    async def is_sent(self, text: str) -> None:
        await expect(self.own(text)).to_have_attribute("data-state", "sent")

    async def report(self, text: str) -> str:
        """Send a concern without a name; the receipt."""
        await self.say(text)
        await self.sees("muốn gửi thế nào")
        await self.tap("Không ghi tên")
        await self.sees("loại nào")
        await self.tap("Tâm tư")
        await self.sees("xem lại")
        await self.tap("Gửi")
        return await (await self.sees("Đã gửi", "Mã")).inner_text()


async def in_office(page: Page, office: Served) -> Phone:
    """The page of somebody of the staff, opened by the link of an invite."""
    await page.goto(f"{office.base}/#invite={await office.invite()}")
    phone = Phone(page)
    await phone.sees("Kính chào")
    return phone


async def stays_in_width(page: Page) -> None:
    """Neither the page nor the conversation can be scrolled sideways."""
    wide = await page.evaluate(
        """() => [document.scrollingElement, document.getElementById("log")]
            .map((e) => e.scrollWidth - e.clientWidth)"""
    )
    assert max(wide) <= 0, f"wider than the screen by {wide} px"
