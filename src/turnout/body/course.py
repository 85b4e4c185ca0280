"""The course of a movement, all moments of a stretch at once: changed until ground and muscles can do it.

In: a track and a stretch of it. Out: the track with that stretch changed by smooth ways of every joint and of the
pelvis, so that the muscles' effort (`effort`, the very problem that `loads` solves) and the distance from what the
motion keeps (`keeping`) are least together. What ground and muscles cannot give costs much, so it goes.

Gauss and Newton's method with Levenberg's damping, steered by what a step promised and what it brought (Nielsen 1999).
It comes near with ideal motors in place of the muscles, which is quick, while what is left over at the pelvis is still
cheap (`STAGES`); then come the muscles. Trajectory optimisation of this kind is usual (Kelly 2017,
doi 10.1137/16M1062569); here the track's own splines are its dynamics, so it is exact where the loads are worked out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body import engine
from turnout.body.coordinates import ROOT
from turnout.body.dynamics import Moments, derivative, moments_of, rates, unbroken
from turnout.body.effort import Effort, Moment, effort_of, slopes_of
from turnout.body.engine import Array, G
from turnout.body.keeping import HOLD, Keeping
from turnout.body.motion import MIRRORED, Track, mirrored
from turnout.body.optimal import prices_of, spanned
from turnout.body.outside import Outside
from turnout.body.touch import Touches, touches_of

if TYPE_CHECKING:
    from turnout.body.model import Body

DEGREE = 5
SPACING, SUDDEN = 2, 2.0
"""One knot of the ways of change at every second frame, and at every one so near to leaving or touching ground."""
STAGES = ((20.0, 100.0, True, 10), (0.5, HOLD, False, 16))
"""What is left over at the pelvis and costs as much as one muscle [N, Nm], how firmly feet keep their places [1/m],
whether there are motors, and most rounds."""
MOTOR_NM = 100.0
"""An ideal motor gives so much for the price of one muscle at full activation."""
STEADY_N = 50.0
"""A force from outside that differs so much from that of the motion itself costs as much as one muscle."""
GAIN = 0.005
"""Stop when a round makes the whole cheaper by less than this share."""
BOLDEST = 0.1
"""No coordinate changes by more in one round [rad, m]."""
DAMPING, LEAST_DAMPING, MOST_DAMPING, GROWTH = 1e-2, 1e-5, 1e3, 3.0
LITTLE = 1e-6
SMOOTH_S2 = 2.5e-4
"""Accelerations that the first guess is free of: what lasts less than about a tenth of a second."""
EVEN = 0.02
"""Left and right that differ by less do the same [rad]: then both change alike."""
IDLE = ("neck", "wrist", "forearm")
"""Joints that stay as the motion has them."""


@dataclass(frozen=True)
class Tried:
    """A repetition with what it costs; what is listed is so for every frame of the stretch.

    Attributes:
        positions: (frames, nq), without the last frame, which is the first again.
        moments: its equations of motion.
        touches, efforts: what carries, and the muscle problem solved.
        kept: errors of what is kept, and how they follow the ways of change.
        hurry: weighted accelerations of the joints, (stretch, joints).
        push: weighted difference of the force from outside from the motion's own, (stretch, 3).
    """

    positions: Array
    moments: Moments
    touches: list[Touches]
    efforts: list[Effort]
    kept: list[tuple[Array, Array]]
    hurry: Array
    push: Array

    @cached_property
    def cost(self) -> float:
        kept = sum(float(error @ error) for error, _ in self.kept)
        return sum(effort.value for effort in self.efforts) + (kept + (self.hurry**2).sum() + (self.push**2).sum()) / 2


class Course:
    """All moments of a stretch at once; ``stretch``: the frames' numbers, ``times``: when they come [s]."""

    def __init__(self, track: Track, body: Body, stretch: Any, times: Array) -> None:
        from turnout.body.muscles import muscles_of

        self.track, self.body, self.muscles = track, body, muscles_of(body)
        self.stretch, self.times = stretch, times
        self.frame = track.stage.frame
        self.data = engine.make_data(self.frame.model)
        self.damping = DAMPING

    def drives(self) -> Array:
        """What ideal torques, reserves and residuals must do as the track is, (stretch, n) [N, Nm]."""
        found = self._solved(self.track.positions[:-1], self._prices(1.0, False), False)[2]
        return np.array([effort.drive for effort in found])

    def possible(self) -> Track:
        """The track that costs least."""
        positions = self._smoothed()
        for left, hold, motors, rounds in STAGES:
            positions = self._improved(positions, self._prices(left, motors), motors, hold, rounds)
        return self._track(positions)

    def _prices(self, left: float, motors: bool) -> Array:
        prices = prices_of(self.frame.joints)
        prices[:ROOT] = left**-2.0
        return np.where(spanned(self.frame.joints), (MOTOR_NM if motors else left) ** -2.0, prices)

    def _track(self, positions: Array) -> Track:
        last = positions[0].copy()
        last[:3] += self.track.travel
        return replace(self.track, positions=np.vstack([positions, last]))

    @cached_property
    def keeping(self) -> Keeping:
        return Keeping(self.track, self._ways())

    def _ways(self) -> Array:
        """The free coordinates that change: both sides alike where the motion is even, (n, ways)."""
        angles = self.frame.angles(self.track.positions)
        other = self.frame.angles(mirrored(self.track.stage, self.track.positions))
        even = float(np.abs(other - angles).max()) < EVEN
        rows: list[Array] = []
        for n, name in enumerate([*["root"] * ROOT, *self.frame.joints]):
            row = np.zeros(self.frame.size)
            row[n] = 1.0
            if even and name.endswith("_r"):
                row[ROOT + self.frame.index[f"{name[:-2]}_l"]] = 1.0
            crooked = name in MIRRORED or name.endswith("_l") or (n < ROOT and n not in (1, 2, 3))
            if not name.startswith(IDLE) and not (even and crooked):
                rows.append(row)
        return np.array(rows).T

    @cached_property
    def changes(self) -> Array:
        """How ways change over time, with first and second derivatives, (stretch, 3, changes)."""
        basis = self._splines()[:, DEGREE - 2 : 2 - DEGREE]  # still at both ends: in place, speed, acceleration
        whole = np.zeros((len(self.track.time) - 1, basis.shape[1]))
        whole[self.stretch] = basis
        derived = [rates(self.track.time, order) @ whole for order in (1, 2)]
        return np.stack([basis, *(rows[self.stretch] for rows in derived)], axis=1)

    def _splines(self, order: int = 0) -> Array:
        """Splines of the fifth degree (or their derivatives), (stretch, splines): a knot at every second moment, and at
        every one where feet leave and touch."""
        count = len(self.times)
        sudden = np.flatnonzero(np.diff(self.track.airborne[self.stretch])) + 0.5
        near = np.array([np.abs(sudden - n).min(initial=np.inf) < SUDDEN for n in range(count)])
        chosen = near | (np.arange(count) % SPACING == 0)
        chosen[-2] &= near[-2]
        chosen[[0, -1]] = True
        knots = np.concatenate([[self.times[0]] * DEGREE, self.times[chosen], [self.times[-1]] * DEGREE])
        spline: Any = import_module("scipy.interpolate").BSpline
        shapes = spline(knots, np.eye(len(knots) - DEGREE - 1), DEGREE)
        return (shapes.derivative(order) if order else shapes)(self.times)

    def _smoothed(self) -> Array:
        """The repetition without leaps of speed in the stretch: a guess to begin from."""
        rows = self.track.positions[self.stretch]
        ahead = np.outer(self.times - self.track.time[self.stretch], self.track.travel) / self.track.time[-1]
        table = np.hstack([rows[:, :3] + ahead, unbroken(rows[:, 3:7]), self.frame.angles(rows)])
        ends = np.ones(len(self.times))
        ends[: DEGREE - 1] = ends[1 - DEGREE :] = 100.0
        basis = self._splines()
        left = np.vstack([basis * ends[:, None], SMOOTH_S2 * self._splines(2)])
        right = np.vstack([table * ends[:, None], np.zeros_like(table)])
        fitted: Array = basis @ np.asarray(np.linalg.lstsq(left, right, rcond=None)[0], dtype=np.float64)
        out = self.track.positions[:-1].copy()
        for number, row, gone in zip(self.stretch, fitted, ahead, strict=True):
            root = np.concatenate([row[:3] - gone, row[3:7] / np.linalg.norm(row[3:7])])
            out[number] = self.frame.posture(root, np.clip(row[7:], self.frame.low, self.frame.high))
        return out

    @cached_property
    def force(self) -> Array:
        """From outside, as the motion's own centre of mass asks for it, (stretch, 3) [N]."""
        centre = np.array([self.keeping.centre(posture) for posture in self.track.positions])
        pushed = derivative(self.track.time, centre, 2)[self.stretch]
        return self.body.person.mass_kg * (pushed + np.array([0.0, 0.0, G]))

    def _solved(self, positions: Array, prices: Array, motors: bool) -> tuple[Moments, list[Touches], list[Effort]]:
        """Equations of motion, and what carries and the effort of each frame of the stretch."""
        from turnout.body.loads import strengths

        track = self._track(positions)
        moments = moments_of(track, self.body, fast=True)
        touches = touches_of(track, moments, self.stretch, leaning=False)
        active, passive = strengths(moments, self.muscles)
        outside = np.zeros_like(moments.needed)
        if track.load_kg:
            held = Outside(track, moments)
            held.held()
            outside = held.total
        efforts: list[Effort] = []
        for f, touch in zip(self.stretch, touches, strict=True):
            needed = moments.needed[f] - moments.pulls[f] @ passive[f] - outside[f]
            force = (moments.pulls[f] * active[f])[:, : 0 if motors else None]
            efforts.append(effort_of(force, needed, touch, prices))
        return moments, touches, efforts

    def _tried(self, positions: Array, prices: Array, motors: bool, hold: float) -> Tried:
        moments, touches, efforts = self._solved(positions, prices, motors)
        kept = [self.keeping.at(int(f), positions[f], hold) for f in self.stretch]
        hurry = self.keeping.calm * derivative(self.track.time, self._angles(positions), 2)[self.stretch]
        push = (self.force - moments.needed[self.stretch, :3]) / STEADY_N
        return Tried(positions, moments, touches, efforts, kept, hurry, push)

    def _angles(self, positions: Array) -> Array:
        return self.frame.angles(np.vstack([positions, positions[:1]]))

    def _improved(self, positions: Array, prices: Array, motors: bool, hold: float, rounds: int) -> Array:
        now, growth = self._tried(positions, prices, motors, hold), GROWTH
        hessian, gradient = self._linearised(now)
        for _ in range(rounds):
            step = self._step(hessian, gradient)
            tried = self._tried(self._stepped(now.positions, step), prices, motors, hold)
            gained = now.cost - tried.cost
            if gained <= 0:
                self.damping, growth = self.damping * growth, growth * 2
                if self.damping > MOST_DAMPING:
                    break
                continue
            promised = -float(gradient @ step + step @ hessian @ step / 2)
            self.damping = max(self.damping * max(0.2, 1 - (2 * gained / promised - 1) ** 3), LEAST_DAMPING)
            now, growth = tried, GROWTH
            if gained < GAIN * tried.cost:
                break
            hessian, gradient = self._linearised(now)
        return now.positions

    def _step(self, hessian: Array, gradient: Array) -> Array:
        damped = hessian + np.diag(self.damping * np.diag(hessian) + LITTLE)
        step = -np.asarray(np.linalg.solve(damped, gradient), dtype=np.float64)
        return step * min(1.0, BOLDEST / max(float(np.abs(self._moves(step)).max()), 1e-12))

    def _moves(self, step: Array) -> Array:
        """What a step changes in the free coordinates, (stretch, n)."""
        return self.changes[:, 0] @ step.reshape(self.changes.shape[2], -1) @ self.keeping.ways.T

    def _stepped(self, positions: Array, step: Array) -> Array:
        out = positions.copy()
        for f, move in zip(self.stretch, self._moves(step), strict=True):
            out[f] = self.frame.moved(positions[f], move)
        return out

    def _linearised(self, now: Tried) -> tuple[Array, Array]:
        """Curvature and slope of the cost over all changes, (changes * ways, the same) and (changes * ways,)."""
        found = [self._of_frame(now, number) for number in range(len(self.stretch))]
        ways, count = self.keeping.ways.shape[1], self.changes.shape[2]
        curved = np.array([curvature for curvature, _ in found]).reshape(-1, 3, ways, 3, ways)
        sloped = np.array([slope for _, slope in found]).reshape(-1, 3, ways)
        half = np.einsum("fpc,fpwqv->fqcwv", self.changes, curved, optimize=True)
        whole = np.tensordot(half, self.changes, axes=([0, 1], [0, 1]))  # (changes, ways, ways, changes)
        hessian = whole.transpose(0, 1, 3, 2).reshape(count * ways, count * ways)
        return hessian, np.einsum("fpc,fpw->cw", self.changes, sloped, optimize=True).ravel()

    def _of_frame(self, now: Tried, number: int) -> tuple[Array, Array]:
        """Curvature and slope of a frame's cost by place, speed and acceleration of every way of change."""
        effort, (error, slope), ways = now.efforts[number], now.kept[number], self.keeping.ways
        parts = slopes_of(self.frame.model, self.data, self._moment(now, number), ways)
        by_all, count = np.hstack(parts), ways.shape[1]
        rows, steady = effort.root @ by_all, by_all[:3] / STEADY_N
        calm = self.keeping.calm[:, None] * ways[ROOT:]
        curvature = rows.T @ rows + steady.T @ steady
        curvature[:count, :count] += slope.T @ slope
        curvature[-count:, -count:] += calm.T @ calm
        gradient = by_all.T @ effort.slope - steady.T @ now.push[number]
        gradient[:count] -= slope.T @ error
        gradient[-count:] += calm.T @ now.hurry[number]
        return curvature, gradient

    def _moment(self, now: Tried, number: int) -> Moment:
        frame, moments, touches = int(self.stretch[number]), now.moments, now.touches[number]
        forces = np.einsum("ci,cij->cj", now.efforts[number].contact, touches.axes)
        points = self.track.stage.points
        pushes = tuple(
            (points[name].body, points[name].local, force)
            for name, force in zip(touches.names, forces, strict=True)
            if name in points and force @ force > 1.0
        )
        return Moment(
            now.positions[frame], moments.speed[frame], moments.acceleration[frame], moments.gains[frame], pushes
        )
