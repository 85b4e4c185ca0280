"""Makes the example records beside this file: made-up people, written in the public record format and nothing else.

In: nothing. Out: ``examples/*.jsonl``, the same bytes every time. README.md tells each story and what
Turnout answers to it.

    python examples/make_examples.py              # the short records
    python examples/make_examples.py two-years    # the long one: a simulated person, so it also follows today's rules
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import turnout

HERE = Path(__file__).parent
Fact = dict[str, Any]

EASY: Fact = {"pain": 0, "effort": 5, "clean": True}
"""How a set felt: no pain, effort 5 of 10, and it looked as it should."""
HARD: Fact = {"pain": 1, "effort": 8, "clean": True}


def fact(kind: str, day: date, clock: str = "", **content: Any) -> Fact:
    """One fact on a day, at a clock time (UTC) where one is given."""
    at = f"{day.isoformat()}T{clock}:00+00:00" if clock else day.isoformat()
    return {"kind": kind, "at": at, **content}


def screen(day: date, *yes: str) -> Fact:
    """Every red-flag question answered: no, but for those named."""
    return fact("screen", day, answers={flag: flag in yes for flag in turnout.load_knowledge().red_flags})


def rotation(day: date, **degrees: tuple[int, int, int]) -> list[Fact]:
    """Three trials lying on the front by phone, on oneself; named like ``er_left``."""
    out: list[Fact] = []
    for name, trials in degrees.items():
        way, side = name.split("_")
        how: Fact = {"unit": "deg", "method": "phone", "helper": False}
        value = sorted(trials)[1]
        out.append(fact("reading", day, "08:00", measure=f"prone-{way}", side=side, value=value, trials=trials, **how))
    return out


def work(day: date, exercise: str, level: str, side: str, counts: Iterable[int], **felt: Any) -> list[Fact]:
    """The sets of one exercise on one side, a minute apart in the record's order; repetitions unless told otherwise."""
    told = {**EASY, **felt}
    unit = told.pop("unit", "reps")
    clock = told.pop("clock", "18:00")
    move = {"exercise": exercise, "level": level, "side": side}
    return [fact("set", day, clock, **move, **{unit: count}, **told) for count in counts]


def morning(day: date, **pain: int) -> list[Fact]:
    """The morning after, per side."""
    return [fact("next-day", day, "07:30", side=side, pain=value) for side, value in pain.items()]


def desk_worker() -> list[Fact]:
    """A pair of moves at the desk for four days; the stretch is ready to be held longer."""
    first = date(2026, 1, 12)
    facts = [
        fact("profile", first, born=1988, sex="f", goals=["sit"], equipment=["chair"], minutes=10, days_per_week=7),
        screen(first),
        *(fact("pain", first, "09:00", side=side, site="buttock", now=2) for side in ("left", "right")),
        fact("programme", first, programme="desk-pair"),
    ]
    for n, (holds, opener) in enumerate([((60,), (10,)), ((60, 60), (10, 10)), ((75, 75), (15, 15))]):
        day = first + timedelta(days=n)
        for side in ("left", "right"):
            facts += work(day, "seated-leg-to-chest", "middle", side, holds, unit="seconds", clock="12:30", pain=1)
        facts += work(day, "seated-leg-opener", "no-band", "both", opener, unit="seconds", clock="12:40")
        facts += [fact("session", day, "12:50", done=True, minutes=9)]
        facts += morning(day + timedelta(days=1), left=2, right=2)
    return facts


def runner() -> list[Fact]:
    """A left hip that wavers on one leg and was sore the morning after."""
    first = date(2026, 2, 9)
    home = ["long-band", "anchor", "loop-band", "bench", "step"]
    facts = [
        fact("profile", first, born=1992, sex="m", goals=["run"], equipment=home, minutes=45, days_per_week=3),
        screen(first),
        *(fact("pain", first, "09:00", side=side, site="outer hip", now=1) for side in ("left", "right")),
        fact("programme", first, programme="runner-strength"),
    ]
    for side, score, reps in (("left", 4, 14), ("right", 1, 20)):
        facts.append(fact("reading", first, "08:00", measure="lateral-step-down", side=side, value=score, unit="score"))
        facts.append(fact("reading", first, "08:10", measure="er-strength-reps", side=side, value=reps, unit="reps"))
    for n in (0, 3):
        day = first + timedelta(days=n)
        for exercise in ("band-leg-cycle", "reverse-band-leg-cycle"):
            for side in ("left", "right"):
                facts += work(day, exercise, "band-yellow", side, (20, 20), pain=1)
        if n == 3:
            facts += work(day, "plank-pike", "bodyweight", "both", (12, 12))
            facts += work(day, "elevated-bridge", "no-band", "both", (12, 12))
        facts += [fact("session", day, "18:30", done=True, minutes=12)]
        facts += morning(day + timedelta(days=1), left=1 if n == 0 else 3, right=1)
    return facts


def dancer() -> list[Fact]:
    """Very flexible joints: strength instead of more range."""
    first = date(2026, 3, 2)
    facts = [
        fact("profile", first, born=2004, sex="f", goals=["dance"], equipment=["strap", "mat"], minutes=25),
        screen(first),
        fact("condition", first, condition="dysplasia-or-hypermobility"),
        *rotation(first, er_left=(54, 55, 57), er_right=(55, 56, 56), ir_left=(41, 42, 44), ir_right=(40, 42, 43)),
        *(fact("pain", first, "09:00", side=side, site="groin", now=0) for side in ("left", "right")),
        fact("programme", first, programme="starter-rotation"),
    ]
    for side in ("left", "right"):
        facts += work(first, "clamshell", "no-band", side, (20, 20))
        facts += work(first, "prone-er-lift", "bodyweight", side, (20, 20))
    return [*facts, *morning(first + timedelta(days=1), left=0, right=0)]


CLAMSHELL = (
    ("no-band", (15, 15), EASY), ("no-band", (15, 15, 15), EASY), ("band-yellow", (15, 13, 11), HARD),
    ("band-yellow", (15, 14, 12), HARD), ("band-yellow", (15, 15, 12), HARD), ("band-yellow", (15, 15, 13), HARD),
    ("band-yellow", (15, 15, 14), HARD), ("band-yellow", (15, 15, 14), HARD), ("band-yellow", (15, 15, 14), HARD),
    ("band-yellow", (15, 15, 14), HARD), ("band-yellow", (15, 15, 15), HARD), ("band-red", (15, 15, 15), HARD),
)  # fmt: skip
"""Twelve sessions: the band comes after 3 x 15 without one; 3 x 15 with it is reached at the end of week four."""
BRIDGE = ((15, 15), *[(15, 15, 15)] * 11)


def piriformis() -> list[Fact]:
    """Four weeks lying down are done, every set told, and the red flags asked again on day 28."""
    first = date(2026, 1, 5)
    home = ["loop-band", "step", "chair"]
    facts = [
        fact("profile", first, born=1990, sex="m", equipment=home, minutes=30, days_per_week=3),
        screen(first),
        *(fact("pain", first, "09:00", side=s, site="buttock", now=n) for s, n in (("left", 0), ("right", 2))),
        fact("programme", first, programme="piriformis-three-phase", affected="right"),
    ]
    for n, ((level, counts, felt), bridge) in enumerate(zip(CLAMSHELL, BRIDGE, strict=True)):
        day = first + timedelta(days=n // 3 * 7 + n % 3 * 2)
        facts += work(day, "banded-bridge", "band-yellow", "both", bridge, **HARD)
        for side in ("right", "left"):
            facts += work(day, "clamshell", level, side, counts, **felt)
        facts += [fact("session", day, "18:25", done=True, minutes=20)]
        facts += morning(day + timedelta(days=1), left=0, right=2 if n < 6 else 1)
    return [*facts, screen(first + timedelta(days=28))]


STRETCHES = (
    ("hip-flexor-stretch", "standing", (30,)), ("quadriceps-stretch", "standing", (30,)),
    ("lateral-hip-stretch", "floor", (30,)), ("wall-hamstring-stretch", "floor", (10, 10)),
)  # fmt: skip
"""Exercise, level, and the holds [s]."""
BANDS = ("seated-band-ir", "seated-band-er")


def iliopsoas() -> list[Fact]:
    """Six days: seated rotation daily on the sore right side, every other day on the left; two stretches join a day."""
    first = date(2026, 4, 6)
    home = ["long-band", "anchor", "loop-band"]
    facts = [
        fact("profile", first, born=1985, sex="f", equipment=home, minutes=40, days_per_week=7),
        screen(first),
        *(fact("pain", first, "09:00", side=s, site="front of hip", now=n) for s, n in (("left", 0), ("right", 2))),
        fact("programme", first, programme="iliopsoas-rotation", affected="right"),
    ]
    for n in range(6):
        day = first + timedelta(days=n)
        for exercise in BANDS:
            facts += work(day, exercise, "band-yellow", "right", (20,) * (2 if n < 3 else 3), pain=1)
            if n % 2 == 0:
                facts += work(day, exercise, "band-yellow", "left", (20, 20))
        for exercise, level, holds in STRETCHES[: 2 * n]:
            for side in ("right", "left"):
                facts += work(day, exercise, level, side, holds, unit="seconds", clock="18:10")
        facts += [fact("session", day, "18:20", done=True, minutes=18)]
        facts += morning(day + timedelta(days=1), left=0, right=2)
    return facts


def hip_replacement() -> list[Fact]:
    """A left hip replaced from behind, cleared by the surgeon's team."""
    first = date(2026, 5, 4)
    return [
        fact("profile", first, born=1958, sex="f", equipment=["strap", "mat"], minutes=20, days_per_week=3),
        screen(first, "hip-replacement"),
        fact("clearance", first + timedelta(days=2), flag="hip-replacement", by="Dr Example, orthopaedic clinic"),
        fact("condition", first, condition="hip-replacement-posterior", side="left", since="2024-10-15"),
        *(fact("pain", first, "09:00", side=side, site="buttock", now=1) for side in ("left", "right")),
        fact("programme", first, programme="starter-rotation"),
    ]


def red_flag() -> list[Fact]:
    """A runner who says yes to two questions."""
    first = date(2026, 6, 1)
    return [
        fact("profile", first, born=1997, sex="f", goals=["run"], minutes=20, days_per_week=4),
        screen(first, "groin-pain-on-impact", "rapid-worsening"),
        fact("pain", first, "09:00", side="right", site="groin", now=4, worst=7),
        fact("programme", first, programme="runner-strength"),
    ]


def version_difference() -> list[Fact]:
    """Both hips turn in 30 degrees further than out, measured on two days."""
    first = date(2026, 7, 6)
    return [
        fact("profile", first, born=1999, sex="f", equipment=["mat", "bench"], minutes=30, days_per_week=3),
        screen(first),
        *rotation(first, er_left=(24, 25, 26), er_right=(25, 26, 27), ir_left=(54, 55, 57), ir_right=(55, 56, 58)),
        *(fact("pain", first, "09:00", side=side, site="outer hip", now=0) for side in ("left", "right")),
        fact("programme", first, programme="rotation-guide"),
    ]


SHORT = {
    "desk-worker": desk_worker,
    "runner": runner,
    "dancer": dancer,
    "piriformis-week-5": piriformis,
    "iliopsoas-week-1": iliopsoas,
    "hip-replacement": hip_replacement,
    "red-flag": red_flag,
    "version-difference": version_difference,
}
"""Name of the file -> its facts."""


def two_years() -> list[Fact]:
    """A simulated person who came on most days for two years, with only the fields that the loop reads."""
    from turnout.record import fact_json
    from turnout.simulate.run import Person

    person = Person(turnout.load_knowledge(), "starter-rotation", SEED, NUMBER, trace=False)
    person.body.adheres, person.body.answers, person.body.careful = 0.8, 1.0, 0.98
    told = [fact_json(one) for one in person.live(104).facts]
    back = date.fromisoformat(told[0]["at"][:10]) - date(2024, 10, 28)
    return [_plain(one, back) for one in told if one["kind"] != "offered"]


SEED, NUMBER = 3, 5


def _plain(told: Fact, back: timedelta) -> Fact:
    """A simulated fact so much earlier, with its id as an app would have given it, and no more than was asked."""
    day, clock = told["at"][:10], told["at"][11:19]
    out: Fact = {"id": told["id"], "kind": told["kind"], "at": f"{date.fromisoformat(day) - back}T{clock}Z"}
    left_out = {"id", "kind", "at", "person", "by"}
    out |= {key: value for key, value in told.items() if key not in left_out}
    if told["kind"] == "profile":
        out["note"] = "a made-up person"
    if told["kind"] == "offered":
        keep = ("exercise", "level", "side", "sets", "reps", "seconds")
        items = [{key: item[key] for key in keep if item[key] is not None} for item in told["session"]["items"]]
        on = date.fromisoformat(told["session"]["on"]) - back
        out["session"] = {"on": on.isoformat(), "items": items}
    return out


def lines(facts: Iterable[Fact]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in facts)


def main(names: list[str]) -> None:
    if names == ["two-years"]:
        (HERE / "two-years.jsonl").write_text(lines(two_years()), encoding="utf-8")
        return
    for name, make in SHORT.items():
        (HERE / f"{name}.jsonl").write_text(lines(make()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
