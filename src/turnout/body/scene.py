"""The bones of a body, its furniture and its band as triangles, for the software renderer.

In: a track and a frame. Out: triangles and a colour for each. Bone is the colour of bone, furniture of wood, a band of
ink.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.motion import Track
from turnout.body.raster import box_triangles, tube_triangles
from turnout.body.stage import Box

BONE, WORD, WOOD, BAND, FLOOR = (226, 217, 200), (40, 38, 36), (176, 160, 138), (70, 70, 80), (236, 231, 220)
WORKING = (206, 190, 160)
"""The working limb is a shade darker: which one it is must be seen."""


class Bones:
    """The triangles of a model's bones, ready to be placed."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.data = engine.make_data(model)
        self.shapes = engine.shapes(model)

    def placed(self, posture: Array) -> list[tuple[str, Array]]:
        """Body and triangles (n, 3, 3) [m] of every bone in a posture."""
        engine.place(self.model, self.data, posture)
        out: list[tuple[str, Array]] = []
        for shape in self.shapes:
            turn, origin = self.data.geom_xmat[shape.index].reshape(3, 3), self.data.geom_xpos[shape.index]
            out.append((shape.body, (shape.vertices @ turn.T + origin)[shape.faces]))
        return out


LEG = ("femur", "tibia", "patella", "talus", "calcn", "toes")


def scene(track: Track, frame: int, bones: Bones) -> tuple[Array, Array]:
    """Triangles (n, 3, 3) [m] and colours (n, 3) of one frame."""
    parts: list[Array] = []
    colours: list[Array] = []

    def add(triangles: Array, colour: tuple[int, int, int]) -> None:
        parts.append(triangles)
        colours.append(np.tile(np.array(colour, dtype=np.float64), (len(triangles), 1)))

    side = track.working[0]
    for body, triangles in bones.placed(track.positions[frame]):
        add(triangles, WORKING if body in [f"{name}_{side}" for name in LEG] else BONE)
    for box in track.boxes:
        add(_furniture(box), WOOD)
    for start, end in band_line(track, frame) if track.banded else []:
        add(tube_triangles(start, end, 0.012), BAND)
    return np.vstack(parts), np.vstack(colours)


def _furniture(box: Box) -> Array:
    """A seat or a table top stands on legs; a step and a wall are solid."""
    if box.kind not in ("chair", "table", "bench"):
        return box_triangles(box.centre, box.half)
    top = box.centre + np.array([0.0, 0.0, box.half[2] - 0.025])
    parts = [box_triangles(top, np.array([box.half[0], box.half[1], 0.025]))]
    for x in (-1, 1):
        for y in (-1, 1):
            corner = box.centre + np.array([x, y, 0]) * (box.half - 0.025)
            parts.append(box_triangles(corner, np.array([0.02, 0.02, box.half[2]])))
    return np.vstack(parts)


AROUND = {"knees": ("thigh_low",), "ankles": ("shin",), "feet": ("ball_inner",)}


def band_line(track: Track, frame: int) -> list[tuple[Array, Array]]:
    """The band as straight pieces between two places [m]."""
    band = track.score.band
    if band is None:
        return []
    posture = track.positions[frame]
    if band.around is not None:
        (part,) = AROUND[band.around]
        ends = [track.stage.where(f"{part}_{side}", posture) for side in ("r", "l")]
        return [(ends[0], ends[1])]
    return []
