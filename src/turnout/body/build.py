"""Putting the model together: myo-sim's legs, the missing muscles, origins, wraps and the range of rotation, on both
sides; and above the pelvis the joints of the back and the arms (`turnout.body.upper`).

In: `Anatomy`. Out: a compiled MuJoCo model of the size myo-sim ships, 170 cm. The left leg is the mirror image of the
right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from turnout.body import engine
from turnout.body.data import Anatomy, PathPoint, Point, Wrap
from turnout.body.errors import BodyError
from turnout.body.upper import add_upper

MODEL = "myolegs"
SIDES = {"r": 1.0, "l": -1.0}
"""Suffix of a side, and the sign of its lateral axis."""
BUILD = 3
"""Raised when this file lays the same data otherwise: cached models are then made anew."""
TOES_DEG = (-70.0, 30.0)
"""Bent back and curled; myo-sim stops at 30 either way, and a lifted heel needs more."""
CYLINDER_M = 0.06
"""Half the drawn length of a wrapping cylinder; MuJoCo wraps as if it were endless."""


def build(anatomy: Anatomy) -> Any:
    """The compiled model (MjModel).

    Raises:
        BodyError: the data name a muscle or point that myo-sim does not have.
    """
    spec = engine.load_spec(MODEL)
    _known(spec, anatomy)
    ours = {name: theirs for theirs, name in anatomy.names.items()}
    for side in SIDES:
        _widen(spec, anatomy, side)
        for name, wrap in anatomy.paths.wraps.items():
            _surface(spec, anatomy, name, wrap, side)
        for muscle, point in anatomy.paths.moved.items():
            engine.move_site(spec, f"{ours[muscle]}-P1_{side}", _place(anatomy, point, side))
        for muscle in sorted({*anatomy.paths.left_out, *_wrapped(anatomy)}):
            _lay_anew(spec, anatomy, muscle, ours[muscle], side)
        for muscle in anatomy.paths.added:
            _add(spec, anatomy, muscle, side)
    add_upper(spec)
    return engine.compile_spec(spec)


def tendon_of(anatomy: Anatomy, muscle: str, side: str) -> str:
    """What the path of one of our muscles is called in the compiled model."""
    theirs = {name: shipped for shipped, name in anatomy.names.items()}.get(muscle, muscle)
    return f"{theirs}_{side}_tendon"


def _known(spec: Any, anatomy: Anatomy) -> None:
    shipped = {muscle.name.removesuffix("_r") for muscle in spec.actuators if muscle.name.endswith("_r")}
    for theirs in anatomy.names:
        if theirs not in shipped:
            raise BodyError(f"myo-sim's {MODEL} has no muscle {theirs}", "names.yaml")
    for theirs in sorted(shipped - anatomy.names.keys()):
        raise BodyError(f"the muscle {theirs} of myo-sim's {MODEL} has no name", "names.yaml")
    named = set(anatomy.names.values())
    for muscle in (*anatomy.paths.moved, *anatomy.paths.left_out, *_wrapped(anatomy)):
        if muscle not in named:
            raise BodyError(f"myo-sim's {MODEL} has no path of {muscle} to change", "paths.yaml")


def _wrapped(anatomy: Anatomy) -> set[str]:
    return {muscle for wrap in anatomy.paths.wraps.values() for muscle in wrap.muscles}


def _widen(spec: Any, anatomy: Anatomy, side: str) -> None:
    low, high = anatomy.paths.hip_rotation_range_deg
    engine.set_joint_range(spec, f"hip_rotation_{side}", math.radians(low), math.radians(high))
    engine.set_joint_range(spec, f"mtp_angle_{side}", math.radians(TOES_DEG[0]), math.radians(TOES_DEG[1]))


def _mirrored(point: Point, side: str) -> Point:
    return (point[0], point[1], SIDES[side] * point[2])


def _place(anatomy: Anatomy, point: PathPoint, side: str) -> Point:
    """Of a point in the frame of its bone [m]."""
    x, y, z = (value / 100 for value in point.cm)
    if point.bone == "pelvis":
        a, b, c = anatomy.paths.hip_centre_m
        x, y, z = x + a, y + b, z + c
    return _mirrored((x, y, z), side)


def _bone(bone: str, side: str) -> str:
    return bone if bone == "pelvis" else f"{bone}_{side}"


def _surface(spec: Any, anatomy: Anatomy, name: str, wrap: Wrap, side: str) -> None:
    centre = _place(anatomy, PathPoint(bone=wrap.bone, cm=wrap.centre_cm), side)
    behind = _place(anatomy, PathPoint(bone=wrap.bone, cm=wrap.behind_cm), side)
    engine.add_cylinder(spec, _bone(wrap.bone, side), f"{name}_{side}", centre, wrap.radius_mm / 1000, CYLINDER_M)
    engine.add_site(spec, _bone(wrap.bone, side), f"{name}_behind_{side}", behind)


def _lay_anew(spec: Any, anatomy: Anatomy, muscle: str, theirs: str, side: str) -> None:
    tendon = f"{theirs}_{side}_tendon"
    left_out = anatomy.paths.left_out[muscle].points if muscle in anatomy.paths.left_out else ()
    parts: list[engine.Part] = []
    for number, part in enumerate(engine.path_of(spec, tendon), start=1):
        if number not in left_out:
            parts.append(part)
        parts += [(f"{name}_{side}", f"{name}_behind_{side}") for name in _wraps_after(anatomy, muscle, number)]
    engine.lay(spec, tendon, parts, anew=True)


def _wraps_after(anatomy: Anatomy, muscle: str, number: int) -> Iterator[str]:
    for name, wrap in anatomy.paths.wraps.items():
        if wrap.muscles.get(muscle) == number:
            yield name


def _add(spec: Any, anatomy: Anatomy, muscle: str, side: str) -> None:
    parts: list[engine.Part] = []
    for number, point in enumerate(anatomy.paths.added[muscle].points, start=1):
        name = f"{muscle}-P{number}_{side}"
        engine.add_site(spec, _bone(point.bone, side), name, _place(anatomy, point, side))
        parts.append((name, ""))
    engine.lay(spec, f"{muscle}_{side}_tendon", parts)
    engine.add_muscle(spec, f"{muscle}_{side}", f"{muscle}_{side}_tendon")
