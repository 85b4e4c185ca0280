"""The phone as inclinometer in a real browser: its tilt is put over the browser's own, the rest is as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.phone import Phone, angles, measure_side, trial
from tests.support.axe import sound
from tests.support.browser import PHONE, new_page
from tests.web.serving import Served

pytestmark = pytest.mark.e2e

NO_TILT = "window.DeviceOrientationEvent = undefined; window.DeviceMotionEvent = undefined;"
DENIED = "for (const k of [DeviceOrientationEvent, DeviceMotionEvent]) k.requestPermission = async () => 'denied';"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, viewport=PHONE)
    yield page
    page.context.close()


def readings(app: Served) -> list[dict[str, Any]]:
    return [fact for fact in app.facts() if fact["kind"] == "reading"]


def begin(page: Page, app: Served) -> Phone:
    phone = Phone(page)
    page.clock.install(time=app.clock.now)
    page.goto(f"{app.address}/measure/prone-er")
    page.get_by_role("button", name="Measure with the phone").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return phone


def test_the_overridden_tilt_is_that_of_a_phone_upright_on_the_shin() -> None:
    swings = [angles(deg, 1.5) for deg in range(0, 60, 5)]
    assert all(abs(beta - 90) < 60 for _, beta, _ in swings)
    assert max(gamma for *_, gamma in swings) - min(gamma for *_, gamma in swings) > 80


def test_three_trials_a_side_by_the_phone_upright_on_the_shin(page: Page, app: Served) -> None:
    phone = begin(page, app)
    sound(page)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Please say who measures")).to_be_visible()
    page.get_by_role("dialog").get_by_label("I do, alone").check()
    measure_side(page, phone, (27, 28, 31))
    expect(page.get_by_role("heading", name="Right side")).to_be_visible()
    assert readings(app) == []
    measure_side(page, phone, (40, 38, 39))
    expect(page.get_by_role("heading", name="The numbers")).to_be_visible()
    expect(page.get_by_text("Give or take 12. The first time by phone")).to_have_count(2)
    sound(page)
    assert readings(app) == []
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.wait_for_url("**/measure/prone-er*#saved")
    told = {one["side"]: one for one in readings(app)}
    assert told["left"]["trials"] == [27, 28, 31]
    assert told["right"]["trials"] == [40, 38, 39]
    assert (told["left"]["value"], told["right"]["value"]) == (28, 39)
    assert all(one["method"] == "phone" and one["helper"] is False for one in told.values())


def test_a_trial_done_again_and_the_last_time_beside_it(page: Page, app: Served) -> None:
    fields = {f"left-{n}": "25" for n in (1, 2, 3)}
    app.post("/measure/prone-er", {**fields, "method": "phone", "helper": "alone"})
    app.clock.forward(days=7)
    phone = begin(page, app)
    page.get_by_role("dialog").get_by_label("A trained helper or a clinician").check()
    measure_side(page, phone, (20, 60, 29))
    page.get_by_role("button", name="Leave this side out").click()
    expect(page.get_by_text("last time (23 Nov) 25°: within the error, so no change.")).to_be_visible()
    page.get_by_role("button", name="Again: trial 2").click()
    page.get_by_role("button", name="Start trial 2").click()
    page.get_by_role("button", name="I am in position").click()
    trial(page, phone, 28)
    page.get_by_role("dialog").get_by_role("button", name="Not yet").click()
    for n, value in enumerate(("20", "28", "29"), 1):
        expect(page.locator(f"#left-{n}")).to_have_value(value)
    assert len(readings(app)) == 1
    page.locator("form").get_by_role("button", name="Save").click()
    page.wait_for_url("**/measure/prone-er*#saved")
    assert readings(app)[-1]["value"] == 28
    assert readings(app)[-1]["helper"] is True


def test_a_leg_that_falls_too_fast_is_refused_in_words(page: Page, app: Served) -> None:
    phone = begin(page, app)
    page.get_by_role("dialog").get_by_label("I do, alone").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="I am in position").click()
    expect(page.locator("[data-number]")).to_have_text("0°", timeout=8000)
    phone.turn(50)
    expect(page.locator("[data-why]")).to_contain_text("too quick for a leg")
    expect(page.locator("[data-kept] li")).to_have_count(0)
    sound(page)


@pytest.mark.parametrize(
    ("script", "says"),
    [(DENIED, "were not allowed"), (NO_TILT, "gives no tilt"), ("", "Nothing here tells its tilt")],
    ids=["denied", "missing", "silent"],
)
def test_without_the_sensor_one_sentence_says_why_and_the_form_stays(
    page: Page, app: Served, script: str, says: str
) -> None:
    page.add_init_script(script)
    page.goto(f"{app.address}/measure/prone-er")
    page.get_by_role("button", name="Measure with the phone").click()
    expect(page.locator("[data-phone-trouble]")).to_contain_text(says)
    expect(page.get_by_role("dialog")).to_have_count(0)
    sound(page)
    page.locator("#left-1").fill("33")
    page.get_by_role("group", name="Measured with").get_by_label("Goniometer").check()
    page.get_by_role("group", name="Who measured?").get_by_label("A trained helper").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/measure/prone-er*#saved")
    assert [(one["value"], one["method"]) for one in readings(app)] == [(33, "goniometer")]


def test_what_cannot_be_measured_by_gravity_offers_no_phone(page: Page, app: Served) -> None:
    page.goto(f"{app.address}/measure/lateral-step-down")
    expect(page.get_by_role("button", name="Measure with the phone")).to_have_count(0)
