"""The bones of a body, its furniture and its band as triangles, for the software renderer.

In: a track and a frame. Out: triangles and a colour for each. Bone is the colour of bone, furniture of wood, a band of
ink.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.motion import Track
from turnout.body.props import bars
from turnout.body.raster import ball_triangles, bar_triangles, box_triangles, disc_triangles, tube_triangles
from turnout.body.score import points
from turnout.body.skin import elementary
from turnout.body.stage import Box
from turnout.body.weights import HeldThing, held_things
from turnout.knowledge.schema.motions import Band

IRON = (84, 88, 94)
BONE, WORD, WOOD, BAND, FLOOR = (226, 217, 200), (40, 38, 36), (176, 160, 138), (70, 70, 80), (236, 231, 220)
PROP = {"hand": (168, 176, 184), "slider": (120, 132, 148), "weight": (92, 98, 110)}
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
    for start, end in [*(band_line(track, frame) if track.banded else []), *strap_lines(track, frame)]:
        add(tube_triangles(start, end, 0.012), BAND)
    for bar in bars(track, frame):
        add(bar_triangles(bar.start, bar.end, bar.radius), PROP[bar.kind])
    for thing in held_things(track, frame):
        add(_weight(thing), IRON)
    return np.vstack(parts), np.vstack(colours)


def _weight(thing: HeldThing) -> Array:
    """A dumbbell is a bar with two heads, a bell has a handle, a ball is round."""
    if thing.kind == "ball":
        return ball_triangles(thing.centre, thing.radius_m)
    half = thing.axis * thing.length_m / 2
    if thing.kind == "kettlebell":
        top = thing.centre - thing.axis * (thing.length_m - thing.radius_m)
        across = np.cross(thing.axis, [0.0, 1.0, 0.0])
        across *= 0.055 / max(float(np.linalg.norm(across)), 1e-9)
        sides = [tube_triangles(top + way * across, thing.centre + way * 0.7 * across, 0.012) for way in (-1, 1)]
        handle = tube_triangles(top - across, top + across, 0.014)
        return np.vstack([ball_triangles(thing.centre, thing.radius_m), handle, *sides])
    heads = [
        disc_triangles(thing.centre + way * half, thing.centre + way * 0.45 * half, thing.radius_m) for way in (-1, 1)
    ]
    return np.vstack([tube_triangles(thing.centre - half, thing.centre + half, 0.014), *heads])


def _furniture(box: Box) -> Array:
    """A seat or a table top stands on legs; a step and a wall are solid; a rail is a bar between posts."""
    if box.kind == "rail":
        along = box.half * np.array([1.0, 1.0, 0.0]) * (box.half == box.half[:2].max())
        posts = [box.centre + way * along for way in (-0.95, 0.95)]
        parts = [tube_triangles(place, place * np.array([1.0, 1.0, 0.0]), 0.016) for place in posts]
        return np.vstack([tube_triangles(box.centre - along, box.centre + along, float(box.half[2])), *parts])
    if box.kind not in ("chair", "table", "bench"):
        return box_triangles(box.centre, box.half)
    top = box.centre + np.array([0.0, 0.0, box.half[2] - 0.025])
    parts = [box_triangles(top, np.array([box.half[0], box.half[1], 0.025]))]
    for x in (-1, 1):
        for y in (-1, 1):
            corner = box.centre + np.array([x, y, 0]) * (box.half - 0.025)
            parts.append(box_triangles(corner, np.array([0.02, 0.02, box.half[2]])))
    return np.vstack(parts)


SWAP = {"working": "other", "other": "working"}
End = tuple[str, ...] | Array
"""Of a band or strap: points of the skin (it ends in their middle), or a place that does not move, (3,) [m]."""
AROUND = {"knees": ("thigh_low",), "ankles": ("ankle_front",), "feet": ("ball_inner",)}


def band_line(track: Track, frame: int, band: Band | None = None) -> list[tuple[Array, Array]]:
    """The bands (or one of them) as straight pieces between two places [m]."""
    bands = [band] if band else [one for one in (track.score.band, track.score.motion.light_band) if one]
    return [
        (_place(track, frame, start), _place(track, frame, end))
        for start, end in (band_ends(track, one) for one in bands)
    ]


def band_ends(track: Track, band: Band) -> tuple[End, End]:
    """What a band is fixed to at both ends."""
    if band.around is not None:
        (part,) = AROUND[band.around]
        return (f"{part}_r",), (f"{part}_l",)
    return end_of(track, band.start or ""), end_of(track, band.to or "")


def strap_lines(track: Track, frame: int) -> list[tuple[Array, Array]]:
    """What ties without giving, as straight pieces [m]."""
    ends = [(end_of(track, strap.start), end_of(track, strap.to)) for strap in track.score.motion.straps]
    return [(_place(track, frame, start), _place(track, frame, end)) for start, end in ends]


def end_of(track: Track, name: str) -> End:
    """What a motion calls ``working.ankle_out`` or ``anchor``, for the side of the track.

    Raises:
        BodyError: there is neither.
    """
    box = next((box for box in track.boxes if box.id == name), None)
    if box is not None:
        return np.array([*box.centre[:2], box.top])
    side, _, _ = name.rpartition(".")
    swapped = track.working == "left" and side in SWAP
    parts = points(f"{SWAP[side]}.{name.rpartition('.')[2]}" if swapped else name)
    found = tuple(one for part in parts for one in elementary(part))
    if not all(part in track.stage.points for part in found):
        raise BodyError(f"there is no furniture and no point {name!r} for a band or a strap", "band")
    return found


def _place(track: Track, frame: int, end: End) -> Array:
    if isinstance(end, tuple):
        return np.mean([track.stage.where(part, track.positions[frame]) for part in end], axis=0)
    return end
