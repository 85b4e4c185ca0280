"""Where the frames of a repetition with a jump stand: close in the jump, sparse where nothing moves.

In: when the phases come, and which of them are the jump. Out: moments. Every phase of the jump falls on one. Steps grow
by a quarter from one to the next as the jump is left behind, so that a curve through the frames has no corner.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from turnout.body.engine import Array

JUMP_S, SLOW_S, HELD_S = 0.028, 0.12, 0.6
"""Steps in a jump, in the rest of the movement and in the middle of a hold, before they are fitted to their number."""
GROWS = 0.25
GRID = 400
"""So finely a stretch is looked at."""


def graded(times: tuple[float, ...], ats: tuple[float, ...], fast: tuple[int, int], frames: int) -> Array:
    """The moments of a repetition, (frames + 1,) [s].

    Args:
        times: of the phases [s], rising from 0.
        ats: their places in the repetition; a hold has the same twice.
        fast: between which phases the jump is.
        frames: into how many steps the repetition is cut.
    """
    first, last = fast
    ends = sorted({0.0, *times[first : last + 1], times[-1]})
    claims = [_claims(np.linspace(a, b, GRID), times, ats, fast) for a, b in pairwise(ends)]
    counts = _shared(frames, [float(claim[-1]) for claim in claims])
    parts = [np.zeros(1)]
    for (a, b), claim, count in zip(pairwise(ends), claims, counts, strict=True):
        even = np.linspace(0.0, float(claim[-1]), count + 1)[1:]
        parts.append(np.interp(even, claim, np.linspace(a, b, GRID)))
        parts[-1][-1] = b
    return np.concatenate(parts)


def _claims(at: Array, times: tuple[float, ...], ats: tuple[float, ...], fast: tuple[int, int]) -> Array:
    """How many steps there should be up to each moment of a stretch."""
    begin, end, period = times[fast[0]], times[fast[1]], times[-1]
    around = [_beside(at, begin + turn * period, end + turn * period) for turn in (-1, 0, 1)]
    step = np.minimum(JUMP_S + GROWS * np.min(around, axis=0), HELD_S)
    moving = [_beside(at, a, b) for n, (a, b) in enumerate(pairwise(times)) if ats[n] != ats[n + 1]]
    step = np.minimum(step, SLOW_S + GROWS * np.min(moving, axis=0))
    rate = 1 / step
    return np.concatenate([[0.0], np.cumsum((rate[1:] + rate[:-1]) / 2 * np.diff(at))])


def _beside(at: Array, begin: float, end: float) -> Array:
    """How far moments are outside a stretch [s]."""
    return np.maximum(0.0, np.maximum(begin - at, at - end))


def _shared(frames: int, claims: list[float]) -> list[int]:
    """Frames shared out by claim: at least two for each stretch."""
    total = sum(claims)
    out = [max(2, int(frames * claim / total)) for claim in claims]
    out[int(np.argmax(claims))] += frames - sum(out)
    return out
