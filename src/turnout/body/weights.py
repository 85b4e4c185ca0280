"""Weights in the hands: dumbbells, a kettlebell, a ball. Where they are, how heavy, and on what they hang.

In: a track and a frame. Out: `HeldThing`s, for the pictures and for the loads alike. A weight's mass is the level's;
where a level has none there is no weight. In two hands each carries half. A thrown ball flies by gravity, meets the
wall and comes back; while it does no hand carries it.

Sizes are ours, those of ordinary weights: iron for dumbbells and bells, a filled ball.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from turnout.body import engine
from turnout.body.engine import Array, G
from turnout.body.errors import BodyError
from turnout.body.skin import SkinPoint

if TYPE_CHECKING:
    from turnout.body.motion import Track
    from turnout.body.score import Score

SIDES = {"each-hand": "rl", "both-hands": "rl", "working-hand": "r", "other-hand": "l"}
ALONG, AHEAD = np.array([0.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0])
"""In the axes of a hand: towards the fingers, and across the fist."""
HANDLE_M = 0.055
"""From the grip of a kettlebell to its body."""
BELL_LEVER_M = 0.14
"""From the fist to the middle of a bell that swings in line with the arms."""


@dataclass(frozen=True)
class HeldThing:
    """One weight in one frame.

    Attributes:
        kind: dumbbell, kettlebell or ball.
        mass_kg: of it.
        centre: its middle, (3,) [m].
        axis: unit vector along it (a dumbbell's bar; from a bell's handle to its body), (3,).
        radius_m, length_m: of a dumbbell's heads and its whole length; of a bell's body or a ball (length: handle to
            bottom, or twice the radius).
        grips: body of the model, the place where it hangs on it (3,) [m], and the part of the mass [kg] it carries.
            None in the air.
    """

    kind: str
    mass_kg: float
    centre: Array
    axis: Array
    radius_m: float
    length_m: float
    grips: tuple[tuple[str, Array, float], ...]


def radius_of(kind: str, mass_kg: float) -> float:
    """Of a dumbbell's heads, a bell's body, a ball [m]."""
    if kind == "ball":
        return 0.085 + 0.008 * mass_kg
    least, growing = (0.02, 0.022) if kind == "dumbbell" else (0.02, 0.028)
    return least + growing * float(np.cbrt(mass_kg))


def length_of(kind: str, mass_kg: float) -> float:
    """Of a dumbbell [m]; of a bell from handle to bottom; of a ball its diameter."""
    radius = radius_of(kind, mass_kg)
    if kind == "dumbbell":
        return 0.13 + 0.05 * float(np.cbrt(mass_kg))
    return 2 * radius + (HANDLE_M if kind == "kettlebell" else 0.0)


def hung(score: Score, points: dict[str, SkinPoint], scale: float) -> tuple[tuple[SkinPoint, float], ...]:
    """What the hands of a body carry: points of the hands and masses [kg] (as if the right limb worked)."""
    held = score.motion.held
    if held is None or score.load_kg <= 0:
        return ()
    share = score.load_kg / 2 if held.by == "both-hands" else score.load_kg
    lever = BELL_LEVER_M * scale if held.how == "in-line" else 0.0
    places = [points[f"{'palm' if held.how == 'between' else 'fist'}_{side}"] for side in SIDES[held.by]]
    return tuple((SkinPoint(place.body, place.local + lever * ALONG), share) for place in places)


def held_things(track: Track, frame: int) -> list[HeldThing]:
    """The weights in one frame; none where the level has none."""
    held = track.score.motion.held
    if held is None or not track.stage.weights:
        return []
    away = _away(track, frame)
    if away is not None:
        mass = track.score.load_kg
        radius = radius_of(held.thing, mass)
        return [HeldThing(held.thing, mass, away, np.array([0.0, 0.0, 1.0]), radius, 2 * radius, ())]
    return list(_in_hands(track, frame))


def _in_hands(track: Track, frame: int) -> Iterator[HeldThing]:
    held, mass = track.score.motion.held, track.score.load_kg
    if held is None:
        return
    grips = _grips(track, frame)
    radius, length = radius_of(held.thing, mass), length_of(held.thing, mass)
    if held.by != "both-hands":
        for body, place, turn, kg in grips:
            yield HeldThing(held.thing, kg, place, turn @ AHEAD, radius, length, ((body, place, kg),))
        return
    middle = np.mean([place for _, place, _, _ in grips], axis=0)
    axis = _unit(sum((turn @ ALONG for _, _, turn, _ in grips), np.zeros(3)))
    if held.how in ("upright", "hanging"):
        axis = np.array([0.0, 0.0, -1.0])
        middle = middle + axis * (length / 2 - 0.02 if held.thing == "dumbbell" else HANDLE_M + radius)
    elif held.how == "at-chest":
        axis = _unit(_up_of(track))
    carried = tuple((body, middle if held.how != "in-line" else place, kg) for body, place, _, kg in grips)
    yield HeldThing(held.thing, mass, middle, axis, radius, length, carried)


def _grips(track: Track, frame: int) -> list[tuple[str, Array, Array, float]]:
    """Body, place, turn of the body and mass of each hand that carries."""
    stage = track.stage
    model, data = stage.frame.model, stage.data
    engine.place(model, data, track.positions[frame])
    names = engine.body_names(model)
    out: list[tuple[str, Array, Array, float]] = []
    for point, kg in stage.weights:
        body, local = point.body, point.local
        if track.working == "left":
            other = names[body][:-2] + {"_r": "_l", "_l": "_r"}[names[body][-2:]]
            body, local = names.index(other), local * np.array([1.0, 1.0, -1.0])
        turn = data.xmat[body].reshape(3, 3).copy()
        out.append((names[body], data.xpos[body] + turn @ local, turn, kg))
    return out


def _up_of(track: Track) -> Array:
    """The long axis of the trunk, upwards, in the posture last set."""
    model = track.stage.frame.model
    return track.stage.data.xmat[engine.body_names(model).index("torso")].reshape(3, 3)[:, 1].copy()


def _unit(vector: Array) -> Array:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _away(track: Track, frame: int) -> Array | None:
    """Where a thrown ball is while no hand has it: to the wall and back at an even pace, falling all the while."""
    held = track.score.motion.held
    if held is None or held.thrown is None:
        return None
    leaves, caught = (track.frame_of(name) for name in (held.thrown.leaves, held.thrown.caught))
    if not leaves < frame < caught:
        return None
    box = next((box for box in track.boxes if box.id == held.thrown.wall), None)
    if box is None:
        raise BodyError(f"there is no wall {held.thrown.wall!r} to throw at", "held.thrown.wall")
    begin, end = (np.mean([place for _, place, _, _ in _grips(track, n)], axis=0) for n in (leaves, caught))
    return flown(begin, end, box.face + radius_of("ball", track.score.load_kg), track.time[[leaves, frame, caught]])


def flown(begin: Array, end: Array, wall: float, times: Array) -> Array:
    """A ball on its way to a wall ahead (-y) and back.

    Args:
        begin: where it leaves the hands, (3,) [m].
        end: where it is caught, (3,).
        wall: where its middle is along y as it touches the wall.
        times: when it leaves, now, when it is caught [s].
    """
    whole, t = float(times[2] - times[0]), float(times[1] - times[0])
    out, back = abs(begin[1] - wall), abs(end[1] - wall)
    path = t / whole * (out + back)
    y = wall + abs(out - path)
    x = begin[0] + (end[0] - begin[0]) * t / whole
    rise = (end[2] - begin[2]) / whole + G * whole / 2
    return np.array([x, y, begin[2] + rise * t - G * t * t / 2])
