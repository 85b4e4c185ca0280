"""Rule 3: unknown is not met. The gates of Tonley and Johnston, derived again from the facts alone.

A gate looks at what was known before the day's first set. Where the rules leave room this is the more generous
reading, so that a phase further on than here can only be a phase opened too early.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.checker.history import Day, History, Key, Work
from tests.checker.pain import items_of
from tests.checker.reading import LIMBS
from tests.checker.tally import Json, Tally

TONLEY, JOHNSTON = "piriformis-three-phase", "iliopsoas-rotation"
Gate = Callable[["At"], bool]


@dataclass(frozen=True)
class At:
    """A day on which a gate is looked at: work before it counts, in a phase that began on ``since``."""

    history: History
    since: date
    day: date

    def works(self, key: Key) -> list[Work]:
        return [w for w in self.history.works.get(key, ()) if self.since <= w.day.day < self.day]

    def days(self) -> list[Day]:
        return [d for d in self.history.days if self.since <= d.day < self.day]


def settled(day: Day, limbs: tuple[str, ...], known_by: date) -> bool:
    """Every limb's morning was told by then, and was not worse."""
    return all(day.worse(limb, known_by) is False for limb in limbs)


def dose_met(work: Work, sets: int, reps: int, rung: int, known_by: date) -> bool:
    """k x n: so many clean sets of so many repetitions at this rung, pain told and 0-2, the morning told and calm."""
    good = [
        fact
        for fact, place in zip(work.sets, work.rungs, strict=True)
        if place >= rung and (fact.get("reps") or 0) >= reps and fact.get("clean") is True
    ]
    told = [fact.get("pain") for fact in work.sets]
    calm = all(pain is not None and pain <= 2 for pain in told)
    quiet = not any(fact.get("symptoms") for fact in work.sets)
    return len(good) >= sets and calm and quiet and settled(work.day, work.loads, known_by)


def twice(at: At, exercise: str, level: str, *, running: int = 2, reps: int = 15) -> bool:
    """3 x n at a level in so many sessions running, on every side it is counted on."""
    entry = at.history.known["exercises"][exercise]
    rung = entry["levels"].index(level)
    sides = ("both",) if entry["sides"] == "both" else LIMBS
    for side in sides:
        best = run = 0
        for work in at.works((exercise, side)):
            run = run + 1 if dose_met(work, 3, reps, rung, at.day) else 0
            best = max(best, run)
        if best < running:
            return False
    return True


def calm(at: At, limbs: tuple[str, ...], *, mornings: bool) -> bool:
    """The last two sessions that loaded a limb: pain told and 0-2, or the mornings after told and settled."""
    for limb in limbs:
        loaded = [d for d in at.history.days if d.day < at.day and limb in d.limbs][-2:]
        if len(loaded) < 2:
            return False
        for day in loaded:
            if mornings and day.worse(limb, at.day) is not False:
                return False
            if not mornings and not all(p is not None and p <= 2 for p in day.pains[limb]):
                return False
    return True


def weeks(at: At) -> int:
    """Weeks with at least two sessions, counted from the day of the week that gives most."""
    days = [d.day for d in at.days()]
    best = 0
    for shift in range(7):
        start = at.since - timedelta(days=shift)
        held: dict[int, int] = {}
        for day in days:
            week = (day - start).days // 7
            held[week] = held.get(week, 0) + 1
        best = max(best, sum(n >= 2 for n in held.values()))
    return best


def sore(history: History) -> tuple[str, ...]:
    """The affected limb, or both where none was named."""
    return (history.affected,) if history.affected in LIMBS else LIMBS


def tonley_1(at: At) -> bool:
    return (
        (at.day - at.since).days >= 28
        and twice(at, "banded-bridge", "band-yellow")
        and twice(at, "clamshell", "band-yellow")
        and calm(at, LIMBS, mornings=False)
        and calm(at, sore(at.history), mornings=True)
        and weeks(at) >= 4
    )


def tonley_2(at: At) -> bool:
    return (
        (at.day - at.since).days >= 35
        and twice(at, "banded-squat", "depth-75")
        and twice(at, "lateral-band-walk", "band-yellow")
        and twice(at, "sit-to-stand", "seat-58")
        and twice(at, "step-down", "no-support")
        and all(step_down_score(at, limb) for limb in LIMBS)
        and calm(at, LIMBS, mornings=False)
        and calm(at, sore(at.history), mornings=True)
        and weeks(at) >= 5
    )


def step_down_score(at: At, limb: str) -> bool:
    """Some lateral step-down score of 0 or 1 on this side on the newest day read, in the last 42 days."""
    told = [
        (day, fact)
        for day, _, fact in at.history.readings
        if fact["measure"] == "lateral-step-down" and fact.get("side") in (limb, None, "both") and day <= at.day
    ]
    newest = [fact for day, fact in told if (at.day - day).days <= 42]
    return any(fact["value"] <= 1 for fact in newest)


def johnston(at: At) -> bool:
    return (
        (at.day - at.since).days >= 14
        and len(at.days()) >= 10
        and calm(at, sore(at.history), mornings=False)
        and calm(at, sore(at.history), mornings=True)
    )


GATES: dict[str, tuple[Gate, ...]] = {TONLEY: (tonley_1, tonley_2), JOHNSTON: (johnston, johnston)}


def screened(history: History, met: date, on: date) -> date | None:
    """The day by which every red flag had been answered since the gate was met."""
    missing = set(history.known["red_flags"])
    for day, answered in history.screened:
        if met <= day <= on:
            missing -= answered
            if not missing:
                return day
    return None


def first_met(history: History, gate: Gate, since: date, on: date) -> date | None:
    """The first day on which a gate was met. What days before the last fact gave stays so, and is remembered."""
    name = (gate.__name__, since)
    day, met = history.met.get(name, (since, None))
    while met is None and day <= on:
        met = day if gate(At(history, since, day)) else None
        if history.last_day is not None and day < history.last_day:
            history.met[name] = (day + timedelta(days=1), met)
        day += timedelta(days=1)
    return met if met is not None and met <= on else None


def furthest(history: History, on: date) -> tuple[int, bool]:
    """The last phase that can be open by then, from 1; and whether its own gate was met."""
    number, since = 1, history.since or on
    for gate in GATES[history.programme or ""]:
        met = first_met(history, gate, since, on)
        opened = None if met is None else screened(history, met, on)
        if opened is None:
            return number, met is not None
        number, since = number + 1, opened
    return number, False


def judge_gates(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 3."""
    on = date.fromisoformat(answer["on"])
    for item in items_of(answer):
        if item["action"] == "raise":
            _told_all(history, item, on, tally)
    phase = answer["phase"]
    if phase is None or history.programme not in GATES or history.programme != answer["programme"]:
        return
    claims = [verdict["met"] for verdict in phase["gate"]]
    due = history.since is not None and (on - history.since).days >= 14
    if not due and phase["number"] == 1 and True not in claims:
        tally.see(3, "no phase before its time", True)
        return
    number, met = furthest(history, on)
    told = (on, history.programme, "phase", phase["number"], phase["since"], "derived", number, claims)
    tally.see(3, "no phase before its gate", phase["number"] <= number, *told)
    if claims == [True]:
        tally.see(3, "a gate said to be met is met", met or number > phase["number"], *told)
    if history.programme == TONLEY and phase["number"] == 3:
        _lunges(history, answer, date.fromisoformat(phase["since"]), on, tally)


def _told_all(history: History, item: Json, on: date, tally: Tally) -> None:
    """A rise rests on a day of which all was told: pain, clean, and a settled morning."""
    works = history.works.get((item["exercise"], item["side"]))
    if not works:
        return
    last = works[-1]
    told = all(fact.get("pain") is not None and fact.get("clean") is True for fact in last.sets)
    tally.see(3, "a rise rests on answers", told and settled(last.day, last.loads, on), on, item["exercise"],
              item["side"], last.sets, last.day)  # fmt: skip


def _lunges(history: History, answer: Json, since: date, on: date, tally: Tally) -> None:
    """The sideways lunge opens with the forward one, the jumps with both lunges."""
    at = At(history, since, on + timedelta(days=1))
    for item in items_of(answer):
        if (item["exercise"], item["side"]) in history.prescribed:
            continue
        if item["exercise"] == "lateral-lunge":
            met = twice(at, "forward-lunge", "slow", running=1)
            tally.see(3, "the sideways lunge waits", met, on, item["side"])
        if item["exercise"] == "two-leg-jump":
            met = twice(at, "lateral-lunge", "slow") and calm(at, LIMBS, mornings=False)
            tally.see(3, "the jump waits", met, on)
        if item["exercise"] == "jump-single-leg-landing":
            met = twice(at, "two-leg-jump", "maximal") and calm(at, LIMBS, mornings=False)
            tally.see(3, "the landing waits", met, on, item["side"])
