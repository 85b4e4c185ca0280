"""Progress, report, plan, calendar and data in a real browser: for everybody, in both schemes, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from benchmarks.records import example_ending
from tests.support.axe import troubles
from tests.support.browser import DESKTOP, PHONE, new_page
from tests.web.serving import Served, serve
from turnout.cli.made_up import SEED, made_up_person
from turnout.knowledge import load_knowledge

pytestmark = pytest.mark.e2e

SMALL: ViewportSize = {"width": 320, "height": 640}
PAGES = ["/progress", "/report", "/report?period=own&until=2999-01-01", "/plan", "/calendar", "/data"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("report")) as running:
        running.store.add(made_up_person(load_knowledge(), SEED, running.clock().date()), person="me")
        yield running


def unfolded(page: Page, app: Served, path: str) -> list[Any]:
    """What is wrong on a page with its folded parts opened."""
    page.goto(app.address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return troubles(page)


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark"), (SMALL, "light")],
    ids=["phone-light", "phone-dark", "desktop-light", "desktop-dark", "small-light"],
)
def test_axe_finds_nothing(browser: Browser, app: Served, size: ViewportSize, scheme: Literal["light", "dark"]) -> None:
    page = new_page(browser, viewport=size, scheme=scheme)
    found = [trouble for path in PAGES for trouble in unfolded(page, app, path)]
    page.context.close()
    assert found == []


def printed(browser: Browser, app: Served) -> int:
    """How many sheets the report takes."""
    page = new_page(browser, viewport=DESKTOP)
    page.goto(app.address + "/report")
    page.evaluate("document.fonts.ready")
    sheets = re.search(rb"/Type\s*/Pages\s*/Count (\d+)|/Count (\d+)", page.pdf(prefer_css_page_size=True))
    page.context.close()
    assert sheets
    return int(sheets[1] or sheets[2])


def test_the_report_is_one_sheet_of_paper(browser: Browser, app: Served) -> None:
    assert printed(browser, app) == 1


def test_two_years_are_one_sheet_too(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(tmp_path_factory.mktemp("years")) as years:
        years.store.add(example_ending(years.clock().date()), person="me")
        assert printed(browser, years) == 1


def test_a_chart_can_be_read_as_a_table_by_keyboard_alone(browser: Browser, app: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    page.goto(app.address + "/progress")
    fold = page.locator("summary", has_text="As a table").first
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] table").first).to_be_visible()
    page.context.close()
