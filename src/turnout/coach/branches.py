"""Every dose an exercise on a side may still have, each leading only downwards: what a phone without a network follows.

In: an item of the plan and what is within reach. Out: nodes, one a dose, with where each outcome of a session leads.
Every edge is worked out by the functions that the server itself plans with, on a made-up session with that outcome
(`turnout.coach.outcomes`); nothing is decided a second time here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from turnout.coach.outcomes import Outcomes, Standing, standing_of, with_morning
from turnout.knowledge import Knowledge
from turnout.planning import PlanItem
from turnout.planning.available import Reach
from turnout.planning.prescribed import lifts
from turnout.planning.time import item_minutes, tempo_json
from turnout.progress import ItemState, Proposal, after, state_of
from turnout.terms import Why
from turnout.track import Work

DEEPEST = 3
"""So many steps down are shipped; an exercise that falls further is left out until the server is reached (design)."""


@dataclass
class Node:
    """A dose and where it leads once it was done. ``None``: left out."""

    standing: Standing
    depth: int
    edges: dict[str, Any] = field(default_factory=dict[str, Any])


class Branches:
    """The doses of one item.

    Args:
        item: as planned.
        limits: what is within reach.
        stands_in: another exercise takes its place once it hurts.
    """

    def __init__(self, item: PlanItem, limits: Reach, *, stands_in: bool) -> None:
        self.item, self.want, self.limits, self.k = item, item.want, limits, limits.k
        self.stands_in = stands_in
        self.works = limits.state.works.get((self.want.exercise.id, self.want.side), [])
        bounds = limits.bounds(self.want)
        self.top = item.proposal.rung if isinstance(bounds, Why) else bounds[1]
        self.outcomes = Outcomes(self.k, self.want.exercise, self.want.target, self.top)
        self.stood = state_of(self.works, limits.state, self.k)
        self.nodes: list[Node] = []
        self._place: dict[Standing, int] = {}
        self._open: list[int] = []

    # -- where it stands now -----------------------------------------------------------------------------------

    def root(self, offered: Proposal | None, on: date) -> dict[str, Any]:
        """Where the walk begins.

        Args:
            offered: what the server offers in the next session; None where it is not in it.
            on: the day of the pack.

        Returns:
            ``offer`` and ``held`` (the same without a rise; None for a new item), ``worse`` and ``again`` for a worse
            morning after the last session, ``gap`` after a long pause.
        """
        hurts = self.stood.hurts if self.stood else 0
        planned = self.item.proposal
        held = planned if planned.action != "new" else None
        if held is not None and held.action == "raise" and held.held is not None:
            held = replace(held, rung=held.held.rung, sets=held.held.sets, count=held.held.count)
        root = {
            "offer": self._at(offered, hurts),
            "held": self._at(held, hurts),
            "worse": self._after_last(hurts, on, again=False),
            "again": self._after_last(hurts, on, again=True),
            "gap": self._after_gap(hurts, on),
        }
        self._grow()
        return root

    def _at(self, proposal: Proposal | None, hurts: int) -> int | None:
        return None if proposal is None else self._node((proposal.rung, proposal.sets, proposal.count, hurts), 0)

    def _after_last(self, hurts: int, on: date, *, again: bool) -> int | None:
        """What the last session leads to where its morning turns out worse."""
        days = self.limits.state.days
        if not self.works or self.works[-1].on is not days[-1]:
            return None
        last = self.works[-1]
        day = with_morning(last.on, self.want.loads, again=again)
        works = [*self.works[:-1], replace(last, on=day, met={}, known=None)]
        return self._proposed(state_of(works, self.limits.state, self.k), works, on, hurts)

    def _after_gap(self, hurts: int, on: date) -> int | None:
        if not self.works:
            return None
        later = max(on, self.works[-1].day + timedelta(days=int(self.k.rule["gap-days"])))
        return self._proposed(self.stood, self.works, later, hurts)

    def _proposed(self, item: ItemState | None, works: list[Work], on: date, hurts: int) -> int | None:
        """The node that the server's own proposal is at; None where it would not offer the exercise."""
        if item is None:
            return None
        want, state = self.want, self.limits.state
        lifted = lifts(want, self.works, state)
        found = after(item, works, state, self.k, want.target, on, top=self.top, limbs=want.loads, lifted=lifted)
        return self._lead(standing_of(found, hurts), 0) if isinstance(found, Proposal) else None

    # -- where it leads ----------------------------------------------------------------------------------------

    def _node(self, standing: Standing, depth: int) -> int:
        found = self._place.get(standing)
        if found is None:
            found = self._place[standing] = len(self.nodes)
            self.nodes.append(Node(standing, depth))
            self._open.append(found)
        return found

    def _grow(self) -> None:
        """Works out the edges of every node, nearest first."""
        while self._open:
            number = self._open.pop(0)
            node = self.nodes[number]
            rung, sets, count, hurts = node.standing
            node.edges["calm"] = number if hurts == 0 else self._node((rung, sets, count, 0), node.depth)
            if node.depth < DEEPEST:
                node.edges |= self._down(node.standing, node.depth + 1)
            else:
                node.edges |= {**dict.fromkeys(("hurt", "hurt_worse", "hurt_again", "gap")), "worse": [], "again": []}

    def _down(self, standing: Standing, depth: int) -> dict[str, Any]:
        """Every way down from a dose."""
        sets = standing[1]
        edges: dict[str, Any] = {"gap": self._lead(self.outcomes.after_gap(standing), depth)}
        for name, worse, again in (("hurt", False, False), ("hurt_worse", True, False), ("hurt_again", True, True)):
            end = None if self.stands_in else self.outcomes.after(standing, (sets, True, worse, again))
            edges[name] = self._lead(end, depth)
        for name, again in (("worse", False), ("again", True)):
            ends = [self.outcomes.after(standing, (n, False, True, again)) for n in range(1, sets + 1)]
            edges[name] = [self._lead(end, depth) for end in ends]
        return edges

    def _lead(self, standing: Standing | None, depth: int) -> int | None:
        """The node of a dose; None where it is out of reach."""
        if standing is None or self.limits.rung_problem(self.want, standing[0]) is not None:
            return None
        return self._node(standing, depth)

    # -- as JSON -----------------------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """The ladder's rungs that occur, and the nodes."""
        entry = self.want.exercise
        rungs = sorted({node.standing[0] for node in self.nodes})
        return {
            "levels": [_level(self.k, entry.id, rung) for rung in rungs],
            "nodes": [
                {
                    "level": rungs.index(rung),
                    "sets": sets,
                    "count": int(count) if float(count).is_integer() else count,
                    "hurts": hurts,
                    "minutes": [round(self._minutes(rung, sets, count, sides), 1) for sides in (1, 2)],
                    "length_s": [round(60 * self._minutes(rung, sets, count, sides), 2) for sides in (1, 2)],
                    **node.edges,
                }
                for node in self.nodes
                for rung, sets, count, hurts in [node.standing]
            ],
        }

    def _minutes(self, rung: int, sets: int, count: float, sides: int) -> float:
        entry = self.want.exercise
        level = self.k.ladders[entry.id][rung]
        return item_minutes(entry, level, sets, count, self.want.target.unit, sides)


def _level(k: Knowledge, id: str, rung: int) -> dict[str, Any]:
    level = k.ladders[id][rung]
    return {
        "level": level.id,
        "level_name": level.name,
        "tempo": tempo_json(k.exercises[id], level),
        "load": dict(level.load) or {"kg": 0},
    }
