"""The library in a real browser: every entry reachable to everybody, the search live, the address shareable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.axe import troubles
from tests.support.browser import DESKTOP, PHONE, new_page
from tests.web.serving import Served, intake, serve
from turnout.knowledge import load_knowledge

pytestmark = pytest.mark.e2e

K = load_knowledge()
SMALL: ViewportSize = {"width": 320, "height": 640}
ENTRIES = [f"/library/{id}" for id in (*K.exercises, *K.measures, *K.programmes)]
MUSCLES = ["/library/muscles", *(f"/library/muscles/{id}" for id in K.muscles)]
LISTS = ["/library", "/library?q=band&position=standing", "/library?q=clamshell&position=standing", "/measure"]
SAMPLE = [
    *LISTS, "/library/clamshell", "/library/sit-to-stand", "/library/weighted-butterfly-stretch", "/library/prone-er",
    "/library/piriformis-three-phase", "/library/muscles", "/library/muscles/piriformis", "/measure/prone-er",
    "/measure/lateral-step-down", "/measure/activity-rating", "/measure/single-leg-stance",
]  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("library")
    with serve(folder) as running:
        intake(running, equipment=("loop-band", "strap"))
        fields = {f"{side}-{n}": str(20 + n) for side in ("left", "right") for n in (1, 2, 3)}
        running.post("/measure/prone-er", {**fields, "method": "phone", "helper": "alone"})
        yield running


def unfolded(page: Page, app: Served, path: str) -> list[Any]:
    """What is wrong on a page with its folded parts opened."""
    page.goto(app.address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return troubles(page)


def visit(
    browser: Browser, app: Served, paths: list[str], size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    page = new_page(browser, viewport=size, scheme=scheme)
    found = [trouble for path in paths for trouble in unfolded(page, app, path)]
    page.context.close()
    assert found == []


@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_on_any_entry(browser: Browser, app: Served, part: int) -> None:
    visit(browser, app, [*ENTRIES, *MUSCLES][part::4], PHONE, "light")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark"), (SMALL, "light")],
    ids=["phone-light", "phone-dark", "desktop-light", "desktop-dark", "small-light"],
)
def test_axe_finds_nothing_on_a_page_of_each_kind(
    browser: Browser, app: Served, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    visit(browser, app, SAMPLE, size, scheme)


def test_the_search_answers_while_it_is_typed_and_its_address_can_be_shared(browser: Browser, app: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    page.goto(f"{app.address}/library")
    status = page.locator("#found [role=status]")
    page.get_by_label("Search").fill("clamshell")
    expect(status).to_contain_text("1 of")
    page.get_by_label("Search").fill("")
    page.get_by_text("Leave out what hurts").click()
    page.get_by_label("Leaving the ground").check()
    expect(status).to_contain_text("Left out: leaving the ground")
    expect(page).to_have_url(f"{app.address}/library?hurts=jump")
    count = status.inner_text()
    page.reload()
    expect(status).to_have_text(count)
    page.get_by_label("Kind").select_option("stretch")
    expect(page.get_by_role("heading", name="Stretch")).to_be_visible()
    page.context.close()


def test_the_search_works_without_a_script(browser: Browser, app: Served) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{app.address}/library")
    page.get_by_label("Position").select_option("side-lying")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Clamshell")).to_be_visible()
    expect(page.get_by_label("Position")).to_have_value("side-lying")
    context.close()


def test_every_control_of_the_library_and_the_inclinometer_is_large_enough(browser: Browser, app: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    for path in ("/library", "/measure/prone-er"):
        page.goto(app.address + path)
        page.evaluate("document.querySelector('details')?.setAttribute('open', '')")
        page.evaluate("document.querySelector('dialog')?.showModal()")
        small: list[str] = page.evaluate(
            "[...document.querySelectorAll('main .button, main select, main .ticks label, main summary, dialog .button,"
            " dialog .choices label')].filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == []
    page.context.close()
