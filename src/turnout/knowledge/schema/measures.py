"""The shape of ``measures/*.yaml``: tests with posture, norms and measurement error."""

from __future__ import annotations

from typing import Literal

from turnout.knowledge.schema.base import Decision, Range, Slug, Sourced, Strict
from turnout.terms import Equipment, Method, Position, Sex, Sides


class Norm(Sourced):
    """Healthy values by a source: mean and spread, for a sex, an age band and a posture."""

    mean: float
    sd: float | None = None
    n: int | None = None
    sex: Sex | None = None
    age: Range | None = None
    who: str = ""


class Band(Sourced):
    """A named stretch of values, low end included, high end not."""

    name: Slug
    low: float | None = None
    high: float | None = None
    says: str


class ErrorOf(Sourced):
    """Measurement error: SEM and MDC for a method, done alone or by a trained helper."""

    methods: tuple[Method, ...]
    who: Literal["self", "helper", "any"]
    mdc: float
    sem: float | None = None
    says: str = ""


class Bounds(Sourced):
    """What a reading of this measure can be."""

    low: float
    high: float


class Trials(Sourced):
    """How many trials, and what is kept of them."""

    count: int
    keep: Literal["median", "best", "total"] = "median"


class Phone(Sourced):
    """How the phone measures this by gravity: it rides on a segment that turns about a level axis.

    ``axis``: about which axis the segment turns; a turn about a plumb axis leaves gravity where it is and cannot be
    measured. ``edge``: how the phone's long edge lies at the zero. ``sign``: ``first`` takes the way of the first clear
    movement as positive, ``sink`` the sinking of the phone's top. ``ready_s``: time to get into the posture;
    ``hold_s``: how long the end is held still [s]. The words are short: they are also spoken.
    """

    segment: Literal["shin", "thigh"]
    axis: Literal["level", "plumb"]
    edge: Literal["plumb", "level"]
    sign: Literal["first", "sink"] = "first"
    ready_s: float
    hold_s: float
    put: str
    zero: str
    move: str
    back: str


class Option(Sourced):
    """A named value of an observation, for measures answered by choice."""

    value: float
    says: str


class Measure(Strict):
    """``measures/*.yaml``: a test.

    ``relaxed``: the tested leg does nothing itself; its weight, hands or a strap move it.
    """

    id: Slug
    name: str
    also: tuple[str, ...] = ()
    formerly: tuple[Slug, ...] = ()
    kind: Literal["range", "strength", "control", "scale", "observation"]
    what: str
    position: Position
    posture: str
    equipment: tuple[Equipment, ...] = ()
    relaxed: bool = False
    sides: Sides
    unit: str
    direction: str = ""
    better: Literal["higher", "lower", "neither"]
    demands: tuple[Slug, ...] = ()
    other_demands: tuple[Slug, ...] = ()
    methods: tuple[Method, ...] = ()
    bounds: Bounds
    trials: Trials
    phone: Phone | None = None
    alone: tuple[str, ...]
    helper: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    norms: tuple[Norm, ...] = ()
    bands: tuple[Band, ...] = ()
    error: tuple[ErrorOf, ...] = ()
    tells: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    options: tuple[Option, ...] = ()
    rows: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
