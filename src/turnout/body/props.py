"""Things that go with the body and are seen: a helper's hand, a slider under a foot, a weight laid on a thigh.

In: a track and a frame. Out: round bars, each a kind, two ends and a radius [m]. They hold nothing by themselves: what
they do is in the contacts and in the loads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array
from turnout.body.motion import Track
from turnout.body.score import points
from turnout.body.stage import AXES
from turnout.knowledge.schema.motions import Prop

HAND_M, FOREARM_M = 0.11, 0.22
"""Length of a helper's palm, and of the forearm that is drawn."""
SLIDER_M = (0.10, 0.008)
"""Radius and thickness."""
WEIGHT_M = (0.045, 0.22)
"""Radius and length of a soft weight."""
SWAP = {"_r": "_l", "_l": "_r"}
UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class Bar:
    """A round bar: what it is part of, its ends (3,) and its radius [m]."""

    kind: str
    start: Array
    end: Array
    radius: float


def bars(track: Track, frame: int) -> list[Bar]:
    """Everything that is there in a frame."""
    return [bar for prop in track.score.props if _there(prop, track, frame) for bar in _bars(prop, track, frame)]


def _there(prop: Prop, track: Track, frame: int) -> bool:
    """In the phases named, and between two of them."""
    poses = track.score.poses
    names = [pose.name for pose in poses]
    at = float(track.phase[frame])
    before = max((n for n, pose in enumerate(poses) if pose.at <= at + 1e-9), default=0)
    exact = abs(poses[before].at - at) < 1e-9
    around = {names[before], names[before if exact else (before + 1) % len(poses)]}
    return not prop.only or around <= set(prop.only)


def _bars(prop: Prop, track: Track, frame: int) -> Iterator[Bar]:
    for name in points(prop.at):
        side = SWAP[name[-2:]] if track.working == "left" and name[-2:] in SWAP else name[-2:]
        point = name[:-2] + side if name[-2:] in SWAP else name
        place = track.stage.where(point, track.positions[frame])
        if prop.kind == "slider":
            radius, thick = SLIDER_M
            low = np.array([place[0], place[1], 0.0])
            yield Bar("slider", low, low + thick * UP, radius)
        elif prop.kind == "weight":
            radius, length = WEIGHT_M
            along = _across(point, track)
            middle = place + radius * UP
            yield Bar("weight", middle - along * length / 2, middle + along * length / 2, radius)
        else:
            yield from _hand(prop, place, -1.0 if track.working == "left" else 1.0)


def _across(point: str, track: Track) -> Array:
    """Level, and at right angles to the bone under the point."""
    turn = track.stage.data.xmat[track.stage.points[point].body].reshape(3, 3)
    level = np.cross(turn[:, 1], UP)
    size = float(np.linalg.norm(level))
    return level / size if size > 1e-6 else np.array([1.0, 0.0, 0.0])


def _hand(prop: Prop, place: Array, mirrored: float) -> Iterator[Bar]:
    """A palm on the place, and a forearm coming to it."""
    ahead, aside, up = (float(part) for part in (prop.reach.ahead, prop.reach.aside, prop.reach.up))
    towards = np.array([ahead, mirrored * aside, up]) @ AXES
    towards /= max(float(np.linalg.norm(towards)), 1e-9)
    wrist = place + towards * HAND_M
    yield Bar("hand", place - towards * 0.02, wrist, 0.032)
    yield Bar("hand", wrist, wrist + towards * FOREARM_M, 0.026)
