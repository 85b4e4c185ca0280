"""The demo's person: ten weeks that show what a real record shows, told by the same functions as everybody's.

In: the knowledge and a seed. Out: facts, none of them made for a chart: a stiff and sore right hip that gains range, a
week in which it flares and is held back, a physiotherapist who measures and orders less, mornings, sessions that fell
out. Only the person's truth is made up here; what is offered follows from the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from turnout.knowledge import Knowledge
from turnout.record import Fact
from turnout.simulate.people import Body, Diary, readings, screen
from turnout.simulate.run import FIRST_DAY, Person
from turnout.terms import LIMBS, Limb

SORE: Limb = "right"
CLINICIAN = "S. Osei, physiotherapist"
FLARE = range(44, 51)
"""The days of the painful week."""
GAIN_DAYS = 56
"""Range is gained over so many days."""
START_DEG: dict[Limb, tuple[float, float]] = {"left": (43.0, 37.0), "right": (25.0, 33.0)}
"""ER and IR at first."""
GAIN_DEG = (16.0, 4.0)
"""What the sore side gains of them."""
NOTE = "After last week: with a hand, and fewer, until we meet again."
MEASURED = (0, 14, 28, 42, 56, 63)
SEEN = 52
"""The day with the physiotherapist, after the painful week."""
FELL_OUT = (18, 19, 20, 31, 32)
"""Days with no time for a session."""


class Heroine(Person):
    """A runner of about 34 with a desk, a sore right buttock and little external rotation there."""

    def __init__(self, k: Knowledge, programme: str, seed: int) -> None:
        super().__init__(k, programme, seed, 0, trace=False)
        self.body = _body()
        self.diary = Diary(self.diary.rng, "made-up-0", by="self")
        self.events: dict[int, Callable[[date], list[Fact]]] = {SEEN: self._seen, 9: self._rated, 58: self._rated}

    def begin(self, weeks: int) -> list[Fact]:
        """The record of so many weeks."""
        self.tell([self.diary.fact(FIRST_DAY, 8, _profile()), screen(self.diary, FIRST_DAY, 8, self.k, yes=None)])
        self.tell(readings(self.body, self.diary, FIRST_DAY, "estimate"))
        self.tell(self._pain(FIRST_DAY, 9))
        choice = {"kind": "programme", "programme": self.programme, "affected": SORE}
        self.tell([self.diary.fact(FIRST_DAY, 9, choice)])
        for n in range(weeks * 7):
            self._day(date.fromordinal(FIRST_DAY.toordinal() + n))
        return self.walk.facts

    def _day(self, day: date) -> None:
        n = (day - FIRST_DAY).days
        self._age(n)
        self._morning(day)
        if n in MEASURED[1:]:
            self.tell(readings(self.body, self.diary, day, "estimate"))
            self.tell(self._pain(day, 11))
        if n in self.events:
            self.tell(self.events[n](day))
        if day >= self.due and n not in FELL_OUT:
            self._session(day)

    def _age(self, n: int) -> None:
        """What a day changes: range grows slowly, the flare comes and goes."""
        share = min(1.0, n / GAIN_DAYS)
        self.body.er[SORE] = START_DEG[SORE][0] + GAIN_DEG[0] * share
        self.body.ir[SORE] = START_DEG[SORE][1] + GAIN_DEG[1] * share
        if n == FLARE.start:
            self.body.pain[SORE] += 3.0
        if n == FLARE.stop:
            self.body.pain[SORE] = max(0.0, self.body.pain[SORE] - 3.0)

    def _pain(self, day: date, hour: int) -> list[Fact]:
        told = [(limb, round(self.body.pain[limb])) for limb in LIMBS]
        return [
            self.diary.fact(day, hour, {"kind": "pain", "side": limb, "site": "buttock", "now": now})
            for limb, now in told
        ]

    def _seen(self, day: date) -> list[Fact]:
        """The physiotherapist measures with a goniometer, and orders less of one exercise for a while."""
        taken = [
            {"kind": "reading", "measure": measure, "side": limb, "value": round(true), "unit": "deg",
             "method": "goniometer", "helper": True, "by": CLINICIAN}
            for measure, by_limb in (("prone-er", self.body.er), ("prone-ir", self.body.ir))
            for limb, true in by_limb.items()
        ]  # fmt: skip
        order = {
            "kind": "prescription", "exercise": "step-down", "side": SORE, "sets": 2, "reps": 8,
            "level": "hand-support", "by": CLINICIAN, "note": NOTE,
        }  # fmt: skip
        return [self.diary.fact(day, 16, content) for content in (*taken, order)]

    def _rated(self, day: date) -> list[Fact]:
        """Strength by repetitions, and what matters to the person."""
        early = day.toordinal() - FIRST_DAY.toordinal() < 30
        reps: dict[Limb, int] = {"left": 24 if early else 28, "right": 15 if early else 26}
        out: list[dict[str, Any]] = [
            {"kind": "reading", "measure": "er-strength-reps", "side": limb, "value": count, "unit": "reps"}
            for limb, count in reps.items()
        ]
        rating = {"kind": "reading", "measure": "activity-rating", "unit": "score", "label": "running for half an hour"}
        return [self.diary.fact(day, 12, content) for content in (*out, {**rating, "value": 3 if early else 7})]


def _body() -> Body:
    return Body(
        strength={"left": 1.12, "right": 0.98},
        pain={"left": 0.0, "right": 2.2},
        irritable=0.35,
        gain=0.035,
        adheres=1.0,
        answers=0.94,
        careful=0.985,
        er={limb: START_DEG[limb][0] for limb in LIMBS},
        ir={limb: START_DEG[limb][1] for limb in LIMBS},
        reported={"sore": SORE},
    )


def _profile() -> dict[str, Any]:
    return {
        "kind": "profile", "born": FIRST_DAY.year - 34, "sex": "f", "mass_kg": 63, "height_cm": 169,
        "minutes": 30, "days_per_week": 4, "goals": ["run", "sit"],
        "equipment": ["loop-band", "long-band", "chair", "table", "step", "mat", "strap"],
    }  # fmt: skip


def demo_record(k: Knowledge, seed: int, *, programme: str = "piriformis-three-phase", weeks: int = 10) -> list[Fact]:
    """A made-up person's record of some weeks, for the demo."""
    return Heroine(k, programme, seed).begin(weeks)
