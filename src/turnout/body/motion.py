"""From a motion to a track: every joint of one person through one repetition.

    >>> from turnout import body
    >>> track = body.track_of(motion, level.motion, tempo, body.load_body(), side="left")
    >>> track.time, track.positions, track.angle("hip_rotation_l")

Each phase is solved by itself. The way between them is blended over time (`blend`); then every moment is solved again
near that way, with the contacts held that hold in both phases. So a foot does not slip between two phases either. In a
jump the centre of mass follows its `Leap`, and the feet are free while it is in the air.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from turnout.body import engine
from turnout.body.blend import blend, round_and_round, stops
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.ik import Wishes, about_axis, centre_with, rotation_of, rotation_vector, solve
from turnout.body.leap import Leap, leap_of
from turnout.body.score import Score, score_of
from turnout.body.stage import FIRM, STILL, Box, Stage, set_stage
from turnout.body.stride import stride
from turnout.body.timing import Fast, Timetable, parts_of, timetable
from turnout.knowledge.schema.exercises import Tempo
from turnout.knowledge.schema.motions import Motion
from turnout.terms import Limb

if TYPE_CHECKING:
    from turnout.body.model import Body

FRAMES = 60
AIR = 60.0
"""How firmly the centre of mass keeps to the path of a jump [1/m]."""
CARRIED, RAISED = 30.0, 30.0
"""The same where it moves for the sake of balance, and its height there."""
CLOSE = 1.0
"""How firmly an angle the motion leaves open keeps to the way between two phases [1/rad], and the pelvis [1/m]."""


@dataclass(frozen=True)
class Track:
    """One repetition of one person. The last frame is the first again, moved by `travel`.

    Attributes:
        time: [s], (frames + 1,), rising; not even where there is a jump.
        phase: 0 the start, 0.5 the turning point (held), 1 the start again, (frames + 1,).
        positions: generalised positions of the model, (frames + 1, nq).
        boxes: the furniture.
        working: the limb that works.
        stage: what was solved (always as if the right limb worked).
        banded: whether the level has the band that the motion speaks of.
    """

    time: Array
    phase: Array
    positions: Array
    boxes: tuple[Box, ...]
    working: Limb
    stage: Stage = field(repr=False)
    banded: bool = True

    @cached_property
    def score(self) -> Score:
        return self.stage.score

    @property
    def load_kg(self) -> float:
        """Of the weight in the hands, or of each; 0 where there is none."""
        return self.score.load_kg

    @cached_property
    def travel(self) -> Array:
        """Where the body is at the end of the repetition, from where it was, (3,) [m]."""
        return self.stage.travel * np.array([-1.0 if self.working == "left" else 1.0, 1.0, 1.0])

    @cached_property
    def between(self) -> list[tuple[int, int]]:
        """For each frame the phases before and after it: the same twice in a phase, one past the last at the end."""
        ats = np.array([*(pose.at for pose in self.score.poses), 1.0])
        out: list[tuple[int, int]] = []
        for phase in self.phase:
            n = int(np.clip(np.searchsorted(ats, float(phase) + 1e-9, side="right") - 1, 0, len(ats) - 2))
            out.append((n, n if abs(ats[n] - phase) < 1e-9 else n + 1))
        return out

    @cached_property
    def airborne(self) -> Array:
        """Whether the feet are off the ground, (frames + 1,); not in the frames in which they leave and touch."""
        return np.array([(a != b and self.stage.in_air(a, b)) or self._inside(a, b) for a, b in self.between])

    def _inside(self, a: int, b: int) -> bool:
        """In a phase of the flight itself."""
        flies = self.score.flies
        return a == b and flies is not None and flies[0] < a < flies[1]

    def carried(self, frame: int) -> list[int]:
        """The points (of ``stage.holds``) that carry weight in a frame; of the right where the left works."""
        a, b = self.between[frame]
        return [] if self.airborne[frame] else self.stage.supports_between(a, b)

    def angle(self, joint: str) -> Array:
        """A joint through the repetition [deg], as people say it (the back's angle is that of all its joints)."""
        n = self.stage.frame.index[joint]
        return np.degrees(self.stage.frame.angles(self.positions)[:, n] / self.stage.frame.shares[n])

    def frame_of(self, phase: str) -> int:
        """The frame in which a phase is reached."""
        at = next(pose.at for pose in self.score.poses if pose.name == phase)
        return int(np.argmin(np.abs(self.phase - at)))


def track_of(
    motion: Motion,
    level: Mapping[str, float | str],
    tempo: Tempo | None,
    body: Body,
    side: Limb = "right",
    begins: str = "up",
    frames: int = FRAMES,
    load_kg: float = 0.0,
) -> Track:
    """One repetition (two of a walk that alternates), as `outline_of` has it."""
    return outline_of(motion, level, tempo, body, side, begins, frames, load_kg).track()


def outline_of(
    motion: Motion,
    level: Mapping[str, float | str],
    tempo: Tempo | None,
    body: Body,
    side: Limb = "right",
    begins: str = "up",
    frames: int = FRAMES,
    load_kg: float = 0.0,
) -> Outline:
    """The phases of a repetition, solved each by itself.

    Args:
        motion: the motion.
        level: parameters of the level (its ``motion``).
        tempo: of the level or the exercise; without one, two seconds each way.
        body: whose.
        side: the working limb.
        begins: whether the first half is the way up or down, which says which seconds it takes.
        frames: into how many steps the repetition is cut.
        load_kg: of the weight in the hands (or in each).

    Raises:
        BodyError: something the motion asks for cannot be worked out.
    """
    parts = parts_of(tempo, begins, motion.counts)
    stage = set_stage(score_of(motion, level, load_kg), body)
    return Outline(_way(stage, parts), side, frames)


@dataclass(frozen=True)
class Outline:
    """The phases of a repetition; what is between them can be worked out more than once.

    Attributes:
        way: from phase to phase, where the right limb works.
        side: the working limb.
        frames: into how many steps the repetition is cut.
    """

    way: _Way
    side: Limb
    frames: int

    def track(self, carry: Array | None = None, near: Track | None = None) -> Track:
        """The repetition.

        Args:
            carry: where the centre of mass is to be so that the movement balances, (frames + 1, 3) [m]; see `poise`.
            near: much the same repetition, to begin from.

        Raises:
            BodyError: something the motion asks for cannot be worked out.
        """
        way, stage = self.way, self.way.stage
        time = way.table.moments(self.frames)
        places: list[Array | None] = [None] * len(time) if carry is None else list(carry * _towards(self.side))
        starts = None if near is None else self._as_right(near)
        positions = _solved(way, time, places, starts)
        boxes = tuple(stage.boxes.values())
        if self.side == "left":
            positions, boxes = mirrored(stage, positions), tuple(_across(box) for box in boxes)
        return Track(time, way.table.phase(time), positions, boxes, self.side, stage)

    def _as_right(self, track: Track) -> Array:
        return mirrored(self.way.stage, track.positions) if self.side == "left" else track.positions


def _towards(side: Limb) -> Array:
    """Across the world as solved, where the right limb works, by that of the track."""
    return np.array([1.0 if side == "right" else -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class _Way:
    """What the phases ask for, their postures, when they come, and the jump among them; the start again is the last."""

    stage: Stage
    asked: list[Wishes]
    keys: list[Array]
    table: Timetable
    leap: Leap | None


def _way(stage: Stage, parts: tuple[float, float, float]) -> _Way:
    """Every phase by itself."""
    count = len(stage.score.poses)
    asked = [stage.wishes(n) for n in range(count + 1)]
    keys = [stage.first]
    for wishes in asked[1:-1]:
        keys.append(solve(stage.frame, stage.data, wishes, keys[-1]))
    ahead = np.zeros_like(stage.first)
    ahead[:3] = stage.travel
    keys.append(stage.first + ahead)
    leap, fast = _leap(stage, asked, keys)
    poses = stage.score.poses
    own = [pose.seconds for pose in (*poses[1:], poses[0])]
    return _Way(stage, asked, keys, timetable([pose.at for pose in poses], parts, fast, own), leap)


def _leap(stage: Stage, asked: list[Wishes], keys: list[Array]) -> tuple[Leap | None, Fast | None]:
    """The jump of a motion, if it has one; the phases in which the feet leave, fly and touch are solved to fit it."""
    flies, poses = stage.score.flies, stage.score.poses
    if flies is None:
        return None, None
    leaves, lands = flies
    if leaves == 0 or lands <= leaves or not (poses[leaves - 1].rest and poses[(lands + 1) % len(poses)].rest):
        raise BodyError("a flight goes from one phase to a later one, between two phases of rest", "flight")
    places = [_centre(stage, key) for key in keys]
    before, after = places[leaves - 1], places[lands + 1]
    over = np.array([places[leaves][:2], places[lands][:2]])
    leap = leap_of(before, float(places[leaves][2]), float(places[lands][2]), after, stage.score.rise_m, over)
    push, flight, give = leap.seconds
    ats = np.array([poses[n].at for n in range(leaves, lands + 1)])
    shares = (ats - ats[0]) / (ats[-1] - ats[0])
    for n, share in zip(range(leaves, lands + 1), shares, strict=True):
        weights, guards = stage.held_between(asked[n], asked[n], leaves < n < lands)
        fitted = replace(asked[n], pin_weights=weights, guards=guards)
        asked[n] = _on_path(fitted, leap.at(push + share * flight))
        keys[n] = solve(stage.frame, stage.data, asked[n], keys[n - 1])
    return leap, Fast(leaves - 1, (push, *(float(part) for part in flight * np.diff(shares)), give))


def _on_path(wishes: Wishes, place: Array) -> Wishes:
    return replace(wishes, centre=place[:2], height=float(place[2]), centre_weight=AIR, height_weight=AIR)


def _centre(stage: Stage, posture: Array) -> Array:
    """The centre of mass, with what is held, (3,) [m]."""
    engine.place(stage.frame.model, stage.data, posture)
    return centre_with(stage.frame.model, stage.data, stage.weights)[0]


def _solved(way: _Way, time: Array, carry: list[Array | None], starts: Array | None) -> Array:
    """Every moment between the phases, close to the way from one to the other; from a like one, or the one before."""
    stage, poses = way.stage, way.stage.score.poses
    times, knots = np.array(way.table.times), way.table.poses
    rows = np.array([_flat(stage, way.asked[n], way.keys[n]) for n in knots])
    resting = [poses[n % len(poses)].rest for n in knots]
    join = stride if way.table.steps else blend
    blended = join(times, rows, resting, time) if poses[0].rest else round_and_round(times, rows, time)
    rests = np.array([[bool(weight.any()) for weight in way.asked[n].pin_weights] for n in knots])
    rests |= not stage.score.steps
    for hold, first in enumerate(range(rows.shape[1] - 3 * len(stage.holds), rows.shape[1], 3)):
        columns = slice(first, first + 3)
        still = stops(rows[:, columns], resting, rests[:, hold].tolist())
        blended[:, columns] = join(times, rows[:, columns], still, time)
    quick = None if way.table.fast is None else tuple(times[n] for n in way.table.fast)
    posture = way.keys[0]
    out: list[Array] = []
    for number, (moment, row, place) in enumerate(zip(time, blended, carry, strict=True)):
        n = int(np.clip(np.searchsorted(times, float(moment), side="right") - 1, 0, len(knots) - 2))
        share = float((moment - times[n]) / (times[n + 1] - times[n]))
        wishes = _unflat(way, knots[n], knots[n + 1], row, share)
        if way.leap is not None and quick is not None and quick[0] <= moment <= quick[1]:
            wishes = _on_path(wishes, way.leap.at(float(moment - quick[0])))
        elif place is not None:
            wishes = replace(
                wishes, centre=place[:2], height=float(place[2]), centre_weight=CARRIED, height_weight=RAISED
            )
        posture = solve(stage.frame, stage.data, wishes, posture if starts is None else starts[number])
        out.append(posture)
    return np.array(out)


def _flat(stage: Stage, wishes: Wishes, key: Array) -> Array:
    """A solved phase as a row of numbers that can be blended."""
    exact = wishes.angle_weights >= FIRM["exact"]
    turn = rotation_vector(rotation_of(stage.first[3:7]).T @ rotation_of(key[3:7]))
    return np.concatenate(
        [
            np.where(exact, wishes.angles, stage.frame.angles(key)),
            key[:3],
            turn,
            wishes.centre if wishes.centre_weight else _centre(stage, key)[:2],
            _places(stage, wishes, key).ravel(),
        ]
    )


def _places(stage: Stage, wishes: Wishes, key: Array) -> Array:
    """Where each resting point is in a solved phase: where it is to be, or, if it is free, where it is; (holds, 3)."""
    engine.place(stage.frame.model, stage.data, key)
    out = wishes.targets.copy()
    for n, (pin, weight) in enumerate(zip(wishes.pins, wishes.pin_weights, strict=True)):
        if pin.to is None and not weight.all():
            there = engine.point_at(stage.frame.model, stage.data, pin.point.body, pin.point.local)[0]
            out[n] = np.where(weight > 0, out[n], there)
    return out


def led(before: Array, after: Array, firm: Array, share: float) -> Array:
    """How firmly points are held on the way between two phases, (holds, 3).

    What is held in both stays held. What is held in one only leaves its place, or comes to it, along a path of its own
    from or to a standstill, and is let go of, or taken hold of, bit by bit.
    """
    eased = share * share * (3 - 2 * share)
    leading = np.where(after > 0, before + (after - before) * eased, before * (1 - eased))
    return np.where((before > 0) != (after > 0), leading, firm)


def _unflat(way: _Way, a: int, b: int, row: Array, share: float) -> Wishes:
    """What is asked a share of the way from one phase to the next: a contact holds where it does in both."""
    stage, before, after = way.stage, way.asked[a], way.asked[b]
    joints = len(stage.frame.joints)
    angles, place, turn, centre, targets = np.split(row, np.cumsum([joints, 3, 3, 2]))
    angle = float(np.linalg.norm(turn))
    away = about_axis(turn / angle, float(np.degrees(angle))) if angle > 1e-9 else np.eye(3)
    still = stage.score.motion.still is not None
    ends = [np.clip(wishes.angle_weights, CLOSE, FIRM["exact"]) for wishes in (before, after)]
    eased = share * share * (3 - 2 * share)
    flying = a != b and stage.in_air(a, b)
    weights, guards = stage.held_between(before, after, flying)
    if stage.score.steps and not flying:
        weights = np.where(stage.grounded[:, None], led(before.pin_weights, after.pin_weights, weights, share), weights)
    return Wishes(
        angles=angles,
        angle_weights=ends[0] + (ends[1] - ends[0]) * eased,
        place=place,
        place_weights=np.full(3, STILL if still else CLOSE),
        turn=rotation_of(stage.first[3:7]) @ away,
        turn_weight=STILL if still else np.maximum(CLOSE, np.minimum(before.turn_weight, after.turn_weight)),
        pins=before.pins,
        targets=targets.reshape(-1, 3),
        pin_weights=weights,
        centre=centre,
        centre_weight=min(before.centre_weight, after.centre_weight),
        guards=guards,
        weights=stage.weights,
    )


def mirrored(stage: Stage, positions: Array) -> Array:
    """The same repetition with left and right exchanged, (frames, nq)."""
    frame = stage.frame
    root = positions[:, :7] * np.array([-1.0, 1.0, 1.0, 1.0, 1.0, -1.0, -1.0])
    swap = {"_r": "_l", "_l": "_r"}
    source = [
        frame.index[name[:-2] + swap[name[-2:]]] if name[-2:] in swap else n for n, name in enumerate(frame.joints)
    ]
    sign = np.array([-1.0 if name in MIRRORED else 1.0 for name in frame.joints])
    angles = frame.angles(positions)[:, source] * sign
    return np.array([frame.posture(r, a) for r, a in zip(root, angles, strict=True)])


MIRRORED = {"trunk_bending", "trunk_rotation", "neck_bending", "neck_rotation"}
"""Joints of the middle that go the other way on the other side."""


def _across(box: Box) -> Box:
    return replace(box, centre=box.centre * np.array([-1.0, 1.0, 1.0]))
