"""People walk a programme through the same functions as real people.

In: a programme, a number of people, a seed. Out: counts as JSON: violations (which must be 0), weeks to each phase,
regressions, stops. Each person has a generator of their own, so the JSON is the same to the byte on one core, on two,
and on a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

import numpy as np

from turnout.coach import limbs_of, plan_json
from turnout.knowledge import HOME, Knowledge, load_knowledge
from turnout.machine.spread import spread
from turnout.planning import make_plan
from turnout.record import Fact, fact_json
from turnout.simulate.people import Body, Diary, born, intake, morning, perform, readings, screen
from turnout.simulate.watch import RULES, Watch
from turnout.terms import Limb, TurnoutError
from turnout.track import COMPOSED, Track

FIRST_DAY = date(2025, 1, 6)
"""A Monday; simulated time, never the clock's."""
WEEKS = 26
FLAG_CHANCE = 0.004
"""The chance that an answered screen has a yes (design)."""


@dataclass
class Walk:
    """What became of one person."""

    sessions: int = 0
    weeks_to_phase: dict[str, int] = field(default_factory=dict[str, int])
    actions: dict[str, int] = field(default_factory=lambda: {"new": 0, "keep": 0, "raise": 0, "lower": 0})
    stops: int = 0
    withheld: int = 0
    violations: dict[str, int] = field(default_factory=dict[str, int])
    chances: dict[str, int] = field(default_factory=dict[str, int])
    trace: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    facts: list[Fact] = field(default_factory=list[Fact])


class Person:
    """One made-up person and their record."""

    def __init__(self, k: Knowledge, programme: str, seed: int, number: int, *, trace: bool) -> None:
        self.k = k
        self.programme = programme
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, number))))
        self.body: Body = born(rng)
        self.diary = Diary(rng, f"made-up-{number}")
        self.track = Track(k)
        self.walk = Walk()
        self.traced = trace
        stretches = {e.id: e.gains for e in k.exercises.values() if e.kind == "stretch"}
        self.watch = Watch(k.rung_of, cast("dict[str, tuple[str, ...]]", stretches))
        self.due = FIRST_DAY
        self.cleared_on: date | None = None

    def tell(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.track.add(fact)
            content = fact_json(fact)
            self.watch.fact(content)
            if self.traced:
                self.walk.trace.append({"fact": content})
            self.walk.facts.append(fact)

    def live(self, weeks: int) -> Walk:
        """Walks through the weeks."""
        self.tell(intake(self.body, self.diary, FIRST_DAY, self.programme, self.k))
        for n in range(weeks * 7):
            self._day(FIRST_DAY + timedelta(days=n))
        self.walk.violations, self.walk.chances = self.watch.violations, self.watch.chances
        return self.walk

    def _day(self, day: date) -> None:
        self._morning(day)
        if day > FIRST_DAY and (day - FIRST_DAY).days % 14 == 0:
            self.tell(readings(self.body, self.diary, day))
            limb = self.body.reported["sore"]
            pain = {"kind": "pain", "side": limb, "site": "buttock", "now": round(self.body.pain[limb])}
            self.tell([self.diary.fact(day, 11, pain)])
        if day >= self.due and self.diary.rng.random() < self.body.adheres:
            self._session(day)

    def _morning(self, day: date) -> None:
        state = self.track.state
        if state.days and state.days[-1].day == day - timedelta(days=1):
            loaded: set[Limb] = {limb for work in state.days[-1].works for limb in work.loads}
            self.tell(morning(self.body, self.diary, day, loaded))

    def _answer(self, day: date) -> dict[str, Any]:
        answer = plan_json(make_plan(self.track.state, self.k, day))
        self.watch.answer(answer)
        if self.traced:
            self.walk.trace.append({"answer": answer})
        phase = answer["phase"]
        if phase is not None:
            self.walk.weeks_to_phase.setdefault(phase["id"], (day - FIRST_DAY).days // 7)
        return answer

    def _session(self, day: date) -> None:
        answer = self._answer(day)
        if answer["stop"] is not None:
            self._cleared(day, answer["stop"]["flags"])
            return
        if answer["ask"]:
            flags = list(self.k.red_flags)
            bad = self.diary.rng.random() < FLAG_CHANCE
            yes = flags[int(self.diary.rng.integers(len(flags)))] if bad else None
            self.tell([screen(self.diary, day, 12, self.k, yes)])
            answer = self._answer(day)
        session = answer["session"]
        if session is None:
            self.walk.stops += answer["stop"] is not None
            self.due = day + timedelta(days=1)
            return
        if session["on"] != day.isoformat():
            self.due = date.fromisoformat(session["on"])
            return
        self._do(day, session, answer)

    def _do(self, day: date, session: dict[str, Any], answer: dict[str, Any]) -> None:
        self.walk.sessions += 1
        self.walk.withheld += len(answer["withheld"])
        offered = {"kind": "offered", "knowledge": self.k.version, "session": session}
        self.tell([self.diary.fact(day, 17, offered)])
        for item in session["items"]:
            self.walk.actions[item["action"]] += 1
            rung = self.k.rung_of[(item["exercise"], item["level"])]
            self.tell(perform(self.body, self.diary, day, {**item, "rung": rung}, limbs_of(item)))
        done = {"kind": "session", "done": True, "minutes": session["minutes"]}
        self.tell([self.diary.fact(day, 19, done)])
        self.due = day + timedelta(days=1)

    def _cleared(self, day: date, flags: list[str]) -> None:
        """A clinician clears a stop after four days."""
        if self.cleared_on is None:
            self.cleared_on = day + timedelta(days=4)
        if day >= self.cleared_on:
            self.cleared_on = None
            clearances = [{"kind": "clearance", "flag": flag, "by": "made-up clinic"} for flag in flags]
            self.tell([self.diary.fact(day, 13, clearance) for clearance in clearances])


def walk_person(programme: str, seed: int, number: int, weeks: int, trace: bool, folder: Any = HOME) -> Walk:
    """One person's walk; a plain function of its arguments, so that it can run anywhere."""
    person = Person(load_knowledge(folder), programme, seed, number, trace=trace)
    walk = person.live(weeks)
    walk.facts = []
    return walk


def run(
    programme: str,
    people: int,
    seed: int,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    weeks: int = WEEKS,
    trace: bool = False,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Simulates.

    Args:
        programme: its id, or ``individual``.
        people: how many.
        seed: the same seed gives the same people.
        jobs: processes; -1 for all cores.
        cluster: the address of a Dask scheduler, or ``local``; needs the extra ``[cluster]``.
        weeks: how long each is followed.
        trace: adds each person's facts and answers, for checkers that read JSON only.
        progress: called with the number of people done.

    Raises:
        TurnoutError: there is no such programme, or the numbers make no sense.
    """
    k = load_knowledge(HOME)
    if programme not in k.programmes and programme != COMPOSED:
        raise TurnoutError(f"there is no programme {programme!r}; there are {', '.join([*k.programmes, COMPOSED])}")
    if people < 1 or weeks < 1:
        raise TurnoutError("people and weeks must be 1 or more")
    calls = [(programme, seed, number, weeks, trace) for number in range(people)]
    walks: list[Walk] = []
    for walk in spread(walk_person, calls, jobs=jobs, cluster=cluster):
        walks.append(walk)
        if progress is not None:
            progress(len(walks))
    return summary(programme, seed, walks, trace)


def summary(programme: str, seed: int, walks: list[Walk], trace: bool) -> dict[str, Any]:
    """The counts over all people, in a fixed order."""
    reached: dict[str, list[int]] = {}
    for walk in walks:
        for phase, week in walk.weeks_to_phase.items():
            reached.setdefault(phase, []).append(week)
    checks = {rule: sum(w.violations[rule] for w in walks) for rule in RULES}
    out: dict[str, Any] = {
        "programme": programme,
        "people": len(walks),
        "seed": seed,
        "sessions": sum(w.sessions for w in walks),
        "violations": sum(checks.values()),
        "checks": {rule: {"broken": checks[rule], "chances": sum(w.chances[rule] for w in walks)} for rule in RULES},
        "weeks_to_phase": {phase: _spread(weeks) for phase, weeks in reached.items()},
        "regressions": sum(w.actions["lower"] for w in walks),
        "actions": {a: sum(w.actions[a] for w in walks) for a in ("new", "keep", "raise", "lower")},
        "stops": sum(w.stops for w in walks),
        "withheld": sum(w.withheld for w in walks),
    }
    if trace:
        out["trace"] = [w.trace for w in walks]
    return out


def _spread(weeks: list[int]) -> dict[str, Any]:
    ordered = sorted(weeks)
    return {"people": len(ordered), "median": ordered[len(ordered) // 2], "least": ordered[0], "most": ordered[-1]}
