"""A phone's tilt for the end-to-end tests: an orientation put over the browser's own, moved as a leg would move it.

In: a page, an angle of the leg. Out: the events that a phone strapped to the shin would give, and the guide's steps.
"""

from __future__ import annotations

import math
from typing import Any

from playwright.sync_api import Locator, Page

STEP_MS = 25


class Phone:
    """A phone upright on the shin, a little askew: it starts where the sensor's angles are singular, beta near 90."""

    def __init__(self, page: Page, lean: float = 1.5) -> None:
        self.page = page
        self.lean = lean
        self.at = 0.0
        self.session: Any = page.context.new_cdp_session(page)
        self.turn(0)

    def turn(self, deg: float) -> None:
        """The shin sinks sideways to an angle, all at once; gamma swings round within the first degrees."""
        self.at = deg
        alpha, beta, gamma = angles(deg, self.lean)
        told = {"alpha": alpha, "beta": beta, "gamma": gamma}
        self.session.send("DeviceOrientation.setDeviceOrientationOverride", told)

    def sink(self, deg: float, *, deg_s: float = 60) -> None:
        """From where it is to an angle, at a leg's pace."""
        begun = self.at
        steps = max(2, round(abs(deg - begun) / deg_s * 1000 / STEP_MS))
        for n in range(1, steps + 1):
            self.turn(begun + (deg - begun) * n / steps)
            self.page.wait_for_timeout(STEP_MS)


def angles(deg: float, lean: float) -> tuple[float, float, float]:
    """The sensor's angles of a phone that leans back and then turns with the shin.

    It leans by ``lean`` and turns by ``deg`` about the level axis that runs out of its screen,
    R = Ry(deg) Rx(90 - lean), taken apart as Rz(alpha) Rx(beta) Ry(gamma).
    """
    t, b = math.radians(deg), math.radians(90 - lean)
    row = (-math.sin(t), math.cos(t) * math.sin(b), math.cos(t) * math.cos(b))
    beta = math.degrees(math.asin(row[1]))
    gamma = math.degrees(math.atan2(-row[0], row[2]))
    if gamma >= 90:  # the standard keeps gamma within [-90, 90) and lets beta pass 90
        gamma, beta = gamma - 180, 180 - beta
    elif gamma < -90:
        gamma, beta = gamma + 180, 180 - beta
    return 40.0, beta, gamma


# -- the guide ---------------------------------------------------------------------------------------------------------


def measure_side(page: Page, phone: Phone, values: tuple[float, float, float]) -> None:
    """A side from the start to its last trial, the way that the guide leads. The page's clock must be installed."""
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="I am in position").click()
    for kept, deg in enumerate(values, 1):
        trial(page, phone, deg, kept % 3)


def trial(page: Page, phone: Phone, deg: float, kept: int = 0) -> None:
    """A zero that takes itself; the leg sinks, rests until it is kept, comes back. ``kept``: 0 for a side's last."""
    hasten(page, page.locator("[data-line]").filter(has_text="Let the foot sink inward. Keep still at the end."), 1)
    phone.sink(deg)
    if kept:
        hasten(page, page.locator("[data-kept] li"), kept)
    else:
        hasten(page, page.locator("[data-view=measure]:not([hidden])"), 0)
    phone.sink(0)


def hasten(page: Page, what: Locator, count: int) -> None:
    """Lets time go by until there are so many of something."""
    for _ in range(40):
        if what.count() == count:
            return
        page.clock.run_for(500)
    raise AssertionError(f"there never were {count} of {what}")
