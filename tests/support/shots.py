"""Pictures of every page and state, on a phone and on a desktop, light and dark.

In: a browser, a folder, names of states or none for all. Out: PNG files there, ``NAME-SIZE-SCHEME.png``. The pages are
those of a real server over a real database; the people in it are made up. ``make shots`` takes all of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.support import states, states_device
from tests.support.tour import Look, Tour
from tests.web.serving import serve


def camera(out: Path) -> Look:
    """Takes a picture of the page's whole length; of the player what is on the screen."""

    def look(page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        page.screenshot(path=out / f"{name}.png", full_page=not name.startswith(("player-", "guide-")))

    return look


def walk(tour: Tour, folder: Path) -> None:
    """Through everything but the player."""
    for n, scene in enumerate(states.SCENES):
        with serve(folder, name=f"{n}.db") as app:
            scene(app, tour.of(app))
    for scene in states_device.SCENES:
        scene(tour, folder)
    tour.close()


def take(browser: Browser, out: Path, only: Collection[str] = ()) -> None:
    """Every picture, or those of some states."""
    out.mkdir(parents=True, exist_ok=True)
    tour = Tour(browser, camera(out), only=only)
    with tempfile.TemporaryDirectory() as folder:
        walk(tour, Path(folder))
        states_device.player(tour, Path(folder))
