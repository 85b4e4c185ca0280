"""The design system in a real browser: reachable, readable, operable by keyboard, at phone and desktop size."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import DESKTOP, PHONE, new_page
from tests.support.files import serve_folder
from tools.node import WEB, command, environment

pytestmark = pytest.mark.e2e

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of all components, built and served."""
    out: Path = tmp_path_factory.mktemp("preview")
    build = command(["--run", "build:preview", "--", "--outDir", str(out), "--logLevel", "error"])
    subprocess.run(build, cwd=WEB, env=environment(), check=True)
    with serve_folder(out) as at:
        yield f"{at}/preview.html"


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    page = new_page(browser, viewport=PHONE)
    page.goto(address)
    yield page
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: Scheme, size: Any) -> None:
    page = new_page(browser, viewport=size, scheme=scheme)
    page.goto(address)
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations)", tags
    )
    page.context.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_phone_never_scrolls_sideways(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_every_tap_target_of_a_scale_is_at_least_44_pixels(phone: Page) -> None:
    boxes: list[dict[str, float]] = phone.evaluate(
        "[...document.querySelectorAll('.scale label, .choices label, .button, .site-nav a')]"
        ".map(e => e.getBoundingClientRect()).map(r => ({w: r.width, h: r.height}))"
    )
    assert len(boxes) > 20
    assert min(min(box["w"], box["h"]) for box in boxes) >= 44


def test_both_typefaces_come_from_here(phone: Page) -> None:
    loaded: list[str] = phone.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family))"
    )
    assert {name.strip('"') for name in loaded} == {"EB Garamond", "Inter Variable"}
    assert all(entry.startswith("http://127.0.0.1") for entry in phone.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name)"
    ))  # fmt: skip


def test_the_pain_scale_by_keyboard_stops_at_its_ends(phone: Page) -> None:
    phone.locator(".scale input[value='2']").focus()
    phone.keyboard.press("End")
    phone.keyboard.press("ArrowRight")
    assert phone.locator(".scale input:checked").get_attribute("value") == "10"
    phone.keyboard.press("4")
    assert phone.locator(".scale input:checked").get_attribute("value") == "4"


def test_the_timer_runs_pauses_and_starts_again(phone: Page) -> None:
    phone.clock.install()
    phone.reload()
    timer = phone.locator("[data-timer]")
    timer.get_by_role("button", name="Start", exact=True).click()
    phone.clock.run_for(6_000)
    assert timer.locator("[data-timer-phase]").inner_text() == "Hold"
    timer.get_by_role("button", name="Pause").click()
    left = timer.locator("[data-timer-left]").inner_text()
    phone.clock.run_for(9_000)
    assert timer.locator("[data-timer-left]").inner_text() == left == "29"
    timer.get_by_role("button", name="From the start").click()
    assert timer.locator("[data-timer-left]").inner_text() == "5"


def test_one_press_shows_all_reasons(phone: Page) -> None:
    phone.get_by_role("button", name="Show all reasons").click()
    assert phone.locator("#session details:not([open])").count() == 0


def test_the_warm_colour_is_only_on_muscles_and_cues(phone: Page) -> None:
    warm: list[str] = phone.evaluate(
        """() => {
          const probe = document.createElement("i");
          document.body.append(probe);
          const is = ["--warm", "--warm-ink"].map(name => {
            probe.style.color = `var(${name})`;
            return getComputedStyle(probe).color;
          });
          probe.remove();
          const keys = ["color", "backgroundColor", "borderLeftColor", "borderTopColor", "fill", "stroke"];
          return [...document.body.querySelectorAll("*")]
            .filter(e => keys.some(key => is.includes(getComputedStyle(e)[key])))
            .map(e => e.className);
        }"""
    )
    assert set(warm) == {"works"}
