"""The states that need a device of their own: without a network, with a phone on the shin, signed in, in the player.

In: a `Tour` and a folder. Out: a look at each state under its name, on apps that these scenes open themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.phone import Phone, hasten, measure_side, trial
from tests.support.devices import cut, in_step, tell_pain, title, visit
from tests.support.player import SIDEWAYS, open_player, prepare, walk_states
from tests.support.secure import COOKIE, PASSWORD, WITH_ACCOUNTS, account, secure
from tests.support.states import send_empty
from tests.support.tour import Tour
from tests.web.serving import Served, begin, intake, listening, log_all, serve
from turnout.cli.authority import load_or_make
from turnout.web.authority import create_authority_app

Show = Callable[[str], None]
APP = "https://192.168.1.7:8000"
AUTHORITY = "http://192.168.1.7:8001/authority"


# -- without a network -------------------------------------------------------------------------------------------------


def offline(tour: Tour, folder: Path) -> None:
    """The shell's views, and pages read from the device."""
    for size in tour.sizes:
        with serve(folder, name=f"offline-{size}.db") as app, tour.device(size) as (page, show):
            shell_before_the_first_pack(app, page, show)
            intake(app)
            begin(app)
            log_all(app)
            visit(page, app)
            for path in ("/start/you", "/plan"):
                page.goto(app.address + path)
            in_step(page, app)
            cut(page)
            shell(app, page, show)
            shell_stops(app, page, show)


def shell_before_the_first_pack(app: Served, page: Page, show: Show) -> None:
    page.clock.set_fixed_time(app.clock.now)
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto(app.address + "/offline")
    title(page, "Turnout must be online once")
    show("offline-nobody")
    page.unroute("**/api/v1/**")
    page.reload()
    title(page, "First, the safety questions")
    show("offline-asks")


def shell(app: Served, page: Page, show: Show) -> None:
    for name, path in {"done": "/", "old-page": "/plan", "missing": "/library/clamshell", "wrong": "/wrong"}.items():
        page.goto(app.address + path)
        expect(page.get_by_role("status").first).to_contain_text("You are offline")
        show(f"offline-{name}")
    page.get_by_role("button", name="Save the pain").click()
    show("offline-wrong-wrong")
    page.goto(app.address + "/start/you")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    show("offline-form")
    page.evaluate("document.querySelector('main form').submit()")
    title(page, "Nothing was sent")
    show("offline-not-sent")
    app.clock.forward(days=1)
    page.clock.set_fixed_time(app.clock.now)
    page.goto(app.address)
    title(page, "How are your hips the morning after?")
    show("offline-morning")
    page.get_by_role("button", name="Both fine").click()
    title(page, "Rest today")
    show("offline-rest")
    app.clock.forward(days=1)
    page.clock.set_fixed_time(app.clock.now)
    page.goto(app.address)
    expect(page.locator("a[href='/play']")).to_be_visible()
    show("offline-due")
    tell_pain(page, app, "Left", 3)
    show("offline-waits")
    page.clock.set_fixed_time(app.clock.now + timedelta(days=20))
    page.goto(app.address)
    title(page, "Turnout must be online once")
    show("offline-too-old")
    page.clock.set_fixed_time(app.clock.now)


def shell_stops(app: Served, page: Page, show: Show) -> None:
    page.goto(app.address + "/wrong")
    page.get_by_role("button", name="Ask me the safety questions").click()
    title(page, "First, what would need help at once")
    show("offline-safety")
    page.get_by_role("button", name="Save my answers").click()
    show("offline-safety-wrong")
    page.get_by_role("group", name=re.compile("suddenly unable to stand")).get_by_label("Yes").check()
    page.get_by_role("button", name="Save my answers").click()
    title(page, "You answered yes. Is that so?")
    show("offline-sure")
    page.get_by_role("button", name="Yes, it is so").click()
    title(page, "Please get help now")
    show("offline-stop")


def refused(tour: Tour, folder: Path) -> None:
    """What waits on the device and what was not taken, on the data page."""
    for size in tour.sizes:
        with serve(folder, name=f"refused-{size}.db") as app, tour.device(size) as (page, show):
            intake(app)
            visit(page, app)
            page.context.grant_permissions(["notifications"])
            cut(page)
            page.clock.set_fixed_time(app.clock.now + timedelta(days=5))
            page.goto(app.address + "/wrong")
            page.get_by_role("group", name="Left side, pain now").get_by_label("4", exact=True).check()
            page.get_by_role("button", name="Save the pain").click()
            expect(page.get_by_role("status").first).to_contain_text("1 answer waits")
            page.clock.set_fixed_time(app.clock.now)
            page.context.set_offline(False)
            in_step(page, app)
            page.goto(app.address)
            expect(page.get_by_role("status").first).to_contain_text("1 answer was not taken")
            show("today-refused")
            page.get_by_role("link", name="See why").click()
            expect(page.locator("#device .note")).to_be_visible()
            show("data-refused")


# -- the phone as inclinometer -----------------------------------------------------------------------------------------


def guide(tour: Tour, folder: Path) -> None:
    """The inclinometer's guide, from putting the phone on to the numbers."""
    for size in tour.sizes:
        with serve(folder, name=f"guide-{size}.db") as app, tour.device(size) as (page, show):
            intake(app)
            page.clock.install(time=app.clock.now)
            page.goto(f"{app.address}/measure/prone-er")
            page.get_by_role("button", name="Measure with the phone").click()
            expect(page.locator("[data-phone-trouble]")).not_to_be_empty()
            show("guide-trouble")
            guide_runs(app, page, show)


def guide_runs(app: Served, page: Page, show: Show) -> None:
    phone = Phone(page)
    page.goto(f"{app.address}/measure/prone-er")
    page.get_by_role("button", name="Measure with the phone").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    show("guide-place")
    page.get_by_role("button", name="Start", exact=True).click()
    show("guide-who")
    dialog.get_by_label("I do, alone").check()
    page.get_by_role("button", name="Start", exact=True).click()
    show("guide-settle")
    page.get_by_role("button", name="I am in position").click()
    hasten(page, page.locator("[data-number][data-phase=move]"), 1)
    phone.turn(50)
    expect(page.locator("[data-why]")).to_contain_text("too quick for a leg")
    show("guide-refused")
    phone.turn(0)
    for kept in (1, 2, 0):
        trial(page, phone, 28 + kept, kept)
        if kept:
            show(f"guide-kept-{kept}")
    measure_side(page, phone, (40, 38, 39))
    expect(page.get_by_role("heading", name="The numbers")).to_be_visible()
    show("guide-review")


# -- with accounts, over https -----------------------------------------------------------------------------------------


def accounts(tour: Tour, folder: Path) -> None:
    """Signing in and out, one's own password, and how another device comes to trust this machine."""
    authority = load_or_make(folder / "authority", ["quiet.local"], datetime.now(UTC))
    how = replace(WITH_ACCOUNTS, app_url=APP, authority_url=AUTHORITY, fingerprint=authority.fingerprint)
    with secure(folder, how=how, name="accounts.db") as app:
        ann = account(app, "Ann")
        shoot = tour.of(app)
        shoot("sign-in", "/sign-in")
        shoot("sign-in-wrong", "/sign-in", lambda page: sign_in(page, "not this one"))
        tour.sign_in(COOKIE, app.store.accounts.sign_in(ann, app.clock()), app)
        shoot("phone", "/phone")
        shoot("account", "/account")
        shoot("account-wrong", "/account", mistyped)
        shoot("sign-out", "/sign-out")
        shoot("calendar-accounts", "/calendar")
        shoot("calendar-new", "/calendar", lambda page: page.get_by_role("button", name="Make").click())
        shoot("data-accounts", "/data")
    with listening(create_authority_app(authority.der, how, APP)) as address:
        shoot("authority", f"{address}/authority")


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("[role=alert]").wait_for()


def mistyped(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.get_by_label("Your password now").fill(PASSWORD)
    send_empty(page)


# -- the player --------------------------------------------------------------------------------------------------------


def player(tour: Tour, folder: Path) -> None:
    """Every state of the player, on a phone on its side too."""
    tour.sizes = {**tour.sizes, "sideways": SIDEWAYS}
    for size in tour.sizes:
        with serve(folder, name=f"player-{size}.db") as app, tour.device(size) as (page, show):
            prepare(app)
            open_player(page, app.address, app.clock.now)
            walk_states(page, lambda name, show=show: show(f"player-{name}"))


SCENES: tuple[Callable[[Tour, Path], None], ...] = (offline, refused, guide, accounts)
