"""An exhaustive walk over every programme's phases.

Two abstractions, stated. Gates: every leaf of a gate's test is met, not met or unknown, in all combinations. Days: a
person does everything offered, and from the start of each phase every sequence of up to two kinds of training day
(good, painful, hurting, worse next morning, no answer, twenty days away) is followed by good days only; the last phase
must still open, and nothing may stay withheld for pain.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from turnout.coach import plan_json
from turnout.criteria.judge import Setting, evaluate, is_met
from turnout.knowledge import Knowledge, load_knowledge, schema
from turnout.knowledge.check import tests as parts_of
from turnout.knowledge.schema import Programme
from turnout.planning import make_plan
from turnout.record import fact_from, new_id
from turnout.track import State, Track

K = load_knowledge()
judging: Any = importlib.import_module("turnout.criteria.judge")
GATES = sorted({phase.gate for p in K.programmes.values() for phase in p.phases if phase.gate})
PHASED = [id for id, p in K.programmes.items() if len(p.phases) > 1]
KINDS = ("painful", "hurting", "worse", "silent", "away")
DAY0 = date(2026, 1, 5)


def leaves(test: schema.Test) -> list[schema.Test]:
    """The parts of a test that combine nothing."""
    return [part for part in parts_of(test) if not (part.all or part.any or part.not_)]


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_opens_only_when_what_it_combines_says_so(gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    test = K.criteria[gate].test
    parts = leaves(test)
    told: dict[int, bool | None] = {}

    def told_leaf(leaf: Any, setting: Setting) -> tuple[bool | None, dict[str, Any]]:
        return told[id(leaf)], {}

    leaf_objects = [next(v for v in (getattr(p, name) for name in judging.LEAVES) if v is not None) for p in parts]
    monkeypatch.setattr(judging, "LEAVES", dict.fromkeys(judging.LEAVES, told_leaf))
    setting = Setting(State(), K, DAY0)
    opened = 0
    for answers in itertools.product((True, False, None), repeat=len(parts)):
        told.update({id(leaf): answer for leaf, answer in zip(leaf_objects, answers, strict=True)})
        met = evaluate(test, setting)[0]
        assert is_met(test, setting) is (met is True)
        if met is True:
            opened += 1
            time_parts = [a for p, a in zip(parts, answers, strict=True) if p.days_since or p.weeks_active]
            assert all(time_parts), "time is always asked for"
            assert _needed(test, dict(zip(map(id, leaf_objects), answers, strict=True)))
    assert opened, "the gate can be opened"


def _needed(test: schema.Test, told: dict[int, bool | None]) -> bool:
    """The same combination in two values, where unknown counts as not met."""
    if test.all is not None:
        return all(_needed(part, told) for part in test.all)
    if test.any is not None:
        return any(_needed(part, told) for part in test.any)
    if test.not_ is not None:
        return not _needed(test.not_, told)
    leaf = next(v for v in (getattr(test, name) for name in judging.LEAVES) if v is not None)
    return told[id(leaf)] is True


class Walker:
    """Someone with everything a programme needs, who does what is offered."""

    def __init__(self, k: Knowledge, programme: Programme) -> None:
        self.k = k
        self.track = Track(k)
        self.day = DAY0
        self.minute = 0
        self.programme = programme
        self.tell("profile", born=1990, sex="f")
        self.screen()
        for limb in ("left", "right"):
            self.tell("pain", side=limb, now=1)
        self.tell("programme", programme=programme.id, affected="left")

    def tell(self, kind: str, **content: Any) -> None:
        self.minute += 1
        at = f"{self.day}T{self.minute // 60:02d}:{self.minute % 60:02d}:00+00:00"
        self.track.add(fact_from({"id": new_id(), "kind": kind, "at": at, **content}))

    def screen(self) -> None:
        self.tell("screen", answers=dict.fromkeys(self.k.red_flags, False))

    def next_day(self) -> None:
        self.day += timedelta(days=1)
        self.minute = 0

    def train(self, kind: str) -> dict[str, Any]:
        """Goes on to the next session and does it, the way ``kind`` says. Returns the answer it followed."""
        if kind == "away":
            self.day += timedelta(days=20)
        for _ in range(40):
            answer = plan_json(make_plan(self.track.state, self.k, self.day))
            if answer["ask"]:
                self.screen()
                for limb in ("left", "right"):
                    self.tell("pain", side=limb, now=1)
                    self.tell("reading", measure="lateral-step-down", side=limb, value=0, unit="score")
                continue
            if answer["session"] and answer["session"]["on"] == self.day.isoformat():
                self._do(answer["session"]["items"], kind)
                return answer
            self.next_day()
            for limb in ("left", "right"):
                self.tell("pain", side=limb, now=1)
        raise AssertionError("nothing is offered any more")

    def _do(self, items: list[dict[str, Any]], kind: str) -> None:
        pain = {"painful": 4, "hurting": 7}.get(kind, 0)
        for item in items:
            count = {"reps": item["reps"]} if item["reps"] else {"seconds": item["seconds"]}
            for _ in range(item["sets"]):
                done = {"exercise": item["exercise"], "level": item["level"], "side": item["side"], **count}
                self.tell("set", **done, pain=pain, effort=5, clean=True)
        self.next_day()
        if kind != "silent":
            self.tell("next-day", pain=4 if kind == "worse" else 1)

    def follow_good_days(self, sessions: int) -> Iterator[dict[str, Any]]:
        for _ in range(sessions):
            yield self.train("good")


def words() -> list[tuple[str, ...]]:
    """Every sequence of one or two days that are not good."""
    one: list[tuple[str, ...]] = [(kind,) for kind in KINDS]
    return [*one, *itertools.product(KINDS, repeat=2)]


@pytest.mark.parametrize("programme", PHASED)
def test_every_phase_opens_whatever_two_days_went_wrong_at_its_start(programme: str) -> None:
    entry = K.programmes[programme]
    for word in words():
        walker = Walker(K, entry)
        spoiled: set[int] = set()
        reached = 1
        for _ in range(160):
            answer = plan_json(make_plan(walker.track.state, K, walker.day))
            reached = max(reached, answer["phase"]["number"])
            if reached == len(entry.phases) and reached in spoiled:
                break
            if reached not in spoiled:
                spoiled.add(reached)
                for kind in word:
                    walker.train(kind)
            else:
                walker.train("good")
        assert reached == len(entry.phases), f"after {word} phase {reached} never ended"


SINGLE = [id for id, p in K.programmes.items() if len(p.phases) == 1]


@pytest.mark.parametrize("programme", SINGLE)
def test_what_hurt_comes_back_in_programmes_of_one_phase(programme: str) -> None:
    walker = Walker(K, K.programmes[programme])
    walker.train("hurting")
    *_, last = walker.follow_good_days(24)
    assert not [w for w in last["withheld"] if w["why"][0]["criterion"] == "withheld-for-pain"]
