"""Our model as plain numbers, for another program: segments, the axes they turn about, and the paths of the muscles.

In: the compiled model of a `Body`. Out: a `Skeleton`. Bodies without a joint are melted into the one they hang on;
joints named in ``stiff`` are left out at rest, so that a back and two arms become one lump where a comparison has no
use for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body import engine
from turnout.body.engine import Array

Ints = NDArray[np.int64]
SITE, CYLINDER = 3, 5
"""MuJoCo's numbers for a point of a path and for a cylinder on it (a sphere is between them)."""
SLIDE = 2


@dataclass(frozen=True)
class Axis:
    """One degree of freedom.

    Attributes:
        slides: along the axis instead of turning about it.
        leader: the joint it follows, by a polynomial from the rest position (five coefficients); "" where it is free.
    """

    name: str
    slides: bool
    along: Array
    leader: str = ""
    follows: tuple[float, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A rigid part, in its own axes.

    Attributes:
        parent: the segment it hangs on; "" for the root, which is free in the world.
        place, turn: of its frame in the parent's, (3,) [m] and (3, 3).
        pivot: the place of its joint in its own frame, (3,) [m].
        mass: [kg]; ``centre``: (3,) [m]; ``inertia``: about the centre, (3, 3) [kg m2].
    """

    name: str
    parent: str
    place: Array
    turn: Array
    pivot: Array
    axes: tuple[Axis, ...]
    mass: float
    centre: Array
    inertia: Array


@dataclass(frozen=True)
class Point:
    segment: str
    place: Array


@dataclass(frozen=True)
class Wrap:
    """A cylinder along its own z, or a sphere where it has no length; the path passes on the side of its own x."""

    name: str
    segment: str
    place: Array
    turn: Array
    radius: float
    length: float | None


@dataclass(frozen=True)
class Path:
    name: str
    parts: tuple[Point | Wrap, ...]


@dataclass(frozen=True)
class Skeleton:
    segments: tuple[Segment, ...]
    paths: tuple[Path, ...]


def skeleton_of(model: Any, stiff: Callable[[str], bool] = lambda _: False) -> Skeleton:
    """The model in plain numbers.

    Args:
        model: MjModel.
        stiff: whether a joint is left out.
    """
    owner, place, turn = _melted(model, stiff)
    segments = [_segment(model, n, owner, place, turn, stiff) for n in range(1, model.nbody) if owner[n] == n]
    paths = [_path(model, n, owner, place, turn) for n in range(model.ntendon)]
    return Skeleton(tuple(segments), tuple(paths))


def matrix(quaternion: Array) -> Array:
    """(3, 3) of w, x, y, z."""
    from turnout.body.ik import rotation_of

    return rotation_of(np.asarray(quaternion, dtype=np.float64))


def _name(model: Any, body: int) -> str:
    """Without the blanks that other programs do not take."""
    return str(model.body(body).name).replace(" ", "_")


def _joints(model: Any, body: int, stiff: Callable[[str], bool]) -> list[int]:
    first, count = int(model.body_jntadr[body]), int(model.body_jntnum[body])
    return [n for n in range(first, first + count) if not stiff(str(model.joint(n).name))]


def _melted(model: Any, stiff: Callable[[str], bool]) -> tuple[Ints, Array, Array]:
    """For each body the segment it belongs to, and its place and turn in that segment's frame."""
    owner: Ints = np.arange(int(model.nbody), dtype=np.int64)
    place, turn = np.zeros((model.nbody, 3)), np.tile(np.eye(3), (model.nbody, 1, 1))
    for n in range(1, model.nbody):
        up = int(model.body_parentid[n])
        if up and not _joints(model, n, stiff):
            owner[n] = owner[up]
            place[n] = place[up] + turn[up] @ model.body_pos[n]
            turn[n] = turn[up] @ matrix(model.body_quat[n])
    return owner, place, turn


def _segment(model: Any, body: int, owner: Ints, place: Array, turn: Array, stiff: Callable[[str], bool]) -> Segment:
    up = int(model.body_parentid[body])
    joints = _joints(model, body, stiff)
    mass, centre, inertia = _weight(model, np.flatnonzero(owner == body), place, turn)
    return Segment(
        name=_name(model, body),
        parent=_name(model, int(owner[up])) if up else "",
        place=place[up] + turn[up] @ model.body_pos[body] if up else np.zeros(3),
        turn=turn[up] @ matrix(model.body_quat[body]) if up else np.eye(3),
        pivot=np.array(model.jnt_pos[joints[0]]) if up else np.zeros(3),
        axes=tuple(_axis(model, n) for n in joints) if up else ROOT,
        mass=mass,
        centre=centre,
        inertia=inertia,
    )


def _weight(model: Any, bodies: Ints, place: Array, turn: Array) -> tuple[float, Array, Array]:
    """Mass, centre and inertia of bodies melted together."""
    masses = np.array([float(model.body_mass[n]) for n in bodies])
    centres = np.array([place[n] + turn[n] @ model.body_ipos[n] for n in bodies])
    total = float(masses.sum())
    centre = masses @ centres / total if total else np.zeros(3)
    inertia = np.zeros((3, 3))
    for n, mass, at in zip(bodies, masses, centres, strict=True):
        own = turn[n] @ matrix(model.body_iquat[n])
        away = at - centre
        inertia += own @ np.diag(model.body_inertia[n]) @ own.T
        inertia += mass * (away @ away * np.eye(3) - np.outer(away, away))
    return total, centre, inertia


def _axis(model: Any, joint: int) -> Axis:
    name = str(model.joint(joint).name)
    slides = int(model.jnt_type[joint]) == SLIDE
    along = np.array(model.jnt_axis[joint])
    for follower, leader, coefficients in engine.couplings(model):
        if follower == name:
            return Axis(name, slides, along, leader, tuple(float(c) for c in coefficients))
    return Axis(name, slides, along)


def _root() -> tuple[Axis, ...]:
    names = [*(f"root_t{axis}" for axis in "xyz"), *(f"root_r{axis}" for axis in "xyz")]
    return tuple(Axis(name, n < 3, np.eye(3)[n % 3]) for n, name in enumerate(names))


ROOT = _root()
"""The root moves along the world's axes, then turns about its own x, y and z."""


def _path(model: Any, tendon: int, owner: Ints, place: Array, turn: Array) -> Path:
    first, count = int(model.tendon_adr[tendon]), int(model.tendon_num[tendon])
    parts: list[Point | Wrap] = []
    for n in range(first, first + count):
        thing = int(model.wrap_objid[n])
        if int(model.wrap_type[n]) == SITE:
            parts.append(_point(model, thing, owner, place, turn))
        else:
            parts.append(_wrap(model, thing, int(model.wrap_prm[n]), owner, place, turn, f"wrap{n}"))
    return Path(str(model.tendon(tendon).name), tuple(parts))


def _point(model: Any, site: int, owner: Ints, place: Array, turn: Array) -> Point:
    body = int(model.site_bodyid[site])
    return Point(_name(model, int(owner[body])), place[body] + turn[body] @ model.site_pos[site])


def _wrap(model: Any, geom: int, side: int, owner: Ints, place: Array, turn: Array, name: str) -> Wrap:
    body = int(model.geom_bodyid[geom])
    centre = place[body] + turn[body] @ model.geom_pos[geom]
    along = turn[body] @ matrix(model.geom_quat[geom])[:, 2]
    out = np.array([1.0, 0.0, 0.0])
    if side >= 0:
        out = _point(model, side, owner, place, turn).place - centre
    out = out - (out @ along) * along
    out = out / np.linalg.norm(out)
    size = model.geom_size[geom]
    round_ = int(model.geom_type[geom]) != CYLINDER
    frame = np.stack([out, np.cross(along, out), along], axis=1)
    return Wrap(
        name, _name(model, int(owner[body])), centre, frame, float(size[0]), None if round_ else 2 * float(size[1])
    )
