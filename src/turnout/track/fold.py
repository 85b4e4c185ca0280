"""The fold: facts -> `State`. Adding facts one by one gives what folding them all gives; a late fact refolds.

In: facts in any order of arrival. Out: the state in order of time. Thresholds come from ``safety/rules.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.record import (
    Clearance,
    Condition,
    Correction,
    Fact,
    NextDay,
    Offered,
    Pain,
    Preference,
    Prescription,
    Profile,
    ProgrammeChoice,
    Reading,
    Screen,
    SessionDone,
    SetDone,
    Skip,
    effective,
    in_bulk,
    moment_of,
    order_of,
)
from turnout.terms import LIMBS, Limb, Side, limbs
from turnout.track.state import FlagAnswer, ItemKey, Morning, State, TrainingDay, Work

REOPENING = frozenset({"numb", "giving-way"})
"""Symptoms in a set that reopen the screen."""


NOBODY = frozenset({"", "me", "self"})
"""Names under which nobody signs for a clearance or a prescription: these take a clinician's."""


class Track:
    """A record and the state it folds to.

    Args:
        knowledge: for ladders, sides and thresholds.
        facts: in any order.
    """

    def __init__(self, knowledge: Knowledge, facts: Iterable[Fact] = ()) -> None:
        self.knowledge = knowledge
        self.facts: list[Fact] = list(facts)
        self.state = State()
        self._last: tuple[Any, ...] = ()
        self._refold()

    def _refold(self) -> None:
        self.state = State()
        folding = Fold(self.knowledge, self.state)
        with in_bulk():
            ordered = effective(self.facts)
            for fact in ordered:
                folding.add(fact)
        self._fold = folding
        self._last = order_of(ordered[-1]) if ordered else ()
        self._ids = {fact.id for fact in self.facts}
        self._replaced = {fact.replaces for fact in self.facts if isinstance(fact, Correction)}

    def add(self, fact: Fact) -> None:
        """Adds one fact. In order of time it costs the same whatever the record's length; a late one refolds."""
        if fact.id and fact.id in self._ids:
            return
        self.facts.append(fact)
        self._ids.add(fact.id)
        order = order_of(fact)
        corrected = isinstance(fact, Correction) or fact.id in self._replaced
        if corrected or (self._last and order < self._last):
            self._refold()
            return
        self._fold.add(fact)
        self._last = order


def fold(facts: Iterable[Fact], knowledge: Knowledge, on: date | None = None) -> State:
    """Folds a record.

    Args:
        facts: in any order.
        knowledge: for ladders, sides and thresholds.
        on: facts of later local days are left out, so that any past day can be replayed.
    """
    if on is None:
        return Track(knowledge, facts).state
    told = [fact for fact in facts if moment_of(fact.at).day <= on]
    if any(isinstance(fact, Correction) for fact in told):  # one can put a fact on a later day
        told = [fact for fact in effective(told) if moment_of(fact.at).day <= on]
    return Track(knowledge, told).state


class Fold:
    """Adds facts, in order of time, to a state."""

    def __init__(self, knowledge: Knowledge, state: State) -> None:
        self.k = knowledge
        self.rule = knowledge.rule
        self.s = state
        self._aliases = knowledge.aliases
        self._known_keys: dict[tuple[str, Side | None], list[ItemKey]] = {}
        self._handlers: dict[type, Callable[[Any, date], None]] = {
            Profile: self._profile,
            Preference: self._preference,
            Screen: self._screen,
            Condition: self._condition,
            Clearance: self._clearance,
            Reading: self._reading,
            Pain: self._pain,
            ProgrammeChoice: self._programme,
            SetDone: self._set,
            SessionDone: self._session,
            NextDay: self._next_day,
            Skip: self._skip,
            Prescription: self._prescription,
            Offered: self._offered,
        }

    def add(self, fact: Fact) -> None:
        day = moment_of(fact.at).day
        self.s.seq += 1
        self.s.last_day = day
        self._handlers[type(fact)](fact, day)

    def _id(self, id: str) -> str:
        return self._aliases.get(id, id)

    # -- who the person is -------------------------------------------------------------------------------------

    def _profile(self, fact: Profile, _: date) -> None:
        for name in fact.__struct_fields__:
            value = getattr(fact, name)
            if value is not None and name not in ("at", "id", "person", "by", "note"):
                self.s.profile[name] = value

    def _preference(self, fact: Preference, _: date) -> None:
        if fact.dislikes is not None:
            self.s.dislikes = frozenset(self._id(id) for id in fact.dislikes)
        if fact.frequency is not None:
            self.s.frequency = fact.frequency

    def _condition(self, fact: Condition, _: date) -> None:
        key = (fact.condition, fact.side)
        if fact.ended:
            self.s.conditions.pop(key, None)
        else:
            self.s.conditions[key] = fact

    # -- screening ---------------------------------------------------------------------------------------------

    def _screen(self, fact: Screen, day: date) -> None:
        if fact.anything_new:
            self.reopen("something new was reported")
        self.s.screens.append((day, fact))
        for flag, yes in fact.answers.items():
            id = self._id(flag)
            before = self.s.flags.get(id)
            if yes or before is None or not before.yes:
                self.s.flags[id] = FlagAnswer(yes, day, self.s.seq)
            elif before.cleared_by is not None:  # nothing new: what was cleared stays so, with what it presumes
                self.s.flags[id] = FlagAnswer(True, day, self.s.seq, before.cleared_by)
            # else only a clearance lifts a yes

    def _clearance(self, fact: Clearance, day: date) -> None:
        if not signed(fact):
            return  # nobody clears themselves
        id = self._id(fact.flag)
        self.s.clearances.append((day, id))
        answer = self.s.flags.get(id)
        if answer is not None and answer.yes:
            self.s.flags[id] = FlagAnswer(True, day, self.s.seq, fact.by)

    def reopen(self, why: str) -> None:
        """All red flags become unknown until answered again."""
        self.s.reopened_seq = self.s.seq
        self.s.reopened_why = why

    # -- measurements and pain ---------------------------------------------------------------------------------

    def _reading(self, fact: Reading, day: date) -> None:
        id = self._id(fact.measure)
        self.s.reading_count += 1
        if self._worked(day):
            measure = self.k.measures.get(id)
            if measure is not None and measure.kind == "range":
                return  # only what is taken before the warm-up enters a trend
            self.s.after_work.add(fact.id)
        self.s.readings.setdefault(id, []).append((day, fact))

    def _worked(self, day: date) -> bool:
        """Whether the day's first set is already done."""
        return bool(self.s.days) and self.s.days[-1].day == day

    def _pain(self, fact: Pain, day: date) -> None:
        for limb in limbs(fact.side):
            before = self.s.pain_now.get(limb)
            if before is not None and fact.now - before[1] >= self.rule["pain-rise-rescreen"]:
                self.reopen(f"pain rose from {before[1]:g} to {fact.now:g}")
            self.s.pain_now[limb] = (day, fact.now)
            self.s.told_now[limb] = (day, fact.now)
            self.s.pains[limb].append((day, fact.now))
            if fact.site is not None and "groin" in fact.site:
                (self.s.groin.add if fact.now > 0 else self.s.groin.discard)(limb)

    def _next_day(self, fact: NextDay, day: date) -> None:
        last = self._training_before(day)
        for limb in limbs(fact.side):
            self.s.told_now[limb] = (day, fact.pain)
            self.s.pains[limb].append((day, fact.pain))
            if last is None:
                continue
            told = last.mornings.get(limb)
            if told is None or fact.pain > told.pain:
                known = day + timedelta(days=1) if self._worked(day) else day
                last.mornings[limb] = Morning(fact.pain, known, told)
            baseline = last.baseline[limb]
            if baseline is not None and fact.pain - baseline >= self.rule["pain-rise-rescreen"]:
                self.reopen(f"pain rose from {baseline:g} to {fact.pain:g} overnight")

    def _training_before(self, day: date) -> TrainingDay | None:
        """The last training day before ``day``; an answer on a training day is about the one before."""
        for training in reversed(self.s.days):
            if training.day < day:
                return training
        return None

    # -- programmes --------------------------------------------------------------------------------------------

    def _programme(self, fact: ProgrammeChoice, day: date) -> None:
        if fact.ended:
            if self.s.programme is not None and self._id(fact.programme) == self._id(self.s.programme.programme):
                self.s.programme, self.s.programme_since = None, None
            return
        same = self.s.programme is not None and self.s.programme.programme == fact.programme
        self.s.programme = fact
        if not same:
            self.s.programme_since = day

    def _prescription(self, fact: Prescription, day: date) -> None:
        if not signed(fact):
            return
        for key in self._keys(fact.exercise, fact.side):
            if fact.ended:
                self.s.prescriptions.pop(key, None)
            else:
                self.s.prescriptions[key] = (self.s.seq, day, fact)

    # -- work --------------------------------------------------------------------------------------------------

    def _keys(self, exercise: str, side: Side | None) -> list[ItemKey]:
        known = self._known_keys.get((exercise, side))
        if known is None:
            id = self._id(exercise)
            entry = self.k.exercises.get(id)
            two_sided = entry is not None and entry.sides == "both"
            sides: tuple[Side, ...] = ("both",) if two_sided else limbs(side)
            known = self._known_keys[(exercise, side)] = [(id, one) for one in sides]
        return known

    def _loads(self, key: ItemKey) -> tuple[Limb, ...]:
        entry = self.k.exercises.get(key[0])
        return LIMBS if entry is None or entry.sides != "each" else limbs(key[1])

    def _set(self, fact: SetDone, day: date) -> None:
        days = self.s.days
        if not days or days[-1].day != day:
            self._begin(day)
        training = days[-1]
        for key in self._keys(fact.exercise, fact.side):
            works = self.s.works.setdefault(key, [])
            if not works or works[-1].on is not training:
                works.append(Work(key, training, self._loads(key)))
                training.works.append(works[-1])
            work, rung = works[-1], self._rung(key, fact, works)
            later = (fact.bout or 1) > 1 and bool(work.sets)
            (work.later if later else work.sets).append(fact)
            (work.later_rungs if later else work.rungs).append(rung)
        if fact.symptoms and not REOPENING.isdisjoint(fact.symptoms):
            self.reopen("numbness or giving way during an exercise")

    def _rung(self, key: ItemKey, fact: SetDone, works: list[Work]) -> int:
        """The set's ladder place; without a level, the one of the set before, else the lowest."""
        if fact.level is not None:
            return self.k.rung_of.get((key[0], fact.level), 0)
        work = works[-1]
        if work.rungs:
            return work.rungs[-1]
        return works[-2].rungs[-1] if len(works) > 1 else 0

    def _begin(self, day: date) -> None:
        days = self.s.days
        worse: frozenset[Limb] = frozenset()
        if days:
            days[-1].closed = day + timedelta(days=1)
            worse = frozenset(limb for limb in LIMBS if worse_morning(days[-1], limb, self.rule))
            gap = timedelta(days=int(self.rule["gap-days"]))
            if day - days[-1].day >= gap:
                self.s.stale_before = days[-1].day + gap
                self.s.stale_why = "a break of two weeks or more"
        baseline: dict[Limb, float | None] = {
            limb: self.s.pain_now[limb][1] if limb in self.s.pain_now else None for limb in LIMBS
        }
        days.append(TrainingDay(day, baseline, worse))

    def _session(self, fact: SessionDone, day: date) -> None:
        if self.s.days and self.s.days[-1].day == day:
            self.s.days[-1].minutes = fact.minutes
            self.s.days[-1].done = fact.done

    def _skip(self, fact: Skip, day: date) -> None:
        self.s.skips.append((day, fact))

    def _offered(self, fact: Offered, day: date) -> None:
        self.s.offered.setdefault(day, fact)  # of two devices' offers the earlier one counts


def signed(fact: Clearance | Prescription) -> bool:
    """Whether somebody other than the person put their name to it."""
    name = fact.by.strip().lower()
    return name not in NOBODY and name != fact.person.lower()


def worse_morning(day: TrainingDay, limb: Limb, rule: dict[str, float], on: date | None = None) -> bool | None:
    """Whether the morning after was worse: a rise of 2 or more, or above 2 where no baseline was ever told.

    Args:
        day: the training day.
        limb: left or right.
        rule: the thresholds.
        on: what was told on later days is not looked at.

    Returns:
        None when no answer was given.
    """
    morning = day.mornings.get(limb)
    while morning is not None and on is not None and morning.told > on:
        morning = morning.before
    if morning is None:
        return None
    baseline = day.baseline[limb]
    if baseline is None:
        return morning.pain > rule["settled-without-baseline"]
    return morning.pain - baseline >= rule["next-day-rise"]
