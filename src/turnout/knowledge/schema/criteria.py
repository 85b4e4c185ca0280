"""The shape of ``criteria/*.yaml``: predicates from a closed vocabulary, no expression strings."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from turnout.knowledge.schema.base import Slug, Sourced, Strict

Who = Literal["each", "affected", "other", "both", "item"]
"""Whose side a leaf is judged on. ``item``: the side being asked about."""


class DoseMet(Strict):
    """``sets`` sets of at least ``reps`` (or ``seconds``) at this level or above, in ``sessions`` sessions running.

    Without ``sessions`` the rule ``gate-sessions`` counts.
    """

    exercise: Slug
    level: Slug | None = None
    sets: int
    reps: int | None = None
    seconds: float | None = None
    sessions: int | None = None
    who: Who = "each"


class SetsDone(Strict):
    """At least this many sets of an exercise ever (or within ``days``), met or not."""

    exercise: Slug
    at_least: int
    days: int | None = None
    who: Who = "each"


class ReadingTest(Strict):
    """The latest reading of a measure (same method as the one before it) lies within bounds, within ``days``."""

    measure: Slug
    at_least: float | None = None
    at_most: float | None = None
    days: int | None = None
    who: Who = "each"


class Change(Strict):
    """A measure changed beyond its MDC, seen on two days."""

    measure: Slug
    direction: Literal["better", "worse", "any"] = "better"
    who: Who = "each"


class Symmetry(Strict):
    """The affected (or weaker) side reaches this share of the other [%]."""

    measure: Slug
    at_least: float
    days: int | None = None


class PainTest(Strict):
    """Pain in the sets of the last ``sessions`` sessions, or now, is at most this. A missing answer is unknown.

    Without ``sessions`` the rule ``gate-sessions`` counts.
    """

    at_most: float
    when: Literal["sets", "now"] = "sets"
    sessions: int | None = None
    who: Who = "affected"


class NextDayTest(Strict):
    """The mornings after the last ``sessions`` sessions were settled.

    Without ``sessions`` the rule ``gate-sessions`` counts.
    """

    sessions: int | None = None
    who: Who = "affected"


class DaysSince(Strict):
    """Days since the phase or the programme began."""

    since: Literal["phase", "programme"]
    at_least: int


class WeeksActive(Strict):
    """Weeks of this phase with at least ``sessions`` sessions each; without, the rule ``week-sessions`` counts."""

    at_least: int
    sessions: int | None = None


class SessionsDone(Strict):
    """Sessions within this phase."""

    at_least: int


class Answered(Strict):
    """All red flags answered, and none of them yes."""

    within_days: int | None = None


class Test(Strict):
    """Exactly one of these. ``all``/``any``/``not`` combine."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    all: tuple[Test, ...] | None = None
    any: tuple[Test, ...] | None = None
    not_: Test | None = Field(None, alias="not")
    dose_met: DoseMet | None = None
    sets_done: SetsDone | None = None
    reading: ReadingTest | None = None
    change: Change | None = None
    symmetry: Symmetry | None = None
    score: ReadingTest | None = None
    pain: PainTest | None = None
    next_day: NextDayTest | None = None
    days_since: DaysSince | None = None
    weeks_active: WeeksActive | None = None
    sessions_done: SessionsDone | None = None
    answered: Answered | None = None

    @model_validator(mode="after")
    def _one(self) -> Test:
        if len(self.model_fields_set) != 1:
            raise ValueError("a test is exactly one of: " + ", ".join(PREDICATES))
        return self


PREDICATES = (
    "all", "any", "not", "dose_met", "sets_done", "reading", "change", "symmetry", "score", "pain", "next_day",
    "days_since", "weeks_active", "sessions_done", "answered",
)  # fmt: skip


class Criterion(Sourced):
    """``criteria/*.yaml``: a predicate from a closed vocabulary. No expression strings."""

    id: Slug
    says: str
    why: str
    test: Test
