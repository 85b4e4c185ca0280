"""The whole way once, as a person goes it: a stop, a clearance, a measurement, an offline session in a killed tab.

Each step is a function named for what happens; the story at the end of the file is read from top to bottom.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, expect

from tests.e2e.phone import Phone, measure_side
from tests.support.axe import sound
from tests.support.browser import DESKTOP, PHONE, new_page
from tests.support.devices import ACTIVE, in_step, until, waiting
from tests.support.player import begin_set, rate, run_to
from tests.support.player import press as tap_button
from tests.support.taps import follow, no_to_all, press, tap
from tests.web.serving import Served

pytestmark = pytest.mark.e2e

LEFT, RIGHT = (27, 28, 31), (40, 38, 39)
UNCLEAN = 2
"""Which exercise of the session is not done cleanly, counted from 1."""
MID_SET = """() => new Promise(done => {
  const open = indexedDB.open("turnout");
  open.onsuccess = () => {
    const asked = open.result.transaction("kept").objectStore("kept").get("place");
    asked.onsuccess = () => { open.result.close(); done(asked.result?.state.spentMs > 25000); };
  };
})"""


@pytest.fixture
def app(empty: Served) -> Served:
    return empty


@dataclass
class Person:
    """Somebody with one device, who remembers what they answered.

    Attributes:
        answers: for an exercise on a side and a set of it: pain and effort.
        clean: for an exercise on a side, whether its sets were clean.
    """

    app: Served
    page: Page
    answers: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict[tuple[str, int], dict[str, int]])
    clean: dict[str, bool] = field(default_factory=dict[str, bool])

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def opens(self, path: str) -> None:
        """Goes to a page, at the time it is."""
        self.page.clock.install(time=self.app.clock.now)
        self.page.goto(self.app.address + path)

    def sees(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)


# -- before the first session ------------------------------------------------------------------------------------------


def says_yes_to_a_red_flag(one: Person) -> None:
    page = one.page
    one.opens("/")
    follow(page, "Begin")
    press(page, "none of these is so")
    tap(page, "Does each step of a run", "Yes")
    press(page, "Save my answers")
    one.sees("You answered yes. Is that so?")
    press(page, "Yes, it is so")
    one.sees("Please see a clinician today")
    for path in ("/session", "/measure", "/play"):
        one.opens(path)
        expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    assert one.app.plan()["stop"]["flags"] == ["groin-pain-on-impact"]


def is_cleared_by_a_clinician(one: Person) -> None:
    page = one.page
    one.opens("/stop")
    page.get_by_label("Name of the clinician").fill("Dr Ada Hill")
    page.get_by_label("Date of the clearance").fill("2026-11-23")
    press(page, "Save the clearance")
    assert one.app.plan()["stop"] is None


def finishes_the_intake(one: Person) -> None:
    page = one.page
    follow(page, "Answer them")
    no_to_all(page)
    page.get_by_label("Year of birth").fill("1990")
    tap(page, "Sex", "Female")
    press(page, "Save and go on")
    press(page, "None of these")
    programme = page.locator("#affected-piriformis-three-phase")
    programme.get_by_text("Who it is for, and begin").click()
    programme.get_by_role("group", name="Which side is it about?").get_by_label("Left").check()
    with page.expect_navigation():
        programme.get_by_role("button", name="Follow this one").click()
    tap(page, "At hand", "Loop band")
    press(page, "Save and go on")
    tap(page, "Left side, pain now", "1")
    tap(page, "Right side, pain now", "0")
    press(page, "Save and go on")
    page.wait_for_url("**/play")
    assert one.app.plan()["ask"] == []


def measures_with_the_phone_on_the_shin(one: Person) -> None:
    page, phone = one.page, Phone(one.page)
    one.opens("/measure/prone-er")
    page.get_by_role("button", name="Measure with the phone").click()
    page.get_by_role("dialog").get_by_label("I do, alone").check()
    for values in (LEFT, RIGHT):
        measure_side(page, phone, values)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.wait_for_url("**/measure/prone-er*#saved")
    told = {f["side"]: f for f in one.app.facts() if f["kind"] == "reading"}
    assert [told[side]["trials"] for side in ("left", "right")] == [list(LEFT), list(RIGHT)]
    assert all(f["method"] == "phone" and f["helper"] is False for f in told.values())


# -- a session without a network ---------------------------------------------------------------------------------------


def has_the_app_on_the_device(one: Person) -> None:
    one.opens("/")
    until(one.page, ACTIVE)
    in_step(one.page, one.app)


def answers_all(one: Person) -> None:
    """Every question open at the end of an exercise, each answered in its own way, and remembered."""
    page = one.page
    while page.locator('[data-phase="ask"]').count():
        move, _, number = page.locator(".pl-asks .eyebrow").inner_text().rpartition(", set ")
        question = page.locator(".pl-asks .asked").inner_text()
        if "clean" in question:
            one.clean[move] = len({name.rpartition(",")[0] for name, _ in one.answers}) != UNCLEAN
            tap_button(page, "Yes" if one.clean[move] else "No")
        elif "side" in question:
            tap_button(page, "Both")
        else:
            about, low = ("pain", 0) if "pain" in question else ("effort", 4)
            told = one.answers.setdefault((move, int(number)), {})
            told[about] = low + (len(one.answers) + len(told)) % 3
            rate(page, told[about])


def begins_and_the_tab_is_killed_in_the_middle_of_a_set(one: Person) -> str:
    """Out: what the large number said."""
    page = one.page
    one.opens("/play")
    tap_button(page, "Begin")
    begin_set(page)
    page.clock.run_for(31_000)
    until(page, f"({MID_SET})()")
    count = page.locator(".pl-numeral").inner_text()
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")  # no event tells the page that it ends
    one.page = one.context.new_page()
    page.close()
    return count


def goes_on_where_it_was(one: Person, count: str) -> None:
    one.opens("/play")
    page = one.page
    expect(page.get_by_role("button", name="Start this set again")).to_be_visible()
    tap_button(page, "Go on where you were")
    page.clock.run_for(10_200)
    expect(page.locator(".pl-numeral")).to_have_text(count)


def does_the_rest(one: Person) -> None:
    page = one.page
    while not page.locator(".pl-done").count():
        if page.get_by_role("button", name="Start", exact=True).count():
            tap_button(page, "Start")
        run_to(page, "ask")
        answers_all(one)
        expect(page.locator('[data-phase="intro"], .pl-done')).to_be_visible()
    one.sees("Done for today")
    expect(page.get_by_text("It is sent by itself once the server can be reached.")).to_be_visible()


def comes_back_online(one: Person, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Out: what the device told. The server has it as it stood on the device, each fact once, and nothing else."""
    assert one.app.facts() == known
    held = waiting(one.page)
    one.app.clock.forward(hours=2)
    one.context.set_offline(False)
    one.opens("/")
    in_step(one.page, one.app)
    for path in ("/plan", "/"):
        one.opens(path)
    in_step(one.page, one.app)
    told = one.app.facts()[len(known) :]
    assert sorted(told, key=itemgetter("id")) == sorted(held, key=itemgetter("id"))
    return told


def every_set_is_told_as_it_was_answered(one: Person, told: list[dict[str, Any]]) -> dict[str, Any]:
    """Set by set: exercise, level, side, count, pain, effort, clean. Out: the session."""
    (offer,) = [f for f in told if f["kind"] == "offered"]
    items: list[dict[str, Any]] = offer["session"]["items"]
    sides = {"left": "left side", "right": "right side", "both": "both sides"}
    expected = [
        (
            *(item[name] for name in ("exercise", "level", "side", "reps", "seconds")),
            *one.answers[move, n].values(),
            one.clean[move],
        )
        for item in items
        for move in [f"{item['name']}, {sides[item['side']]}"]
        for n in range(1, item["sets"] + 1)
    ]
    names = ("exercise", "level", "side", "reps", "seconds", "pain", "effort", "clean")
    sets = [tuple(f.get(name) for name in names) for f in told if f["kind"] == "set"]
    assert sorted(sets, key=str) == sorted(expected, key=str)
    assert len(one.answers) == len(expected) and len(set(one.clean.values())) == 2
    assert [f["done"] for f in told if f["kind"] == "session"] == [True]
    assert {f["kind"] for f in told} == {"offered", "set", "session"}
    return offer["session"]


# -- afterwards --------------------------------------------------------------------------------------------------------


def tells_the_morning_after(one: Person) -> None:
    one.app.clock.forward(days=1)
    one.opens("/")
    one.sees("How are your hips the morning after?")
    press(one.page, "Both fine")
    assert [(f["side"], f["pain"]) for f in one.app.facts()[-2:]] == [("left", 0), ("right", 0)]


def reads_why_the_next_session_differs(one: Person, first: dict[str, Any]) -> None:
    """The clean exercise goes up by one set, the other one waits; each says why."""
    one.app.clock.forward(days=1)
    one.opens("/")
    page, second = one.page, one.app.plan()["session"]
    before, after = doses(first), doses(second)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {name for name in before if name == first["items"][0]["name"]}
    tap_button(page, "Show all reasons")
    for move in page.locator(".move").all():
        name = move.locator(".name").inner_text()
        sets, reps = after[name][1:3]
        expect(move.locator(".dose")).to_have_text(f"{sets} × {reps} repetitions")
        why = f"{sets - 1} × {reps} met: one set more." if name in changed else "It was not clean yet: hold."
        expect(move.locator(".reasons p").first).to_have_text(why)
    sound(page)


def doses(session: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {i["name"]: (i["level"], i["sets"], i["reps"]) for i in session["items"]}


def shows_the_report(one: Person, first: dict[str, Any]) -> None:
    one.opens("/report")
    report, done = one.page.locator("main"), first["items"][0]
    for says in ("Cleared by Dr Ada Hill", "28° on 23 Nov", "39° on 23 Nov", "1 of 1 mornings after settled"):
        expect(report).to_contain_text(says)
    row = report.get_by_role("row", name=done["name"]).last
    sets, reps = done["sets"], done["reps"]
    expect(row).to_contain_text(re.compile(rf"{sets}\s×\s{reps}\s*{sets + 1}\s×\s{reps}"))
    pdf = one.app.get("/report.pdf")
    assert pdf.headers["content-type"] == "application/pdf" and pdf.content.startswith(b"%PDF-")


# -- the story ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_a_stop_to_a_next_session_that_differs(browser: Browser, app: Served, size: ViewportSize) -> None:
    one = Person(app, new_page(browser, viewport=size))
    says_yes_to_a_red_flag(one)
    is_cleared_by_a_clinician(one)
    finishes_the_intake(one)
    measures_with_the_phone_on_the_shin(one)
    has_the_app_on_the_device(one)
    known = app.facts()
    one.context.set_offline(True)
    count = begins_and_the_tab_is_killed_in_the_middle_of_a_set(one)
    goes_on_where_it_was(one, count)
    does_the_rest(one)
    told = comes_back_online(one, known)
    first = every_set_is_told_as_it_was_answered(one, told)
    tells_the_morning_after(one)
    reads_why_the_next_session_differs(one, first)
    shows_the_report(one, first)
    one.context.close()
