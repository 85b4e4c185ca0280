"""Every page and state of the app that a person on the server's pages comes to, in the order of their life.

In: a running app over an empty database, a `Shoot`. Out: a look at each state under its name. The people are made up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.support.tour import Shoot
from tests.web.serving import Served, answer_no_to_all, begin, intake, log_all, log_set, say_yes
from turnout.cli.made_up import SEED, made_up_person
from turnout.knowledge import load_knowledge

ROOT = Path(__file__).parents[2]
BANDS = ("loop-band", "long-band", "anchor", "strap", "step")
ORDER = {"what": "dose", "sets": "2", "reps": "12", "side": "left", "by": "Dr Ada Hill", "on": "2026-11-03"}
EXAMPLES = {
    "piriformis-week-5": datetime(2026, 2, 4, 9, tzinfo=UTC),
    "hip-replacement": datetime(2026, 5, 4, 9, tzinfo=UTC),
}

Scene = Callable[[Served, Shoot], None]


# -- what is done on a page --------------------------------------------------------------------------------------------


def send_empty(page: Page) -> None:
    """The page's main form, sent as it is."""
    page.locator("main form button:not([type=button]):visible").first.click()
    says_what_is_wrong(page)


def says_what_is_wrong(page: Page) -> None:
    """Waits until the page does."""
    page.locator("main .wrong:visible, main .wrongs").first.wait_for()


def one_yes(page: Page) -> None:
    """A yes to the first safety question; it is asked again before it counts."""
    page.locator("input[value=yes]").first.check()
    page.locator("button[name=each]").click()
    page.locator(".sure").wait_for()


def bad_name(page: Page) -> None:
    """Nobody signs for themselves."""
    page.get_by_label("Name of the clinician").fill("me")
    page.get_by_role("button", name="Save the prescription").click()
    says_what_is_wrong(page)


def bad_file(page: Page) -> None:
    """A file that is no record."""
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "notes.jsonl", "mimeType": "application/x-ndjson", "buffer": b"no record\n"}
    )
    page.get_by_role("button", name="Bring it in").click()
    says_what_is_wrong(page)


def wrong_word(page: Page) -> None:
    """Not the word that erases everything."""
    page.get_by_label("Type the word").fill("please")
    page.get_by_role("button", name="Erase all").click()
    says_what_is_wrong(page)


def calm(page: Page) -> None:
    """The player has found out what day it is."""
    page.locator("[data-player] h1, .pl h1").first.wait_for()


# -- the first days ----------------------------------------------------------------------------------------------------


def nobody_yet(app: Served, shoot: Shoot) -> None:
    """From the welcome to the first session: the intake with a stop, and everything that is still empty."""
    shoot("welcome", "/")
    for name in ("plan", "progress", "report", "calendar", "data", "measure", "session", "play", "stop"):
        shoot(f"{name}-nobody", f"/{name}", calm if name == "play" else None)
    shoot("safety-1", "/start/safety")
    shoot("safety-wrong", "/start/safety", lambda page: page.locator("button[name=each]").click())
    app.post("/start/safety", {"group": "now", "none": "yes"})
    shoot("safety-2", "/start/safety")
    shoot("safety-sure", "/start/safety", one_yes)
    say_yes(app, "groin-pain-on-impact", group="same-day")
    shoot("stop", "/stop")
    shoot("stop-wrong", "/stop", send_empty)
    shoot("stop-measure", "/measure")
    shoot("stop-plan", "/plan")
    shoot("stop-play", "/play", calm)
    app.post("/stop/clearance", {"flag": "groin-pain-on-impact", "by": "Dr Ada Hill", "on": "2026-11-23"})
    answer_no_to_all(app)
    for name in ("you", "conditions", "home", "goals", "programme", "pain"):
        shoot(name, f"/start/{name}")
    shoot("you-wrong", "/start/you", send_empty)
    shoot("pain-wrong", "/start/pain", send_empty)
    shoot("today-later", "/")
    intake(app, equipment=BANDS)


def first_days(app: Served, shoot: Shoot) -> None:
    """From the first Today to the second session."""
    nobody_yet(app, shoot)
    shoot("wrong", "/wrong")
    shoot("wrong-wrong", "/wrong", send_empty)
    shoot("ready", "/start/ready")
    shoot("today-first", "/")
    shoot("start", "/start")
    measures(app, shoot)
    shoot("before", "/session")
    begin(app)
    shoot("session", "/session")
    shoot("item", "/session/1")
    shoot("item-wrong", "/session/1", send_empty)
    log_set(app, 1)
    shoot("item-last", "/session/1")
    log_all(app)
    shoot("today-done", "/")
    shoot("session-done", "/session")
    shoot("play-done", "/play", calm)
    app.clock.forward(days=1)
    shoot("morning", "/morning")
    shoot("morning-wrong", "/morning", lambda page: page.get_by_role("button", name="Save").click())
    app.post("/morning", {"fine": "yes"})
    shoot("morning-nothing", "/morning")
    shoot("today-rest", "/")
    shoot("play-rest", "/play", calm)
    app.clock.forward(days=1)
    shoot("today-due", "/")
    second_session(app, shoot)


def measures(app: Served, shoot: Shoot) -> None:
    """Each kind of measure, empty, wrong and told."""
    shoot("measure", "/measure")
    shoot("measure-empty", "/measure/prone-er")
    shoot("measure-wrong", "/measure/prone-er", send_empty)
    for name, id in {
        "ticks": "lateral-step-down",
        "options": "buttock-palpation",
        "labels": "activity-rating",
        "seconds": "single-leg-stance",
    }.items():
        shoot(f"measure-{name}", f"/measure/{id}")
    sides = {f"{side}-{n}": str(v + n) for side, v in (("left", 24), ("right", 38)) for n in (1, 2, 3)}
    app.post("/measure/prone-er", {**sides, "method": "phone", "helper": "alone"})
    shoot("measure-once", "/measure/prone-er")


def second_session(app: Served, shoot: Shoot) -> None:
    """A session in which something hurt, and what is said of it."""
    begin(app)
    log_set(app, 1, pain="7")
    shoot("item-ended", "/session/1")
    items: list[dict[str, Any]] = [f for f in app.facts() if f["kind"] == "offered"][-1]["session"]["items"]
    hold = next((n for n, item in enumerate(items, 1) if item["seconds"] is not None), 1)
    shoot("item-hold", f"/session/{hold}")
    shoot("session-going", "/session")
    shoot("today-going", "/")
    app.post("/wrong/pain", {"pain-left": "7"})
    shoot("today-sore", "/?told=pain")
    app.post("/wrong/new")
    shoot("safety-again", "/start/safety")
    shoot("today-asks", "/")


# -- later -------------------------------------------------------------------------------------------------------------


def ten_weeks(app: Served, shoot: Shoot) -> None:
    """Ten weeks in."""
    app.store.add(made_up_person(load_knowledge(), SEED, app.clock.now.date()), person="me")
    shoot("today-made-up", "/")
    shoot("progress", "/progress")
    shoot("measure-again", "/measure/prone-er")
    shoot("plan-made-up", "/plan")
    shoot("data", "/data")
    shoot("data-file", "/data", bad_file)
    shoot("data-word", "/data", wrong_word)
    shoot("report", "/report")
    shoot("report-4", "/report?period=4")
    shoot("report-own", "/report?period=own&since=2026-10-01&until=2026-10-31")
    shoot("report-wrong-dates", "/report?period=own&until=2999-01-01")
    shoot("calendar", "/calendar")
    shoot("phone-here", "/phone")


def adjusted(app: Served, shoot: Shoot) -> None:
    """Wishes and prescriptions, none and some; a circuit."""
    intake(app, programme="piriformis-three-phase", affected="left", equipment=("loop-band", "step"))
    shoot("adjust-empty", "/adjust")
    shoot("adjust-one", "/adjust/clamshell")
    shoot("adjust-wrong", "/adjust/clamshell", bad_name)
    app.post("/adjust/clamshell", ORDER)
    app.post("/adjust/side-lying-er", {**ORDER, "what": "instead", "instead_of": "banded-bridge"})
    app.post("/adjust/positions", {"position": ["plank"]})
    app.post("/adjust/single-leg-bridge/wish", {"wish": "not"})
    shoot("adjust", "/adjust")
    shoot("adjust-disliked", "/adjust/single-leg-bridge")
    shoot("today-adjusted", "/")
    intake(app, programme="hip-circuit", affected="both", equipment=BANDS)
    shoot("adjust-circuit", "/adjust")


def example(name: str) -> Scene:
    """An example record on a day of its own."""

    def states(app: Served, shoot: Shoot) -> None:
        app.clock.now = EXAMPLES[name]
        lines = (ROOT / "examples" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        app.send(*(json.loads(line) for line in lines))
        shoot(f"{name}-today", "/")
        for page in ("plan", "measure", "progress"):
            shoot(f"{name}-{page}", f"/{page}")

    return states


def library(app: Served, shoot: Shoot) -> None:
    """What is the same for everybody."""
    shoot("library", "/library")
    shoot("library-found", "/library?q=band&position=standing")
    shoot("library-none", "/library?q=xyz")
    shoot("library-hurts", "/library?hurts=kneel&condition=fai")
    shoot("exercise", "/library/clamshell")
    shoot("stretch", "/library/supine-strap-rotation-stretch")
    shoot("measure-entry", "/library/prone-er")
    shoot("programme-entry", "/library/piriformis-three-phase")
    shoot("muscles", "/library/muscles")
    shoot("muscle", "/library/muscles/piriformis")
    shoot("texts", "/texts")
    shoot("science", "/science")
    shoot("about", "/about")
    shoot("missing", "/library/nothing")


SCENES: tuple[Scene, ...] = (first_days, ten_weeks, adjusted, library, *(example(name) for name in EXAMPLES))
