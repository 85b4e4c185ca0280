"""What a repetition asks of the body: the equations of motion in its free coordinates, moment by moment.

In: a track. Out: for every frame the generalised forces that posture and movement ask for, how one newton in every
muscle acts on them, the muscles' lengths and speeds, and everything the body can lean on. In every row

    pulls @ tension + sum(leans.act.T @ force) + drive = needed

holds, row by row in the order of `Coordinates`: six of the pelvis in space, then the hinges. Joints that merely follow
another are projected out (d'Alembert: with the gains G of `Coordinates`, a generalised force F counts as G.T @ F).

Speeds and accelerations are those of the periodic spline of the fifth degree through the frames: a track has no noise
of markers that would have to be smoothed away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body import engine
from turnout.body.build import tendon_of
from turnout.body.coordinates import Coordinates
from turnout.body.engine import Array, G
from turnout.body.motion import Track

if TYPE_CHECKING:
    from turnout.body.model import Body

FAST_G = 0.05
"""A repetition is fast when the centre of mass is accelerated by more than this share of gravity at any moment: the
point over which the body balances then lies 5 cm beside that under the centre of mass."""


@dataclass(frozen=True)
class Moments:
    """A repetition, frame by frame; arrays have the frames first.

    Attributes:
        frame: the free coordinates; n is their number.
        origin, turn: of every body, (frames, bodies, 3) [m] and (frames, bodies, 3, 3).
        gains: how every velocity follows the free ones, (frames, nv, n).
        needed: generalised forces [N, Nm], gravity included, (frames, n).
        pulls: generalised force of one newton in each muscle, (frames, n, muscles); right leg first, then left.
        lengths: of the muscles from bone to bone [m], (frames, muscles).
        speeds: at which they lengthen [m/s], (frames, muscles); nought where ``fast`` is false.
        centre: of mass [m], (frames, 3); ``centre_acceleration`` [m/s2] of the whole movement, even where not ``fast``.
        speed, acceleration: of all degrees of freedom, (frames, nv), as counted in ``needed``.
        fast: whether accelerations count.
    """

    frame: Coordinates
    origin: Array
    turn: Array
    gains: Array
    needed: Array
    pulls: Array
    lengths: Array
    speeds: Array
    centre: Array
    centre_acceleration: Array
    speed: Array
    acceleration: Array
    fast: bool

    def places(self, bodies: Any, local: Array) -> Array:
        """Where points of bodies are, (frames, points, 3) [m]."""
        return self.origin[:, bodies] + np.einsum("fpij,pj->fpi", self.turn[:, bodies], local)


def moments_of(track: Track, body: Body, fast: bool | None = None) -> Moments:
    """The equations of motion of every frame.

    Args:
        track: one repetition.
        body: whose.
        fast: whether accelerations count; by default they do when the centre of mass says so (`FAST_G`).
    """
    model, frame = body.engine_model, track.stage.frame
    data = engine.make_data(model)
    centre = np.array([_centre(model, data, posture) for posture in track.positions])
    pushed = derivative(track.time, centre, 2)
    if fast is None:
        fast = bool(np.linalg.norm(pushed, axis=1).max() > FAST_G * G)
    speed, acceleration = movement(frame, track.time, track.positions)
    if not fast:
        speed, acceleration = np.zeros_like(speed), np.zeros_like(acceleration)
    tendons = np.array([names.index(tendon_of(body.anatomy, muscle, side)) for names in (engine.tendon_names(model),)
                        for side in ("r", "l") for muscle in body.muscles])  # fmt: skip
    rows = [
        _moment(model, data, frame, tendons, *state) for state in zip(track.positions, speed, acceleration, strict=True)
    ]
    origin, turn, gains, needed, pulls, lengths, speeds = (np.array(part) for part in zip(*rows, strict=True))
    return Moments(
        frame, origin, turn, gains, needed, pulls, lengths, speeds, centre, pushed, speed, acceleration, fast
    )


def _centre(model: Any, data: Any, posture: Array) -> Array:
    engine.place(model, data, posture)
    return engine.mass_centre(data)


def _moment(
    model: Any, data: Any, frame: Coordinates, tendons: Any, posture: Array, speed: Array, acceleration: Array
) -> tuple[Array, ...]:
    lengths, jacobian = engine.tendons_at(model, data, posture)
    gains = frame.gains(posture)
    forces = engine.asked_for(model, data, speed, acceleration)
    jacobian = jacobian[tendons]
    origin, turn = engine.bodies_at(data)
    return (origin, turn, gains, gains.T @ forces, -(jacobian @ gains).T, lengths[tendons], jacobian @ speed)


def movement(frame: Coordinates, time: Array, positions: Array) -> tuple[Array, Array]:
    """Velocities and accelerations of every degree of freedom through a repetition, (frames, nv).

    The pelvis turns in its own axes: with the unit quaternion q, omega = 2 q* q' and alpha = 2 q* q'' (vector parts).
    """
    nv = frame.model.nv
    quaternion = unbroken(positions[:, 3:7])
    rows = np.hstack([positions[:, :3], quaternion, positions[:, 7:]])
    first, second = derivative(time, rows, 1), derivative(time, rows, 2)
    out: list[Array] = []
    for change in (first, second):
        moved = np.empty((len(time), nv))
        moved[:, :3] = change[:, :3]
        moved[:, 3:6] = 2 * _vector_of_product(quaternion, change[:, 3:7])
        moved[:, 6:] = change[:, 7:]
        out.append(moved)
    return out[0], out[1]


def unbroken(quaternion: Array) -> Array:
    """Without leaps to the opposite quaternion, which is the same turn."""
    signs = np.sign(np.einsum("ij,ij->i", quaternion[1:], quaternion[:-1]))
    flips = np.cumprod(np.concatenate([[1.0], np.where(signs == 0, 1.0, signs)]))
    return quaternion * flips[:, None]


def _vector_of_product(q: Array, p: Array) -> Array:
    """Vector part of q* p, rows of w, x, y, z."""
    return q[:, :1] * p[:, 1:] - p[:, :1] * q[:, 1:] - np.cross(q[:, 1:], p[:, 1:])


def derivative(time: Array, rows: Array, order: int) -> Array:
    """The first or second derivative of a table by time, (frames, columns).

    Args:
        time: [s], (frames,), rising; the last moment is the first again.
        rows: (frames, columns); where the last row is not the first, the body has travelled, and goes on so.
        order: 1 or 2.
    """
    seconds = time[-1] - time[0]
    drift = (rows[-1] - rows[0]) / seconds
    closed = rows - drift * (time - time[0])[:, None]
    closed[-1] = closed[0]
    changed: Array = rates(time, order) @ closed[:-1]
    return changed + drift if order == 1 else changed


def rates(time: Array, order: int) -> Array:
    """What makes the derivative of a table that goes round, (frames, frames - 1): it is linear in its rows."""
    return _rates(time.tobytes(), order)


@lru_cache(maxsize=32)
def _rates(moments: bytes, order: int) -> Array:
    time = np.frombuffer(moments)
    each = np.vstack([np.eye(len(time) - 1), np.eye(len(time) - 1)[:1]])
    spline: Any = import_module("scipy.interpolate").make_interp_spline(time, each, k=5, bc_type="periodic")
    return spline.derivative(order)(time)
