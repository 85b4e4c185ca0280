"""Made-up people: latent range, strength, pain and adherence, and how they do what is offered.

In: a random generator seeded from outside. Out: facts, as a real person would give them. Nobody here is real; the
numbers are ours, and only have to be plausible and varied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from turnout.knowledge import Knowledge
from turnout.record import Fact, fact_from
from turnout.terms import LIMBS, Limb, limbs

HOMES: tuple[tuple[str, ...] | None, ...] = (
    None,
    ("loop-band", "chair", "table", "step", "mat"),
    ("loop-band", "long-band", "anchor", "chair", "table", "step", "bench", "strap", "dumbbell", "medicine-ball"),
    ("chair",),
    ("loop-band", "long-band", "anchor", "table", "step", "bench", "dumbbell", "kettlebell", "strap", "mat"),
)


@dataclass
class Body:
    """What is true of a person and never told directly.

    Attributes:
        strength: capacity per limb; 1 does a first rung comfortably, each rung asks about 0.12 more.
        pain: background pain per limb, 0-10.
        irritable: how much a hard session adds to it.
        gain: strength gained per good session.
        adheres: the chance that a due session is done.
        answers: the chance that a morning is answered.
        careful: the chance that a set is clean and told so.
        er, ir: passive rotation per limb [deg].
    """

    strength: dict[Limb, float]
    pain: dict[Limb, float]
    irritable: float
    gain: float
    adheres: float
    answers: float
    careful: float
    er: dict[Limb, float]
    ir: dict[Limb, float]
    reported: dict[str, Any] = field(default_factory=dict[str, Any])


def born(rng: np.random.Generator) -> Body:
    """A person."""
    sore: Limb = "left" if rng.random() < 0.5 else "right"
    base = float(rng.uniform(0.6, 1.5))
    background = float(rng.choice([0.0, 0.0, 0.5, 1.5, 3.0]))
    return Body(
        strength={limb: base * (0.85 if limb == sore else 1.0) for limb in LIMBS},
        pain={limb: background if limb == sore else 0.0 for limb in LIMBS},
        irritable=float(rng.choice([0.1, 0.5, 1.2, 2.5])),
        gain=float(rng.uniform(0.005, 0.04)),
        adheres=float(rng.uniform(0.5, 1.0)),
        answers=float(rng.uniform(0.7, 1.0)),
        careful=float(rng.uniform(0.8, 1.0)),
        er={limb: float(rng.normal(38, 9)) for limb in LIMBS},
        ir={limb: float(rng.normal(36, 10)) for limb in LIMBS},
        reported={"sore": sore},
    )


def within(value: float, low: float, high: float) -> float:
    """The value, kept between two bounds."""
    return min(high, max(low, float(value)))


class Diary:
    """Writes a person's facts: ids and times follow from the seed alone."""

    def __init__(self, rng: np.random.Generator, person: str, by: str = "simulated") -> None:
        self.rng = rng
        self.person = person
        self.by = by
        self._n = 0
        self._clock: dict[date, int] = {}

    def fact(self, day: date, hour: int, content: dict[str, Any]) -> Fact:
        """One fact at an hour of a day; facts of one day follow each other by a minute."""
        start = self._clock.get(day, 0)
        minute = max(start + 1, hour * 60)
        self._clock[day] = minute
        when = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=min(minute, 1439))
        self._n += 1
        return fact_from(
            {"id": self._id(when), "person": self.person, "at": when.isoformat(), "by": self.by, **content}
        )

    def _id(self, when: datetime) -> str:
        """A UUIDv7 from the time and the seed (RFC 9562, 5.7)."""
        stamp = int(when.timestamp() * 1000) & ((1 << 48) - 1)
        a, b = int(self.rng.integers(1 << 12)), int(self.rng.integers(1 << 62))
        text = f"{stamp:012x}7{a:03x}{(0x8 << 60 | b) & ((1 << 64) - 1):016x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"


def intake(body: Body, diary: Diary, day: date, programme: str, k: Knowledge) -> list[Fact]:
    """The first day's facts: who, screen, a first measurement, pain, and the programme."""
    rng = diary.rng
    home = HOMES[int(rng.integers(len(HOMES)))]
    profile: dict[str, Any] = {
        "kind": "profile",
        "born": int(rng.integers(1950, 2005)),
        "sex": ["f", "m"][int(rng.integers(2))],
        "minutes": int(rng.choice([15, 20, 30, 45])),
        "days_per_week": int(rng.choice([2, 3, 4, 7])),
        "goals": [["run"], ["dance"], ["sit"], ["lift", "squat"], []][int(rng.integers(5))],
    }
    if home is not None:
        profile["equipment"] = list(home)
    facts = [diary.fact(day, 8, profile), screen(diary, day, 8, k, yes=None)]
    facts += readings(body, diary, day)
    facts += [
        diary.fact(day, 9, {"kind": "pain", "side": limb, "site": "buttock", "now": round(body.pain[limb])})
        for limb in LIMBS
    ]
    choice: dict[str, Any] = {"kind": "programme", "programme": programme, "affected": body.reported["sore"]}
    return [*facts, diary.fact(day, 9, choice)]


def screen(diary: Diary, day: date, hour: int, k: Knowledge, yes: str | None) -> Fact:
    """All red flags answered, one of them yes where named."""
    return diary.fact(day, hour, {"kind": "screen", "answers": {flag: flag == yes for flag in k.red_flags}})


def readings(body: Body, diary: Diary, day: date, judged: str | None = None) -> list[Fact]:
    """Self-measured rotation by phone, with an error of about 4 deg, and the step-down score.

    Args:
        judged: the method of the score, where it is told.
    """
    rng = diary.rng
    out: list[Fact] = []
    for limb in LIMBS:
        for measure, true in (("prone-er", body.er[limb]), ("prone-ir", body.ir[limb])):
            trials = [round(within(rng.normal(true, 4), 0, 80)) for _ in range(3)]
            reading = {
                "kind": "reading",
                "measure": measure,
                "side": limb,
                "value": sorted(trials)[1],
                "trials": trials,
            }
            out.append(diary.fact(day, 10, {**reading, "unit": "deg", "method": "phone", "helper": False}))
        score = round(within(4 - 2.4 * body.strength[limb] + rng.normal(0, 0.7), 0, 6))
        step_down = {"kind": "reading", "measure": "lateral-step-down", "side": limb, "value": score}
        out.append(diary.fact(day, 10, {**step_down, "unit": "score", **({"method": judged} if judged else {})}))
    return out


def perform(body: Body, diary: Diary, day: date, item: dict[str, Any], loads: tuple[Limb, ...]) -> list[Fact]:
    """Does one offered item, set by set, stopping when it hurts.

    Args:
        item: an item of the contract's session, with ``rung`` added.
        loads: the limbs it loads.
    """
    rng = diary.rng
    able = min(body.strength[limb] for limb in loads) - 0.12 * item["rung"] + float(rng.normal(0, 0.05))
    hard = max(0.0, 1.0 - able)
    counted = "reps" if item["reps"] is not None else "seconds"
    asked = item[counted]
    facts: list[Fact] = []
    bad = 3.5 if rng.random() < 0.03 else 0.0
    clean = bool(rng.random() < body.careful - 0.15 * hard) if rng.random() < 0.97 else None
    for n in range(item["sets"]):
        share = min(1.0, max(0.2, able + 0.35 - 0.05 * n))
        done = max(1, int(asked * share)) if share < 1 else int(asked)
        ache = max(body.pain[limb] for limb in loads) + body.irritable * hard * 4 + float(rng.normal(0, 0.8)) + bad
        pain = round(within(ache, 0, 10))
        content: dict[str, Any] = {
            "kind": "set", "exercise": item["exercise"], "level": item["level"], "side": item["side"], counted: done,
            "pain": pain, "effort": round(within(5 + 6 * hard + rng.normal(0, 0.8), 1, 10)),
        }  # fmt: skip
        if clean is not None:
            content["clean"] = clean
        if pain > 5 and rng.random() < 0.2:
            content["symptoms"] = [["pinch", "radiating", "numb", "giving-way"][int(rng.integers(4))]]
        facts.append(diary.fact(day, 18, content))
        if pain > 5:
            break
    for limb in limbs(item["side"]) if len(loads) == 1 else loads:
        body.strength[limb] += body.gain / 4
    return facts


def morning(body: Body, diary: Diary, day: date, loaded: set[Limb]) -> list[Fact]:
    """How it feels the day after, where it is answered; now and then it flares."""
    rng = diary.rng
    facts: list[Fact] = []
    flare = 3.0 if rng.random() < 0.02 * (1 + body.irritable) else 0.0
    for limb in sorted(loaded):
        if rng.random() < body.answers:
            ache = body.pain[limb] + flare + float(rng.normal(0, 0.5))
            facts.append(diary.fact(day, 7, {"kind": "next-day", "side": limb, "pain": round(within(ache, 0, 10))}))
        body.pain[limb] = max(0.0, body.pain[limb] * 0.985 - 0.01)
    return facts
