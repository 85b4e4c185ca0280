"""A movement as one file for any viewer: glTF with bones, a person, muscles, furniture and bands, all of it moving.

In: a movement and the parts of its body. Out: the bytes of a GLB. Bones are nodes with keyframes. A muscle is a tube
bound to a row of nodes along its path; its colour is that of its greatest activation, since glTF has no colours that
change. Without a mirror: the left side is performed by the left.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.bands import Extra
from turnout.body.figure.body_file import body_of
from turnout.body.figure.glb import VERTICES, Glb
from turnout.body.figure.mesh import Mesh
from turnout.body.figure.motion_file import Movement, steady
from turnout.body.figure.muscles import Strand, belly
from turnout.body.figure.parts import Parts
from turnout.body.figure.places import even
from turnout.body.figure.things import furniture_mesh, mat_mesh, thing_mesh
from turnout.body.figure.tubes import RINGS, SIDES, faces_of_tube, rope

LINKS = 7
"""Nodes along a muscle."""
LEAST = 0.04
"""Muscles of the other leg are shown from this activation on."""
IDLE, WARM, FULL = np.array([0.66, 0.45, 0.40]), np.array([0.70, 0.06, 0.02]), 0.5
"""Colours (linear), and the activation from which on a muscle is wholly warm."""
WOOD, MAT, INK = (0.34, 0.27, 0.20, 1.0), (0.50, 0.45, 0.36, 1.0), (0.06, 0.06, 0.08, 1.0)


def export_bytes(movement: Movement, parts: Parts) -> bytes:
    """The file."""
    glb, nodes = body_of(parts, exact=True)
    glb.json["asset"]["extras"] |= {
        key: movement.about[key] for key in ("id", "level", "title", "says")
    } | {"working": movement.working, "solved": movement.solved}  # fmt: skip
    keys = _Keys(glb, movement)
    turns = steady(movement.turns)
    for n, name in enumerate(movement.nodes):
        keys.add(nodes[name], "translation", movement.places[:, n])
        keys.add(nodes[name], "rotation", turns[:, n])
    for n in movement.muscles:
        strand, peak = parts.strands[n], float(movement.activation[:, n].max())
        if strand.side == movement.working or peak >= LEAST:
            _muscle(keys, strand, movement.paths[:, n], peak)
    for box in movement.boxes:
        _still(glb, str(box["id"]), furniture_mesh(box), glb.material("furniture", WOOD))
    if movement.mat:
        _still(glb, "mat", mat_mesh(movement), glb.material("mat", MAT))
    for number, extra in enumerate(movement.extras):
        _extra(keys, f"{extra.kind} {number + 1}", extra, glb.material(extra.kind, INK))
    glb.put("animations", keys.animation)
    return glb.bytes()


class _Keys:
    """Keyframes of one repetition."""

    def __init__(self, glb: Glb, movement: Movement) -> None:
        self.glb = glb
        times = glb.numbers(movement.time.astype(np.float32), bounds=True)
        self._times = times
        self.animation: dict[str, Any] = {"name": movement.about["title"], "channels": [], "samplers": []}

    def add(self, node: int, path: str, values: Array) -> None:
        """Values over the frames; what does not move is left as it is."""
        first = values[0]
        self.glb.json["nodes"][node][path] = first.round(7).tolist()
        if np.allclose(values, first, atol=1e-6):
            return
        if path == "rotation":
            output = self.glb.numbers(np.round(values * 32767).astype(np.int16), normalized=True)
        else:
            output = self.glb.numbers(values.astype(np.float32))
        self.animation["samplers"].append({"input": self._times, "output": output, "interpolation": "LINEAR"})
        number = len(self.animation["samplers"]) - 1
        self.animation["channels"].append({"sampler": number, "target": {"node": node, "path": path}})


def _muscle(keys: _Keys, strand: Strand, paths: Array, peak: float) -> None:
    """A tube bound to nodes along the path."""
    lines = np.array([even(path, LINKS) for path in paths])
    frames = _frames(lines)
    joints = [keys.glb.node(name=f"{strand.name}.{strand.side}.{n}") for n in range(LINKS)]
    for n, joint in enumerate(joints):
        keys.add(joint, "translation", lines[:, n])
        keys.add(joint, "rotation", _quaternions(frames[:, n]))
    share = min(peak / FULL, 1.0) ** 0.6 if peak >= LEAST else 0.0
    red, green, blue = (float(v) for v in IDLE * (1 - share) + WARM * share)
    name = f"{strand.label}, {strand.side}"
    material = keys.glb.material(name, (red, green, blue, 0.35 + 0.65 * share))
    mesh, along = _tube(lines[0], frames[0], strand)
    _bound(keys.glb, name, mesh, joints, _inverse(lines[0], frames[0]), along * (LINKS - 1), material)


def _frames(lines: Array) -> Array:
    """A frame at each node whose z is along the muscle, turning little from frame to frame, (frames, links, 3, 3)."""
    tangent = np.gradient(lines, axis=1)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=-1, keepdims=True), 1e-9)
    out = np.empty((*lines.shape, 3))
    start = np.eye(3)[int(np.abs(tangent[0, 0]).argmin())]
    for frame, row in enumerate(tangent):
        axis = start
        for n, along in enumerate(row):
            square = axis - along * float(axis @ along)
            axis = square / max(float(np.linalg.norm(square)), 1e-9)
            out[frame, n] = np.stack([axis, np.cross(along, axis), along], axis=-1)
        start = out[frame, 0, :, 0]
    return out


def _quaternions(matrices: Array) -> Array:
    """Unit quaternions (n, 4; x, y, z, w) of rotation matrices, without jumps of sign."""
    m = matrices
    trace = m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2]
    squares = np.stack([1 + 2 * m[:, k, k] - trace for k in range(3)] + [1 + trace], axis=-1)
    sums = {(a, b): m[:, a, b] + m[:, b, a] for a, b in ((0, 1), (0, 2), (1, 2))}
    twists = {(k, 3): m[:, (k + 2) % 3, (k + 1) % 3] - m[:, (k + 1) % 3, (k + 2) % 3] for k in range(3)}
    table = np.zeros((len(m), 4, 4))
    for (a, b), value in (sums | twists).items():
        table[:, a, b] = table[:, b, a] = value
    table[:, range(4), range(4)] = squares
    rows = table[np.arange(len(m)), squares.argmax(axis=1)]
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return steady(unit[:, None])[:, 0]


def _inverse(line: Array, frames: Array) -> Array:
    """What brings the world into each node, (links, 4, 4)."""
    out = np.tile(np.eye(4), (len(line), 1, 1))
    out[:, :3, :3] = frames.transpose(0, 2, 1)
    out[:, :3, 3] = -np.einsum("nji,nj->ni", frames, line)
    return out


def _tube(line: Array, frames: Array, strand: Strand) -> tuple[Mesh, Array]:
    """The belly in the first frame, and how far along the path each vertex is, 0 to 1."""
    along = np.linspace(0, 1, RINGS)
    at = along * (len(line) - 1)
    centre = np.stack([np.interp(at, np.arange(len(line)), line[:, k]) for k in range(3)], axis=-1)
    near = frames[np.round(at).astype(np.int64)]
    angles = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    ring = np.cos(angles)[None, :, None] * near[:, None, :, 0] + np.sin(angles)[None, :, None] * near[:, None, :, 1]
    vertices = centre[:, None] + (strand.radius_m * belly(along))[:, None, None] * ring
    return Mesh(vertices.reshape(-1, 3), faces_of_tube()), np.repeat(along, SIDES)


def _bound(
    glb: Glb, name: str, mesh: Mesh, joints: list[int], inverse: Array, place: Array, material: int
) -> None:  # fmt: skip
    """A mesh bound to a row of nodes: each vertex to the two it lies between (``place``: 1.25 is after node 1)."""
    attributes, indices, shift, scale = glb.surface(mesh)
    grid = np.diag([scale, scale, scale, 1.0])
    grid[:3, 3] = shift
    first = np.clip(np.floor(place), 0, len(joints) - 2).astype(np.int64)
    share = place - first
    numbers, weights = np.zeros((2, len(place), 4))
    numbers[:, 0], numbers[:, 1] = first, first + 1
    weights[:, 0], weights[:, 1] = np.round((1 - share) * 255), 255 - np.round((1 - share) * 255)
    numbers[:, 1][weights[:, 1] == 0] = 0
    numbers[:, 0][weights[:, 0] == 0] = 0
    attributes["JOINTS_0"] = glb.numbers(numbers.astype(np.uint8), target=VERTICES)
    attributes["WEIGHTS_0"] = glb.numbers(weights.astype(np.uint8), target=VERTICES, normalized=True)
    matrix = (inverse @ grid).transpose(0, 2, 1).reshape(len(joints), 16).astype(np.float32)
    skin = glb.put("skins", {"name": name, "joints": joints, "inverseBindMatrices": glb.numbers(matrix)})
    glb.node("scene", name=name, mesh=glb.mesh(name, attributes, indices, material), skin=skin)


def _still(
    glb: Glb, name: str, mesh: Mesh, material: int, where: Literal["scene", "none"] = "scene"
) -> int:  # fmt: skip
    """Something that stays where it is, or where what holds it is."""
    attributes, indices, shift, scale = glb.surface(mesh)
    number = glb.mesh(name, attributes, indices, material)
    return glb.node(where, name=name, mesh=number, translation=shift.tolist(), scale=[scale] * 3)


def _extra(keys: _Keys, name: str, extra: Extra, material: int) -> None:
    """A band, a strap or a weight: a line bound to its points; a ball moves as a whole."""
    points = extra.points
    if extra.kind == "ball":
        (mesh,) = thing_mesh(extra, np.zeros((2, 3)))
        holder = keys.glb.node(name=name)
        child = _still(keys.glb, f"{name}.mesh", mesh, material, "none")
        keys.glb.json["nodes"][holder]["children"] = [child]
        keys.add(holder, "translation", points[:, 0])
        return
    joints = [keys.glb.node(name=f"{name}.{n}") for n in range(points.shape[1])]
    for n, joint in enumerate(joints):
        keys.add(joint, "translation", points[:, n])
    mesh = rope(points[0], extra.radius_m, closed=extra.closed)
    inverse = np.tile(np.eye(4), (len(joints), 1, 1))
    inverse[:, :3, 3] = -points[0]
    place = np.repeat(np.arange(len(joints)), 10).astype(np.float64)
    place = np.concatenate([place, [0.0, len(joints) - 1.0]])[: len(mesh.vertices)]
    _bound(keys.glb, name, mesh, joints, inverse, place, material)
