"""The worker and what stays on the device, in a real browser: updates, caches, erasing, reminders, weight, axe."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Response, expect

from tests.support.axe import sound
from tests.support.devices import ACTIVE, HERE, Devices, cut, tell_pain, title, until, visit
from tests.web.serving import Served, begin
from turnout.web.routes import pwa

pytestmark = pytest.mark.e2e


def test_a_reminder_is_given_once_and_only_after_the_switch_was_tapped(device: Devices, app: Served) -> None:
    page = device()
    page.context.grant_permissions(["notifications"])
    page.add_init_script(
        "ServiceWorkerRegistration.prototype.showNotification = async title =>"
        " localStorage.setItem('shown', (localStorage.getItem('shown') ?? '') + title);"
    )
    page.goto(app.address + "/data")
    page.get_by_label("Remind me on session days at").fill("08:30")
    page.get_by_role("button", name="Remind me").click()
    expect(page.locator("[data-device-reminder]")).to_contain_text("On: session days at 08:30.")
    for path in ("/plan", "/", "/plan"):
        page.goto(app.address + path)
        until(page, "localStorage.getItem('shown') !== null")
    minutes = app.plan()["session"]["minutes"]
    assert page.evaluate("localStorage.getItem('shown')") == f"Turnout: a session is due, {minutes} minutes."
    page.goto(app.address + "/data")
    page.get_by_role("button", name="Do not remind me").click()
    expect(page.get_by_role("button", name="Remind me", exact=True)).to_be_visible()


# -- the worker --------------------------------------------------------------------------------------------------------


def test_a_new_worker_waits_while_a_session_is_open(
    device: Devices, app: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(app)
    page = device()
    page.goto(app.address + "/session/1")
    static = tmp_path / "static"
    (static / "dist").mkdir(parents=True)
    shutil.copy(pwa.STATIC / "dist" / "sw.js", static / "dist" / "sw.js")
    with (static / "dist" / "sw.js").open("a", encoding="utf-8") as worker:
        worker.write("// another version\n")
    monkeypatch.setattr(pwa, "STATIC", static)
    waits = "navigator.serviceWorker.getRegistration().then(r => r.waiting !== null)"
    page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => null)")
    until(page, waits)
    page.goto(app.address + "/session/2")
    until(page, "document.querySelector('[data-status]').dataset.shown !== undefined")
    assert page.evaluate(waits), "it must not take over under a session"

    page.goto(app.address + "/data")
    page.evaluate("window.mark = 'not reloaded'")
    until(page, waits.replace("!==", "==="))
    assert page.evaluate("window.mark") == "not reloaded"


def test_erasing_everything_leaves_nothing_on_the_device(device: Devices, app: Served) -> None:
    page = device()
    cut(page)
    tell_pain(page, app, "Left", 3)
    page.context.set_offline(False)
    page.route("**/api/v1/facts", lambda route: route.abort())  # it never gets out
    page.goto(app.address + "/data")
    assert len(page.evaluate(HERE)["facts"]) == 1
    page.get_by_label("Type the word").fill("erase")
    page.get_by_role("button", name="Erase all").click()
    title(page, "For a hip that is stiff, weak or sore")
    page.unroute("**/api/v1/facts")
    visit(page, app)
    assert page.evaluate(HERE)["facts"] == []
    assert app.facts() == []


def test_scripts_before_the_player_stay_small(device: Devices, app: Served) -> None:
    for path in ("/", "/plan", "/data", "/offline", "/wrong", "/library"):
        page = device(visited=False)
        sizes: dict[str, int] = {}

        def weigh(response: Response, sizes: dict[str, int] = sizes) -> None:
            if response.request.resource_type == "script" and response.ok and "/viewer-" not in response.url:
                sizes[response.url] = len(gzip.compress(response.body()))

        page.on("response", weigh)
        page.goto(app.address + path)
        until(page, ACTIVE)
        assert 0 < sum(sizes.values()) <= 60_000, (path, sizes)


def test_only_its_own_old_caches_are_removed(device: Devices, app: Served) -> None:
    page = device(visited=False)
    page.goto(app.address + "/static/icons/mark.svg")
    page.evaluate("Promise.all(['turnout-pages-v0', 'somebody-else'].map(name => caches.open(name))).then(() => null)")
    visit(page, app)
    until(page, "caches.has('turnout-pages-v0').then(there => !there)")
    assert page.evaluate("caches.has('somebody-else')")


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_shell(device: Devices, app: Served, scheme: Literal["light", "dark"]) -> None:
    page = device(scheme)
    cut(page)
    for path in ("/", "/morning", "/wrong", "/library/clamshell", "/plan"):
        page.goto(app.address + path)
        expect(page.get_by_role("status").first).to_contain_text("You are offline")
        sound(page)
    page.goto(app.address + "/wrong")
    page.get_by_role("button", name="Save the pain").click()
    sound(page)
    page.get_by_role("button", name="Ask me the safety questions").click()
    title(page, "First, what would need help at once")
    sound(page)
    page.get_by_role("button", name="Save my answers").click()
    sound(page)
    page.get_by_role("group", name=re.compile("suddenly unable to stand")).get_by_label("Yes").check()
    page.get_by_role("button", name="Save my answers").click()
    sound(page)
    page.get_by_role("button", name="Yes, it is so").click()
    title(page, "Please get help now")
    sound(page)
