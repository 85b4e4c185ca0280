"""The figure in a real browser: it moves, it is turned, it goes with the player, and there are ways without it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import sound
from tests.support.browser import PHONE, new_page
from tests.support.devices import ACTIVE, Devices, cut, until
from tests.support.player import answer_before, answer_whatever, open_player, prepare, press
from tests.web.serving import Served, intake, serve

pytestmark = pytest.mark.e2e

MOVE = "clamshell"
CANVAS = "figure canvas"
MADE_MS = 60_000
"""A figure that must first be made, on a busy machine."""
NUMBERS = """() => {
  const detail = {};
  document.querySelector("figure canvas").dispatchEvent(new CustomEvent("figure-numbers", { detail }));
  return detail;
}"""
WARM = """async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const flat = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const brush = flat.getContext("2d");
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, flat.width, flat.height);
  let warm = 0;
  for (let n = 0; n < data.length; n += 4) {
    const [red, other] = [data[n], Math.max(data[n + 1], data[n + 2])];
    warm += red > 140 && red > 1.45 * other;
  }
  return warm;
}"""
"""How many dots of a picture have the one warm colour."""
NO_WEBGL = """
const given = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : given.call(this, kind, ...more);
};
"""
Motion = Literal["reduce", "no-preference"]
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An app whose figures stay made for all tests here."""
    with serve(tmp_path_factory.mktemp("figure")) as app:
        intake(app, equipment=("loop-band", "strap"))
        yield app


@pytest.fixture
def opened(browser: Browser, shown: Served) -> Iterator[Opened]:
    """Opens a page and waits until its figure is there."""
    pages: list[Page] = []

    def open_it(path: str = f"/library/{MOVE}", motion: Motion = "no-preference", before: str = "") -> Page:
        page = new_page(browser, viewport=PHONE, motion=motion)
        pages.append(page)
        if before:
            page.add_init_script(before)
        page.goto(shown.address + path)
        expect(page.locator("figure[data-shown]")).to_be_attached(timeout=MADE_MS)
        page.locator("figure[data-shown]").scroll_into_view_if_needed()
        return page

    yield open_it
    for page in pages:
        page.context.close()


def picture(page: Page) -> bytes:
    """What is on the figure's canvas now."""
    return page.locator(CANVAS).screenshot()


def settled(page: Page) -> bytes:
    """The picture once it changes no more."""
    before = picture(page)
    for _ in range(40):
        page.wait_for_timeout(250)
        now = picture(page)
        if now == before:
            return now
        before = now
    raise AssertionError("the figure never stands still")


def warm(page: Page, shot: bytes) -> int:
    """How many dots are warm."""
    return page.evaluate(WARM, base64.b64encode(shot).decode())


# -- on a page ---------------------------------------------------------------------------------------------------------


def test_it_moves_until_it_is_paused_and_what_works_is_warm(opened: Opened) -> None:
    page = opened()
    first = picture(page)
    page.wait_for_timeout(1500)
    assert picture(page) != first
    page.get_by_role("button", name="Pause").click()
    still = settled(page)
    page.get_by_label("Place in the repetition").fill("45")
    held = settled(page)
    assert held != still
    assert warm(page, held) > 200
    expect(page.locator("figcaption .works").first).to_be_visible()
    numbers = page.evaluate(NUMBERS)
    assert numbers["calls"] <= 80 and numbers["triangles"] <= 150_000


def test_it_is_turned_by_keys_and_by_buttons_and_comes_back(opened: Opened) -> None:
    page = opened(motion="reduce")
    begun = settled(page)
    canvas = page.locator(CANVAS)
    canvas.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    turned = settled(page)
    assert turned != begun
    page.get_by_role("button", name="Back", exact=True).click()
    assert settled(page) != turned
    page.get_by_role("button", name="Reset").click()
    assert settled(page) == begun
    page.get_by_role("button", name="Left", exact=True).click()
    assert settled(page) != begun
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") != before, "the wheel is the page's"


def test_only_the_deep_rotators_are_named_when_only_they_are_shown(opened: Opened) -> None:
    page = opened(motion="reduce")
    page.get_by_role("button", name="2 Top", exact=True).click()
    begun = settled(page)
    deep = page.get_by_role("button", name="Only the deep rotators")
    deep.click()
    expect(deep).to_have_attribute("aria-pressed", "true")
    assert settled(page) != begun


def test_with_reduced_motion_it_stands_in_its_positions(opened: Opened) -> None:
    page = opened(motion="reduce")
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    start = settled(page)
    page.wait_for_timeout(600)
    assert picture(page) == start
    page.get_by_role("group", name="Positions").get_by_role("button", name="2 Top").click()
    assert settled(page) != start


def test_without_webgl_the_servers_pictures_stand_there(opened: Opened) -> None:
    page = opened(before=NO_WEBGL)
    pictures = page.locator("figure[data-shown=stills] img")
    expect(pictures).to_have_count(2)
    for one in pictures.all():
        one.scroll_into_view_if_needed()
        assert one.get_attribute("alt")
    widths = "Promise.all([...document.querySelectorAll('figure img')].map(i => i.decode().then(() => i.naturalWidth)))"
    assert min(page.evaluate(widths)) >= 960
    sound(page)


def test_without_a_script_too(browser: Browser, shown: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shown.address}/library/{MOVE}")
    expect(page.get_by_role("figure").get_by_role("img")).to_have_count(2)
    context.close()


def test_another_rung_comes_into_the_same_canvas(opened: Opened) -> None:
    page = opened(motion="reduce")
    begun = settled(page)
    canvas = page.locator(CANVAS).element_handle()
    rung = page.get_by_role("navigation", name="Rungs of the ladder").get_by_role("link", name="Red band")
    rung.click()
    expect(rung).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("img", name="red band")).to_be_visible(timeout=MADE_MS)
    assert page.url.endswith(f"/library/{MOVE}?level=band-red")
    assert page.evaluate("c => c.isConnected", canvas), "one canvas serves all"
    assert settled(page) != begun
    page.reload()
    expect(page.locator("figure")).to_have_attribute("data-level", "band-red")


def test_each_move_of_the_next_session_has_its_pictures_and_the_one_that_is_tapped_moves(opened: Opened) -> None:
    page = opened("/plan", motion="reduce")
    moves = page.get_by_role("navigation", name="The next session").get_by_role("link")
    count = moves.count()
    assert count > 1
    expect(page.locator("nav .still > img")).to_have_count(2 * count, timeout=MADE_MS)
    assert page.locator("[data-still]").count() == 0
    widths = "Promise.all([...document.querySelectorAll('.still img')].map(i => i.decode().then(() => i.naturalWidth)))"
    assert set(page.evaluate(widths)) == {360}
    moves.last.click()
    name = moves.last.locator(".name").inner_text()
    expect(page.locator(f'figure canvas[aria-label*="{name}"]')).to_be_visible(timeout=MADE_MS)
    expect(page.locator("canvas")).to_have_count(1)
    expect(page.get_by_role("link", name=f"All about {name}")).to_be_visible()


def test_the_library_draws_what_is_looked_at_and_moves_nothing_meanwhile(browser: Browser, shown: Served) -> None:
    page = new_page(browser, viewport=PHONE)
    page.goto(f"{shown.address}/library?q=clamshell")
    row = page.get_by_role("listitem").filter(has_text="Clamshell").first
    before = row.bounding_box()
    expect(row.locator("img")).to_be_visible(timeout=MADE_MS)
    assert row.bounding_box() == before
    sound(page)
    page.context.close()


def test_the_report_has_a_sheet_of_the_moves_drawn(shown: Served) -> None:
    plain = shown.get("/report.pdf").content
    assert b"/Subtype/Image" not in plain
    drawn = plain
    for _ in range(8):  # each time there are more of them
        drawn = shown.post("/report.pdf", {"period": "all", "moves": "yes"}).content
        if b"/Subtype/Image" in drawn:
            break
    assert b"/Type/Pages/Count 2/" in drawn and b"pdfuaid" in drawn


@pytest.mark.parametrize("path", [f"/library/{MOVE}", "/measure/prone-er", "/plan"])
def test_axe_finds_nothing_where_a_figure_is(opened: Opened, path: str) -> None:
    page = opened(path, motion="reduce")
    page.emulate_media(color_scheme="light")
    sound(page)
    page.emulate_media(color_scheme="dark")
    sound(page)
    sizes = "[...document.querySelectorAll('.motion-tools button')].map(e => e.getBoundingClientRect())"
    assert min(page.evaluate(f"{sizes}.map(r => Math.min(r.width, r.height))")) >= 48


# -- in the player -----------------------------------------------------------------------------------------------------


def test_in_the_player_it_moves_with_the_count_and_waits_with_it(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path) as app:
        prepare(app)
        page = new_page(browser, viewport=PHONE, motion="no-preference")
        open_player(page, app.address, app.clock.now)
        answer_before(page)
        place = page.locator(".pl-figure[data-shown=figure]")
        for _ in range(600):
            if place.count():
                break
            page.clock.run_for(100)
        expect(place).to_be_visible()
        press(page, "Start")
        press(page, "Start now")
        page.clock.run_for(300)
        start = picture(page)
        page.clock.run_for(1200)
        assert picture(page) != start
        press(page, "Pause")
        page.clock.run_for(200)
        paused = settled(page)
        page.clock.run_for(700)
        assert picture(page) == paused
        numeral = page.locator(".pl-numeral").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert numeral >= 0.4 * PHONE["width"]
        sound(page)
        page.context.close()


def test_it_is_there_when_the_network_is_gone(device: Devices, app: Served) -> None:
    page = device()
    page.goto(app.address)
    until(page, ACTIVE)
    kept = "caches.open('turnout-figures-v1').then(c => c.keys()).then(k => k.some(one => one.url.endsWith('.bin')))"
    until(page, kept)
    cut(page)
    page.goto(f"{app.address}/play")
    answer_whatever(page)
    expect(page.locator(".pl-figure[data-shown=figure]")).to_be_visible()
