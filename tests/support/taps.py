"""A person's taps on the pages, in a browser. In: a page and the words on it. Out: the page it leads to."""

from __future__ import annotations

from playwright.sync_api import Page


def press(page: Page, name: str) -> None:
    """Sends a form, and waits for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    """A link, and the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def tap(page: Page, group: str, answer: str) -> None:
    """Chooses an answer of a question."""
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def no_to_all(page: Page) -> None:
    """Every group of safety questions, answered with its one button."""
    while "/start/safety" in page.url:
        press(page, "none of these is so")
