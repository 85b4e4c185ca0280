"""Joint torques by hand: tabled shares of body mass, lengths of bones and a lever. It knows nothing of the model's
masses, frames or dynamics.

In: mass [kg], places of joints in the world [m]. Out: torques [Nm]. Shares of mass and places of centres along a
segment are Winter's (2009, table 4.1, recalled).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array

G = 9.81
SHARES = {"thigh": 0.100, "shin": 0.0465, "foot": 0.0145}
CENTRES = {"thigh": 0.433, "shin": 0.433, "foot": 0.5}
"""How far from the upper end the centre of mass is, as a share of the segment's length."""


@dataclass(frozen=True)
class Leg:
    """Where a leg's joints are in the world, each (3,) [m]; ``toe`` is the end of the foot."""

    hip: Array
    knee: Array
    ankle: Array
    toe: Array

    def parts(self) -> dict[str, tuple[Array, Array]]:
        return {"thigh": (self.hip, self.knee), "shin": (self.knee, self.ankle), "foot": (self.ankle, self.toe)}

    def centre(self, part: str) -> Array:
        above, below = self.parts()[part]
        return above + CENTRES[part] * (below - above)


def weight_about(mass_kg: float, leg: Leg, pivot: Array, axis: Array, parts: tuple[str, ...]) -> float:
    """The torque about an axis (unit, (3,)) that holds these parts of a leg against gravity [Nm]."""
    total = np.zeros(3)
    for part in parts:
        total += np.cross(leg.centre(part) - pivot, [0.0, 0.0, -SHARES[part] * mass_kg * G])
    return float(-total @ axis)


def one_leg(mass_kg: float, leg: Leg, centre: Array, axis: Array) -> float:
    """The torque about an axis at the hip of the standing leg that keeps the rest of the body up [Nm].

    The whole body's centre of mass is over the foot; the rest is all but the standing leg.

    Args:
        mass_kg: of the person.
        leg: the standing one.
        centre: of mass of the whole body in the world, (3,) [m].
        axis: at the hip, about which the leg turns under the body, (3,).
    """
    own = sum(SHARES.values())
    moment = sum(share * leg.centre(part) for part, share in SHARES.items())
    rest = (centre - moment) / (1 - own)
    torque = np.cross(rest - leg.hip, [0.0, 0.0, -(1 - own) * mass_kg * G])
    return float(torque @ axis)
