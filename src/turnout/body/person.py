"""Whose body: height and mass, and how they scale the model.

In: centimetres and kilograms. Out: a `Person`, or one clear sentence. The rules of scaling:

- lengths go with height (one factor for all bones and paths);
- masses go with body mass, each segment with its tabled share;
- muscle volume goes with the volume of the whole lower limb, ``47 * height [m] * mass [kg] + 1285`` cm3 (Handsfield
  2014, doi 10.1016/j.jbiomech.2013.12.002), each muscle keeping its share. So a joint's strength goes with that
  volume too: cross-section is volume over fibre length, and fibre length and lever both go with height.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from turnout.body.errors import BodyError

MODEL_HEIGHT_CM = 170.0
"""Height of myo-sim's skeleton: 169 cm of bone from heel to crown, and the skin."""
MODEL_MASS_KG = 75.0
HEIGHT_CM = (120.0, 220.0)
MASS_KG = (25.0, 250.0)


@dataclass(frozen=True, slots=True)
class Person:
    """An adult or adolescent of ordinary build.

    Attributes:
        mass_kg: body mass, 25 to 250.
        height_cm: standing height, 120 to 220.
    """

    mass_kg: float = MODEL_MASS_KG
    height_cm: float = MODEL_HEIGHT_CM

    def __post_init__(self) -> None:
        _within("mass_kg", self.mass_kg, MASS_KG, "kg")
        _within("height_cm", self.height_cm, HEIGHT_CM, "cm")

    @property
    def length_scale(self) -> float:
        """Lengths of this person over those of the model [-]."""
        return self.height_cm / MODEL_HEIGHT_CM

    @property
    def leg_muscle_cm3(self) -> float:
        """Muscle volume of one lower limb [cm3]."""
        return 47.0 * (self.height_cm / 100) * self.mass_kg + 1285.0


def _within(field: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    low, high = bounds
    if not math.isfinite(value):
        raise BodyError(f"must be a number from {low:g} to {high:g} {unit}, not {value}", field)
    if not low <= value <= high:
        raise BodyError(
            f"{value:g} {unit} is not a body the model can be scaled to; it goes from {low:g} to {high:g} {unit}", field
        )
