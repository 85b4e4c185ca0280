"""What the body can lean on, moment by moment: floor and furniture under its skin, its own limbs, a helper's hands.

In: a track and its `Moments`. Out: for each frame `Touches`: places of contact with their directions and the
generalised force of one newton along each.

A point of the skin carries when it is near a surface: fully up to `NEAR_M` away, not at all from `FAR_M`, and between
them at a rising price, so that a foot takes its load bit by bit. Floors, tops and walls push, and rub within Coulomb's
law; a hand that holds its own limb and a helper's hand also pull. What a motion declares ``light`` carries nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.dynamics import Moments
from turnout.body.engine import Array
from turnout.body.motion import Track
from turnout.body.scene import End, end_of
from turnout.body.score import points
from turnout.body.skin import MIDDLE, SPOTS, SkinPoint, elementary
from turnout.body.stage import Box

NEAR_M, FAR_M = 0.010, 0.025
EDGE_M = 0.03
"""A seat still carries what is so far beyond its edge."""
DEEPEST_M = 0.08
"""What is deeper in a thing is not resting on it."""
PREFERRED_M = 0.1
"""Of the places of one bone those that carry fully are taken before those further out that carry nothing."""
FRICTION = 0.6
"""Skin, cloth or a sole on a floor or mat; our choice."""
SLIDER_FRICTION = 0.15
"""A slider under the foot; our choice."""
ROUND = {
    "hip": ("hip_side", "hip_side"),
    "thigh": ("thigh_front", "thigh_back"), "low thigh": ("thigh_low", "thigh_back_low"),
    "knee": ("knee_in", "knee_out"), "shank": ("shin", "calf"), "ankle": ("ankle_in", "ankle_out"),
}  # fmt: skip
"""Round parts: whichever side of them is down lies on the floor, straight below the bone, however the limb is turned.
Between the two points stands the ball (that of the hip, about the joint, stands for the buttock); the force goes
through the bone's long axis, about which flesh lets it roll."""
FAR_ENDS = ("knee", "ankle")
"""Where the long axes of thigh and shank go from the joints above."""
ROLLING = {"hip_side", "ankle_front", *(end for ends in ROUND.values() for end in ends)}
"""Points of round parts: as such they are no places to rest on, for they roll away with the limb."""
HOLDING = ("hand", "palm", "fist", "fingers")
SWAP = {"_r": "_l", "_l": "_r"}
UP = np.array([0.0, 0.0, 1.0])
STAR = np.array([[0.0, 1.0], [-np.sqrt(0.75), -0.5], [np.sqrt(0.75), -0.5]])
"""Three directions in a plane."""


@dataclass(frozen=True)
class Touches:
    """The contacts of one frame; c is their number.

    Attributes:
        names: of the points.
        act: generalised force of one newton along the normal and two tangents, (c, 3, n).
        axes: the three directions in the world, as rows, (c, 3, 3).
        share: how fully each carries, 0..1, (c,).
        friction: coefficient, (c,); infinite where it holds.
        pulls: whether it can pull as well as push, (c,).
        within: whether it is between two parts of the body, (c,): then the ground has no share in it.
    """

    names: tuple[str, ...]
    act: Array
    axes: Array
    share: Array
    friction: Array
    pulls: Any
    within: Any


@dataclass(frozen=True)
class Spot:
    """One contact before its Jacobian is known: a body and a place of it, and the other side, if that is a body too."""

    name: str
    body: int
    place: Array
    axes: Array
    share: float
    friction: float
    pulls: bool
    other: tuple[int, Array] | None = None


def touches_of(
    track: Track, moments: Moments, frames: Iterable[int] | None = None, leaning: bool = True
) -> list[Touches]:
    """The contacts of every frame, or of some; without ``leaning`` legs that touch do not carry each other."""
    finder = Finder(track, moments, leaning)
    model = moments.frame.model
    data = engine.make_data(model)
    out: list[Touches] = []
    for number in range(len(track.positions)) if frames is None else frames:
        engine.place(model, data, track.positions[number])
        out.append(_assembled(model, data, moments.gains[number], list(finder.at(number))))
    return out


def _assembled(model: Any, data: Any, gains: Array, spots: list[Spot]) -> Touches:
    rows: list[Array] = []
    for spot in spots:
        slope = engine.jacobian_at(model, data, spot.place, spot.body)
        if spot.other is not None:
            slope = slope - engine.jacobian_at(model, data, spot.other[1], spot.other[0])
        rows.append(spot.axes @ slope)
    count = len(spots)
    act = (np.array(rows).reshape(3 * count, -1) @ gains).reshape(count, 3, -1) if count else np.zeros((0, 3, 0))
    return Touches(
        names=tuple(spot.name for spot in spots),
        act=act if count else np.zeros((0, 3, gains.shape[1])),
        axes=np.array([spot.axes for spot in spots]).reshape(-1, 3, 3),
        share=np.array([spot.share for spot in spots]),
        friction=np.array([spot.friction for spot in spots]),
        pulls=np.array([spot.pulls for spot in spots], dtype=bool),
        within=np.array([spot.other is not None for spot in spots], dtype=bool),
    )


class Finder:
    """Finds the contacts of a frame; everything that does not change with the frame is worked out once."""

    def __init__(self, track: Track, moments: Moments, leaning: bool = True) -> None:
        self.track, self.moments, self.leaning = track, moments, leaning
        self.skin = track.stage.points
        model = moments.frame.model
        data = engine.make_data(model)
        engine.place(model, data, model.qpos0)
        self.at_rest = engine.bodies_at(data)[1]
        self.light = {sided(held.name, track) for held in track.stage.holds if held.light and held.on}
        self.names = [name for name in self.skin if name not in self.light and name[:-2] not in ROLLING]
        self.places = self._places(self.names)
        self.balls = [(f"{part}_{side}", *(f"{end}_{side}" for end in ends)) for part, ends in ROUND.items()
                      for side in ("r", "l") if f"{part}_{side}" not in self.light]  # fmt: skip
        self.named = [*self.names, *(row[1] for row in self.balls)]
        self.owners = np.array([self.skin[name].body for name in self.named])
        self.centres, self.cores, self.radii = self._rounded()
        self.slides = {sided(n, track) for prop in track.score.props if prop.kind == "slider"
                       for part in points(prop.at) for n in elementary(part)}  # fmt: skip

    def _rounded(self) -> tuple[Array, Array, Array]:
        """Middles of the balls, the places on the bones' axes nearest to them (frames, balls, 3), and radii [m]."""
        pairs = [(self.skin[row[1]], self.skin[row[2]]) for row in self.balls]
        bodies = [one.body for one, _ in pairs]
        middles = np.array([(one.local + two.local) / 2 if one is not two else np.zeros(3) for one, two in pairs])
        radii = np.array(
            [float(np.linalg.norm(one.local - middle)) for (one, _), middle in zip(pairs, middles, strict=True)],
            dtype=np.float64,
        )
        ends = {bodies[n]: middles[n] for n, row in enumerate(self.balls) if row[0].startswith(FAR_ENDS)}
        axes = np.array([ends[body] / np.linalg.norm(ends[body]) for body in bodies])
        cores = np.einsum("ij,ij->i", middles, axes)[:, None] * axes
        return self.moments.places(bodies, middles), self.moments.places(bodies, cores), radii

    def _places(self, names: list[str]) -> Array:
        spots = [self.skin[name] for name in names]
        return self.moments.places([spot.body for spot in spots], np.array([spot.local for spot in spots]))

    def at(self, number: int) -> Iterator[Spot]:
        """The contacts of one frame."""
        if not self.track.airborne[number]:
            yield from self._against(number, UP, 2, 0.0, None)
        for box in self.track.boxes:
            if box.kind == "wall":
                away = np.zeros(3)
                away[box.across] = np.sign(box.face - box.centre[box.across])
                yield from self._against(number, away, box.across, box.face, box)
            elif box.kind != "anchor":
                yield from self._against(number, UP, 2, box.top, box)
        yield from self._on_body(number)
        if self.leaning:
            yield from self._leg_on_leg(number)
        yield from self._helped(number)
        yield from self._tied(number)

    def _against(self, number: int, away: Array, across: int, face: float, box: Box | None) -> Iterator[Spot]:
        """Everything near one face of a thing (of the floor, without a box)."""
        lowest = [middles[number] - self.radii[:, None] * away for middles in (self.centres, self.cores)]
        skin = np.vstack([self.places[number], lowest[0]])
        gaps = (skin[:, across] - face) * away[across]
        places = np.vstack([self.places[number], lowest[1]])
        if box is not None:
            along = [axis for axis in range(3) if axis != across]
            inside = (np.abs(places - box.centre)[:, along] <= box.half[along] + EDGE_M).all(1)
            gaps = np.where(inside, gaps, np.inf)
        share = shares(gaps)
        axes = _axes(away)
        for n in self._outermost(share, places @ axes[1:].T):
            name = self.named[n]
            friction = SLIDER_FRICTION if name in self.slides and box is None else FRICTION
            yield Spot(name, self.skin[name].body, places[n], axes, float(share[n]), friction, False)

    def _outermost(self, share: Array, flat: Array) -> Iterator[int]:
        """Of each bone at most three places, the outermost: what lies between them adds nothing."""
        found = np.flatnonzero(share)
        owners = self.owners[found]
        for owner in np.unique(owners):
            own = found[owners == owner]
            if len(own) > len(STAR):
                reach = flat[own] @ STAR.T - PREFERRED_M * (1 - share[own])[:, None]
                own = own[np.unique(reach.argmax(0))]
            yield from own

    def _on_body(self, number: int) -> Iterator[Spot]:
        """Limb on limb, where the motion says so; a hand holds."""
        before, after = _around(self.track, number)
        for held in self.track.stage.holds:
            beside = held.pin.to
            if beside is None or held.light or not (held.active[before] and held.active[after]):
                continue
            name = sided(held.name, self.track)
            other = sided(_nearest(beside, self.skin), self.track)
            a, b = self.skin[name], self.skin[other]
            place = self._place(number, a)
            normal = self._outward(number, other) - self._outward(number, name)
            size = float(np.linalg.norm(normal))
            axes = _axes(normal / size if size > 1e-6 else UP)
            holds = name[:-2].startswith(HOLDING)
            friction = np.inf if holds else FRICTION
            yield Spot(f"{name} on {other}", a.body, place, axes, 1.0, friction, holds, (b.body, place))

    def _leg_on_leg(self, number: int) -> Iterator[Spot]:
        """Thighs, knees, shanks and ankles that lie on those of the other leg."""
        centres = self.centres[number]
        own = [n for n, row in enumerate(self.balls) if not row[0].startswith("hip")]
        right, left = ([n for n in own if self.balls[n][0].endswith(side)] for side in ("_r", "_l"))
        ways = centres[right][:, None] - centres[left][None]
        apart = np.linalg.norm(ways, axis=2)
        share = shares(apart - self.radii[right][:, None] - self.radii[left][None])
        for a, b in np.argwhere(share):
            normal: Array = ways[a, b] / apart[a, b]
            upper, lower = self.balls[right[int(a)]], self.balls[left[int(b)]]
            place = centres[left[b]] + normal * self.radii[left[b]]
            bodies = (self.skin[upper[1]].body, self.skin[lower[1]].body)
            name = f"{upper[0]} on {lower[0]}"
            yield Spot(name, bodies[0], place, _axes(normal), float(share[a, b]), FRICTION, False, (bodies[1], place))

    def _helped(self, number: int) -> Iterator[Spot]:
        """A helper's hand gives whatever it takes to hold the limb."""
        poses = [pose.name for pose in self.track.score.poses]
        around = {poses[n] for n in _around(self.track, number)}
        for prop in self.track.score.props:
            if prop.kind == "hand" and (not prop.only or around <= set(prop.only)):
                for part in points(prop.at):
                    for name in elementary(part):
                        spot = self.skin[sided(name, self.track)]
                        place = self._place(number, spot)
                        yield Spot(f"helper at {name}", spot.body, place, _axes(UP), 1.0, np.inf, True)

    def _tied(self, number: int) -> Iterator[Spot]:
        """A strap only pulls, along itself."""
        for strap in self.track.score.motion.straps:
            first, second = (end_of(self.track, name) for name in (strap.start, strap.to))
            start, stop = self._middle(number, first), self._middle(number, second)
            way = stop - start
            axes = _axes(way / max(float(np.linalg.norm(way)), 1e-9))
            for end, other, sign in ((first, second, 1.0), (second, first, -1.0)):
                if isinstance(end, tuple):
                    body = self.skin[end[0]].body
                    beside = (self.skin[other[0]].body, stop) if isinstance(other, tuple) else None
                    yield Spot(f"strap at {end[0]}", body, start, sign * axes, 1.0, 0.0, False, beside)
                    break

    def _middle(self, number: int, end: End) -> Array:
        return np.mean([self._place(number, self.skin[name]) for name in end], 0) if isinstance(end, tuple) else end

    def _place(self, number: int, spot: SkinPoint) -> Array:
        return self.moments.origin[number, spot.body] + self.moments.turn[number, spot.body] @ spot.local

    def _outward(self, number: int, name: str) -> Array:
        """Away from the bone under a point of the skin, (3,), in the world."""
        body = self.skin[name].body
        ahead, out, up = (SPOTS.get(name[:-2]) or MIDDLE[name]).towards
        sideways = 1.0 if name.endswith("_l") else -1.0
        return self.moments.turn[number, body] @ self.at_rest[body].T @ np.array([sideways * out, -ahead, up])


def shares(gaps: Array) -> Array:
    """How fully points carry, by their distance from a surface [m]; smooth, 0..1."""
    x: Any = np.clip((FAR_M - gaps) / (FAR_M - NEAR_M), 0.0, 1.0)
    x[gaps < -DEEPEST_M] = 0.0
    return x * x * (3.0 - 2.0 * x)


def _axes(normal: Array) -> Array:
    """Rows: the normal and two tangents."""
    least = np.eye(3)[int(np.abs(normal).argmin())]
    first: Any = np.cross(normal, least)
    first /= np.linalg.norm(first)
    return np.array([normal, first, np.cross(normal, first)], dtype=np.float64)


def _around(track: Track, number: int) -> tuple[int, int]:
    """The phases before and after a frame; the same one where it is exactly there."""
    ats = [*(pose.at for pose in track.score.poses), 1.0]
    at = float(track.phase[number])
    n = int(np.clip(np.searchsorted(np.array(ats), at + 1e-9, side="right") - 1, 0, len(ats) - 2))
    return n, n if abs(ats[n] - at) < 1e-9 else (n + 1) % len(track.score.poses)


def sided(name: str, track: Track) -> str:
    """A point of the stage, where the right limb always works, as it is named on this track."""
    return name[:-2] + SWAP[name[-2:]] if track.working == "left" and name[-2:] in SWAP else name


def _nearest(spot: SkinPoint, skin: dict[str, SkinPoint]) -> str:
    """The point of the same bone's skin that is nearest to a place on it."""
    same = [name for name, own in skin.items() if own.body == spot.body]
    return min(same, key=lambda name: float(np.linalg.norm(skin[name].local - spot.local)))
