"""The page for everybody: axe finds nothing in any of its main states."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.phone import Phone, in_office, stays_in_width
from tests.browser.served import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def violations(page: Page) -> list[str]:
    """What axe objects to, with the elements; after all that moves has come to rest."""
    await page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished))")
    results = await Axe().run(page, options=RULES)
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in results.response["violations"]]


async def choose(page: Page) -> None:
    """On to the choice of a kind, the longest menu there is."""
    await Phone(page).say("Máy in tầng 2 hỏng từ tháng 9.")
    await Phone(page).sees("muốn gửi thế nào")
    await Phone(page).tap("Không ghi tên")
    await Phone(page).sees("loại nào")


async def press(page: Page, *selectors: str) -> None:
    for selector in selectors:
        await page.locator(selector).click()


async def test_axe_finds_nothing_from_the_start_to_the_end(new_page: NewPage, office: Served) -> None:
    """No violation of WCAG A or AA nor of good practice: start, choices, menu, both dialogs, the page after Thoát."""
    page, found = await new_page(), {}
    await in_office(page, office)
    found["start"] = await violations(page)
    await choose(page)
    found["choices"] = await violations(page)
    await press(page, "#menu-button")
    found["menu"] = await violations(page)
    await press(page, "#invite-open")
    await page.keyboard.press("Enter")
    await expect(page.locator("#invite-error")).not_to_be_empty()
    found["invite"] = await violations(page)
    await page.keyboard.press("Escape")
    await press(page, "#menu-button", "#leave-open")
    found["leave"] = await violations(page)
    await press(page, "#leave")
    await expect(page.locator("#left")).to_be_visible()
    found["left"] = await violations(page)

    assert {state: what for state, what in found.items() if what} == {}


async def test_axe_finds_nothing_as_readers_like_it(new_page: NewPage, office: Served) -> None:
    """The same in high contrast, in large letters, and in English; nothing grows wider than the phone."""
    page, found = await new_page(), {}
    await in_office(page, office)
    await choose(page)
    await press(page, "#menu-button", "#contrast")
    await page.keyboard.press("Escape")
    found["high contrast"] = await violations(page)
    await press(page, "#menu-button", "#contrast", "[data-size=large]")
    await page.keyboard.press("Escape")
    found["large text"] = await violations(page)
    await stays_in_width(page)
    await press(page, "#menu-button", "[data-language=en]")
    await Phone(page).is_sent("English")
    found["English"] = await violations(page)

    assert await page.locator("html").get_attribute("lang") == "en"
    assert {state: what for state, what in found.items() if what} == {}


async def test_axe_finds_nothing_at_the_desk(new_page: NewPage, office: Served) -> None:
    """The wide page, whose settings stand in a row, in the same contrast."""
    page = await new_page(viewport={"width": 1440, "height": 900})
    await in_office(page, office)
    await choose(page)

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
    await choose(page)

    await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    await stays_in_width(page)
