"""What a record says up to a day, as far as the rules need it. Fed with facts in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.checker.reading import LIMBS, day_of, limbs
from tests.checker.tally import Json

Key = tuple[str, str]
STOP_SYMPTOMS = ("numb", "giving-way")


@dataclass
class Day:
    """A training day: pain told before it, the mornings after it, and what was offered."""

    day: date
    baseline: dict[str, float | None]
    mornings: dict[str, list[tuple[date, float]]] = field(default_factory=lambda: {limb: [] for limb in LIMBS})
    limbs: set[str] = field(default_factory=set[str])
    pains: dict[str, list[float | None]] = field(default_factory=lambda: {limb: [] for limb in LIMBS})

    def morning(self, limb: str, known_by: date | None = None) -> float | None:
        """The worst answer about the morning after."""
        told = [pain for day, pain in self.mornings[limb] if known_by is None or day <= known_by]
        return max(told) if told else None

    def worse(self, limb: str, known_by: date | None = None) -> bool | None:
        """A rise of 2 or more, or above 2 where no pain was ever told before."""
        morning, before = self.morning(limb, known_by), self.baseline[limb]
        if morning is None:
            return None
        return morning > 2 if before is None else morning - before >= 2


@dataclass
class Work:
    """An exercise on a side on a day: its sets with their rungs. Those of a later bout are kept apart."""

    key: Key
    day: Day
    loads: tuple[str, ...]
    sets: list[Json] = field(default_factory=list[Json])
    rungs: list[int] = field(default_factory=list[int])
    later: list[Json] = field(default_factory=list[Json])
    later_rungs: list[int] = field(default_factory=list[int])

    @property
    def hurting(self) -> list[int]:
        """The rungs of the sets that hurt above 5 or had a symptom."""
        return [
            rung
            for fact, rung in zip((*self.sets, *self.later), (*self.rungs, *self.later_rungs), strict=True)
            if (fact.get("pain") or 0) > 5 or fact.get("symptoms")
        ]

    @property
    def worse(self) -> bool:
        return any(self.day.worse(limb) for limb in self.loads)

    def counts(self, unit: str) -> list[float]:
        """What was counted in each set; empty where any set was counted otherwise, since units never convert."""
        told = [fact.get(unit) for fact in self.sets]
        return [count for count in told if count is not None] if None not in told else []


@dataclass
class Flag:
    """A red-flag answer in force."""

    yes: bool
    day: date
    fresh: bool = True
    cleared: bool = False


class History:
    """The record so far.

    Args:
        known: the knowledge, as a plain dict.
        facts: in order of time.
    """

    def __init__(self, known: Json, facts: Iterable[Json] = ()) -> None:
        self.known = known
        self.flags: dict[str, Flag] = {}
        self.told: dict[str, list[tuple[date, float]]] = {limb: [] for limb in LIMBS}
        self.now: dict[str, float] = {}
        self.days: list[Day] = []
        self.breaks: list[date] = []
        self.works: dict[Key, list[Work]] = {}
        self.readings: list[tuple[date, bool, Json]] = []
        self.offered: dict[date, Json] = {}
        self.prescribed: dict[Key, tuple[date, Json]] = {}
        self.left_out: dict[Key, Json] = {}
        self.screened: list[tuple[date, set[str]]] = []
        self.programme: str | None = None
        self.since: date | None = None
        self.affected: str | None = None
        self.born: int | None = None
        self.last_day: date | None = None
        self.met: dict[tuple[str, date], tuple[date, date | None]] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Json) -> None:
        """One fact more, later than all before it."""
        self.last_day = day_of(fact)
        handle = getattr(self, "_" + fact["kind"].replace("-", "_"), None)
        if handle is not None:
            handle(fact, self.last_day)

    def keys(self, exercise: str, side: str | None) -> list[Key]:
        """What a set or a prescription is about: two-sided exercises have one, the others one a side."""
        if self.known["exercises"][exercise]["sides"] == "both":
            return [(exercise, "both")]
        return [(exercise, limb) for limb in limbs(side)]

    def loads(self, exercise: str, side: str) -> tuple[str, ...]:
        """The limbs that work."""
        return limbs(side) if self.known["exercises"][exercise]["sides"] == "each" else LIMBS

    def _profile(self, fact: Json, _: date) -> None:
        self.born = fact.get("born") or self.born

    def _screen(self, fact: Json, day: date) -> None:
        if fact.get("anything_new"):
            self.reopen()
        answers: dict[str, bool] = fact.get("answers") or {}
        self.screened.append((day, set(answers)))
        for id, yes in answers.items():
            before = self.flags.get(id)
            if yes or before is None or not before.yes:
                self.flags[id] = Flag(yes, day)
            elif before.cleared:
                self.flags[id] = Flag(True, day, cleared=True)

    def _clearance(self, fact: Json, day: date) -> None:
        name = (fact.get("by") or "").strip().lower()
        flag = self.flags.get(fact["flag"])
        if name in ("", "me", "self", str(fact.get("person", "me")).lower()):
            return
        self.screened.append((day, {fact["flag"]}))
        if flag is not None and flag.yes:
            self.flags[fact["flag"]] = Flag(True, day, cleared=True)

    def reopen(self) -> None:
        """Answers given so far no longer count as answers."""
        for flag in self.flags.values():
            flag.fresh = False

    def _pain(self, fact: Json, day: date) -> None:
        for limb in limbs(fact.get("side")):
            if limb in self.now and fact["now"] - self.now[limb] >= 3:
                self.reopen()
            self.now[limb] = fact["now"]
            self.told[limb].append((day, fact["now"]))

    def _next_day(self, fact: Json, day: date) -> None:
        before = [training for training in self.days if training.day < day]
        for limb in limbs(fact.get("side")):
            self.told[limb].append((day, fact["pain"]))
            if not before:
                continue
            before[-1].mornings[limb].append((day, fact["pain"]))
            baseline = before[-1].baseline[limb]
            if baseline is not None and fact["pain"] - baseline >= 3:
                self.reopen()

    def _programme(self, fact: Json, day: date) -> None:
        if fact.get("ended"):
            if self.programme == fact["programme"]:
                self.programme = self.since = self.affected = None
            return
        if self.programme != fact["programme"]:
            self.programme, self.since = fact["programme"], day
        self.affected = fact.get("affected")

    def _prescription(self, fact: Json, day: date) -> None:
        if fact["by"].strip().lower() in ("", "me", "self", str(fact.get("person", "me")).lower()):
            return
        for key in self.keys(fact["exercise"], fact.get("side")):
            self.prescribed.pop(key, None)
            self.left_out.pop(key, None)
            if fact.get("leave_out"):
                self.left_out[key] = fact
            elif not fact.get("ended"):
                self.prescribed[key] = (day, fact)

    def replaced(self) -> Iterator[Key]:
        """What a clinician put another in the place of, and did not prescribe itself since."""
        facts = {id(fact): (n, fact) for n, (_, fact) in enumerate(self.prescribed.values())}
        for n, (key, (_, fact)) in enumerate(self.prescribed.items()):
            gone = fact.get("instead_of")
            for other in self.keys(gone, key[1]) if gone else ():
                own = self.prescribed.get(other)
                if own is None or facts[id(own[1])][0] < n:
                    yield other

    def _reading(self, fact: Json, day: date) -> None:
        self.readings.append((day, bool(self.days) and self.days[-1].day == day, fact))

    def _offered(self, fact: Json, day: date) -> None:
        self.offered[day] = fact.get("session") or {}

    def _set(self, fact: Json, day: date) -> None:
        if not self.days or self.days[-1].day != day:
            if self.days and (day - self.days[-1].day).days >= 14:
                self.breaks.append(self.days[-1].day + timedelta(days=14))
            self.days.append(Day(day, {limb: self.now.get(limb) for limb in LIMBS}))
        today = self.days[-1]
        for key in self.keys(fact["exercise"], fact.get("side")):
            works = self.works.setdefault(key, [])
            before = works[-1].rungs[-1] if works else 0
            if not works or works[-1].day is not today:
                works.append(Work(key, today, self.loads(*key)))
            level = fact.get("level")
            ladder: list[str] = self.known["exercises"][key[0]]["levels"]
            later = (fact.get("bout") or 1) > 1 and bool(works[-1].sets)
            (works[-1].later if later else works[-1].sets).append(fact)
            (works[-1].later_rungs if later else works[-1].rungs).append(
                before if level is None else ladder.index(level)
            )
            for limb in works[-1].loads:
                today.limbs.add(limb)
                elsewhere = len(works[-1].loads) > 1 and fact.get("felt_side") not in (None, "both", limb)
                today.pains[limb].append(0 if elsewhere and "pain" in fact else fact.get("pain"))
        if set(fact.get("symptoms") or ()) & set(STOP_SYMPTOMS):
            self.reopen()
