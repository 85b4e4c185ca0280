"""What a movement keeps while it is made possible: its contacts, its phases' angles, and its looks.

In: a track. Out: for any posture of a frame, how far it is from what is kept, and how that follows small changes; rows
to be squared and summed beside the muscles' effort. All weights are ours and the same for every motion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import ROOT
from turnout.body.dynamics import derivative
from turnout.body.engine import Array
from turnout.body.ik import centre_with, rotation_of, rotation_vector
from turnout.body.motion import Track
from turnout.body.skin import SkinPoint
from turnout.body.touch import FAR_M

HOLD = 1000.0
"""A millimetre that a foot slides costs as much as one muscle at full activation."""
PATH = np.array([5.0, 5.0, 300.0])
"""How firmly the centre of mass keeps to its flight [1/m]: above all its height."""
EXACT, END = 300.0, 100.0
"""How firmly a phase keeps an angle that the motion gives exactly, and a joint to its range [1/rad]."""
LOOKS, TRUNK = 5.0, 5.0
"""How firmly joints and pelvis keep to how the motion has them [1/rad], and how many times as firmly the back does."""
RESTING, REST_SPEED = 4.0, 0.05
"""Where the motion rests they do so many times as firmly: no joint faster than this there [rad/s]."""
CALM = 0.004
"""How much a joint's acceleration costs [s2/rad]."""
SHY = 0.01
"""So far from its ends a joint keeps [rad]."""
CLEAR_M = FAR_M + 0.01
"""A foot that the motion has in the air stays so far above the floor that it carries nothing."""
SOLE = ("heel", "ball_inner", "ball_outer", "toes", "toe_tip", "toe_root", "toe_inner", "toe_little", "toe_small")


@dataclass(frozen=True)
class Kept:
    """What one frame keeps.

    Attributes:
        pins: points of the skin, where they stay (3,) [m], and along which axes (3,).
        lifted: the sides whose foot is in the air while the other stands, ``_r`` or ``_l``.
        angles: places among the hinges, and the exact angle [rad].
        centre: of mass [m], (3,), in the air.
    """

    pins: tuple[tuple[SkinPoint, Array, Array], ...]
    lifted: tuple[str, ...]
    angles: tuple[tuple[int, float], ...]
    centre: Array | None


class Keeping:
    """The rows of every frame; ``ways``: of the free coordinates along which they may change, (n, ways)."""

    def __init__(self, track: Track, ways: Array) -> None:
        self.track, self.ways = track, ways
        self.frame, self.data = track.stage.frame, track.stage.data
        self.looks = self.frame.angles(track.positions)
        trunk = np.array([TRUNK if name.startswith("trunk") else 1.0 for name in self.frame.joints])
        self.firm = LOOKS * trunk / self.frame.shares
        speed = np.abs(derivative(track.time, self.looks, 1)).max(1)
        self.resting = np.where(speed < REST_SPEED, RESTING, 1.0)
        self.calm = CALM * trunk / self.frame.shares
        self.soles = [(name[-2:], spot) for name, spot in track.stage.points.items() if name[:-2] in SOLE]
        self.asked = [track.stage.wishes(n) for n in range(len(track.score.poses) + 1)]
        self.kept = [self._kept(number) for number in range(len(track.time))]

    def _kept(self, number: int) -> Kept:
        track, stage = self.track, self.track.stage
        a, b = track.between[number]
        weights, _ = stage.held_between(self.asked[a], self.asked[b], bool(track.airborne[number]))
        pins = [
            (held.pin.point, self.asked[a].targets[n], weights[n] > 0)
            for n, held in enumerate(stage.holds)
            if held.pin.to is None
            and weights[n].any()
            and np.allclose(self.asked[a].targets[n], self.asked[b].targets[n])
        ]
        flies = track.score.flies
        near = slice(max(number - 1, 0), number + 2)
        flying = flies is not None and (track.airborne[near].any() or (a == b and a in flies))
        centre = self.centre(track.positions[number]) if flying else None
        return Kept(tuple(pins), self._lifted(number), tuple(self._exact(number)), centre)

    def _lifted(self, number: int) -> tuple[str, ...]:
        """Sides whose foot rests neither in the phase before nor in that after a frame, though it does in others."""
        around, count = self.track.between[number], len(self.track.score.poses)
        out: list[str] = []
        for side in ("_r", "_l"):
            floor = [held for held in self.track.stage.holds if held.on == "floor" and held.name.endswith(side)]
            rests = any(held.active[phase % count] for held in floor for phase in around)
            if floor and not rests and not self.track.airborne[number]:
                out.append(side)
        return tuple(out)

    def _exact(self, number: int) -> Iterator[tuple[int, float]]:
        for pose in self.track.score.poses:
            if self.track.frame_of(pose.name) == number:
                for joint, aim in pose.joints.items():
                    if aim.kind == "exact":
                        n = self.frame.index[joint]
                        yield n, float(np.radians(aim.degrees) * self.frame.shares[n])

    def centre(self, posture: Array) -> Array:
        engine.place(self.frame.model, self.data, posture)
        return centre_with(self.frame.model, self.data, self.track.stage.weights)[0]

    def at(self, number: int, posture: Array, hold: float = HOLD) -> tuple[Array, Array]:
        """Errors (rows,) of a frame in a posture, and how the posture answers them, (rows, ways).

        ``hold``: how firmly feet keep their places [1/m].
        """
        engine.place(self.frame.model, self.data, posture)
        along = self.frame.gains(posture) @ self.ways
        found = [*self._shape(number, posture), *self._points(number, along, hold), *self._flight(number, along)]
        return np.concatenate([error for error, _ in found]), np.vstack([slope for _, slope in found])

    def _shape(self, number: int, posture: Array) -> Iterator[tuple[Array, Array]]:
        angles, joints = self.frame.angles(posture), self.ways[ROOT:]
        firm, turning = self.firm * self.resting[number], LOOKS * self.resting[number]
        yield firm * (self.looks[number] - angles), firm[:, None] * joints
        wanted = rotation_of(self.track.positions[number, 3:7])
        yield turning * rotation_vector(rotation_of(posture[3:7]).T @ wanted), turning * self.ways[3:ROOT]
        beyond = np.maximum(self.frame.low + SHY - angles, 0) - np.maximum(angles - self.frame.high + SHY, 0)
        ends = np.flatnonzero(beyond)
        yield END * beyond[ends], END * joints[ends]
        for n, angle in self.kept[number].angles:
            exact = EXACT / self.frame.shares[n]
            yield np.array([exact * (angle - angles[n])]), exact * joints[n : n + 1]

    def _points(self, number: int, along: Array, hold: float) -> Iterator[tuple[Array, Array]]:
        model, data = self.frame.model, self.data
        for point, place, axes in self.kept[number].pins:
            where, slope = engine.point_at(model, data, point.body, point.local)
            yield hold * axes * (place - where), hold * axes[:, None] * (slope @ along)
        for side, sole in self.soles:
            room = CLEAR_M if side in self.kept[number].lifted else 0.0
            depth = room - float(data.xpos[sole.body, 2] + data.xmat[sole.body, 6:] @ sole.local)
            if depth > 0:
                slope = engine.point_at(model, data, sole.body, sole.local)[1]
                yield np.array([hold * depth]), hold * slope[2:] @ along

    def _flight(self, number: int, along: Array) -> Iterator[tuple[Array, Array]]:
        path = self.kept[number].centre
        if path is not None:
            where, slope = centre_with(self.frame.model, self.data, self.track.stage.weights)
            yield PATH * (path - where), PATH[:, None] * (slope @ along)
