"""The player in a real browser, on a real server and database, with a clock that the test moves."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.support.axe import sound
from tests.support.browser import DESKTOP, PHONE, new_page
from tests.support.player import (
    NARROW,
    SIDEWAYS,
    answer_all,
    answer_before,
    begin_set,
    finish,
    open_player,
    prepare,
    press,
    rate,
    sent,
    walk_states,
)
from tests.web.serving import Served, serve
from turnout.terms import LIMBS
from turnout.web.pages import STATIC

pytestmark = pytest.mark.e2e

MOST_GZIPPED = 150_000


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    """A person who told everything yesterday and has not trained yet: today there is something to ask again."""
    with serve(tmp_path) as running:
        prepare(running)
        yield running


OpenPlayer = Callable[..., Page]


@pytest.fixture
def player(browser: Browser, app: Served) -> Iterator[OpenPlayer]:
    """Opens the player with a clock that stands until it is moved."""
    contexts: list[BrowserContext] = []

    def open_it(viewport: ViewportSize = PHONE, scheme: Literal["light", "dark"] = "light") -> Page:
        page = new_page(browser, viewport=viewport, scheme=scheme)
        contexts.append(page.context)
        return open_player(page, app.address, app.clock.now)

    yield open_it
    for context in contexts:
        context.close()


# -- what is held ------------------------------------------------------------------------------------------------------


def offered_items(app: Served) -> list[dict[str, Any]]:
    (offer,) = [fact for fact in app.facts() if fact["kind"] == "offered"]
    return offer["session"]["items"]


def all_told_once(app: Served) -> None:
    """Every set that was offered is on the server, exactly once, as the forms would have told it."""
    facts = app.facts()
    assert len({fact["id"] for fact in facts}) == len(facts)
    sets = [fact for fact in facts if fact["kind"] == "set"]
    wanted = Counter({(item["exercise"], item["side"]): item["sets"] for item in offered_items(app)})
    assert Counter((fact["exercise"], fact["side"]) for fact in sets) == wanted
    for fact in sets:
        assert fact["pain"] == 1 and fact["effort"] == 5 and fact["clean"] is True and fact["seen_by"] == "self"
    assert [fact["done"] for fact in facts if fact["kind"] == "session"] == [True]
    assert not [fact for fact in facts if fact["kind"] == "correction"]


# -- whole sessions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_whole_session_by_taps_is_told_exactly_once(player: OpenPlayer, app: Served, size: ViewportSize) -> None:
    page = player(size)
    answer_before(page)
    finish(page)
    sent(page)
    all_told_once(app)
    for item in offered_items(app):
        done = [f for f in app.facts() if f["kind"] == "set" and f["exercise"] == item["exercise"]]
        assert {fact.get("reps", fact.get("seconds")) for fact in done} == {item["reps"] or item["seconds"]}
    page.goto(f"{app.address}/play")
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for today")


def test_a_whole_session_by_keyboard_alone(player: OpenPlayer, app: Served) -> None:
    page = player(DESKTOP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Anything new since last time?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for side in ("Left", "Right"):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{side} hip, pain now")
        page.keyboard.press("1")
        page.clock.run_for(800)
    expect(page.locator('[data-phase="intro"]')).to_be_visible()
    for _ in range(200):
        if page.get_by_text("Kept in your record.").count():
            break
        if page.locator('[data-phase="intro"]').count():
            page.keyboard.press("Enter")
        elif page.locator('[data-phase="ask"] [data-tens]').count():
            question = page.locator(".pl-asks .asked").inner_text()
            page.keyboard.press("1" if "pain" in question else "5")
            page.clock.run_for(800)
        elif page.locator('[data-phase="ask"]').count():
            page.get_by_role("button", name=re.compile("^(Yes|Both)$")).focus()
            page.keyboard.press("Enter")
        page.clock.run_for(5_000)
    sent(page)
    all_told_once(app)


def test_with_nothing_to_ask_the_first_tap_begins_and_the_second_starts(player: OpenPlayer, app: Served) -> None:
    told = [{"kind": "screen", "anything_new": False}, *({"kind": "pain", "side": s, "now": 1} for s in LIMBS)]
    app.send(*({**fact, "at": app.clock.now.isoformat()} for fact in told))
    page = player()
    press(page, "Begin")
    expect(page.locator('[data-phase="intro"]')).to_be_visible()
    begin_set(page)


def test_space_pauses_and_escape_asks_whether_to_stop(player: OpenPlayer) -> None:
    page = player()
    answer_before(page)
    begin_set(page)
    page.keyboard.press(" ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paused")
    count = page.locator(".pl-numeral").inner_text()
    page.clock.run_for(60_000)
    assert page.locator(".pl-numeral").inner_text() == count
    page.keyboard.press(" ")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Paused")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Stop here?")).to_be_visible()
    page.clock.run_for(60_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.locator(".pl-numeral").inner_text() == count


def test_without_a_network_a_session_runs_and_is_told_once_it_is_back(player: OpenPlayer, app: Served) -> None:
    page = player()
    answer_before(page)
    page.context.set_offline(True)
    finish(page)
    expect(page.get_by_text("It is sent by itself once the server can be reached.")).to_be_visible()
    assert not [fact for fact in app.facts() if fact["kind"] == "set"]
    page.context.set_offline(False)
    page.goto(f"{app.address}/play")
    expect(page.get_by_role("heading", level=1)).to_have_text("Done for today")
    all_told_once(app)


# -- what may come between -------------------------------------------------------------------------------------------


def test_pain_above_the_limit_ends_the_side_and_the_other_one_goes_on(player: OpenPlayer, app: Served) -> None:
    first = next(item for item in app.plan()["session"]["items"] if item["side"] == "left")
    page = player()
    answer_before(page)
    while page.locator("h1").inner_text() != first["name"]:
        press(page, "Skip")
        page.get_by_role("dialog").get_by_role("button", name="No time today").click()
        page.clock.run_for(300)
    begin_set(page)
    side = page.locator(".pl h1").inner_text().split()[0].lower()
    page.clock.run_for(14_000)
    page.keyboard.press("h")
    rate(page, 7)
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("This one ends here for today")
    expect(page.get_by_text("Pain 7 of 10 is above 5.")).to_be_visible()
    page.clock.run_for(120_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("This one ends here for today")
    press(page, "Go on with the next")
    finish(page)
    sent(page)
    done = Counter(f["side"] for f in app.facts() if f["kind"] == "set" and f["exercise"] == first["exercise"])
    other = "right" if side == "left" else "left"
    assert done == {side: 1, other: first["sets"]}
    (hurt,) = [f for f in app.facts() if f["kind"] == "set" and f["side"] == side]
    assert hurt["pain"] == 7 and "clean" not in hurt and 0 < hurt["reps"] < first["reps"]


def test_where_both_legs_work_it_is_told_which_side_hurt(player: OpenPlayer, app: Served) -> None:
    page = player()
    answer_before(page)
    assert app.plan()["session"]["items"][0]["side"] == "both"
    begin_set(page)
    press(page, "Done")
    page.clock.run_for(300)
    rate(page, 3)
    expect(page.get_by_role("group", name=re.compile("set 1 Which side hurt"))).to_be_visible()
    press(page, "Left")
    rate(page, 5)
    page.clock.run_for(100_000)
    page.keyboard.press("h")
    rate(page, 8)
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("This one ends here for today")
    press(page, "Right")
    press(page, "Enough for today")
    sent(page)
    told = {fact["pain"]: fact["felt_side"] for fact in app.facts() if fact["kind"] == "set"}
    assert told == {3: "left", 8: "right"}


def test_a_killed_tab_goes_on_mid_set_and_nothing_is_told_twice(player: OpenPlayer, app: Served) -> None:
    page = player()
    answer_before(page)
    begin_set(page)
    page.clock.run_for(31_000)
    count = page.locator(".pl-numeral").inner_text()
    page.wait_for_function("""() => new Promise(done => {
      const open = indexedDB.open("turnout");
      open.onsuccess = () => {
        const asked = open.result.transaction("kept").objectStore("kept").get("place");
        asked.onsuccess = () => { open.result.close(); done(asked.result.state.spentMs > 25000); };
      };
    })""")
    context = page.context
    page.close()

    page = open_player(context.new_page(), app.address, app.clock.now)
    expect(page.get_by_role("button", name="Start this set again")).to_be_visible()
    press(page, "Go on where you were")
    page.clock.run_for(10_200)
    resumed = page.locator(".pl-numeral")
    expect(resumed).to_have_text(count)
    finish(page)
    sent(page)
    all_told_once(app)


def test_enough_for_today_keeps_what_was_done_and_names_what_was_left(player: OpenPlayer, app: Served) -> None:
    page = player()
    answer_before(page)
    begin_set(page)
    page.clock.run_for(20_000)
    page.keyboard.press("Escape")
    press(page, "Enough for today")
    answer_all(page)
    sent(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enough for today")
    (told,) = [fact for fact in app.facts() if fact["kind"] == "session"]
    assert told["done"] is True and told["note"].startswith("Not done: ") and 1 <= told["minutes"] <= 180
    assert len([fact for fact in app.facts() if fact["kind"] == "set"]) == 1


def test_a_yes_to_anything_new_leads_to_the_safety_questions(player: OpenPlayer, app: Served) -> None:
    page = player()
    press(page, "Yes")
    rate(page, 0)
    rate(page, 0)
    expect(page.get_by_role("heading", level=1)).to_have_text("First, what would need help at once")
    assert not [fact for fact in app.facts() if fact["kind"] == "offered"]
    for _ in range(6):
        none = page.get_by_role("button", name="none of these is so")
        if not none.count():
            break
        part = page.locator(".eyebrow").inner_text()
        none.click()
        expect(page.locator(".eyebrow").filter(has_text=part)).to_have_count(0)
    expect(page.locator('[data-phase="intro"]')).to_be_visible()


# -- every state -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, SIDEWAYS, NARROW, DESKTOP], ids=["phone", "sideways", "narrow", "desktop"])
def test_every_state_is_sound(player: OpenPlayer, size: ViewportSize, scheme: Literal["light", "dark"]) -> None:
    page = player(size, scheme)
    seen: list[str] = []

    def look(name: str) -> None:
        sound(page)
        seen.append(name)

    walk_states(page, look)
    assert len(seen) >= 13


def test_targets_are_large_and_the_number_is_read_from_the_floor(player: OpenPlayer) -> None:
    page = player()
    answer_before(page)
    begin_set(page)
    sizes: list[float] = page.evaluate("""[...document.querySelectorAll('.pl button')]
        .map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))""")
    assert len(sizes) == 7 and min(sizes) >= 56
    numeral = page.locator(".pl-numeral").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert numeral >= 0.4 * PHONE["width"]


def test_only_a_muscle_that_works_now_is_warm(player: OpenPlayer) -> None:
    page = player()
    answer_before(page)
    warm = """() => {
      const probe = document.createElement("i");
      document.body.append(probe);
      const is = ["--warm", "--warm-ink"].map(n => { probe.style.color = `var(${n})`; return getComputedStyle(probe).color; });
      probe.remove();
      const keys = ["color", "backgroundColor", "borderLeftColor", "borderTopColor", "fill", "stroke"];
      return [...document.body.querySelectorAll("*")]
        .filter(e => keys.some(key => is.includes(getComputedStyle(e)[key]))).map(e => e.className);
    }"""  # noqa: E501
    assert page.evaluate(warm) == []
    begin_set(page)
    assert set(page.evaluate(warm)) == {"works"}
    page.keyboard.press(" ")
    assert page.evaluate(warm) == []


# -- the page itself -------------------------------------------------------------------------------------------------


def test_without_a_script_the_page_leads_to_the_forms(browser: Browser, app: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{app.address}/play")
    page.get_by_role("link", name="The session as plain pages").click()
    expect(page).to_have_url(f"{app.address}/session")
    context.close()


def test_the_player_and_all_it_needs_is_small() -> None:
    manifest: dict[str, Any] = json.loads((STATIC / "dist" / "manifest.json").read_text(encoding="utf-8"))
    wanted, files = ["src/player.ts", "src/main.ts"], set[str]()
    while wanted:
        entry = manifest[wanted.pop()]
        files.add(entry["file"])
        wanted += [name for name in entry.get("imports", []) if manifest[name]["file"] not in files]
    total = sum(len(gzip.compress((STATIC / "dist" / file).read_bytes())) for file in files)
    assert total <= MOST_GZIPPED
