"""Loads from outside: the pull of bands, and the weight of what is held or laid on the body.

In: a track, its `Moments`, the bands' colours, kilograms. Out: generalised forces, (frames, n) [N, Nm]. A band pulls
both its ends towards each other; a weight pulls down, and resists being accelerated where the movement is fast.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from turnout.body import engine
from turnout.body.dynamics import Moments, derivative
from turnout.body.elastic import pull_of
from turnout.body.engine import Array, G
from turnout.body.motion import Track
from turnout.body.scene import End, band_ends, end_of
from turnout.body.weights import held_things
from turnout.knowledge.schema import BandColour

DOWN = np.array([0.0, 0.0, -G])


class Outside:
    """Forces on places of the body, gathered into generalised forces."""

    def __init__(self, track: Track, moments: Moments) -> None:
        self.track, self.moments = track, moments
        self.total = np.zeros_like(moments.needed)
        self._data = engine.make_data(moments.frame.model)

    def bands(self, colour: BandColour | None, lightest: BandColour | None = None) -> None:
        """The pull of a motion's bands: the level's, and a second one that is always the lightest."""
        for band, of in ((self.track.score.band, colour), (self.track.score.motion.light_band, lightest)):
            pull = pull_of(self.track, of, band) if band is not None and of is not None else None
            if band is not None and pull is not None:
                first, second = band_ends(self.track, band)
                way = self._middle(second) - self._middle(first)
                way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
                self._on(first, pull.newton[:, None] * way)
                self._on(second, -pull.newton[:, None] * way)

    def laid(self, kg: float) -> None:
        """A weight of ``kg`` on each place where the motion lays one."""
        for prop in self.track.score.props:
            if prop.kind == "weight":
                end = end_of(self.track, prop.at)
                for name in end if isinstance(end, tuple) else ():
                    self._on((name,), kg * (DOWN - self._acceleration(self._middle((name,)))))

    def held(self) -> None:
        """What the hands hold, for as long as they do."""
        for body, places, kg in _grips(self.track):
            force = kg[:, None] * (DOWN - self._acceleration(places))
            self._at(body, np.nan_to_num(places), np.nan_to_num(force))

    def _acceleration(self, places: Array) -> Array:
        """[m/s2], (frames, 3); nought where accelerations do not count."""
        moving = self.moments.fast and np.isfinite(places).all()
        return derivative(self.track.time, places, 2) if moving else np.zeros_like(places)

    def _middle(self, end: End) -> Array:
        """Where an end is, (frames, 3)."""
        if not isinstance(end, tuple):
            return np.tile(end, (len(self.track.time), 1))
        return np.mean([self._places(name) for name in end], axis=0)

    def _places(self, name: str) -> Array:
        spot = self.track.stage.points[name]
        return self.moments.places([spot.body], spot.local[None])[:, 0]

    def _on(self, end: End, force: Array) -> None:
        """A force (frames, 3) [N], shared among the points of an end; a fixed place feels nothing."""
        for name in end if isinstance(end, tuple) else ():
            self._at(self.track.stage.points[name].body, self._places(name), force / len(end))

    def _at(self, body: int, places: Array, force: Array) -> None:
        model = self.moments.frame.model
        for number, posture in enumerate(self.track.positions):
            if force[number].any():
                engine.place(model, self._data, posture)
                slope = engine.jacobian_at(model, self._data, places[number], body) @ self.moments.gains[number]
                self.total[number] += slope.T @ force[number]


def _grips(track: Track) -> Iterator[tuple[int, Array, Array]]:
    """For each hand that ever holds something: the body, the place (frames, 3) and the kilograms (frames,)."""
    places: dict[str, Array] = {}
    kilograms: dict[str, Array] = {}
    for frame in range(len(track.time)):
        for thing in held_things(track, frame):
            for body, place, kg in thing.grips:
                places.setdefault(body, np.full((len(track.time), 3), np.nan))[frame] = place
                kilograms.setdefault(body, np.zeros(len(track.time)))[frame] += kg
    names = engine.body_names(track.stage.frame.model)
    for body, path in places.items():
        yield names.index(body), path, kilograms[body]
