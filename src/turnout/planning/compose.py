"""The composed plan: a small set of exercises that covers the needs in the minutes, equipment and positions there are.

In: needs with weights, candidates with what each gives to each need and costs in minutes. Out: the chosen ids, with the
needs each serves. An integer programme, solved by HiGHS through scipy; ties are broken by the ids, so the same question
always has the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from turnout.assess import Findings
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise
from turnout.planning.worked import trained
from turnout.terms import Limb
from turnout.track import State

LEAST, MOST = 3, 6
FULL_MINUTES = 15
"""How many exercises a composed plan has: few enough to be done (fewer than four raise adherence, Bachmann 2018)."""

BASE: dict[str, float] = {
    "er-strength": 0.8,
    "abduction-strength": 0.4,
    "extension-strength": 0.3,
    "single-leg-control": 0.3,
}
"""What every hip is given, found lacking or not (design)."""

GOALS: dict[str, dict[str, float]] = {
    "run": {"single-leg-control": 0.4, "extension-strength": 0.3, "power": 0.2},
    "jump": {"power": 0.5, "single-leg-control": 0.3},
    "lift": {"extension-strength": 0.4, "flexion-range": 0.2},
    "squat": {"flexion-range": 0.3, "er-strength": 0.2, "extension-strength": 0.2, "deep-rotators-flexed": 0.2},
    "dance": {"er-strength": 0.5, "er-range": 0.4, "single-leg-control": 0.3, "posterior-gluteus-medius": 0.2},
    "sit": {"hip-flexor-length": 0.4, "er-range": 0.2, "ir-range": 0.2, "deep-rotators-flexed": 0.2},
    "walk": {"abduction-strength": 0.3, "hip-flexor-length": 0.2},
}
"""What a goal adds (design)."""


@dataclass(frozen=True)
class Candidate:
    """An exercise that could be chosen: what it gives each need (0..1), what it costs, and its family."""

    id: str
    family: str
    minutes: float
    gives: tuple[tuple[str, float], ...]
    bonus: float
    stretch: bool


def need_weights(found: Findings, state: State) -> dict[str, float]:
    """How much each need weighs: found lacking 1 (1.25 on both sides), goals and the base less."""
    weights = dict(BASE)
    for goal in state.profile.get("goals") or ():
        for need, weight in GOALS.get(goal, {}).items():
            weights[need] = weights.get(need, 0) + weight
    for need, limbs in found.needs.items():
        if limbs:
            weights[need] = weights.get(need, 0) + 1 + 0.25 * (len(limbs) - 1)
    capped: dict[str, set[Limb]] = {
        way: {limb for limb, ways in found.caps.items() if way in ways} for way in ("er", "ir")
    }
    for way, limbs in capped.items():
        if len(limbs) == 2:
            weights.pop(f"{way}-range", None)
    return weights


def gives(entry: Exercise, k: Knowledge) -> dict[str, float]:
    """What an exercise gives to each need: by computed loads where there are any, else by the muscles sources name."""
    out: dict[str, float] = {}
    for need in k.needs.values():
        if entry.kind not in need.kinds:
            continue
        if entry.kind == "stretch":
            if set(need.gains) & set(entry.gains):
                out[need.id] = 1.0
        elif need.at_flexion_deg is not None:
            share = trained(entry, need, k)
            if share >= WORTH_NAMING:
                out[need.id] = round(MOST_OF_A_NEED * share, 4)
        elif need.id in entry.needs:
            rank = entry.needs.index(need.id)
            given = 0.6 * RANK[min(rank, len(RANK) - 1)] + 0.25 * trained(entry, need, k)
            out[need.id] = round(min(MOST_OF_A_NEED, given), 4)
    return out


MOST_OF_A_NEED = 0.85
"""No exercise answers a need of strength alone (design)."""
WORTH_NAMING = 0.3
"""From this share on an exercise counts for muscles at an angle (design)."""
RANK = (1.0, 0.6, 0.4, 0.3)
"""What an exercise gives to its first, second, ... need (design)."""


def choose(weights: dict[str, float], candidates: list[Candidate], minutes: float | None) -> list[str]:
    """The best set, as ids in order."""
    rounded = tuple(sorted((need, round(weight, 4)) for need, weight in weights.items()))
    return list(_solve(rounded, tuple(sorted(candidates, key=lambda c: c.id)), minutes))


@lru_cache(maxsize=4096)
def _solve(
    weights: tuple[tuple[str, float], ...], candidates: tuple[Candidate, ...], minutes: float | None
) -> tuple[str, ...]:
    """Maximise the needs covered (each at most once over), subject to minutes, number and families."""
    if not candidates:
        return ()
    import numpy as np
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    opt: Any = optimize
    n, m = len(candidates), len(weights)
    cost = np.zeros(n + m)
    for j, candidate in enumerate(candidates):
        cost[j] = 1e-3 * candidate.minutes - candidate.bonus + 1e-6 * j
    for i, (_, weight) in enumerate(weights):
        cost[n + i] = -weight
    rows: list[Any] = []
    lows: list[float] = []
    highs: list[float] = []

    def add(row: Any, low: float, high: float) -> None:
        rows.append(row)
        lows.append(low)
        highs.append(high)

    for i, (need, _) in enumerate(weights):
        row = np.zeros(n + m)
        row[n + i] = 1
        for j, candidate in enumerate(candidates):
            row[j] = -dict(candidate.gives).get(need, 0)
        add(row, -np.inf, 0)
    for family in sorted({c.family for c in candidates}):
        add(_indicator([c.family == family for c in candidates], m), 0, 1)
    add(_indicator([c.stretch for c in candidates], m), 0, 3)
    add(_indicator([True] * n, m), 0, MOST)
    if minutes is not None:
        row = np.zeros(n + m)
        row[:n] = [c.minutes for c in candidates]
        add(row, 0, max(minutes, min(c.minutes for c in candidates)))
    low = np.zeros(n + m)
    high = np.concatenate([np.ones(n), np.ones(m)])
    least = _indicator([True] * n, m)
    families = len({c.family for c in candidates})
    wanted = LEAST if minutes is not None and minutes < FULL_MINUTES else LEAST + 1
    for fewest in range(min(wanted, families), -1, -1):
        constraint = opt.LinearConstraint(np.vstack([*rows, least]), [*lows, fewest], [*highs, MOST])
        found = opt.milp(cost, constraints=constraint, bounds=opt.Bounds(low, high), integrality=[1] * n + [0] * m)
        if found.x is not None:
            return tuple(c.id for c, x in zip(candidates, found.x, strict=False) if x > 0.5)
    return ()


def _indicator(flags: list[bool], rest: int) -> Any:
    import numpy as np

    return np.concatenate([np.array(flags, dtype=float), np.zeros(rest)])
