"""The finite abstraction of one exercise on one side, explored whole with the loop's own functions.

A node is where an exercise stands: its `ItemState` before the last training day and what the last two days were like
(rung, sets, count, outcome). An edge is one more training day: the offered dose is done exactly, with one outcome of a
closed list. The abstraction, stated: dates are two days between sessions, or twenty for a gap; ladders have at most
three rungs; at most three sets; a range of repetitions or seconds is 4 or 5 and a fixed number is 4; outcomes that ask
for the same hold are one class once they lie behind; of the day before the last only what can still matter is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from turnout.knowledge import Knowledge
from turnout.progress import ItemState, Proposal, Stopped, Target, propose, state_of
from turnout.record import Offered, SetDone, fact_from
from turnout.terms import Limb
from turnout.track import State, TrainingDay, Work
from turnout.track.state import Morning

OUTCOMES = (
    "met", "met-hard", "pain-3", "pain-5", "pain-6", "pinch", "unclean", "form-unknown", "pain-unknown", "short",
    "morning-worse", "morning-unknown", "gap",
)  # fmt: skip
GOOD = "met"
NEVER_UP = frozenset({"pain-3", "pain-5", "pain-6", "pinch", "unclean", "form-unknown", "pain-unknown", "short",
                      "morning-worse", "morning-unknown", "gap"})  # fmt: skip
LOWERS = frozenset({"pain-6", "pinch", "morning-worse", "gap"})
HOLDS = frozenset({"pain-3", "pain-5", "unclean", "form-unknown", "pain-unknown", "morning-unknown"})
SHADOWS = frozenset({"morning-worse", "gap"})
"""Outcomes that still matter two days on: a second worse morning, and the date of the next day."""
DAY0 = date(2026, 3, 2)
SIDE: Limb = "left"
KEY = ("exercise", SIDE)


@dataclass(frozen=True)
class Day:
    """One training day of the exercise, as done."""

    rung: int
    sets: int
    count: float
    outcome: str


@dataclass(frozen=True)
class Node:
    """Where the exercise stands: the state before the last day (without dates), the day before it as far as it still
    matters, and the last day."""

    before: ItemState | None = None
    earlier: Day | None = None
    last: Day | None = None


def work_of(day: Day, on: date, target: Target, ladder: tuple[str, ...], *, worse_before: bool) -> Work:
    """The day as the loop sees it."""
    training = TrainingDay(on, {"left": 0.0, "right": 0.0}, frozenset({SIDE}) if worse_before else frozenset())
    if day.outcome != "morning-unknown":
        morning = 3.0 if day.outcome == "morning-worse" else 0.0
        training.mornings[SIDE] = Morning(morning, on + timedelta(days=1))
    pain = {"pain-3": 3.0, "pain-5": 5.0, "pain-6": 6.0, "pain-unknown": None}.get(day.outcome, 0.0)
    clean = {"unclean": False, "form-unknown": None}.get(day.outcome, True)
    count = max(1.0, day.count - 1) if day.outcome == "short" else day.count
    one = SetDone(
        at=on.isoformat(),
        exercise="exercise",
        level=ladder[day.rung],
        side=SIDE,
        reps=int(count) if target.unit == "reps" else None,
        seconds=count if target.unit == "seconds" else None,
        pain=pain,
        clean=clean,
        effort=9.0 if day.outcome == "met-hard" else 5.0,
        symptoms=("pinch",) if day.outcome == "pinch" else None,
    )
    work = Work(KEY, training, (SIDE,), [one] * day.sets, [day.rung] * day.sets)
    training.works.append(work)
    return work


def offer(node: Node, k: Knowledge, target: Target, ladder: tuple[str, ...], first: int) -> Proposal | Stopped:
    """What the loop offers next."""
    works, state = _concrete(node, k, target, ladder)
    last = works[-1].day if works else DAY0
    on = last + timedelta(days=20 if node.last is not None and node.last.outcome == "gap" else 2)
    return propose(works, state, k, target, on, first=first, top=len(ladder) - 1, limbs=(SIDE,))


def _concrete(node: Node, k: Knowledge, target: Target, ladder: tuple[str, ...]) -> tuple[list[Work], State]:
    state = State()
    if node.last is None:
        return [], state
    works: list[Work] = []
    if node.earlier is not None:
        works.append(work_of(node.earlier, DAY0, target, ladder, worse_before=False))
    gap = node.earlier is not None and node.earlier.outcome == "gap"
    worse = node.earlier is not None and node.earlier.outcome == "morning-worse"
    on = DAY0 + timedelta(days=20 if gap else 2)
    works.append(work_of(node.last, on, target, ladder, worse_before=worse))
    state.works[KEY] = works
    asked: dict[str, object] = {
        "exercise": KEY[0],
        "side": SIDE,
        "level": ladder[node.last.rung],
        "sets": node.last.sets,
    }
    asked[target.unit] = node.last.count
    told = {"kind": "offered", "at": on.isoformat(), "knowledge": k.version, "session": {"items": [asked]}}
    offered = fact_from(told)
    assert isinstance(offered, Offered)
    state.offered[on] = offered
    before = replace(node.before, last=DAY0) if node.before is not None else None
    state.memo[("item", KEY)] = (len(works) - 1, before)
    return works, state


def after(node: Node, day: Day, k: Knowledge, target: Target, ladder: tuple[str, ...]) -> Node:
    """The node one training day on."""
    if node.last is None:
        return Node(None, None, replace(day, outcome=_class(day.outcome)))
    works, state = _concrete(node, k, target, ladder)
    now = state_of(works, state, k)
    assert now is not None
    withheld = None if now.withheld is None else DAY0
    plain = replace(now, last=DAY0, withheld=withheld, cut="", hurts=min(2, now.hurts))
    kept = node.last.outcome in ("met", "met-hard")
    earlier = node.last if kept else Day(0, 1, 1, node.last.outcome if node.last.outcome in SHADOWS else "unclean")
    return Node(plain, earlier, replace(day, outcome=_class(day.outcome)))


def _class(outcome: str) -> str:
    """The outcome's class, for days that lie behind."""
    if outcome in HOLDS:
        return "unclean"
    return "pain-6" if outcome == "pinch" else outcome


def returned(node: Node, k: Knowledge, target: Target, ladder: tuple[str, ...]) -> Proposal | Stopped:
    """What is offered to someone withheld for pain, two weeks later and settled again."""
    works, state = _concrete(node, k, target, ladder)
    told = works[-1].day + timedelta(days=1)
    state.told_now[SIDE] = (told, 1.0)
    on = works[-1].day + timedelta(days=int(k.rule["return-days"]))
    return propose(works, state, k, target, on, first=0, top=len(ladder) - 1, limbs=(SIDE,))


@dataclass(frozen=True)
class Edge:
    """One training day: what had been offered, how it went, and what is offered after it."""

    node: Node
    offered: Proposal
    day: Day
    then: Node
    next_offer: Proposal | Stopped


def explore(k: Knowledge, target: Target, ladder: tuple[str, ...], first: int) -> Iterator[Edge]:
    """Every edge that can be reached from a new exercise."""
    start = Node()
    seen = {start}
    open_nodes = [start]
    while open_nodes:
        node = open_nodes.pop()
        offered = offer(node, k, target, ladder, first)
        if isinstance(offered, Stopped):
            offered = returned(node, k, target, ladder)
            assert isinstance(offered, Proposal), f"no way back from {node}"
            assert (offered.rung, offered.sets) == (0, 1)
        for outcome in OUTCOMES:
            if outcome == "short" and offered.count <= 1:
                continue  # nothing is shorter than one
            day = Day(offered.rung, offered.sets, offered.count, outcome)
            then = after(node, day, k, target, ladder)
            yield Edge(node, offered, day, then, offer(then, k, target, ladder, first))
            if then not in seen:
                seen.add(then)
                open_nodes.append(then)
