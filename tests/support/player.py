"""A person in front of the player: their taps, a whole session, and every state one after another.

In: a page whose clock the test moves. Out: the page in the state that the steps lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, ViewportSize, expect

from tests.web.serving import Served, intake

BANDS = ("loop-band", "long-band", "anchor", "strap", "step")
SIDEWAYS: ViewportSize = {"width": 844, "height": 390}
NARROW: ViewportSize = {"width": 320, "height": 568}


def prepare(app: Served) -> None:
    """A person who told everything yesterday and has not trained yet: today there is something to ask again."""
    intake(app, equipment=BANDS)
    app.clock.forward(days=1)


def open_player(page: Page, address: str, now: datetime) -> Page:
    """The player on a page whose clock stands until it is moved."""
    page.set_default_timeout(30_000)
    page.clock.install(time=now)
    page.goto(f"{address}/play")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def rate(page: Page, number: int) -> None:
    """One tap on the scale that is on top."""
    page.locator(f'dialog [data-n="{number}"], :not(dialog) > * [data-n="{number}"]').last.click()


def answer_before(page: Page) -> None:
    """What is asked before the session: no news, a little pain on each side."""
    press(page, "No, nothing new")
    for side in ("Left", "Right"):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{side} hip, pain now")
        rate(page, 1)
    expect(page.locator('[data-phase="intro"]')).to_be_visible()


NOT_YET = re.compile("Your session|One moment")
"""What the page says before the player runs, and while it thinks."""


def is_due(page: Page) -> bool:
    """Whether the player has something to do today: a question, or a session to begin."""
    expect(page.locator(".pl-before, .pl-calm")).to_be_visible()
    return page.get_by_role("link", name="Back to today").count() == 0


def answer_whatever(page: Page) -> None:
    """All that is asked before the session, whatever that is, with little pain and nothing new."""
    heading = page.get_by_role("heading", level=1)
    for _ in range(8):
        expect(heading).not_to_have_text(NOT_YET)
        if page.locator('[data-phase="intro"]').count():
            return
        says = heading.inner_text()
        if "hip, " in says:
            rate(page, 1)
        else:
            press(page, "No, nothing new" if says.startswith("Anything new") else "Begin")
        expect(heading.filter(has_text=says)).to_have_count(0)
    raise AssertionError("the questions never end")


def begin_set(page: Page) -> None:
    """From the intro into the first set."""
    press(page, "Start")
    page.clock.run_for(10_500)
    expect(page.locator('[data-phase="work"]')).to_be_visible()


def run_to(page: Page, phase: str) -> None:
    """Lets the session run by itself until a phase."""
    place = page.locator(f'[data-phase="{phase}"]')
    for _ in range(200):
        if place.count():
            return
        page.clock.run_for(5_000)
    raise AssertionError(f"never came to {phase}")


def answer_all(page: Page, pain: int = 1, effort: int = 5) -> None:
    """Every question that is open at the end of an exercise."""
    place = page.locator('[data-phase="ask"]')
    for _ in range(100):
        if not place.count():
            return
        question = page.locator(".pl-asks .asked").inner_text()
        if "clean" in question:
            press(page, "Yes")
        elif "side" in question:
            press(page, "Both")
        else:
            rate(page, pain if "pain" in question else effort)
    raise AssertionError("the questions never end")


def finish(page: Page) -> None:
    """All that is left of the session, by taps."""
    for _ in range(20):
        if page.locator(".pl-done").count():
            return
        if (
            page.locator('[data-phase="intro"]').count()
            and page.get_by_role("button", name="Start", exact=True).count()
        ):
            press(page, "Start")
        run_to(page, "ask")
        answer_all(page)
        expect(page.locator('[data-phase="intro"], .pl-done')).to_be_visible()
    raise AssertionError("the session never ends")


def sent(page: Page) -> None:
    expect(page.get_by_text("Kept in your record.")).to_be_visible()


def walk_states(page: Page, look: Callable[[str], None]) -> None:
    """Through every state of the player, looking at each."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Anything new since last time?")
    look("question")
    press(page, "No, nothing new")
    look("pain")
    rate(page, 1)
    rate(page, 1)
    expect(page.locator('[data-phase="intro"]')).to_be_visible()
    look("intro")
    press(page, "Start")
    page.clock.run_for(2_000)
    look("ready")
    page.clock.run_for(22_000)
    look("work")
    for name, opener in (("hurt", "That hurt"), ("skip", "Skip"), ("stop", "Stop"), ("settings", "Voice and sound")):
        press(page, opener)
        expect(page.get_by_role("dialog")).to_be_visible()
        look(name)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Too easy")
    press(page, "Pause")
    look("paused")
    press(page, "Go on")
    press(page, "Done")
    page.clock.run_for(300)
    expect(page.locator(".pl-asks")).to_be_visible()
    look("rest")
    run_to(page, "ask")
    look("ask")
    page.reload()
    expect(page.get_by_role("button", name="Go on where you were")).to_be_visible()
    look("take-up")
    press(page, "Go on where you were")
    answer_all(page)
    begin_set(page)
    page.keyboard.press("h")
    rate(page, 9)
    press(page, "Save")
    expect(page.locator('[data-phase="ended"]')).to_be_visible()
    look("ended")
    press(page, "Enough for today")
    sent(page)
    look("end")
