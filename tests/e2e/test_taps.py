"""From the first page to the first repetition: how many taps it takes on a phone, measuring skipped.

A tap is a click, or choosing an option; typing a year counts as one. Every one of them is counted here.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import PHONE, new_page
from tests.web.serving import Served

pytestmark = pytest.mark.e2e

MOST = 12


@pytest.fixture
def app(empty: Served) -> Served:
    return empty


class Finger:
    """Taps, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps: list[str] = []

    def tap(self, what: Locator, says: str) -> None:
        self.taps.append(says)
        what.click()

    def press(self, name: str) -> None:
        """A button or a link that leads to another page."""
        with self.page.expect_navigation():
            self.tap(
                self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first, name
            )

    def choose(self, label: str) -> None:
        self.tap(self.page.get_by_label(label, exact=True), label)

    def type(self, label: str, text: str) -> None:
        self.taps.append(f"{label}: {text}")
        self.page.get_by_label(label).fill(text)


def shortest_intake(finger: Finger) -> None:
    """The intake of somebody whose hip hurts nowhere, all safety questions read and answered no."""
    page = finger.page
    finger.press("Begin")
    while "/start/safety" in page.url:
        finger.press("none of these is so")
    finger.type("Year of birth", "1990")
    finger.choose("Female")
    finger.press("Save and go on")
    finger.press("None of these")
    finger.press("A plan of my own")
    finger.press("No pain on either side")
    page.wait_for_url("**/play")


def test_at_most_twelve_taps_lead_from_the_first_page_to_the_first_repetition(browser: Browser, app: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    page.clock.set_fixed_time(app.clock.now)  # a phone of another day would ask first whether anything is new
    page.goto(app.address)
    finger = Finger(page)
    shortest_intake(finger)
    finger.tap(page.get_by_role("button", name="Begin"), "Begin, in the player")
    finger.tap(page.get_by_role("button", name="Start"), "Start, in the player")
    expect(page.locator("[data-player] [data-phase=work]")).to_be_visible(timeout=30_000)
    assert len(finger.taps) <= MOST, finger.taps
    page.context.close()


def test_the_intake_alone_takes_no_more_than_ten_taps_and_stores_every_answer(browser: Browser, app: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    page.clock.set_fixed_time(app.clock.now)  # a phone of another day would ask first whether anything is new
    page.goto(app.address)
    finger = Finger(page)
    shortest_intake(finger)
    assert len(finger.taps) <= 10, finger.taps
    told = [fact["kind"] for fact in app.facts()]
    assert told == ["screen", "screen", "screen", "profile", "profile", "programme", "pain", "pain"]
    assert app.plan()["ask"] == []
    page.context.close()
