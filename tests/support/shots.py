"""Pictures of every page and state, on a phone and on a desktop, light and dark.

In: ``python -m tests.support.shots OUT [NAME...]``. Out: PNG files in OUT, ``NAME-SIZE-SCHEME.png``. The pages are
those of a real server over a real database; the people in it are made up.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ViewportSize

from tests.support.browser import PHONE, new_page, open_browser
from tests.web.serving import Clock, Served, answer_no_to_all, begin, intake, log_all, log_set, say_yes, serve

ROOT = Path(__file__).parent.parent.parent
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SIZES: dict[str, ViewportSize] = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BANDS = ("loop-band", "long-band", "anchor", "strap", "step")

Shoot = Callable[[str, str], None]


class Camera:
    """Takes the four pictures of an address."""

    def __init__(self, browser: Browser, out: Path, only: set[str]) -> None:
        self.browser = browser
        self.out = out
        self.only = only

    def of(self, app: Served) -> Shoot:
        """A camera on one app: name and path in, four files out."""

        def shoot(name: str, path: str) -> None:
            if self.only and name not in self.only:
                return
            for size, viewport in SIZES.items():
                for scheme in SCHEMES:
                    page = new_page(self.browser, viewport=viewport, scheme=scheme)
                    page.goto(app.address + path, wait_until="load")
                    if name.endswith("-sure"):
                        page.locator("input[value=yes]").first.check()
                        page.locator("button[name=each]").click()
                        page.locator(".sure").wait_for()
                    if name.endswith("-wrong"):
                        page.locator("main form .button").first.click()
                        page.locator(".wrongs").wait_for()
                    page.evaluate("document.fonts.ready")
                    page.screenshot(path=self.out / f"{name}-{size}-{scheme}.png", full_page=True)
                    page.context.close()

        return shoot


def first_days(app: Served, shoot: Shoot) -> None:
    """From the welcome to the second session."""
    shoot("welcome", "/")
    shoot("safety-1", "/start/safety")
    shoot("safety-wrong", "/start/safety")
    app.post("/start/safety", {"group": "now", "none": "yes"})
    shoot("safety-2", "/start/safety")
    shoot("safety-sure", "/start/safety")
    say_yes(app, "groin-pain-on-impact", group="same-day")
    shoot("stop", "/stop")
    shoot("stop-wrong", "/stop")
    app.post("/stop/clearance", {"flag": "groin-pain-on-impact", "by": "Dr Ada Hill", "on": "2026-11-23"})
    answer_no_to_all(app)
    for name in ("you", "conditions", "home", "goals", "programme", "pain"):
        shoot(name, f"/start/{name}")
    shoot("you-wrong", "/start/you")
    shoot("programme-open", "/start/programme")
    shoot("today-later", "/")
    intake(app, equipment=BANDS)
    shoot("wrong", "/wrong")
    shoot("adjust-empty", "/adjust")
    shoot("adjust-one", "/adjust/clamshell")
    shoot("ready", "/start/ready")
    shoot("today-first", "/")
    shoot("start", "/start")
    shoot("measure", "/measure")
    shoot("measure-empty", "/measure/prone-er")
    shoot("measure-ticks", "/measure/lateral-step-down")
    shoot("measure-options", "/measure/buttock-palpation")
    shoot("measure-labels", "/measure/activity-rating")
    sides = {f"{side}-{n}": str(v + n) for side, v in (("left", 24), ("right", 38)) for n in (1, 2, 3)}
    app.post("/measure/prone-er", {**sides, "method": "phone", "helper": "alone"})
    shoot("measure-once", "/measure/prone-er")
    shoot("before", "/session")
    begin(app)
    shoot("session", "/session")
    shoot("item", "/session/1")
    log_set(app, 1)
    shoot("item-last", "/session/1")
    log_all(app)
    shoot("today-done", "/")
    app.clock.forward(days=1)
    shoot("morning", "/")
    app.post("/morning", {"fine": "yes"})
    shoot("today-rest", "/")
    app.clock.forward(days=1)
    shoot("today-due", "/")
    begin(app)
    log_set(app, 1, pain="7")
    shoot("item-ended", "/session/1")
    items: list[dict[str, Any]] = [f for f in app.facts() if f["kind"] == "offered"][-1]["session"]["items"]
    hold = next((n for n, item in enumerate(items, 1) if item["seconds"] is not None), 1)
    shoot("item-hold", f"/session/{hold}")
    shoot("session-going", "/session")


def later(app: Served, shoot: Shoot) -> None:
    """Ten weeks in."""
    from turnout.cli.made_up import SEED, made_up_person
    from turnout.knowledge import load_knowledge

    app.store.add(made_up_person(load_knowledge(), SEED, app.clock.now.date()), person="me")
    shoot("progress", "/progress")
    shoot("measure-again", "/measure/prone-er")
    shoot("plan-made-up", "/plan")
    shoot("data", "/data")
    shoot("report", "/report")
    shoot("report-wrong-dates", "/report?period=own&until=2999-01-01")
    shoot("calendar", "/calendar")


def example(name: str, day: datetime) -> Callable[[Served, Shoot], None]:
    """An example record on a day."""

    def states(app: Served, shoot: Shoot) -> None:
        app.clock.now = day
        lines = (ROOT / "examples" / f"{name}.jsonl").read_text().splitlines()
        app.send(*(json.loads(line) for line in lines))
        shoot(f"{name}-today", "/")
        shoot(f"{name}-plan", "/plan")
        shoot(f"{name}-measure", "/measure")
        shoot(f"{name}-progress", "/progress")

    return states


def library(app: Served, shoot: Shoot) -> None:
    """What is the same for everybody."""
    shoot("library", "/library")
    shoot("library-found", "/library?q=band&position=standing")
    shoot("library-none", "/library?q=xyz")
    shoot("exercise", "/library/clamshell")
    shoot("stretch", "/library/supine-strap-rotation-stretch")
    shoot("measure-entry", "/library/prone-er")
    shoot("programme-entry", "/library/piriformis-three-phase")
    shoot("texts", "/texts")
    shoot("about", "/about")
    shoot("missing", "/library/nothing")


def main() -> int:
    """Take them."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.shots", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("only", nargs="*", help="the names wanted; all without")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    scenes: list[Callable[[Served, Shoot], None]] = [
        first_days,
        later,
        library,
        example("piriformis-week-5", datetime(2026, 2, 4, 9, tzinfo=UTC)),
        example("hip-replacement", datetime(2026, 5, 4, 9, tzinfo=UTC)),
    ]
    with open_browser() as browser, tempfile.TemporaryDirectory() as folder:
        camera = Camera(browser, options.out, set(options.only))
        for n, scene in enumerate(scenes):
            with serve(Path(folder), clock=Clock(), name=f"{n}.db") as app:
                scene(app, camera.of(app))
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
