"""The way between phases: from rest to rest as smoothly as a hand moves, and smoothly through phases without rest.

Splines of the fifth degree that rest at the phases (Flash and Hogan 1985: without a phase between, the smoothest way
from rest to rest) and pass through those that do not rest. In: rows of numbers and when they come. Out: rows at any
moment.
"""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from turnout.body.engine import Array


def blend(times: Array, table: Array, resting: list[bool], at: Array) -> Array:
    """Rows between the rows of a table: from rest to rest, smoothly through those between.

    Args:
        times: when the rows come [s], (rows,), rising.
        table: (rows, columns).
        resting: whether everything stops there.
        at: moments [s], (moments,).

    Returns:
        (moments, columns).
    """
    out = np.empty((len(at), table.shape[1]))
    stops = [n for n, rests in enumerate(resting) if rests]
    none = np.zeros(table.shape[1])
    for a, b in pairwise(stops):
        inside = (at >= times[a] - 1e-9) & (at <= times[b] + 1e-9)
        ends = [(1, none), (2, none)]
        spline: Any = _interpolate().make_interp_spline(times[a : b + 1], table[a : b + 1], k=5, bc_type=(ends, ends))
        out[inside] = spline(np.clip(at[inside], times[a], times[b]))
    return out


def _interpolate() -> Any:
    return import_module("scipy.interpolate")


def round_and_round(times: Array, table: Array, at: Array) -> Array:
    """The same for a movement that never stops: periodic, through every row (cubic).

    Where the last row is not the first (a walk), it goes on from there at the same pace.
    """
    share = (times - times[0]) / (times[-1] - times[0])
    drift = table[-1] - table[0]
    level = table - share[:, None] * drift
    level[-1] = level[0]
    spline: Any = _interpolate().make_interp_spline(times, level, k=3, bc_type="periodic")
    return spline(at) + ((at - times[0]) / (times[-1] - times[0]))[:, None] * drift


def stops(rows: Array, resting: list[bool], held: list[bool]) -> list[bool]:
    """Where a guided point comes to a stop.

    Where all does; before and after it stays in one place; and where it leaves what it rests on, or comes to rest.

    Args:
        rows: its places, (rows, 3).
        resting: whether everything stops there.
        held: whether it rests on something there.
    """
    stays = [bool(np.allclose(a, b)) for a, b in pairwise(rows)]
    before, after = [stays[-1], *stays], [*stays, stays[0]]
    ends = [own and not (held[n - 1] and held[(n + 1) % len(held)]) for n, own in enumerate(held)]
    out = [any(one) for one in zip(resting, before, after, ends, strict=True)]
    return [True, *out[1:-1], True]
