"""Where the centre of mass goes so that the ground carries a movement: the smoothest path near a given one.

In: moments, a path, how high the centre of mass is, and what carries. Out: the path for which the tipping point stays
over what carries. A centre of mass x at the height h whose ground presses with m (g + z'') tips about
x - h / (g + z'') x''. That is linear in the path, so the smoothest path that keeps the tipping point inside is a
quadratic programme (Wieber 2006, doi 10.1109/ICHR.2006.321375, walks machines so): before a step the weight goes over
to the foot that stays, in it the body falls towards the foot that comes, as in people.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from turnout.body.engine import Array

SMOOTH_S = 0.15
"""A third derivative over this time costs as much as being so far away from the given path."""
RESTS = 5.0
"""How much firmer it keeps to the path where the body rests."""
OUTSIDE = 1e4
"""How much dearer it is to tip than to be away from the given path."""
HUGE = 1e30
EQUAL = 5
"""daqp's mark of an equation."""


@dataclass(frozen=True)
class Footing:
    """What carries at one moment: an area, as edges with their outward normals, and how far inside them is (edges,)."""

    normals: Array
    within: Array


def carried(time: Array, path: Array, levers: Array, offset: Array, still: Any, footings: list[Footing]) -> Array:
    """The path of the centre of mass, (frames, 2) [m].

    Args:
        time: [s], (frames,); the last moment is the first again.
        path: where the centre of mass would be, (frames, 2) [m].
        levers: height over the vertical acceleration that the ground gives, h / (g + z'') [s2], (frames,).
        offset: by how much limbs that are swung move the tipping point, (frames, 2) [m].
        still: where the centre of mass is at rest, (frames,).
        footings: what carries; no edges where anything may be.
    """
    from turnout.body.dynamics import derivative

    count = len(time) - 1
    around = np.vstack([np.eye(count), np.eye(count)[:1]])
    drift = np.outer((time - time[0]) / (time[-1] - time[0]), path[-1] - path[0])
    given = path - drift
    first, second = (derivative(time, around, order) for order in (1, 2))
    width = np.sqrt(np.gradient(time) / np.gradient(time).mean())[:, None]
    jerk = _jerk(time, second)
    near = width * np.where(still, RESTS, 1.0)[:, None]
    rows, upper = _edges(around - levers[:, None] * second, offset + drift, footings)
    slack = np.zeros((len(rows), len(footings)))
    owner = np.repeat(np.arange(len(footings)), [len(footing.within) for footing in footings])
    slack[np.arange(len(rows)), owner] = -1.0
    used = np.unique(owner)
    rests = np.flatnonzero(still)
    hold = first[rests]
    stays = np.zeros((len(rests), 2)) - (path[-1] - path[0]) / (time[-1] - time[0])
    return drift + around @ _least(
        np.vstack([near * around, jerk]),
        np.vstack([near * given, np.zeros((len(jerk), 2))]),
        (hold, stays),
        (rows, slack[:, used], upper),
    )


def smoothed(time: Array, heights: Array, still: Any) -> Array:
    """Heights without jerks, (frames,) [m]: the body does not drop as a leg reaches its end, but sinks beforehand.

    Args:
        time: [s], (frames,); the last moment is the first again.
        heights: of the centre of mass, (frames,) [m].
        still: where it stays as it is, (frames,).
    """
    from turnout.body.dynamics import derivative

    around = np.vstack([np.eye(len(time) - 1), np.eye(len(time) - 1)[:1]])
    width = np.sqrt(np.gradient(time) / np.gradient(time).mean())[:, None]
    rests = np.flatnonzero(still)
    jerk = _jerk(time, derivative(time, around, 2))
    rows = np.vstack([width * around, jerk, OUTSIDE * around[rests]])
    wanted = np.concatenate([width[:, 0] * heights, np.zeros(len(jerk)), OUTSIDE * heights[rests]])
    return around @ np.linalg.lstsq(rows, wanted, rcond=None)[0]


def _jerk(time: Array, second: Array) -> Array:
    """Rows for the third derivative, weighted; from moment to moment: no to and fro between them is overlooked."""
    steps = np.diff(time)[:, None]
    return np.sqrt(steps / steps.mean()) * SMOOTH_S**3 * np.diff(second, axis=0) / steps


def _edges(tips: Array, away: Array, footings: list[Footing]) -> tuple[Array, Array]:
    """Rows over (x of all frames, y of all frames) that are at most a bound where the tipping point is inside."""
    rows: list[Array] = []
    bounds: list[float] = []
    for tip, far, footing in zip(tips, away, footings, strict=True):
        for normal, bound in zip(footing.normals, footing.within, strict=True):
            rows.append(np.concatenate([normal[0] * tip, normal[1] * tip]))
            bounds.append(float(bound - normal @ far))
    return np.array(rows).reshape(-1, 2 * tips.shape[1]), np.array(bounds)


def _least(wish: Array, wanted: Array, fixed: tuple[Array, Array], bounded: tuple[Array, Array, Array]) -> Array:
    """Least squares of both axes, with rows that are fixed and rows that are bounded up to a dear slack; (n, 2)."""
    n = wish.shape[1]
    rows, slack, upper = bounded
    extra = slack.shape[1]
    quadratic = np.zeros((2 * n + extra, 2 * n + extra))
    square = wish.T @ wish
    quadratic[:n, :n] = quadratic[n : 2 * n, n : 2 * n] = square
    quadratic[2 * n :, 2 * n :] = OUTSIDE * np.eye(extra)
    linear = np.concatenate([-(wish.T @ wanted).T.ravel(), np.zeros(extra)])
    hold, stays = fixed
    none = np.zeros_like(hold)
    equal = np.hstack([np.vstack([np.hstack([hold, none]), np.hstack([none, hold])]), np.zeros((2 * len(hold), extra))])
    limits = np.hstack([rows, slack])
    matrix = np.vstack([equal, limits])
    most = np.concatenate([stays.T.ravel(), upper])
    least = np.concatenate([stays.T.ravel(), np.full(len(upper), -HUGE)])
    sense = np.array([EQUAL] * len(equal) + [0] * len(limits), dtype=np.int32)
    found, _, flag, _ = import_module("daqp").solve(quadratic, linear, matrix, most, least, sense, primal_tol=1e-7)
    return np.array(found[: 2 * n]).reshape(2, n).T if flag >= 1 else wanted[:n]
