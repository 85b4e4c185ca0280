"""Our strength against the bands of people, and how it goes with flexion.

In: a `Body` of 75 kg and `Published`. Out: one row for each band, and the sentences about the course.
"""

from __future__ import annotations

from dataclasses import dataclass

from turnout.body import strength
from turnout.body.maximal import Strength
from turnout.body.model import Body
from validation.published import Band, Published

FLEXION_DEG = (0.0, 30.0, 60.0, 90.0, 110.0)
LEAST_ER_SHARE = 0.8


@dataclass(frozen=True)
class StrengthRow:
    """One band, and where we are."""

    band: Band
    ours: float
    balanced: float

    @property
    def inside(self) -> bool:
        return self.band.low <= self.ours <= self.band.high


@dataclass(frozen=True)
class Torques:
    """As tested (thigh strapped in rotation), and with every axis balanced."""

    tested: Strength
    balanced: Strength
    rows: tuple[StrengthRow, ...]
    course: tuple[tuple[str, bool], ...]


def compare_strength(body: Body, known: Published) -> Torques:
    tested = strength(body, FLEXION_DEG)
    balanced = strength(body, FLEXION_DEG, carried=False)
    rows = tuple(
        StrengthRow(b, tested.per_kg(b.direction, b.flexion_deg), balanced.per_kg(b.direction, b.flexion_deg))
        for b in known.bands
    )
    er = [tested.per_kg("er", angle) for angle in (0.0, 90.0)]
    ir = [tested.per_kg("ir", angle) for angle in (0.0, 90.0)]
    course = (
        (f"Internal rotation at 90 is at least that at 0: {ir[1]:.2f} and {ir[0]:.2f} Nm/kg", ir[1] >= ir[0]),
        (
            f"External rotation at 90 is at least {LEAST_ER_SHARE:g} of that at 0: {er[1]:.2f} and {er[0]:.2f} Nm/kg",
            er[1] >= LEAST_ER_SHARE * er[0],
        ),
    )
    return Torques(tested, balanced, rows, course)
