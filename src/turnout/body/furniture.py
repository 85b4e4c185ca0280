"""Furniture in the world: seats, steps, walls, rails, and on which side of the body they stand.

In: a `Thing` of the score and the place of the point it stands by. Out: a `Box`. World axes are MuJoCo's: the body at
rest faces -y, its right is -x, z is up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array
from turnout.body.score import Thing

AXES = np.array([[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Rows: ahead, aside (right), up in the world."""
FACING = {"ahead": AXES[0], "behind": -AXES[0], "working": AXES[1], "other": -AXES[1]}
"""From the body to a wall on that side."""


@dataclass(frozen=True)
class Box:
    """A piece of furniture in the world: its middle and half sizes along the axes x, y, z [m].

    ``side``: on which side of the body a wall stands.
    """

    id: str
    kind: str
    centre: Array
    half: Array
    side: str = "ahead"

    @property
    def top(self) -> float:
        return float(self.centre[2] + self.half[2])

    @property
    def across(self) -> int:
        """The axis through a wall."""
        return int(np.abs(FACING[self.side]).argmax())

    @property
    def face(self) -> float:
        """Where the side of a wall is that the body sees, along that axis [m]."""
        return float((self.centre - FACING[self.side] * self.half)[self.across])


FLOOR = Box("floor", "floor", np.zeros(3), np.zeros(3))


def box_at(thing: Thing, point: Array, scale: float) -> Box:
    """A piece of furniture by a point of the body, (3,) [m]; ``scale``: of the body's lengths."""
    ahead, aside, height = thing.size
    place = point + scale * (np.array(thing.offset) * [1, 1, 0]) @ AXES
    if thing.kind == "wall":
        place = place + FACING[thing.side] * np.array([aside, ahead, 0.0]) / 2
    low = thing.offset[2]
    return Box(
        thing.id,
        thing.kind,
        np.array([place[0], place[1], low + height / 2]),
        np.array([aside / 2, ahead / 2, height / 2]),
        thing.side,
    )
