"""A still picture of one phase of a movement, a plate in an atlas: ivory bones, a person around them, what works lit.

In: a movement and the parts of its body. Out: a PNG with a transparent ground, for light and dark paper alike.

Layers from below: shadow and mat, furniture, bones, idle muscles (barely there), working muscles (also faintly through
bone), skin and clothes (clear in the middle, denser at the rim).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.figure.frame import ASPECT
from turnout.body.figure.mesh import Mesh, joined, normals_of
from turnout.body.figure.motion_file import Movement
from turnout.body.figure.parts import Parts
from turnout.body.figure.places import matrices
from turnout.body.figure.render import Eye, Pixels, Seen, look, over, png, smaller
from turnout.body.figure.skin import Cover
from turnout.body.figure.things import furniture_mesh, mat_mesh, things_mesh
from turnout.body.figure.tubes import faces_of_tube, tubes_of
from turnout.terms import listed

HEIGHT = 900
TIMES = 2
"""So many by so many pixels are drawn for one."""
IVORY, IDLE, WARM = (0.90, 0.855, 0.765), (0.70, 0.52, 0.46), (0.86, 0.24, 0.13)
SKIN, CLOTH, INK = (0.80, 0.64, 0.53), (0.50, 0.505, 0.50), (0.42, 0.42, 0.46)
WOOD, MAT = (0.62, 0.56, 0.48), (0.66, 0.61, 0.52)
SHADE = (0.10, 0.085, 0.07)
LAMP = np.array([-0.35, 0.85, 0.45])
"""From where light falls, as the eye sees it: left, above, ahead."""
IDLE_ALPHA, THROUGH = 0.24, 0.36
LEAST = 0.04
"""An activation below this is not lit."""
SHADOW_M = 0.008
"""Width of a cell of the shadow."""
SLANT = np.array([0.16, 0.10])
"""How far aside the shadow of a place falls, over its height."""
SHADOWS = ((0.07, 1.5, 0.26), (0.40, 5.0, 0.22), (9.0, 14.0, 0.22))
"""Of what is lower than so many metres: blurred by so many cells, so dark."""


def still_of(movement: Movement, phase: str, parts: Parts, height: int = HEIGHT) -> bytes:
    """The picture as a PNG.

    Raises:
        BodyError: the movement has no such phase.
    """
    return png(picture_of(movement, phase, parts, height))


def picture_of(movement: Movement, phase: str, parts: Parts, height: int) -> Pixels:
    """The picture, premultiplied alpha, (height, width, 4).

    Raises:
        BodyError: the movement has no such phase.
    """
    at = dict(movement.phases)
    if phase not in at:
        raise BodyError(f"there is no phase {phase!r}; there are {listed(list(at))}")
    wide = round(height * ASPECT)
    posed = _Posed(movement, movement.frame_of(at[phase]), parts)
    figure = drawn(movement, posed, Eye(movement.view, (wide * TIMES, height * TIMES)))
    ground = _ground(movement, posed, Eye(movement.view, (wide, height)))
    return (figure + ground * (1 - figure[..., 3:])).astype(np.float32)


@dataclass(frozen=True)
class _Layer:
    """A surface, what is seen of it, and its normals there."""

    mesh: Mesh
    seen: Seen
    normals: Array

    @property
    def pixels(self) -> NDArray[np.int64]:
        return self.seen.pixels

    @property
    def depth(self) -> Pixels:
        """Of the pixels that see something [m]."""
        return self.seen.depth[self.seen.pixels]


def drawn(movement: Movement, posed: _Posed, eye: Eye) -> Pixels:
    """The figure without the ground, premultiplied alpha, (height, width, 4)."""
    image = np.zeros((eye.size[0] * eye.size[1], 4), dtype=np.float32)
    furniture = [furniture_mesh(box) for box in movement.boxes if box["kind"] != "wall"]
    if furniture:
        layer = _layer(joined(furniture), eye)
        over(image, layer.pixels, _lit(WOOD, layer.normals, eye, 0.55), np.full(len(layer.pixels), 0.55))
    solid = _layer(posed.bones, eye)
    over(image, solid.pixels, _lit(IVORY, solid.normals, eye) * _hollows(solid, eye), np.ones(len(solid.pixels)))
    _muscles(image, eye, movement, posed, solid)
    if posed.soft:
        _person(image, eye, posed, solid)
    things = things_mesh(movement, posed.frame)
    if things:
        layer = _layer(joined(things), eye)
        front = layer.depth < solid.seen.depth[layer.pixels] + 0.01
        over(image, layer.pixels[front], _lit(INK, layer.normals[front], eye), np.full(int(front.sum()), 0.9))
    return smaller(image, eye.size, TIMES)


class _Posed:
    """A body in one frame of a movement."""

    def __init__(self, movement: Movement, frame: int, parts: Parts) -> None:
        self.parts, self.frame = parts, frame
        self.at, self.turn = movement.places[frame], matrices(movement.turns[frame])

    @cached_property
    def bones(self) -> Mesh:
        """All of them as one."""
        meshes = enumerate(self.parts.bones.values())
        return joined([Mesh(mesh.vertices @ self.turn[n].T + self.at[n], mesh.faces) for n, mesh in meshes])

    @cached_property
    def soft(self) -> list[tuple[str, Mesh]]:
        """Skin and clothes by name, carried by the bones."""
        world = np.tile(np.eye(4), (len(self.at), 1, 1))
        world[:, :3, :3], world[:, :3, 3] = self.turn, self.at
        carry = world @ self.parts.inverses
        return [(cover.name, Mesh(_carried(cover, carry), cover.mesh.faces)) for cover in self.parts.covers]


def _carried(cover: Cover, carry: Array) -> Array:
    """Vertices where the nodes carry them (linear blend), (n, 3) [m]."""
    matrix = (carry[cover.joints] * cover.weights[..., None, None]).sum(axis=1)
    return np.einsum("nij,nj->ni", matrix[:, :3, :3], cover.mesh.vertices) + matrix[:, :3, 3]


def _layer(mesh: Mesh, eye: Eye, *, both_sides: bool = False) -> _Layer:
    seen = look(mesh.vertices, mesh.faces, eye, both_sides=both_sides)
    normals = seen.blend(normals_of(mesh.vertices, mesh.faces), mesh.faces)
    return _Layer(mesh, seen, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9))


def _lit(colour: tuple[float, float, float], normals: Array, eye: Eye, least: float = 0.42) -> Array:
    """Soft light from above and from the eye, (n, 3)."""
    lamp = LAMP @ eye.axes
    lamp /= np.linalg.norm(lamp)
    key = np.clip(normals @ lamp * 0.5 + 0.5, 0, 1) ** 1.4
    fill = np.clip(normals @ eye.axes[2], 0, 1)
    bright = least + (1 - least) * (0.72 * key + 0.28 * fill)
    shine = np.clip(normals @ ((lamp + eye.axes[2]) / np.linalg.norm(lamp + eye.axes[2])), 0, 1) ** 24
    return np.clip(np.array(colour) * bright[:, None] * 1.06 + 0.07 * shine[:, None], 0, 1)


def _hollows(layer: _Layer, eye: Eye) -> Array:
    """Darker where the surroundings are nearer to the eye, (n, 1). Every other pixel is enough."""
    filters: Any = import_module("scipy.ndimage").gaussian_filter
    width, height = eye.size
    depth = layer.seen.depth.reshape(height, width)[::2, ::2]
    there = np.isfinite(depth)
    shown = np.where(there, depth, np.float32(0))
    sigma = eye.focus / eye.view.distance * 0.008 / 2
    weight = np.maximum(filters(there.astype(np.float32), sigma, truncate=2.5), 1e-3)
    mean = filters(shown, sigma, truncate=2.5) / weight
    behind = np.clip((depth - mean) / 0.025, 0, 1)
    row, column = np.divmod(layer.pixels, width)
    return 1 - 0.5 * behind[row // 2, column // 2][:, None]


def _ground(movement: Movement, posed: _Posed, eye: Eye) -> Pixels:
    """The mat, and the shadow on it, premultiplied alpha, (height, width, 4)."""
    width, height = eye.size
    image = np.zeros((width * height, 4), dtype=np.float32)
    if movement.mat:
        fine = Eye(eye.view, (width * TIMES, height * TIMES))
        mesh = mat_mesh(movement)
        seen = look(mesh.vertices, mesh.faces, fine)
        top = (mesh.normals[mesh.faces[:, 0], 1] > 0.5)[seen.faces]
        mat = np.zeros((fine.size[0] * fine.size[1], 4), dtype=np.float32)
        shade, alpha = np.where(top, 1.0, 0.75), np.where(top, 0.30, 0.5)
        mat[seen.pixels] = np.concatenate([np.array(MAT) * (shade * alpha)[:, None], alpha[:, None]], axis=1)
        image[:] = smaller(mat, fine.size, TIMES).reshape(-1, 4)
    meshes = [posed.bones, *(mesh for _, mesh in posed.soft), *things_mesh(movement, posed.frame)]
    shade, low = _shadow(meshes)
    met, down = eye.floor()
    place = ((met - low) / SHADOW_M - 0.5).reshape(-1, 2).T
    sample: Any = import_module("scipy.ndimage").map_coordinates
    alpha = np.where(down.reshape(-1), sample(shade, place, order=1, mode="constant"), 0.0)
    dark = np.flatnonzero(alpha > 0.004)
    over(image, dark, np.array(SHADE), alpha[dark])
    return image.reshape(height, width, 4)


def _shadow(meshes: list[Mesh]) -> tuple[Array, Array]:
    """How dark the ground is, on a grid (x, z), and where the grid begins [m]; what is near it is sharper, darker."""
    filters: Any = import_module("scipy.ndimage").gaussian_filter
    corners = np.vstack([mesh.vertices[mesh.faces] for mesh in meshes])
    size = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    points = corners.mean(axis=1)
    fallen = points[:, [0, 2]] + points[:, [1]] * SLANT
    low = fallen.min(axis=0) - 0.4
    count = np.ceil((fallen.max(axis=0) + 0.4 - low) / SHADOW_M).astype(np.int64)
    cell = ((fallen - low) / SHADOW_M).astype(np.int64)
    total = np.zeros(tuple(count))
    for reach, sigma, weight in SHADOWS:
        near = points[:, 1] < reach
        number = cell[near, 0] * count[1] + cell[near, 1]
        grid = np.bincount(number, size[near], int(count.prod())).reshape(tuple(count))
        cover = 1 - np.exp(-filters(grid, sigma) / SHADOW_M**2 * 0.8)
        total = 1 - (1 - total) * (1 - weight * cover)
    return total, low


def _muscles(image: Pixels, eye: Eye, movement: Movement, posed: _Posed, solid: _Layer) -> None:
    frame = posed.frame
    tubes = tubes_of(posed.parts.strands, movement.paths[frame], posed.parts.usual)
    active = movement.activation[frame][tubes.owner]
    faces = faces_of_tube()
    for lit in (False, True):
        chosen = tubes.vertices[(active >= LEAST) == lit]
        if not len(chosen):
            continue
        count = chosen.shape[1]
        every = np.vstack([faces + n * count for n in range(len(chosen))])
        layer = _layer(Mesh(chosen.reshape(-1, 3), every), eye, both_sides=True)
        hidden = layer.depth > solid.seen.depth[layer.pixels]
        if lit:
            strength = active[active >= LEAST][layer.seen.faces // len(faces)]
            _glow(image, eye, layer, strength, hidden)
        else:
            facing = np.abs(layer.normals @ eye.axes[2])
            alpha = IDLE_ALPHA * (0.55 + 0.9 * (1 - facing) ** 2) * ~hidden
            over(image, layer.pixels, _lit(IDLE, layer.normals, eye), alpha)


def _glow(image: Pixels, eye: Eye, layer: _Layer, strength: Array, hidden: NDArray[np.bool_]) -> None:
    """A working muscle: the warmer the harder it works; behind bone it still shimmers through."""
    share = np.clip(strength / 0.5, 0, 1)[:, None] ** 0.6
    towards = np.where((layer.normals @ eye.axes[2])[:, None] < 0, -1.0, 1.0)
    colour = _lit(IDLE, layer.normals * towards, eye, 0.6) * (1 - share)
    colour += _lit(WARM, layer.normals * towards, eye, 0.72) * share
    alpha = (0.25 + 0.70 * share[:, 0]) * np.where(hidden, THROUGH, 1.0)
    over(image, layer.pixels, colour, alpha)


def _person(image: Pixels, eye: Eye, posed: _Posed, solid: _Layer) -> None:
    """Skin and clothes, whichever is outside: what lies behind is seen through the middle; the rim draws the person."""
    mesh = joined([part for _, part in posed.soft])
    layer = _layer(mesh, eye)
    worn = np.repeat([name == "clothes" for name, _ in posed.soft], [len(part.faces) for _, part in posed.soft])
    cloth = worn[layer.seen.faces][:, None]
    facing: Array = np.clip((layer.normals * _rays(mesh, layer, eye)).sum(axis=1, keepdims=True), 0, 1)
    rim = (1 - facing) ** 2.4
    thick: Array = np.where(cloth, 0.30 + 0.52 * rim, 0.27 + 0.62 * rim)
    alpha = thick[:, 0] * (layer.depth < solid.seen.depth[layer.pixels] + 0.003)
    colour = np.where(cloth, _lit(CLOTH, layer.normals, eye, 0.5), _lit(SKIN, layer.normals, eye, 0.5))
    over(image, layer.pixels, colour * (1 - 0.35 * rim), alpha)


def _rays(mesh: Mesh, layer: _Layer, eye: Eye) -> Array:
    """From each place seen to the eye, (n, 3)."""
    out = eye.place - layer.seen.blend(mesh.vertices, mesh.faces)
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
