"""The page for everybody: axe finds nothing in any of its main states."""

from collections.abc import Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, in_office, stays_in_width
from tests.browser.served import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
Act = Callable[[Page], Awaitable[None]]


async def violations(page: Page) -> list[str]:
    """What axe objects to, with the elements; after all that moves has come to rest."""
    await page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished))")
    results = await Axe().run(page, options=RULES)
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in results.response["violations"]]


async def start(page: Page) -> None:
    """As it opens."""


async def choices(page: Page) -> None:
    await Phone(page).say("Máy in tầng 2 hỏng từ tháng 9.")
    await Phone(page).sees("muốn gửi thế nào")
    await Phone(page).tap("Không ghi tên")
    await Phone(page).sees("loại nào")


async def menu(page: Page) -> None:
    await page.locator("#menu-button").click()


async def invite_dialog(page: Page) -> None:
    await menu(page)
    await page.locator("#invite-open").click()
    await page.keyboard.press("Enter")
    await expect(page.locator("#invite-error")).not_to_be_empty()


async def leave_dialog(page: Page) -> None:
    await menu(page)
    await page.locator("#leave-open").click()


async def left(page: Page) -> None:
    await leave_dialog(page)
    await page.locator("#leave").click()
    await expect(page.locator("#left")).to_be_visible()


async def high_contrast(page: Page) -> None:
    await choices(page)
    await menu(page)
    await page.locator("#contrast").click()
    await page.keyboard.press("Escape")
    await expect(page.locator("html")).to_have_attribute("data-contrast", "high")


async def large_text(page: Page) -> None:
    await choices(page)
    await menu(page)
    await page.locator("[data-size=large]").click()
    await page.keyboard.press("Escape")


async def english(page: Page) -> None:
    await menu(page)
    await page.locator("[data-language=en]").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await Phone(page).is_sent("English")


STATES = [start, choices, menu, invite_dialog, leave_dialog, left, high_contrast, large_text, english]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_axe_finds_nothing(new_page: NewPage, office: Served, state: Act) -> None:
    """Names, roles, contrast, order: no violation of WCAG A or AA, nor of good practice."""
    page = await new_page()
    await in_office(page, office)
    await state(page)

    assert await violations(page) == []
    await stays_in_width(page)


async def test_axe_finds_nothing_at_the_desk(new_page: NewPage, office: Served) -> None:
    """The wide page, whose settings stand in a row, in the same contrast."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    await in_office(page, office)
    await choices(page)

    assert await violations(page) == []


async def test_axe_finds_nothing_in_the_demo(new_page: NewPage, office: Served) -> None:
    """The demo's own page, around its phones."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    await page.goto(f"{office.base}/demo")
    await expect(page.locator("#now")).to_contain_text("20")

    assert await violations(page) == []


@pytest.mark.parametrize("size", ["320x256", "640x360"])
async def test_the_page_can_be_magnified(new_page: NewPage, office: Served, size: str) -> None:
    """At 400 % a screen is a few lines high: the box stays in reach and nothing leaves sideways."""
    width, height = map(int, size.split("x"))
    page = await new_page(viewport={"width": width, "height": height})
    await in_office(page, office)
    await choices(page)

    await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    await stays_in_width(page)
