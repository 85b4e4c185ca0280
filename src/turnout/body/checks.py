"""What the machine can tell of a motion: joints within their range, nothing through the floor, contacts kept, feet that
do not slide, balance, a still pelvis, smoothness, a loop that closes.

In: a track. Out: one clear sentence for each thing that is wrong, with the field of the motion file it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import coordinates_of
from turnout.body.engine import Array, G
from turnout.body.errors import BodyError
from turnout.body.ik import centre_with, rotation_of, rotation_vector
from turnout.body.model import Body
from turnout.body.motion import Track
from turnout.body.score import Score
from turnout.body.stage import Box, Stage

NEAR_M = 0.01
"""A contact is kept, and nothing goes deeper into a thing, than this."""
ANGLE_DEG = 2.0
STILL_DEG = 3.0
JERK = 20000.0
"""Most jerk times the cube of the repetition's length [rad]: 60 degrees from rest to rest in a third of it come to
1700, a step to 16000; a joint that leaps from one solution to another has 50000 and more."""
STAND_ON_LEGS, TOP_M = ("chair", "table", "bench"), 0.05
"""Furniture whose top is so thick [m], with room below."""
QUICK = 150000.0
"""The same where the motion jumps or steps, to whose fast part most frames go: arms that swing up come to 110000."""
CLOSES = 0.01
"""Most by which a coordinate may differ when the start comes round again [m or rad]."""


@dataclass(frozen=True)
class Fault:
    """Something wrong: the field of the motion file, and a sentence."""

    field: tuple[str | int, ...]
    says: str


def impossible(score: Score, body: Body) -> list[Fault]:
    """Angles that the joint cannot take; found before anything is solved."""
    frame = coordinates_of(body.engine_model)
    found: dict[str, Fault] = {}
    for number, pose in enumerate(score.poses):
        for joint, aim in pose.joints.items():
            n = frame.index[joint]
            low, high = np.degrees(frame.low[n] / frame.shares[n]), np.degrees(frame.high[n] / frame.shares[n])
            if aim.kind != "posture" and not low - 0.5 <= aim.degrees <= high + 0.5:
                range_ = f"{low:.0f} to {high:.0f}"
                says = f"{_plain(joint)}: {aim.degrees:g} degrees is outside what the joint can do, {range_}"
                found.setdefault(joint, Fault(("phases", number, *_field(joint)), says))
    return list(found.values())


def faults(track: Track) -> list[Fault]:
    """Everything wrong with a repetition."""
    if not np.isfinite(track.positions).all():
        return [Fault(("phases",), "the motion has no solution: a position is no number")]
    return [
        *_angles(track),
        *unkept(track),
        *_depths(track),
        *_balance(track),
        *_flight(track),
        *_still(track),
        *_smooth(track),
    ]


def require_sound(track: Track) -> None:
    """Makes sure that nothing is wrong.

    Raises:
        BodyError: the first thing that is, with its field.
    """
    for fault in faults(track):
        raise BodyError(fault.says, f"{track.score.motion.id}: {'.'.join(str(part) for part in fault.field)}")


def _plain(joint: str) -> str:
    side = {"_r": "working ", "_l": "other "}.get(joint[-2:], "")
    return side + joint.removesuffix("_r").removesuffix("_l")


def _field(joint: str) -> tuple[str, ...]:
    side = {"_r": "working", "_l": "other"}.get(joint[-2:])
    if side:
        return (side, joint[:-2])
    return tuple(joint.split("_", 1))


def _angles(track: Track) -> Iterator[Fault]:
    """An angle the motion gives exactly is reached."""
    stage, righted = track.stage, _righted(track)
    for number, pose in enumerate(track.score.poses):
        angles = np.degrees(stage.frame.angles(righted[track.frame_of(pose.name)]) / stage.frame.shares)
        for joint, aim in pose.joints.items():
            got = angles[stage.frame.index[joint]]
            if aim.kind == "exact" and abs(got - aim.degrees) > ANGLE_DEG:
                says = (
                    f"phase {pose.name}: {_plain(joint)} comes to {got:.0f} degrees instead of {aim.degrees:g}; "
                    "with the contacts and the other angles it cannot be reached"
                )
                yield Fault(("phases", number, *_field(joint)), says)


def _righted(track: Track) -> Array:
    """The positions as solved, with the right limb working."""
    from turnout.body.motion import mirrored

    return mirrored(track.stage, track.positions) if track.working == "left" else track.positions


def unkept(track: Track) -> Iterator[Fault]:
    """A point that rests stays where it is, within a centimetre, in every frame."""
    stage, righted = track.stage, _righted(track)
    asked = [stage.wishes(n) for n in range(len(stage.score.poses) + 1)]
    worst: dict[int, tuple[float, int]] = {}
    for frame, (posture, (a, b)) in enumerate(zip(righted, track.between, strict=True)):
        weights, _ = stage.held_between(asked[a], asked[b], bool(track.airborne[frame]))
        for n, distance in enumerate(_misses(stage, posture)):
            firm = weights[n] > 0
            if a != b and not np.allclose(asked[a].targets[n], asked[b].targets[n]):
                continue  # on its way through the air
            miss = float(np.linalg.norm((distance - asked[a].targets[n]) * firm))
            if miss > worst.get(n, (NEAR_M, 0))[0]:
                worst[n] = (miss, a)
    said: set[str] = set()
    for n, (miss, number) in worst.items():
        held = stage.holds[n]
        if held.said not in said:
            said.add(held.said)
            to = f"its place on {held.on}" if held.on else "where it is to be"
            says = f"phase {stage.score.poses[number].name}: {held.said} is {miss * 100:.1f} cm away from {to}"
            yield Fault(("contacts",), says)


def _misses(stage: Stage, posture: Array) -> Iterator[Array]:
    """Where each resting point is (beside the other point, for two points of the body), (3,)."""
    model, data = stage.frame.model, stage.data
    engine.place(model, data, posture)
    for held in stage.holds:
        where = engine.point_at(model, data, held.pin.point.body, held.pin.point.local)[0]
        if held.pin.to is not None:
            where = where - engine.point_at(model, data, held.pin.to.body, held.pin.to.local)[0]
        yield where


def _depths(track: Track) -> Iterator[Fault]:
    """No bone goes through the floor or into furniture."""
    stage = track.stage
    model, data = stage.frame.model, stage.data
    shapes = engine.shapes(model)
    worst: dict[str, tuple[float, str, int]] = {}
    for frame in range(0, len(track.time), 2):
        engine.place(model, data, track.positions[frame])
        for shape in shapes:
            turn, origin = data.geom_xmat[shape.index].reshape(3, 3), data.geom_xpos[shape.index]
            points = shape.vertices @ turn.T + origin
            found = [("the floor", -float(points[:, 2].min()))]
            found += [(box.id, _depth(points, box)) for box in track.boxes]
            for thing, depth in found:
                if depth > worst.get(thing, (NEAR_M, "", 0))[0]:
                    worst[thing] = (depth, shape.body, frame)
    for thing, (depth, bone, frame) in worst.items():
        at = track.phase[frame]
        yield Fault(("phases",), f"at {at:.2f} of the repetition {bone} is {depth * 100:.1f} cm inside {thing}")


def _depth(points: Array, box: Box) -> float:
    """How deep the deepest point is in a box [m]; 0 outside. Under a table top, a seat and a bench there is room."""
    half, centre = box.half, box.centre
    if box.kind in STAND_ON_LEGS:
        half = np.array([*half[:2], min(half[2], TOP_M / 2)])
        centre = np.array([*centre[:2], box.top - half[2]])
    inside = (half - np.abs(points - centre)).min(1)
    return max(0.0, float(inside.max()))


def _balance(track: Track) -> Iterator[Fault]:
    """The centre of mass is over the support."""
    stage, righted = track.stage, _righted(track)
    if stage.score.balance == "never":
        return
    worst = (NEAR_M, 0)
    points = _tipping(track)
    for frame, (posture, (a, b)) in enumerate(zip(righted, track.between, strict=True)):
        carried = track.carried(frame)
        moving = a != b or not stage.score.poses[a].rest
        if (stage.score.balance == "at-rest" and moving) or not carried:
            continue
        outside = beyond(points[frame], np.array([stage.where(stage.holds[n].name, posture)[:2] for n in carried]))
        if outside > worst[0]:
            worst = (outside, a)
    if worst[0] > NEAR_M:
        name = stage.score.poses[worst[1]].name
        says = f"phase {name}: the centre of mass is {worst[0] * 100:.1f} cm outside the feet; the pose cannot balance"
        yield Fault(("phases", worst[1]), says)


def _tipping(track: Track) -> Array:
    """What must be over the support, as the right limb works: the tipping point, or at rest the centre of mass."""
    across = np.array([-1.0 if track.working == "left" else 1.0, 1.0])
    if track.score.balance == "at-rest":
        return centres(track)[:, :2] * across
    from turnout.body.dynamics import moments_of
    from turnout.body.poise import tipping

    return tipping(track, moments_of(track, track.stage.body))[0] * across


def centres(track: Track) -> Array:
    """The centre of mass with what is held, (frames, 3) [m]."""
    stage = track.stage
    places = np.empty((len(track.time), 3))
    for frame, posture in enumerate(_righted(track)):
        engine.place(stage.frame.model, stage.data, posture)
        places[frame] = centre_with(stage.frame.model, stage.data, stage.weights)[0]
    return places * np.array([-1.0 if track.working == "left" else 1.0, 1.0, 1.0])


def beyond(centre: Array, support: Array) -> float:
    """How far a place is outside the area its supports span, seen from above [m]; 0 or less inside.

    Args:
        centre: (2,).
        support: (n, 2).
    """
    corners = hull(support)
    if len(corners) < 3:
        return float(np.linalg.norm(support - centre, axis=1).min())
    along = np.roll(corners, -1, axis=0) - corners
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    return float(((centre - corners) * outward).sum(1).max())


def hull(points: Array) -> Array:
    """The corners of the area some places span, anticlockwise (Andrew 1979), (corners, 2)."""
    ordered = sorted({(float(x), float(y)) for x, y in points})

    def chain(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for x, y in places:
            while len(out) > 1 and _turn(out[-2], out[-1], (x, y)) <= 0:
                out.pop()
            out.append((x, y))
        return out[:-1]

    return np.array(chain(ordered) + chain(ordered[::-1])).reshape(-1, 2)


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Positive when the way a, b, c turns to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _flight(track: Track) -> Iterator[Fault]:
    """In the air the centre of mass falls freely, and nothing touches the ground."""
    if not track.airborne.any():
        return
    stage = track.stage
    model, data = stage.frame.model, stage.data
    heights: list[float] = []
    for posture in track.positions:
        engine.place(model, data, posture)
        heights.append(float(centre_with(model, data, stage.weights)[0][2]))
    inside = np.flatnonzero(track.airborne)
    span = np.arange(int(inside[0]) - 1, int(inside[-1]) + 2)
    time, height = track.time[span] - track.time[span[0]], np.array(heights)[span]
    first = (height[-1] - height[0]) / time[-1] + G * time[-1] / 2
    off = float(np.abs(height - (height[0] + first * time - G * time**2 / 2)).max())
    if off > NEAR_M:
        yield Fault(("flight",), f"in the air the centre of mass is {off * 100:.1f} cm away from a free fall")


def _still(track: Track) -> Iterator[Fault]:
    if track.score.motion.still is None:
        return
    first = rotation_of(track.positions[0, 3:7])
    turned = [np.degrees(np.linalg.norm(rotation_vector(first.T @ rotation_of(q[3:7])))) for q in track.positions]
    if max(turned) > STILL_DEG:
        yield Fault(("still",), f"the pelvis turns by {max(turned):.1f} degrees, and it is to be still")


def _smooth(track: Track) -> Iterator[Fault]:
    angles = track.stage.frame.angles(track.positions)
    steps = len(track.time) - 1
    jerk = np.abs(np.diff(angles, 3, axis=0)).max(0) * steps**3
    most = QUICK if track.score.motion.flight or track.score.steps else JERK
    if jerk.max() > most:
        joint = track.stage.frame.joints[int(jerk.argmax())]
        yield Fault(("phases",), f"{_plain(joint)} moves in jerks ({jerk.max():.0f} rad, at most {most:.0f})")
    gap = float(np.abs(angles[-1] - angles[0]).max())
    if gap > CLOSES:
        yield Fault(("phases",), f"the end of the repetition is not its start: {np.degrees(gap):.1f} degrees apart")
    away = float(np.linalg.norm(track.positions[-1, :3] - track.positions[0, :3] - track.travel))
    if away > CLOSES:
        says = f"the repetition ends {away * 100:.1f} cm from where it is to end, its start moved by 'travels'"
        yield Fault(("travels",), says)


__all__ = ["Fault", "beyond", "faults", "impossible", "require_sound"]
