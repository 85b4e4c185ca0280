"""The main job in a real browser, on a real server and database: from the intake to a next session that differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import sound
from tests.support.browser import PHONE, new_page
from tests.support.taps import press, tap
from tests.web.serving import Served
from turnout.store import open_store

pytestmark = pytest.mark.e2e


@pytest.fixture
def app(empty: Served) -> Served:
    return empty


@pytest.fixture
def page(browser: Browser, app: Served) -> Iterator[Page]:
    page = new_page(browser, viewport=PHONE)
    page.goto(app.address)
    yield page
    page.context.close()


def no_to_all(page: Page) -> None:
    while "/start/safety" in page.url:
        sound(page)
        press(page, "none of these is so")


def test_from_intake_to_a_next_session_that_differs_for_a_stated_reason(page: Page, app: Served) -> None:
    # Intake: the safety questions first; a yes stops.
    sound(page)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First, what would need help at once")
    press(page, "none of these is so")
    tap(page, "Does each step of a run", "Yes")
    press(page, "Save my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("You answered yes. Is that so?")
    sound(page)
    press(page, "No, I tapped wrongly")
    sound(page)
    tap(page, "Does each step of a run", "Yes")
    press(page, "Save my answers")
    press(page, "Yes, it is so")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please see a clinician today")
    sound(page)
    page.goto(app.address + "/session")
    assert page.url.endswith("/stop")

    # Cleared by a named clinician; the other questions follow.
    page.get_by_label("Name of the clinician").fill("Dr Ada Hill")
    page.get_by_label("Date of the clearance").fill("2026-11-23")
    press(page, "Save the clearance")
    page.get_by_role("link", name="Answer them").click()
    no_to_all(page)

    # Who, what to leave out, the programme and what it needs, pain; then straight to the player.
    sound(page)
    page.get_by_label("Year of birth").fill("1990")
    tap(page, "Sex", "Female")
    press(page, "Save and go on")
    sound(page)
    press(page, "None of these")
    sound(page)
    piriformis = page.locator("#affected-piriformis-three-phase")
    piriformis.get_by_text("Who it is for, and begin").click()
    piriformis.get_by_role("group", name="Which side is it about?").get_by_label("Left").check()
    sound(page)
    with page.expect_navigation():
        piriformis.get_by_role("button", name="Follow this one").click()
    sound(page)
    tap(page, "At hand", "Loop band")
    press(page, "Save and go on")
    sound(page)
    tap(page, "Left side, pain now", "1")
    tap(page, "Right side, pain now", "0")
    press(page, "Save and go on")
    page.wait_for_url("**/play")

    # What can be told later is told now: goals and time.
    page.goto(app.address + "/start")
    sound(page)
    page.get_by_role("link", name="Tell time").click()
    sound(page)
    tap(page, "What you want to do better", "Run")
    tap(page, "Minutes for a session", "45")
    tap(page, "Days a week", "3")
    press(page, "Save")

    # Two measurements, three trials a side.
    page.goto(app.address + "/measure")
    sound(page)
    for measure in ("prone-er", "prone-ir"):
        page.goto(f"{app.address}/measure/{measure}")
        for side, value in (("left", 30), ("right", 36)):
            for n in (1, 2, 3):
                page.locator(f"#{side}-{n}").fill(str(value + n))
        tap(page, "Measured with", "Phone")
        tap(page, "Who measured?", "I did, alone")
        sound(page)
        press(page, "Save")
        expect(page.locator("svg.range")).to_have_count(2)
        sound(page)

    # The first session, every set logged.
    page.get_by_role("link", name="Today").click()
    sound(page)
    page.locator(".move summary").first.click()
    sound(page)
    page.get_by_role("link", name="set by set, on plain pages").click()
    first = do_session(page, app)

    # The next morning, and the next session.
    app.clock.forward(days=1)
    page.goto(app.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("How are your hips the morning after?")
    sound(page)
    press(page, "Both fine")
    app.clock.forward(days=1)
    page.goto(app.address)
    sound(page)
    page.get_by_role("link", name="set by set, on plain pages").click()
    answer_before(page)
    second = offered(app)
    assert doses(second) != doses(first)
    page.get_by_role("button", name="Show all reasons").click()
    reasons = page.locator(".move:has(.move-moved) .reasons p:first-child").all_inner_texts()
    assert "2\u00a0×\u00a015 met: one set more." in reasons, reasons
    raised = [item for item in second["items"] if item["action"] == "raise"]
    assert raised

    for path in (
        "/progress",
        "/plan",
        "/library",
        "/library/clamshell",
        "/texts",
        "/data",
        "/about",
        "/start",
        "/wrong",
        "/adjust",
        "/adjust/clamshell",
    ):
        page.goto(app.address + path)
        sound(page)
    with open_store(str(app.folder / "record.db")) as store:
        assert {fact.kind for fact in store.facts("me")} >= {
            "screen",
            "clearance",
            "reading",
            "set",
            "next-day",
            "offered",
        }


def answer_before(page: Page) -> None:
    tap(page, "Anything new since the last time?", "No")
    tap(page, "Left hip, pain now", "1")
    tap(page, "Right hip, pain now", "0")
    sound(page)
    press(page, "Begin")


def do_session(page: Page, app: Served) -> dict[str, Any]:
    """Logs every set of the session, by tapping. What was told today is not asked again."""
    expect(page.get_by_text("There is nothing more to ask.")).to_be_visible()
    sound(page)
    press(page, "Begin")
    session = offered(app)
    sound(page)
    page.get_by_role("link", name="Start").click()
    for number, item in enumerate(session["items"], 1):
        assert page.url.endswith(f"/session/{number}")
        for n in range(1, item["sets"] + 1):
            tap(page, "The worst pain in this set", "1")
            tap(page, "How hard was it?", "5")
            if n == item["sets"]:
                tap(page, "Done as described (clean), in every set?", "Yes")
                sound(page)
            press(page, f"Save set {n}")
        expect(page.get_by_role("status").filter(has_text="All sets logged")).to_be_visible()
        page.locator(".button--main").click()
    press(page, "Finish the session")
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for today")
    return session


def offered(app: Served) -> dict[str, Any]:
    return [fact for fact in app.facts() if fact["kind"] == "offered"][-1]["session"]


def doses(session: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {(i["exercise"], i["side"]): (i["level"], i["sets"], i["reps"], i["seconds"]) for i in session["items"]}


def test_the_loop_turns_without_a_script_and_by_keyboard_alone(browser: Browser, app: Served) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(app.address)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.get_by_role("link", name="Begin").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/safety")
    page.get_by_role("button", name="none of these is so").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Next, what should be seen soon")
    context.close()
