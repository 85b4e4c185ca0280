"""Devices that come to the app, lose the network and find it again.

In: a browser and a running app. Out: pages in contexts of their own, whose clocks agree with the server's, and steps:
`visit`, `cut`, `connect`, `in_step`.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any, Literal

from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE
from tests.web.serving import Served

HERE = """async () => {
  const nothing = {pack: null, facts: []};
  if (!(await indexedDB.databases()).some(one => one.name === "turnout")) return nothing;
  return new Promise((done, fail) => {
    const opening = indexedDB.open("turnout");
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const tx = opening.result.transaction(["kept", "facts"]);
      const [pack, facts] = [tx.objectStore("kept").get("pack"), tx.objectStore("facts").getAll()];
      tx.oncomplete = () => {
        opening.result.close();
        done({pack: pack.result ?? null, facts: facts.result});
      };
    };
  });
}"""
ACTIVE = "navigator.serviceWorker.ready.then(r => r.active.state === 'activated')"


class Devices:
    """Makes devices; closes all of them."""

    def __init__(self, browser: Browser, app: Served) -> None:
        self.browser = browser
        self.app = app
        self._pages: list[Page] = []

    def __call__(self, scheme: Literal["light", "dark"] = "light", *, visited: bool = True) -> Page:
        """A device of its own, that has been here once."""
        context = self.browser.new_context(
            viewport=PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True, timezone_id="UTC"
        )
        page = context.new_page()
        page.clock.set_fixed_time(self.app.clock.now)
        self._pages.append(page)
        if visited:
            visit(page, self.app)
        return page

    def close(self) -> None:
        for page in self._pages:
            page.context.close()


def until(page: Page, says: str) -> None:
    """Waits until a script is true. (Playwright's own waiting needs `eval`, which the app's policy forbids.)"""
    for _ in range(300):
        if page.evaluate(says) is True:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {says}")


def visit(page: Page, app: Served) -> None:
    """A visit with a network: afterwards the worker is there, and the pack as the server makes it now."""
    page.clock.set_fixed_time(app.clock.now)
    page.goto(app.address)
    until(page, ACTIVE)
    in_step(page, app)


def in_step(page: Page, app: Served) -> None:
    """Waits until nothing waits on the device, and its pack is that of the server."""
    for _ in range(100):
        here, made = page.evaluate(HERE), app.client.get("/api/v1/pack").json()
        if here["facts"] == [] and here["pack"] is not None and here["pack"] | {"made_at": made["made_at"]} == made:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the device never came into step with the server")


def waiting(page: Page) -> list[dict[str, Any]]:
    """The facts that wait on a device, in the order they were told."""
    kept: list[dict[str, Any]] = page.evaluate(HERE)["facts"]
    return [one["fact"] for one in sorted(kept, key=itemgetter("seq"))]


def cut(page: Page) -> None:
    page.context.set_offline(True)


def connect(page: Page, app: Served) -> None:
    """The network is back; the page that is open notices by itself."""
    page.clock.set_fixed_time(app.clock.now)
    page.context.set_offline(False)
    in_step(page, app)


def title(page: Page, says: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(says)


def tell_pain(page: Page, app: Served, side: str, pain: int) -> None:
    """Says on the shell's page that something hurts."""
    page.clock.set_fixed_time(app.clock.now)
    page.goto(app.address + "/wrong")
    page.get_by_role("group", name=f"{side} side, pain now").get_by_label(str(pain), exact=True).check()
    page.get_by_role("button", name="Save the pain").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Something is wrong")
