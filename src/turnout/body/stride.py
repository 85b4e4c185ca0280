"""The way between phases that come at uneven times, as in a step: no swinging beyond what the phases ask for.

Polynomials of the fifth degree from phase to phase. Slopes are those of Fritsch and Carlson (1980,
doi 10.1137/0717021), which never swing beyond the values around them; accelerations are the ones that make the whole
way least jerky (Flash and Hogan 1985), where each stretch counts alike however long it takes: else the long way down
would swing from the quick step before it. Both are nought where the body rests. In: rows of numbers and when they come.
Out: rows at any moment.
"""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from turnout.body.engine import Array

FINE = 12
"""Moments of a stretch at which its jerk is weighed."""


def stride(times: Array, table: Array, resting: list[bool], at: Array) -> Array:
    """Rows between the rows of a table, as `blend.blend`.

    Args:
        times: when the rows come [s], (rows,), rising.
        table: (rows, columns).
        resting: whether everything stops there; the first and the last row always rest.
        at: moments [s], (moments,).

    Returns:
        (moments, columns).
    """
    slopes = _slopes(times, table)
    rests = np.array([True, *resting[1:-1], True])
    slopes[rests] = 0.0
    free = np.flatnonzero(~rests)
    bends = np.zeros_like(table)
    if len(free):
        fine: Array = np.concatenate([np.linspace(float(a), float(b), FINE) for a, b in pairwise(times)])
        width = np.repeat(np.diff(times) ** 3, FINE)[:, None]
        fixed = width * _joined(times, table, slopes, bends)(fine, 3)
        unit = np.eye(len(times))[:, free]
        moved = width * _joined(times, np.zeros_like(unit), np.zeros_like(unit), unit)(fine, 3)
        bends[free] = -np.linalg.lstsq(moved, fixed, rcond=None)[0]
    return np.array(_joined(times, table, slopes, bends)(np.clip(at, times[0], times[-1])))


def _slopes(times: Array, table: Array) -> Array:
    spline: Any = import_module("scipy.interpolate").PchipInterpolator(times, table, axis=0)
    return np.array(spline.derivative()(times))


def _joined(times: Array, places: Array, slopes: Array, bends: Array) -> Any:
    rows = np.stack([places, slopes, bends], axis=1)
    return import_module("scipy.interpolate").BPoly.from_derivatives(times, rows)
