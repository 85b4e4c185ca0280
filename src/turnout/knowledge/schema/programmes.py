"""The shape of ``programmes/*.yaml``: phases, doses, gates by criterion key."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from turnout.knowledge.schema.base import Decision, Range, Slug, Sourced, Strict
from turnout.terms import Equipment, Role


class OtherSide(Sourced):
    """What the unaffected side does: fewer sets while the affected side is weaker or not known to be equal."""

    sets: int
    sets_if: int | None = None
    sets_if_criterion: Slug | None = None
    per_week: float | None = None
    bouts_per_day: int | None = None


class ItemDose(Sourced):
    """The dose of an exercise in a programme. ``start_sets`` defaults to 2 (a new item starts small)."""

    sets: int
    reps: Range | None = None
    seconds: Range | None = None
    step: float | None = None
    start_sets: int | None = None
    per_week: float
    bouts_per_day: int = 1
    says: str = ""

    @model_validator(mode="after")
    def _counted(self) -> ItemDose:
        if (self.reps is None) == (self.seconds is None):
            raise ValueError("give either reps or seconds")
        return self


class Item(Strict):
    """One exercise of a phase."""

    exercise: Slug
    dose: ItemDose
    other: OtherSide | None = None
    role: Role | None = None
    from_level: Slug | None = None
    to_level: Slug | None = None
    advance: Literal["met", "top-twice", "none"] = "top-twice"
    when: Slug | None = None
    fallback_for: Slug | None = None
    says: str = ""


class Weeks(Sourced):
    """A phase's weeks, half open: [0, 4) is weeks 0, 1, 2 and 3. ``end`` empty: until the programme is ended."""

    start: float
    end: float | None = None


class Phase(Strict):
    id: Slug
    number: int
    name: str
    says: str
    weeks: Weeks
    items: tuple[Item, ...] = Field(min_length=1)
    gate: Slug | None = None


class PerWeek(Sourced):
    """Sessions a week, and the least days between two of them."""

    sessions: float
    gap_days: int = 1
    says: str = ""


class Split(Sourced):
    """Two half-sessions on alternating days, so that each kind of lift rests at least ``rest_days``."""

    first: tuple[Slug, ...]
    second: tuple[Slug, ...]
    rest_days: int
    says: str


class Evidence(Sourced):
    """What a programme rests on, said plainly."""

    grade: str
    says: str


class Programme(Strict):
    """``programmes/*.yaml``."""

    id: Slug
    name: str
    formerly: tuple[Slug, ...] = ()
    summary: str
    evidence: Evidence
    who_for: str
    not_for: tuple[str, ...]
    excludes: tuple[Slug, ...] = ()
    affected: Literal["needed", "optional", "none"]
    equipment: tuple[Equipment, ...] = ()
    frequency: PerWeek
    modes: tuple[Literal["choose", "split", "full"], ...] = ()
    split: Split | None = None
    completes: str = ""
    phases: tuple[Phase, ...] = Field(min_length=1)
    measures: tuple[Slug, ...] = ()
    rows: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()
