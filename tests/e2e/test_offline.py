"""The app without a network, in a real browser: from the second visit on, on two devices, for days, and back again."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from operator import itemgetter

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import sound
from tests.support.devices import HERE, Devices, connect, cut, in_step, tell_pain, title, visit, waiting
from tests.support.player import answer_whatever, finish, is_due, open_player
from tests.web.serving import Served, begin, log_all

pytestmark = pytest.mark.e2e


def pains(app: Served) -> list[tuple[str, str, float]]:
    """Pain as the server knows it, beside that of the intake."""
    facts = [f for f in app.facts() if f["kind"] == "pain"][2:]
    return sorted((f["at"][:10], f["side"], f["now"]) for f in facts)


# -- one device --------------------------------------------------------------------------------------------------------


def test_the_second_visit_works_without_a_network(device: Devices, app: Served) -> None:
    page = device()
    online = page.get_by_role("heading", level=1).inner_text()
    doses = page.locator(".dose").all_inner_texts()
    cut(page)
    page.goto(app.address)
    title(page, online)
    assert page.locator(".dose").all_inner_texts() == doses
    expect(page.get_by_role("status").first).to_have_text("You are offline. The plan here is from 09:00 today.")
    assert page.get_by_role("link", name="Begin").get_attribute("href") == "/play"
    page.goto(app.address + "/session/2")
    title(page, online)
    old = "fetch('/static/dist/assets/main-AAAAAAAA.css').then(r => r.status)"  # of a page copied before an update
    assert page.evaluate(old) == 200


def test_what_is_told_offline_arrives_exactly_once(device: Devices, app: Served) -> None:
    begin(app)
    log_all(app)
    app.clock.forward(days=1)
    page = device()
    before = len(app.facts())
    cut(page)
    page.goto(app.address)
    title(page, "How are your hips the morning after?")
    page.get_by_role("link", name="I do not remember").click()
    title(page, "Rest today")
    page.get_by_role("link", name="How are the hips the morning after?").click()
    page.get_by_role("button", name="Both fine").click()
    title(page, "Rest today")
    expect(page.get_by_role("link", name="How are the hips")).to_have_count(0)
    tell_pain(page, app, "Left", 3)
    expect(page.get_by_role("status").first).to_contain_text("3 answers wait on this device")
    assert len(app.facts()) == before

    connect(page, app)
    expect(page.get_by_role("status").first).to_have_text("")
    for path in ("/", "/plan", "/"):
        page.goto(app.address + path)
    in_step(page, app)
    told = app.facts()[before:]
    assert [(f["kind"], f["side"], f.get("pain", f.get("now"))) for f in told] == [
        ("next-day", "left", 0),
        ("next-day", "right", 0),
        ("pain", "left", 3),
    ]


def test_a_refused_answer_is_told_with_its_reason(device: Devices, app: Served) -> None:
    page = device()
    cut(page)
    page.clock.set_fixed_time(app.clock.now + timedelta(days=5))  # a device whose clock is wrong
    page.goto(app.address + "/wrong")
    page.get_by_role("group", name="Left side, pain now").get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Save the pain").click()
    expect(page.get_by_role("status").first).to_contain_text("1 answer waits")
    connect(page, app)
    page.goto(app.address)
    expect(page.get_by_role("status").first).to_have_text("1 answer was not taken. See why")
    page.get_by_role("link", name="See why").click()
    note = page.locator("#device .note")
    expect(note).to_contain_text(re.compile("Pain, Saturday 28 November: its time lies in the future"))
    sound(page)
    page.get_by_role("button", name="I have read this").click()
    expect(note).to_have_count(0)
    expect(page.get_by_role("status").first).to_have_text("")
    assert pains(app) == []


def test_a_stop_stands_offline_and_reaches_the_server(device: Devices, app: Served) -> None:
    page = device()
    cut(page)
    page.goto(app.address + "/wrong")
    page.get_by_role("button", name="Ask me the safety questions").click()
    title(page, "First, what would need help at once")
    page.get_by_role("group", name=re.compile("suddenly unable to stand")).get_by_label("Yes").check()
    page.get_by_role("button", name="Save my answers").click()
    title(page, "You answered yes. Is that so?")
    page.get_by_role("button", name="Yes, it is so").click()
    title(page, "Please get help now")
    for path in ("/", "/session", "/wrong", "/morning"):
        page.goto(app.address + path)
        title(page, "Please get help now")
        expect(page.locator("a[href='/play']")).to_have_count(0)
    assert app.plan()["stop"] is None
    connect(page, app)
    assert app.plan()["stop"]["flags"] == ["cannot-bear-weight"]


def test_a_plan_that_has_grown_old_says_that_it_must_be_online_once(device: Devices, app: Served) -> None:
    page = device()
    cut(page)
    page.clock.set_fixed_time(app.clock.now + timedelta(days=13))
    page.goto(app.address)
    expect(page.locator(".dose").first).to_be_visible()
    page.clock.set_fixed_time(app.clock.now + timedelta(days=14))
    page.goto(app.address)
    title(page, "Turnout must be online once")
    expect(page.locator(".dose")).to_have_count(0)
    expect(page.get_by_role("status").first).to_have_text(
        "You are offline. The plan here is from Monday 23 November, 09:00."
    )


# -- two devices -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first-first", "second-first"])
def test_two_devices_offline_for_fourteen_days_merge_without_loss(
    device: Devices, app: Served, order: tuple[int, int]
) -> None:
    pair = (device(), device())
    for page in pair:
        cut(page)
    expected: list[tuple[str, str, float]] = []
    for day in range(14):
        for n, page in enumerate(pair):
            side, pain = ("Left", "Right")[(day + n) % 2 if day % 3 else 0], (day + n) % 3
            tell_pain(page, app, side, pain)
            expected.append((app.clock.now.date().isoformat(), side.lower(), pain))
        app.clock.forward(days=1)
    for n in order:
        connect(pair[n], app)
    assert len(expected) == 28
    assert pains(app) == sorted(expected)
    alike(pair, app)


def test_the_sessions_of_fourteen_days_on_two_devices_arrive_whole(device: Devices, app: Served) -> None:
    """Both train on the first day; then one takes the first week, the other one the second."""
    before = app.facts()
    pair = (device(), device())
    for page in pair:
        cut(page)
    sessions = 0
    for day in range(14):
        for n, page in enumerate(pair):
            open_player(page, app.address, app.clock.now)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if day == 0 or (day // 7 == n and is_due(page)):
                answer_whatever(page)
                finish(page)
                sessions += 1
        app.clock.forward(days=1)
    assert app.facts() == before
    held = [fact for page in pair for fact in waiting(page)]
    for page in reversed(pair):
        connect(page, app)
    told = app.facts()[len(before) :]
    assert sorted(told, key=itemgetter("id")) == sorted(held, key=itemgetter("id"))
    assert len([fact for fact in told if fact["kind"] == "session"]) == sessions >= 7
    assert all(times == 1 for times in Counter(fact["id"] for fact in app.facts()).values())
    alike(pair, app)


def alike(pair: tuple[Page, Page], app: Served) -> None:
    """Both devices have told everything, and show the same day."""
    shown: list[list[str]] = []
    for page in pair:
        visit(page, app)
        assert page.evaluate(HERE)["facts"] == []
        shown.append(page.locator("h1, .dose").all_inner_texts())
    assert shown[0] == shown[1]


# -- pages and forms ---------------------------------------------------------------------------------------------------


def test_pages_say_how_old_they_are(device: Devices, app: Served) -> None:
    page = device()
    page.goto(app.address + "/plan")
    heading = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_role("status").first).to_have_text("")
    in_step(page, app)
    cut(page)
    expect(page.get_by_role("status").first).to_have_text("You are offline. This page is from 09:00 today.")
    page.clock.set_fixed_time(app.clock.now + timedelta(days=2))
    page.goto(app.address + "/plan")
    title(page, heading)
    expect(page.get_by_role("status").first).to_have_text("You are offline. This page is from Monday 09:00.")
    page.goto(app.address + "/library/clamshell")
    title(page, "This page is not on this device")


def test_a_form_sent_offline_says_that_nothing_was_sent_and_keeps_what_was_typed(device: Devices, app: Served) -> None:
    page = device()
    page.goto(app.address + "/start/you")
    in_step(page, app)
    before = app.facts()
    cut(page)
    page.get_by_label("Year of birth").fill("1980")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("You are offline, so nothing was sent.")
    expect(page.get_by_label("Year of birth")).to_have_value("1980")
    page.evaluate("document.querySelector('main form').submit()")  # a page that does not know that it is offline
    title(page, "Nothing was sent")
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_label("Year of birth")).to_be_visible()
    assert app.facts() == before
