"""An exhaustive walk over every kind of exercise: rung x sets x count x what the last two days were like."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.walk.machine import GOOD, LOWERS, NEVER_UP, Edge, Node, explore
from turnout.knowledge import Knowledge, load_knowledge
from turnout.planning.wants import default_target
from turnout.progress import Proposal, Target

Shape = tuple[Target, int, int]
"""A dose, the rungs of the ladder (at most three; more repeat the same steps), and the rung begun on."""


def shapes(k: Knowledge) -> dict[Shape, list[str]]:
    """Every different combination of dose and ladder in the knowledge, with the entries that have it."""
    found: dict[Shape, list[str]] = defaultdict(list)
    for entry in k.exercises.values():
        rungs = min(3, len(k.ladders[entry.id]))
        found[(_plain(default_target(entry, k)), rungs, 0)].append(entry.id)
    for programme in k.programmes.values():
        for phase in programme.phases:
            for item in phase.items:
                low, high = item.dose.reps or item.dose.seconds or (1, 1)
                unit = "reps" if item.dose.reps else "seconds"
                start = min(item.dose.start_sets or 2, item.dose.sets, 2)
                step = item.dose.step or (2 if unit == "reps" else 15)
                target = _plain(Target(item.dose.sets, low, high, unit, step, start, item.advance, 3, "x"))
                first = k.rung_of[(item.exercise, item.from_level)] if item.from_level else 0
                rungs = min(3, len(k.ladders[item.exercise]))
                found[(target, rungs, min(first, rungs - 1))].append(f"{programme.id}/{item.exercise}")
    return found


def _plain(target: Target) -> Target:
    """The dose in the abstraction: 4 or 5 repetitions for a range, 4 for a fixed number, at most three sets."""
    high = 5.0 if target.high > target.low else 4.0
    sets = min(3, target.sets)
    return Target(sets, 4.0, high, "reps", 1.0, min(target.start_sets, sets), target.advance, 3, "x")


K = load_knowledge()
SHAPES = shapes(K)


@pytest.mark.parametrize("shape", SHAPES, ids=[entries[0] for entries in SHAPES.values()])
def test_no_dead_end_and_no_way_up_through_pain(shape: Shape) -> None:
    target, rungs, first = shape
    ladder = tuple(f"rung-{n}" for n in range(rungs))
    edges = list(explore(K, target, ladder, first))
    for edge in edges:
        _judge(edge, target)
    _top_is_within_reach(edges, target, rungs)


def _judge(edge: Edge, target: Target) -> None:
    done, then = edge.day, edge.next_offer
    if not isinstance(then, Proposal):
        assert done.outcome in ("pain-6", "pinch"), f"withheld after {done}"
        assert then.why
        return
    more = [then.rung > done.rung, then.sets > done.sets, then.count > done.count]
    assert sum(more) <= 1, f"two dimensions at once after {done}: {then}"
    assert then.rung <= done.rung + 1
    assert then.why, "every offer says why"
    if done.outcome in NEVER_UP:
        assert not any(more), f"more after {done}: {then}"
    if done.outcome in LOWERS and (done.rung, done.sets, done.count) != (0, 1, 1):
        less = (then.rung, then.sets, then.count) != (done.rung, done.sets, done.count)
        at_bottom = done.rung == 0 and done.sets == 1 and done.outcome == "gap"
        assert less or at_bottom, f"nothing taken away after {done}: {then}"
    if done.outcome == GOOD:
        assert (then.rung, then.sets, then.count) >= (done.rung, 0, 0)


def _top_is_within_reach(edges: list[Edge], target: Target, rungs: int) -> None:
    """From every node, good days alone lead to the full dose (and, where rungs are climbed, to the last rung)."""
    good = {edge.node: edge.then for edge in edges if edge.day.outcome == GOOD}
    days = {edge.node: edge.day for edge in edges if edge.day.outcome == GOOD}
    top = rungs - 1 if target.advance != "none" else 0

    def full(node: Node) -> bool:
        day = days[node]
        return day.rung >= top and day.sets >= target.sets and day.count >= target.high

    fine: set[Node] = set()
    for start in good:
        trail: list[Node] = []
        node = start
        while node not in fine and not full(node):
            assert node not in trail, f"good days go in a circle from {start}"
            trail.append(node)
            node = good[node]
        fine.update(trail, [node])
