"""From a motion to a track: every joint of one person through one repetition.

    >>> from turnout import body
    >>> track = body.track_of(motion, level.motion, tempo, body.load_body(), side="left")
    >>> track.time, track.positions, track.angle("hip_rotation_l")

Each phase is solved by itself. The way between them is blended over time by a spline of the fifth degree that rests at
the phases (Flash and Hogan 1985: without a phase between, the smoothest way from rest to rest) and passes through those
marked `rest: false`; then every moment is solved again near that way, with the contacts held that hold in both phases.
So a foot does not slip between two phases either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body.engine import Array
from turnout.body.ik import Wishes, about_axis, rotation_of, rotation_vector, solve
from turnout.body.score import Score, score_of
from turnout.body.stage import FIRM, STILL, Box, Stage, set_stage
from turnout.knowledge.schema.exercises import Tempo
from turnout.knowledge.schema.motions import Motion
from turnout.terms import Limb

if TYPE_CHECKING:
    from turnout.body.model import Body

FRAMES = 60
UNTOLD_S = (2.0, 1.0, 2.0)
"""Out, held, back where an exercise or a test gives no tempo."""


@dataclass(frozen=True)
class Track:
    """One repetition of one person. The last frame is the first again.

    Attributes:
        time: [s], (frames + 1,).
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
) -> Track:
    """One repetition.

    Args:
        motion: the motion.
        level: parameters of the level (its ``motion``).
        tempo: of the level or the exercise; without one, two seconds each way.
        body: whose.
        side: the working limb.
        begins: whether the first half is the way up or down, which says which seconds it takes.
        frames: into how many steps the repetition is cut.

    Raises:
        BodyError: something the motion asks for cannot be worked out.
    """
    stage = set_stage(score_of(motion, level), body)
    parts = parts_of(tempo, begins)
    time = np.linspace(0.0, sum(parts), frames + 1)
    phase = phase_at(time, parts)
    positions = _solved(stage, time, parts)
    boxes = tuple(stage.boxes.values())
    if side == "left":
        positions, boxes = mirrored(stage, positions), tuple(_across(box) for box in boxes)
    return Track(time, phase, positions, boxes, side, stage)


def parts_of(tempo: Tempo | None, begins: str) -> tuple[float, float, float]:
    """Seconds out, held and back."""
    if tempo is None:
        return UNTOLD_S
    out, back = (tempo.down_s, tempo.up_s) if begins == "down" else (tempo.up_s, tempo.down_s)
    return max(out, 0.2), tempo.hold_s, max(back, 0.2)


def phase_at(time: Array, parts: tuple[float, float, float]) -> Array:
    """Where in the repetition each moment is, 0 to 1."""
    out, held, back = parts
    return np.interp(time, [0.0, out, out + held + 1e-12, out + held + back], [0.0, 0.5, 0.5, 1.0])


def _times_of(phases: list[float], parts: tuple[float, float, float]) -> tuple[list[float], list[int]]:
    """When each knot comes, and which pose it is: a held turning point twice, the start again at the end."""
    out, held, back = parts
    times: list[float] = []
    poses: list[int] = []
    for n, at in enumerate(phases):
        times.append(at * 2 * out if at <= 0.5 else out + held + (at - 0.5) * 2 * back)
        poses.append(n)
        if at == 0.5 and held > 0:
            times.append(out + held)
            poses.append(n)
    return [*times, out + held + back], [*poses, 0]


def _solved(stage: Stage, time: Array, parts: tuple[float, float, float]) -> Array:
    """First every phase, then every moment between two of them, close to the way from one to the other."""
    poses = stage.score.poses
    asked = [stage.wishes(n) for n in range(len(poses))]
    keys = [stage.first]
    for wishes in asked[1:]:
        keys.append(solve(stage.frame, stage.data, wishes, keys[-1]))
    times, knots = _times_of([pose.at for pose in poses], parts)
    table = np.array([_flat(stage, asked[n], keys[n]) for n in knots])
    never_rests = not poses[0].rest
    resting = [poses[n].rest for n in knots]
    blended = (
        round_and_round(np.array(times), table, time) if never_rests else blend(np.array(times), table, resting, time)
    )
    posture = keys[0]
    out: list[Array] = []
    for moment, row in zip(time, blended, strict=True):
        n = int(np.clip(np.searchsorted(np.array(times), float(moment), side="right") - 1, 0, len(knots) - 2))
        before, after = asked[knots[n]], asked[knots[n + 1]]
        share = float((moment - times[n]) / (times[n + 1] - times[n]))
        posture = solve(stage.frame, stage.data, _unflat(stage, before, after, row, share), posture)
        out.append(posture)
    return np.array(out)


def blend(times: Array, table: Array, resting: list[bool], at: Array) -> Array:
    """Rows between the rows of a table: from rest to rest, smoothly through those between.

    Args:
        times: when the rows come [s], (rows,), rising.
        table: (rows, columns).
        resting: whether everything stops there.
        at: moments [s], (moments,).

    Returns:
        (moments, columns).
    """
    out = np.empty((len(at), table.shape[1]))
    stops = [n for n, rests in enumerate(resting) if rests]
    none = np.zeros(table.shape[1])
    for a, b in pairwise(stops):
        inside = (at >= times[a] - 1e-9) & (at <= times[b] + 1e-9)
        ends = [(1, none), (2, none)]
        spline: Any = _interpolate().make_interp_spline(times[a : b + 1], table[a : b + 1], k=5, bc_type=(ends, ends))
        out[inside] = spline(np.clip(at[inside], times[a], times[b]))
    return out


def _interpolate() -> Any:
    return import_module("scipy.interpolate")


def round_and_round(times: Array, table: Array, at: Array) -> Array:
    """The same for a movement that never stops: periodic, through every row (cubic)."""
    spline: Any = _interpolate().make_interp_spline(times, table, k=3, bc_type="periodic")
    return spline(at)


CLOSE = 1.0
"""How firmly an angle the motion leaves open keeps to the way between two phases [1/rad], and the pelvis [1/m]."""


def _flat(stage: Stage, wishes: Wishes, key: Array) -> Array:
    """A solved phase as a row of numbers that can be blended."""
    exact = wishes.angle_weights >= FIRM["exact"]
    turn = rotation_vector(rotation_of(stage.first[3:7]).T @ rotation_of(key[3:7]))
    return np.concatenate(
        [
            np.where(exact, wishes.angles, stage.frame.angles(key)),
            key[:3],
            turn,
            wishes.centre,
            wishes.targets.ravel(),
        ]
    )


def _unflat(stage: Stage, before: Wishes, after: Wishes, row: Array, share: float) -> Wishes:
    """What is asked a share of the way from one phase to the next: a contact holds where it does in both."""
    joints = len(stage.frame.joints)
    angles, place, turn, centre, targets = np.split(row, np.cumsum([joints, 3, 3, 2]))
    angle = float(np.linalg.norm(turn))
    away = about_axis(turn / angle, float(np.degrees(angle))) if angle > 1e-9 else np.eye(3)
    still = stage.score.motion.still is not None
    ends = [np.where(wishes.angle_weights >= FIRM["exact"], FIRM["exact"], CLOSE) for wishes in (before, after)]
    eased = share * share * (3 - 2 * share)
    return Wishes(
        angles=angles,
        angle_weights=ends[0] + (ends[1] - ends[0]) * eased,
        place=place,
        place_weights=np.full(3, STILL if still else CLOSE),
        turn=rotation_of(stage.first[3:7]) @ away,
        turn_weight=STILL if still else max(CLOSE, min(before.turn_weight, after.turn_weight)),
        pins=before.pins,
        targets=targets.reshape(-1, 3),
        pin_weights=np.minimum(before.pin_weights, after.pin_weights),
        centre=centre,
        centre_weight=min(before.centre_weight, after.centre_weight),
        guards=before.guards,
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
