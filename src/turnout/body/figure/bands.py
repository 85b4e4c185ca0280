"""What is seen beside the body, frame by frame: bands, straps, weights, a helper's hand.

In: a track. Out: `Extra`s, points of a line for every frame in the axes of glTF. A band round both legs is a loop round
two circles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.figure.places import even, gltf
from turnout.body.motion import Track
from turnout.body.props import Bar, bars
from turnout.body.scene import AROUND, band_line, strap_lines
from turnout.body.weights import HeldThing, held_things
from turnout.knowledge.schema.motions import Band

LOOP_POINTS = 28
LOOP_M = {"knees": 0.078, "ankles": 0.050, "feet": 0.052}
"""Radius of the leg where a loop lies, for an adult of the model's size; ours."""
LOOP_BONE = {"knees": "femur", "ankles": "tibia", "feet": "calcn"}
BAND_M, STRAP_M = 0.009, 0.008
AWAY = np.array([0.0, -9.5, 0.0])
"""Where a thing is, in every point, in a frame in which it is not there (glTF axes)."""


@dataclass(frozen=True)
class Extra:
    """A line of points that moves.

    Attributes:
        kind: band, strap, hand, slider, weight, dumbbell, kettlebell, ball.
        points: (frames, count, 3) [m].
        radius_m: of the line, or of the round thing.
        closed: whether the last point joins the first.
    """

    kind: str
    points: Array
    radius_m: float
    closed: bool = False


def extras_of(track: Track) -> list[Extra]:
    """Everything that is seen beside the body and its furniture."""
    return [*_bands(track), *_straps(track), *_bars(track), *_weights(track)]


def _bands(track: Track) -> Iterator[Extra]:
    frames = range(len(track.time))
    wanted = (track.score.band if track.banded else None, track.score.motion.light_band if track.banded else None)
    for band in wanted:
        if band is not None and band.around is not None:
            yield Extra("band", gltf(np.array([_loop(track, n, band) for n in frames])), BAND_M, closed=True)
        elif band is not None:
            yield Extra("band", _lines([band_line(track, n, band)[0] for n in frames]), BAND_M)


def _straps(track: Track) -> Iterator[Extra]:
    rows = [strap_lines(track, n) for n in range(len(track.time))]
    for number in range(len(rows[0])):
        yield Extra("strap", _lines([row[number] for row in rows]), STRAP_M)


def _lines(ends: list[tuple[Array, Array]]) -> Array:
    return gltf(np.array(ends))


def _loop(track: Track, frame: int, band: Band) -> Array:
    """Round both legs, (points, 3) [m]: the convex hull of two circles, seen along the legs."""
    stage, around = track.stage, str(band.around)
    radius = LOOP_M[around]
    (part,) = AROUND[around]
    names = engine.body_names(stage.frame.model)
    circles: list[Array] = []
    axes: list[Array] = []
    for side in ("r", "l"):
        at = stage.where(f"{part}_{side}", track.positions[frame])
        bone = names.index(f"{LOOP_BONE[around]}_{side}")
        turn, origin = stage.data.xmat[bone].reshape(3, 3), stage.data.xpos[bone]
        along = turn[:, 0] if around == "feet" else turn[:, 1]
        centre = origin + along * float((at - origin) @ along)
        angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        p, q = (turn[:, 1], turn[:, 2]) if around == "feet" else (turn[:, 0], turn[:, 2])
        circles.append(centre + radius * (np.cos(angles)[:, None] * p + np.sin(angles)[:, None] * q))
        axes.append(along)
    cloud = np.vstack(circles)
    normal = axes[0] + axes[1] * (1.0 if axes[0] @ axes[1] >= 0 else -1.0)
    return _around(cloud, normal / np.linalg.norm(normal), circles[1].mean(0) - circles[0].mean(0))


def _around(cloud: Array, normal: Array, sideways: Array) -> Array:
    """The hull of points seen along a direction, as so many points at even distances that begin at the same place."""
    first = sideways - normal * float(sideways @ normal)
    first /= max(float(np.linalg.norm(first)), 1e-9)
    flat = np.stack([cloud @ first, cloud @ np.cross(normal, first)], axis=-1)
    corners = cloud[hull(flat)]
    ring = np.vstack([corners, corners[:1]])
    return even(ring, LOOP_POINTS + 1)[:-1]


def hull(points: Array) -> list[int]:
    """The corners of the convex hull in the plane, counter-clockwise from the rightmost (Andrew 1979)."""
    order = np.lexsort((points[:, 1], points[:, 0]))

    def half(indices: list[int]) -> list[int]:
        out: list[int] = []
        for i in indices:
            while len(out) > 1 and _turns_right(points[out[-2]], points[out[-1]], points[i]):
                out.pop()
            out.append(i)
        return out[:-1]

    lower, upper = half(order.tolist()), half(order[::-1].tolist())
    return [*upper, *lower]


def _turns_right(a: Array, b: Array, c: Array) -> bool:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) <= 0


def _bars(track: Track) -> Iterator[Extra]:
    """A bar may be there in some frames only; its number among those of its kind says which one it is."""
    rows = [bars(track, n) for n in range(len(track.time))]
    keys = list(dict.fromkeys((bar.kind, n, bar.radius) for row in rows for n, bar in _numbered(row)))
    for kind, number, radius in keys:
        points = np.tile(AWAY, (len(rows), 2, 1))
        for frame, row in enumerate(rows):
            for n, bar in _numbered(row):
                if (bar.kind, n, bar.radius) == (kind, number, radius):
                    points[frame] = gltf(np.array([bar.start, bar.end]))
        yield Extra(kind, points, radius)


def _numbered(row: list[Bar]) -> Iterator[tuple[int, Bar]]:
    return iter(enumerate(row))


def _weights(track: Track) -> Iterator[Extra]:
    rows = [held_things(track, n) for n in range(len(track.time))]
    for number in range(min((len(row) for row in rows), default=0)):
        things = [row[number] for row in rows]
        yield Extra(things[0].kind, gltf(np.array([_ends(thing) for thing in things])), things[0].radius_m)


def _ends(thing: HeldThing) -> Array:
    """A dumbbell's ends; a bell's handle and middle; a ball's middle twice."""
    if thing.kind == "ball":
        return np.array([thing.centre, thing.centre])
    if thing.kind == "kettlebell":
        return np.array([thing.centre - thing.axis * (thing.length_m - thing.radius_m), thing.centre])
    half = thing.axis * thing.length_m / 2
    return np.array([thing.centre - half, thing.centre + half])
