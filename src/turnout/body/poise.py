"""Balance in motion: where the centre of mass must be so that the feet can hold what moves above them.

In: a way to work a repetition out. Out: the repetition with the centre of mass moved, moment by moment, so far that the
ground holds it. A body that is accelerated does not balance over its centre of mass but over the point about which its
weight and its inertia do not tip it (the zero moment point; Vukobratovic and Borovac 2004,
doi 10.1142/S0219843604000083). Where that point leaves what carries it, the path of the centre of mass is worked out
anew (`carried`) and the frames are solved again, until the ground holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body.carried import Footing, carried, smoothed
from turnout.body.checks import centres, faults, hull
from turnout.body.dynamics import Moments, derivative, moments_of
from turnout.body.engine import Array, G
from turnout.body.outside import Outside
from turnout.body.touch import Finder, Spot, sided

if TYPE_CHECKING:
    from turnout.body.model import Body
    from turnout.body.motion import Outline, Track

ROUNDS = 10
HOPEFUL, HOPE = 3, 0.5
"""What still misses more than this share after so many rounds will not get there: what does, misses an eighth."""
PART, CALMER = 0.8, 0.9
"""Share of a change that is made at once, and of that in every further round: what is swung along answers each."""
LEVEL, MOST_M = np.array([1.0, 1.0, 0.0]), 0.05
"""Along the floor so much more is asked for than is wanted, at most, where the body does not quite follow."""
MARGIN_M = 0.02
"""The point is called back so far inside the edge."""
ENOUGH_M = 0.01
"""Less than this is no lack of balance: it is still within the margin."""
FARTHEST_M = 0.3
"""The point is called back at most so far at once: where the body hardly presses, it is anywhere."""
CARRIES = 0.5
"""A place of contact counts when it carries at least so fully."""
PRESSES = 0.3
"""Share of body weight below which the body hardly presses, and where its tipping point is does not matter."""


@dataclass(frozen=True)
class Balance:
    """How a repetition balances, frame by frame.

    Attributes:
        missing: by how much the tipping point is outside what carries, (frames, 2) [m].
        tips: where it is, (frames, 2) [m]; ``presses``: how hard the body presses there [N], (frames,).
        areas: corners of what carries, (corners, 2) [m]; none in the air.
        moments: of the repetition.
        centre: of mass with what is held, (frames, 3) [m], and how it is accelerated [m/s2].
    """

    missing: Array
    tips: Array
    presses: Array
    areas: list[Array]
    moments: Moments
    centre: Array
    pushed: Array


def poised(outline: Outline, body: Body) -> Track:
    """A repetition whose weight the ground can hold, as far as its contacts allow.

    Args:
        outline: its phases.
        body: whose.
    """
    best = outline.track()
    if best.score.balance == "never":
        return best
    now = balance_of(best, body)
    least, wrong = float(np.linalg.norm(now.missing)), len(faults(best))
    hope = HOPE * least
    track, wanted = best, now.centre
    carry, more = wanted, np.zeros_like(wanted)
    for number in range(ROUNDS):
        if np.abs(now.missing).max() < ENOUGH_M or (number == HOPEFUL and np.linalg.norm(now.missing) > hope):
            break
        part = PART * CALMER**number
        more = np.clip(more + part * (carry - now.centre) * LEVEL, -MOST_M, MOST_M) if number else more
        carry = carry + part * (carried_over(track, now, wanted, body) - carry)
        track = outline.track(carry + more, track)
        now = balance_of(track, body)
        most = float(np.linalg.norm(now.missing))
        if most < least and len(faults(track)) <= wrong:
            best, least = track, most
    return best


def missing_of(track: Track, body: Body) -> Array:
    """By how much the tipping point is outside what carries, (frames, 2) [m]."""
    return balance_of(track, body).missing


def balance_of(track: Track, body: Body) -> Balance:
    """How a repetition balances.

    Nothing is missing in the air, nor anywhere where walls or straps hold the body: then not level ground alone must.
    """
    moments = moments_of(track, body)
    finder = Finder(track, moments)
    weight = body.person.mass_kg * G
    missing = np.zeros((len(track.time), 2))
    tips, presses = tipping(track, moments)
    areas: list[Array] = []
    named = {sided(held.name, track) for held in track.stage.holds}
    leans = False
    for number, (place, push) in enumerate(zip(tips, presses, strict=True)):
        spots = [spot for spot in finder.at(number) if spot.other is None and (spot.name in named or not _toe(spot))]
        leans = leans or any(spot.axes[0, 2] < 0.99 for spot in spots)
        carrying = np.array([spot.place[:2] for spot in spots if spot.share >= CARRIES]).reshape(-1, 2)
        areas.append(hull(carrying) if len(carrying) else carrying)
        if len(carrying) and push > 0:
            lack = (back_inside(place, areas[-1]) - place) * min(push / weight, 1.0)
            missing[number] = lack * min(1.0, FARTHEST_M / max(float(np.linalg.norm(lack)), 1e-9))
    centre = centres(track)
    pushed = derivative(track.time, centre, 2) * moments.fast
    return Balance(np.zeros_like(missing) if leans else missing, tips, presses, areas, moments, centre, pushed)


def _toe(spot: Spot) -> bool:
    """Toes help, but no one stands on them who is not told to."""
    return spot.name.startswith("toe")


def carried_over(track: Track, now: Balance, wanted: Array, body: Body) -> Array:
    """Where the centre of mass is to be so that a repetition balances, (frames, 3) [m]; ``wanted``: near there."""
    weight = body.person.mass_kg * G
    centre, pushed = now.centre[:, :2], now.pushed
    levers = now.centre[:, 2] / np.maximum(G + pushed[:, 2], PRESSES * G)
    offset = now.tips - (centre - levers[:, None] * pushed[:, :2])
    offset *= np.minimum(1.0, FARTHEST_M / np.maximum(np.linalg.norm(offset, axis=1), 1e-9))[:, None]
    footings = [_footing(area if push > PRESSES * weight else area[:0])
                for area, push in zip(now.areas, now.presses, strict=True)]  # fmt: skip
    still = _still(track)
    path = carried(track.time, wanted[:, :2], levers, offset, still, footings)
    heights = smoothed(track.time, np.minimum(wanted[:, 2], now.centre[:, 2] + ENOUGH_M), still)
    return np.column_stack([path, heights])


def _still(track: Track) -> Any:
    """Where the repetition rests, (frames,): the start again is the start."""
    out = [a == b and track.score.poses[a % len(track.score.poses)].rest for a, b in track.between]
    return np.array([*out[:-1], False], dtype=bool)


def _footing(corners: Array) -> Footing:
    """An area drawn in by the margin."""
    if len(corners) < 3:
        return Footing(np.zeros((0, 2)), np.zeros(0))
    inner = drawn_in(corners)
    along = np.roll(inner, -1, axis=0) - inner
    normals = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    return Footing(normals, np.einsum("ij,ij->i", normals, inner))


def drawn_in(corners: Array) -> Array:
    """The corners of a convex polygon, each drawn in towards its middle by `MARGIN_M`."""
    middle = corners.mean(0)
    reach = np.linalg.norm(corners - middle, axis=1, keepdims=True)
    return middle + (corners - middle) * np.maximum(1 - MARGIN_M / np.maximum(reach, 1e-9), 0.2)


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
    inner = drawn_in(corners)
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
