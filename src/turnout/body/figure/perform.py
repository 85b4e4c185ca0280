"""From a motion to a `Movement`: the repetition is performed, and where the muscle problem can be solved, solved.

In: a piece and the parts of a body. Out: everything the figure needs of it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.bands import extras_of
from turnout.body.figure.frame import View, view_of
from turnout.body.figure.motion_file import Movement
from turnout.body.figure.muscles import Strand
from turnout.body.figure.parts import POINTS, Parts
from turnout.body.figure.places import TO_GLTF, Places, gltf, matrices
from turnout.body.figure.words import about
from turnout.body.loads import loads_of
from turnout.body.model import Body
from turnout.body.motion import Track
from turnout.body.repertoire import Piece, perform
from turnout.knowledge import Knowledge
from turnout.terms import Limb

SEATS = ("chair", "table", "bench", "wall", "rail")
LYING_M = 0.68
"""A pelvis lower than this, on no seat, is that of someone on the floor."""
SAMPLE = 40
"""Every so many-th vertex stands for a bone when the camera is chosen."""
FLESH_M = 0.04
SMALL_M = 0.55
"""Half the size of furniture that is to fit into the picture."""


def movement_of(piece: Piece, parts: Parts, side: Limb = "right") -> Movement:
    """One repetition of a piece.

    Raises:
        BodyError: the motion cannot be worked out.
    """
    body, k, strands, bones = parts.body, parts.k, parts.strands, parts.bones
    track, active, solved, why = _solved(piece, body, k, side)
    places = Places(body.engine_model, parts.nodes)
    where: list[Array] = []
    turns: list[Array] = []
    paths: list[Array] = []
    for posture in track.positions:
        places.take(posture)
        at, turn = places.bodies()
        where.append(at)
        turns.append(turn)
        paths.append(np.array([places.path(strand.tendon, POINTS) for strand in strands]))
    located, turned, extras = np.array(where), np.array(turns), extras_of(track)
    clouds = {name: mesh.vertices[::SAMPLE] for name, mesh in bones.items()}
    return Movement(
        about={**about(piece, k), "says": why, "counts": track.score.motion.counts,
               "travels": [round(float(v), 4) for v in gltf(track.travel)]},
        time=track.time - track.time[0],
        phase=track.phase,
        phases=[(pose.name, float(pose.at)) for pose in track.score.poses],
        nodes=parts.nodes,
        places=located,
        turns=turned,
        muscles=list(range(len(strands))),
        paths=np.array(paths),
        activation=_columns(active, strands, body, track),
        boxes=[_box(box) for box in track.boxes],
        extras=extras,
        view=_view(track, parts.nodes, clouds, located, turned),
        mat=_on_floor(track),
        working=track.working,
        solved=solved,
    )  # fmt: skip


RELAXED = "The leg is relaxed here: its weight or hands move it, so no muscle is lit."


def _solved(piece: Piece, body: Body, k: Knowledge, side: Limb) -> tuple[Track, dict[str, Array] | None, bool, str]:
    """The track, the activations by limb, whether they are to be trusted, and why not."""
    measure = k.measures.get(piece.motion.id)
    if measure is not None and measure.relaxed:
        return perform(piece, body, side), None, False, RELAXED
    if find_spec("daqp") is None:
        return perform(piece, body, side), None, False, "The muscle solver is not installed, so no muscle is lit."
    loads = loads_of(piece, body, k, side)
    active: Any = loads.activation if loads.solved else None
    says = "" if loads.solved else f"No muscle is lit, since the loads could not be worked out: {loads.why}."
    return loads.track, active, loads.solved, says.replace("..", ".")


def _columns(active: dict[str, Array] | None, strands: tuple[Strand, ...], body: Body, track: Track) -> Array:
    """Activation of every strand, (frames, strands); nought where it was not solved."""
    if active is None:
        return np.zeros((len(track.time), len(strands)))
    limb = {side: "working" if side == track.working else "other" for side in ("right", "left")}
    columns = [active[limb[strand.side]][:, body.muscles.index(strand.name)] for strand in strands]
    return np.stack(columns, axis=-1)


def _box(box: Any) -> dict[str, Any]:
    """Furniture in the axes of glTF."""
    return {
        "id": box.id,
        "kind": box.kind,
        "centre": [round(float(v), 4) for v in gltf(box.centre)],
        "half": [round(float(v), 4) for v in np.abs(TO_GLTF @ box.half)],
    }


def _on_floor(track: Track) -> bool:
    """Whether the body lies, kneels or sits on the floor, and so on a mat."""
    x, y, z = track.positions[0, :3]
    seats = [
        box for box in track.boxes
        if box.kind in SEATS[:3] and abs(x - box.centre[0]) < box.half[0] and abs(y - box.centre[1]) < box.half[1] + 0.2
    ]  # fmt: skip
    return bool(z < LYING_M and not seats)


def _small(box: Any) -> bool:
    """Furniture that must be seen as a whole."""
    return box.kind != "wall" and bool((box.half < SMALL_M).all())


def _corners(box: Any) -> Array:
    """Of furniture, (8, 3) [m], glTF axes."""
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    return gltf(box.centre + signs * box.half)


def _view(track: Track, nodes: tuple[str, ...], clouds: dict[str, Array], places: Array, turns: Array) -> View:
    """The camera: all of the body in the key frames, furniture that is small, and what is held."""
    keys = sorted({track.frame_of(pose.name) for pose in track.score.poses})
    points: list[Array] = []
    for frame in keys:
        rotations = matrices(turns[frame])
        for n, name in enumerate(nodes):
            points.append(clouds[name] @ rotations[n].T + places[frame, n])
    cloud = np.vstack(points)
    cloud = np.vstack([cloud - FLESH_M, cloud + FLESH_M, *(_corners(box) for box in track.boxes if _small(box))])
    femur = nodes.index(f"femur_{track.working[0]}")
    torso = matrices(turns[0])[nodes.index("torso")]
    hip = np.array([places[keys[0], femur], places[keys[0], nodes.index("pelvis")]])
    hip[1] = (places[keys[0], nodes.index("femur_r")] + places[keys[0], nodes.index("femur_l")]) / 2
    return view_of(cloud, hip, torso[:, :2].T, places)
