"""Lives a script: asks the planner what to do, day by day, and answers in the script's way. Out: a trace as JSON.

A trace is what the checker reads: ``{"fact":...}`` and ``{"answer":...}`` in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.properties.known import knowledge
from tests.properties.scripts import STYLES, Script, Stretch, Style
from tests.properties.unasked import UNASKED, readings
from turnout.coach import answer, limbs_of
from turnout.knowledge import Knowledge
from turnout.record import fact_from
from turnout.terms import Limb
from turnout.track import Track

Json = dict[str, Any]
MONDAY = date(2026, 1, 5)


@dataclass
class Walk:
    """A person while the script is lived."""

    script: Script
    k: Knowledge = field(default_factory=knowledge)
    trace: list[Json] = field(default_factory=list[Json])
    rng: Random = field(default_factory=lambda: Random(0))
    day: date = MONDAY
    minute: int = 0
    written: int = 0
    method: str = ""
    helper: bool = False
    shift: int = 0
    kept_back: list[Json] = field(default_factory=list[Json])

    def __post_init__(self) -> None:
        self.track = Track(self.k)

    # -- facts -------------------------------------------------------------------------------------------------

    def tell(self, kind: str, hour: int, **content: Any) -> Json:
        """Writes one fact; now and then it is kept back to arrive late, or is wrong at first and then corrected."""
        fact: Json = {"id": self.id(), "at": self.at(hour), "kind": kind, **content}
        if kind in ("set", "next-day", "pain") and self.chance(self.script.late):
            self.kept_back.append(fact)
        else:
            self.arrive(fact)
        if self.chance(self.script.corrects) and kind in WRONG:
            self.correct(fact)
        return fact

    def correct(self, fact: Json) -> None:
        """Says that a fact was wrong, and mostly what is right."""
        content = {name: value for name, value in fact.items() if name != "id"}
        content |= WRONG[fact["kind"]](self.rng)
        put = content if self.rng.random() < 0.8 else None
        at = self.at(20)
        self.arrive({"id": self.id(), "at": at, "kind": "correction", "replaces": fact["id"], "fact": put})

    def arrive(self, fact: Json) -> None:
        self.track.add(fact_from(fact))
        self.trace.append({"fact": fact})

    def id(self) -> str:
        self.written += 1
        return f"{self.written:08x}-0000-7000-8000-{self.written:012x}"

    def at(self, hour: int) -> str:
        """A time later than the last one told today, or a bare date."""
        if self.rng.random() < self.script.bare:
            return self.day.isoformat()
        self.minute = min(1439, max(self.minute + 1, hour * 60))
        return f"{self.day}T{self.minute // 60:02}:{self.minute % 60:02}:00+01:00"

    def chance(self, share: float) -> bool:
        return share > 0 and self.rng.random() < share

    def ask(self) -> Json:
        """What to do today."""
        told = answer(self.track.state, self.k, self.day)
        self.trace.append({"answer": told})
        return told

    # -- days --------------------------------------------------------------------------------------------------

    def live(self) -> list[Json]:
        """All stretches, one after another."""
        self.rng = Random(self.script.stretches[0].seed)
        self.intake()
        for stretch in self.script.stretches:
            self.stretch(stretch)
        return self.trace

    def intake(self) -> None:
        s = self.script
        if s.profile:
            self.tell("profile", 8, **dict(s.profile))
        for condition, side in s.conditions:
            self.tell("condition", 8, condition=condition, **({"side": side} if side else {}))
        readings(self, s.rotation, s.strength)
        for limb in ("left", "right"):
            if self.rng.random() < 0.9:
                self.tell("pain", 9, side=limb, now=self.rng.choice([0, 0, 1, 2, 3]))
        if s.programme is not None:
            self.tell("programme", 9, programme=s.programme, **({"affected": s.affected} if s.affected else {}))

    def stretch(self, stretch: Stretch) -> None:
        self.rng = Random(stretch.seed)
        style = STYLES[stretch.style]
        for _ in range(stretch.days):
            self.morning(style)
            if self.chance(style.wild):
                UNASKED[self.rng.randrange(len(UNASKED))](self)
            if self.chance(style.does):
                self.session(style)
            if self.kept_back and self.rng.random() < 0.5:
                self.arrive(self.kept_back.pop(0))
            self.day += timedelta(days=1)
            self.minute = 0

    def morning(self, style: Style) -> None:
        days = self.track.state.days
        if not days or days[-1].day != self.day - timedelta(days=1):
            return
        loaded: set[Limb] = {limb for work in days[-1].works for limb in work.loads}
        for limb in sorted(loaded):
            if self.chance(style.morning):
                before = days[-1].baseline[limb] or 0
                rise = self.rng.choice([2, 3, 5]) if self.chance(style.worse) else self.rng.choice([-1, 0, 0, 1])
                self.tell("next-day", 7, side=limb, pain=min(10, max(0, before + rise)))

    def session(self, style: Style) -> None:
        """Asks, answers the questions, and does what is due today."""
        told = self.ask()
        if told["stop"] is not None:
            if self.rng.random() < 0.4:
                for flag in told["stop"]["flags"]:
                    self.tell("clearance", 10, flag=flag, by="clinic")
                self.ask()
            return
        if told["ask"]:
            self.screen(style)
            told = self.ask()
        session = told["session"]
        if session is None or session["on"] != self.day.isoformat():
            return
        if self.script.keeps_offers:
            self.tell("offered", 17, knowledge=told["knowledge"], session=session)
        for item in session["items"]:
            self.perform(item, style)

    def screen(self, style: Style) -> None:
        flags = list(self.k.red_flags)
        if self.chance(style.partial):
            flags = self.rng.sample(flags, len(flags) // 2)
        yes = self.rng.choice(flags) if self.chance(style.yes) else None
        self.tell("screen", 11, answers={flag: flag == yes for flag in flags})

    def perform(self, item: Json, style: Style) -> None:
        """Does an item set by set, and stops where it hurts; some do it in another way."""
        unit = "reps" if item["reps"] is not None else "seconds"
        level = item["level"]
        ladder = [rung.id for rung in self.k.ladders[item["exercise"]]]
        if self.chance(style.own) and self.rng.random() < 0.3:
            level = self.rng.choice(ladder)
        hard = len(limbs_of(item)) == 2 and self.rng.random() < 0.1
        for _ in range(item["sets"] if not self.chance(style.own) else self.rng.randint(1, 4)):
            hurts = self.chance(style.hurts)
            pain = self.rng.randint(6, 9) if hurts else 4 if self.chance(style.sore) else self.rng.randint(0, 2)
            done = self.rng.randint(1, item[unit]) if self.chance(style.short) else item[unit]
            told: Json = {"exercise": item["exercise"], "level": level, "side": item["side"], unit: done}
            told |= {"pain": pain, "clean": not self.chance(style.unclean), "effort": 8 if hard else 6}
            for name in ("pain", "clean", "effort", "level"):
                if self.chance(style.untold if name != "level" else style.untold / 4):
                    del told[name]
            if self.chance(style.symptom):
                told["symptoms"] = [self.rng.choice(["pinch", "radiating", "numb", "giving-way", "knee-pain"])]
            if len(limbs_of(item)) == 2 and pain > 0 and done % 4:
                told["felt_side"] = ("left", "right", "both")[done % 3]
            self.tell("set", 18, **told)
            if told.get("symptoms") or (hurts and self.rng.random() < 0.7):
                return


WRONG: dict[str, Callable[[Random], Json]] = {
    "set": lambda rng: {"pain": rng.randint(0, 8), "clean": rng.random() < 0.5},
    "pain": lambda rng: {"now": rng.randint(0, 8)},
    "next-day": lambda rng: {"pain": rng.randint(0, 8)},
    "reading": lambda rng: {"trials": None},
}


def walk(script: Script) -> list[Json]:
    """The trace of a script."""
    return Walk(script).live()


def facts_of(trace: list[Json]) -> list[Json]:
    """The facts of a trace, in order of arrival."""
    return [step["fact"] for step in trace if "fact" in step]
