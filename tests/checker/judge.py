"""The judge: an answer with the record it rests on, or a whole trace, by all the rules that one answer can break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.checker.change import judge_bone, judge_changes
from tests.checker.gates import judge_gates
from tests.checker.history import History
from tests.checker.pain import judge_pain
from tests.checker.reading import Stamp, day_of, in_force, stamp
from tests.checker.reasons import judge_nothing_dropped, judge_reasons
from tests.checker.steps import judge_steps
from tests.checker.stops import judge_stops
from tests.checker.tally import Json, Tally


def judge(history: History, answer: Json, tally: Tally) -> None:
    """Judges one answer."""
    judge_stops(history, answer, tally)
    judge_pain(history, answer, tally)
    judge_gates(history, answer, tally)
    judge_steps(history, answer, tally)
    judge_reasons(history, answer, tally)
    judge_nothing_dropped(history, answer, tally)
    judge_changes(history, answer, tally)
    judge_bone(history, answer, tally)


def judge_answer(record: Iterable[Json], answer: Json, known: Json, tally: Tally) -> None:
    """Judges the answer of ``turnout plan`` with the record it was asked about."""
    on = date.fromisoformat(answer["on"])
    judge(History(known, in_force(record, on)), answer, tally)


@dataclass
class Phases:
    """What one answer after another says of the phase: what is done or told later never takes it back."""

    tally: Tally
    last: Json | None = None

    def fact(self, fact: Json) -> None:
        if fact["kind"] == "programme":
            self.last = None

    def answer(self, answer: Json, *, late: bool) -> None:
        now, before = answer["phase"], self.last
        self.last = None if late else now
        if late or now is None or before is None:
            return
        kept = now["number"] > before["number"] or (now["number"], now["since"]) == (before["number"], before["since"])
        self.tally.see(5, "a phase once open stays open", kept, answer["on"], before, now)


def judge_trace(trace: Iterable[Json], known: Json, tally: Tally) -> None:
    """Judges a person's facts and answers, in the order in which they came. Late facts and corrections are taken in."""
    facts: list[Json] = []
    history = History(known)
    last: Stamp | None = None
    stale = False
    phases = Phases(tally)
    for step in trace:
        if "fact" in step:
            fact: Json = step["fact"]
            facts.append(fact)
            phases.fact(fact)
            stale = stale or fact["kind"] == "correction" or (last is not None and stamp(fact) < last)
            if not stale:
                history.add(fact)
                last = stamp(fact)
            continue
        answer: Json = step["answer"]
        phases.answer(answer, late=stale)
        on = date.fromisoformat(answer["on"])
        if stale or (facts and day_of(facts[-1]) > on):
            judge(History(known, in_force(facts, on)), answer, tally)
        else:
            judge(history, answer, tally)
