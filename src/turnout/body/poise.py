"""Balance in motion: where the centre of mass must be so that the feet can hold what moves above them.

In: a way to work a repetition out. Out: the repetition with the centre of mass moved, moment by moment, so far that the
ground holds it. A body that is accelerated does not balance over its centre of mass but over the point about which its
weight and its inertia do not tip it (the zero moment point; Vukobratovic and Borovac 2004,
doi 10.1142/S0219843604000083). Where that point leaves what carries it is called back to the edge. A shift x of the
centre of mass at the height h moves it by x - (h/g) x'', so the shift is what is missing, run through
1 / (1 + (h/g) w^2) for every frequency w of the repetition (as Takanishi and others did for walking machines, 1990):
before a step the weight is moved over in good time, and in a step it falls from one foot to the other, as in people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from turnout.body.checks import faults, hull
from turnout.body.dynamics import Moments, moments_of
from turnout.body.engine import Array, G
from turnout.body.outside import Outside
from turnout.body.touch import Finder

if TYPE_CHECKING:
    from turnout.body.model import Body
    from turnout.body.motion import Track

ROUNDS = 5
HEIGHT = 0.57
"""Height of the centre of mass over body height, standing."""
MARGIN_M = 0.02
"""The point is called back so far inside the edge."""
ENOUGH_M = 0.01
"""Less than this is no lack of balance: it is still within the margin."""
FARTHEST_M = 0.3
"""The point is called back at most so far at once: where the body hardly presses, it is anywhere."""
GRID = 256
CARRIES = 0.5
"""A place of contact counts when it carries at least so fully."""


def poised(made: Callable[[Array | None], Track], body: Body) -> Track:
    """A repetition whose weight the ground can hold, as far as its contacts allow.

    Args:
        made: works the repetition out with the centre of mass moved so far, (frames, 2) [m], or as it is (None).
        body: whose.
    """
    best = made(None)
    if best.score.balance == "never":
        return best
    missing = missing_of(best, body)
    wrong = len(faults(best))
    sway = np.zeros((len(best.time), 2))
    for _ in range(ROUNDS):
        least = float(np.abs(missing).max())
        if least < ENOUGH_M:
            break
        sway = sway + through(best.time, missing, HEIGHT * body.person.height_cm / 100)
        track = made(sway)
        missing = missing_of(track, body)
        if np.abs(missing).max() > least or (found := len(faults(track))) > wrong:
            break  # the legs do not reach so far: better as it was
        best, wrong = track, found
    return best


def missing_of(track: Track, body: Body) -> Array:
    """By how much the tipping point is outside what carries, (frames, 2) [m].

    Nought in the air, and throughout where walls or straps hold the body: then not level ground alone must.
    """
    moments = moments_of(track, body)
    finder = Finder(track, moments)
    weight = body.person.mass_kg * G
    missing = np.zeros((len(track.time), 2))
    for number, (place, push) in enumerate(zip(*tipping(track, moments), strict=True)):
        spots = [spot for spot in finder.at(number) if spot.other is None]
        if any(spot.axes[0, 2] < 0.99 for spot in spots):
            return np.zeros_like(missing)
        carrying = np.array([spot.place for spot in spots if spot.share >= CARRIES])
        if len(carrying) and push > 0:
            lack = (back_inside(place, hull(carrying[:, :2])) - place) * min(push / weight, 1.0)
            missing[number] = lack * min(1.0, FARTHEST_M / max(float(np.linalg.norm(lack)), 1e-9))
    return missing


def tipping(track: Track, moments: Moments) -> tuple[Array, Array]:
    """Where on the floor weight and inertia do not tip the body, (frames, 2) [m], and how hard it presses [N]."""
    outside = Outside(track, moments)
    outside.held()
    root = (moments.needed - outside.total)[:, :6]
    root_body = int(moments.frame.model.jnt_bodyid[0])
    pelvis = moments.origin[:, root_body]
    force = root[:, :3]
    torque = np.einsum("fij,fj->fi", moments.turn[:, root_body], root[:, 3:])
    press = np.maximum(force[:, 2], 1e-6)
    x = pelvis[:, 0] - (torque[:, 1] + pelvis[:, 2] * force[:, 0]) / press
    y = pelvis[:, 1] + (torque[:, 0] - pelvis[:, 2] * force[:, 1]) / press
    return np.stack([x, y], axis=1), force[:, 2]


def back_inside(place: Array, corners: Array) -> Array:
    """The nearest place that is `MARGIN_M` inside a convex polygon (its middle, where it is too narrow), (2,)."""
    if len(corners) < 3:
        middle = corners.mean(0)
        far = corners - middle
        return _on_segment(place, middle + 0.5 * far[0], middle - 0.5 * far[0]) if len(corners) == 2 else middle
    middle = corners.mean(0)
    reach = np.linalg.norm(corners - middle, axis=1, keepdims=True)
    inner = middle + (corners - middle) * np.maximum(1 - MARGIN_M / np.maximum(reach, 1e-9), 0.2)
    ends = np.roll(inner, -1, axis=0)
    across = (ends - inner)[:, ::-1] * [-1, 1]
    if (np.einsum("ij,ij->i", place - inner, across) >= 0).all():
        return place
    near = [_on_segment(place, a, b) for a, b in zip(inner, ends, strict=True)]
    return min(near, key=lambda point: float(np.linalg.norm(point - place)))


def _on_segment(place: Array, a: Array, b: Array) -> Array:
    way = b - a
    share = float((place - a) @ way) / max(float(way @ way), 1e-12)
    return a + min(max(share, 0.0), 1.0) * way


def through(time: Array, missing: Array, height: float) -> Array:
    """What is missing of the tipping point, as a shift of the centre of mass, (frames, 2) [m]."""
    even = np.array(np.linspace(float(time[0]), float(time[-1]), GRID + 1), dtype=np.float64)
    turns = 2 * np.pi * np.fft.rfftfreq(GRID, float(even[-1] - even[0]) / GRID)
    answer = 1 / (1 + height / G * turns**2)
    out: list[Array] = []
    for number in range(missing.shape[1]):
        series = np.fft.rfft(np.interp(even, time, missing[:, number])[:-1]) * answer
        smooth = np.fft.irfft(series, GRID)
        out.append(np.interp(time, even, np.append(smooth, smooth[0])))
    return np.stack(out, axis=1)
