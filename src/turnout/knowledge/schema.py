"""The shape of every knowledge file, as frozen pydantic models.

In: parsed YAML. Out: typed entries. A misspelt field is refused: these models are also published as JSON Schemas for
editors. Every block with numbers names its ``source`` (a key of ``sources.yaml``) and, where it differs from what that
source stands for, how ``sure`` we are of it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from turnout.terms import (
    Confidence,
    Equipment,
    ExerciseKind,
    Method,
    Position,
    Role,
    Sex,
    Sides,
    Symptom,
    Urgency,
)

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
MuscleId = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=80)]


def _as_range(value: Any) -> Any:
    return (value, value) if isinstance(value, int | float) else value


Range = Annotated[tuple[float, float], BeforeValidator(_as_range)]
"""``15`` or ``[8, 12]``: the low and the high end."""


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Strict):
    """A block of numbers with its source and how sure we are."""

    source: Slug
    sure: Confidence | None = None


class Source(Strict):
    """One entry of ``sources.yaml``."""

    cite: str
    kind: Literal["text", "study", "review", "guideline", "maker", "design"]
    sure: Confidence
    year: int | None = None
    doi: str | None = None
    about: str = ""


class Dose(Sourced):
    """A dose as its source gives it. What the source leaves open stays empty; ``says`` tells it in words."""

    row: str | None = None
    sets: Range | None = None
    reps: Range | None = None
    seconds: Range | None = None
    steps: Range | None = None
    rounds: Range | None = None
    per_week: Range | None = None
    hold_s: Range | None = None
    says: str = ""


class Prescribed(Sourced):
    """The dose Turnout gives where no programme says otherwise: ``sets`` is the target, ``reps``/``seconds`` the range.

    ``advance``: ``met`` climbs after one met session at the top; ``top-twice`` after two sessions at the top of the
    range with effort 7 or less; ``none`` stays.
    """

    sets: int
    reps: Range | None = None
    seconds: Range | None = None
    step: float | None = None
    start_sets: int = 2
    per_week: float = 3
    advance: Literal["met", "top-twice", "none"] = "top-twice"

    @model_validator(mode="after")
    def _counted(self) -> Prescribed:
        if (self.reps is None) == (self.seconds is None):
            raise ValueError("give either reps or seconds")
        return self


class Tempo(Sourced):
    """Seconds up, held and down, of one repetition."""

    up_s: float
    hold_s: float
    down_s: float
    says: str = ""


class Level(Strict):
    """One rung of an exercise's ladder, easiest first."""

    id: Slug
    name: str
    says: str = ""
    equipment: tuple[Equipment, ...] = ()
    demands: tuple[Slug, ...] = ()
    other_demands: tuple[Slug, ...] = ()
    motion: dict[str, float | str] = {}
    load: dict[str, float | str] = {}
    tempo: Tempo | None = None
    source: Slug | None = None
    sure: Confidence | None = None


class Bands(Strict):
    """A run of rungs, one for each band colour from one to another."""

    bands: tuple[Slug, Slug]
    equipment: Equipment
    also_needs: tuple[Equipment, ...] = ()
    prefix: str = ""
    site: str = ""
    says: str = ""
    motion: dict[str, float | str] = {}
    demands: tuple[Slug, ...] = ()
    source: Slug | None = None
    sure: Confidence | None = None


class Muscles(Sourced):
    """The muscles a source names for a move. Used for planning until computed loads exist, and said to be so."""

    primary: tuple[MuscleId, ...]
    secondary: tuple[MuscleId, ...] = ()


class Decision(Strict):
    """What we did about a discrepancy of the texts, and why."""

    id: Annotated[str, Field(pattern=r"^D-\d\d$")]
    says: str


class Exercise(Strict):
    """``exercises/*.md``: front matter. The words (steps, cues, avoid, stop) are the Markdown below it."""

    id: Slug
    name: str
    also: tuple[str, ...] = ()
    formerly: tuple[Slug, ...] = ()
    kind: ExerciseKind
    role: Role
    position: Position
    equipment: tuple[Equipment, ...] = ()
    sides: Sides
    family: Slug
    demands: tuple[Slug, ...] = ()
    other_demands: tuple[Slug, ...] = ()
    gains: tuple[Literal["er", "ir", "flexion", "extension", "hamstrings", "quadriceps"], ...] = ()
    lengthens: str = ""
    needs: tuple[Slug, ...] = ()
    muscles: Muscles | None = None
    ladder: tuple[Level | Bands, ...]
    doses: tuple[Dose, ...] = ()
    prescribe: Prescribed
    tempo: Tempo | None = None
    rest: Rest
    only_prescribed: bool = False
    easier: tuple[Slug, ...] = ()
    harder: tuple[Slug, ...] = ()
    rows: tuple[str, ...]
    ours: str = ""
    stop: tuple[Symptom, ...] = ("pinch", "radiating", "numb", "giving-way", "dizzy")
    decisions: tuple[Decision, ...] = ()


class Rest(Sourced):
    """Rest between sets, and the time to get into place [s]."""

    rest_s: float
    setup_s: float = 20


class Words(Strict):
    """The Markdown body of an exercise, by its headings."""

    summary: str = ""
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    avoid: tuple[str, ...]
    stop: tuple[str, ...]
    notes: str = ""


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


class Measure(Strict):
    """``measures/*.yaml``: a test."""

    id: Slug
    name: str
    also: tuple[str, ...] = ()
    formerly: tuple[Slug, ...] = ()
    kind: Literal["range", "strength", "control", "scale", "observation"]
    what: str
    position: Position
    posture: str
    equipment: tuple[Equipment, ...] = ()
    sides: Sides
    unit: str
    direction: str = ""
    better: Literal["higher", "lower", "neither"]
    demands: tuple[Slug, ...] = ()
    other_demands: tuple[Slug, ...] = ()
    methods: tuple[Method, ...] = ()
    bounds: Bounds
    trials: Trials
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


class Trials(Sourced):
    """How many trials, and what is kept of them."""

    count: int
    keep: Literal["median", "best", "total"] = "median"


class Option(Sourced):
    """A named value of an observation, for measures answered by choice."""

    value: float
    says: str


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


class Criterion(Sourced):
    """``criteria/*.yaml``: a predicate from a closed vocabulary. No expression strings."""

    id: Slug
    says: str
    why: str
    test: Test


Who = Literal["each", "affected", "other", "both", "item"]
"""Whose side a leaf is judged on. ``item``: the side being asked about."""


class DoseMet(Strict):
    """``sets`` sets of at least ``reps`` (or ``seconds``) at this level or above, in ``sessions`` sessions running."""

    exercise: Slug
    level: Slug | None = None
    sets: int
    reps: int | None = None
    seconds: float | None = None
    sessions: int = 2
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
    """Pain in the sets of the last ``sessions`` sessions, or now, is at most this. A missing answer is unknown."""

    at_most: float
    when: Literal["sets", "now"] = "sets"
    sessions: int = 2
    who: Who = "affected"


class NextDayTest(Strict):
    """The mornings after the last ``sessions`` sessions were settled."""

    sessions: int = 2
    who: Who = "affected"


class DaysSince(Strict):
    """Days since the phase or the programme began."""

    since: Literal["phase", "programme"]
    at_least: int


class WeeksActive(Strict):
    """Weeks of this phase with at least ``sessions`` sessions each."""

    at_least: int
    sessions: int = 2


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


class RedFlag(Sourced):
    """``safety/red-flags.yaml``: a question whose yes stops everything."""

    id: Slug
    urgency: Urgency
    name: str
    asks: str
    says: str
    why: str
    formerly: tuple[Slug, ...] = ()


class ConditionEntry(Sourced):
    """``safety/conditions.yaml``: what a condition withholds, by what a move demands or by entry."""

    id: Slug
    name: str
    asks: str
    says: str
    demands: tuple[Slug, ...] = ()
    entries: tuple[Slug, ...] = ()
    adapts: tuple[str, ...] = ()
    spares: tuple[Slug, ...] = ()
    sided: bool = True


class Demand(Strict):
    """``safety/demands.yaml``: something a move asks of the body, by which conditions withhold it."""

    id: Slug
    says: str


class SafetyRule(Sourced):
    """``safety/rules.yaml``: a threshold of the loop, with its unit."""

    id: Slug
    value: float
    unit: str
    says: str


class Action(Sourced):
    """What a muscle does at the hip about one axis, over a band of hip flexion [deg]."""

    flexion_deg: tuple[float, float]
    does: Literal[
        "external-rotation", "internal-rotation", "abduction", "adduction", "flexion", "extension", "none"
    ]  # fmt: skip
    strength: Literal["strong", "moderate", "weak"] = "moderate"
    moment_arm_mm: tuple[float, float] | None = None


class Muscle(Strict):
    """One entry of ``muscles.yaml``."""

    id: MuscleId
    name: str
    group: Slug
    nerve: str
    roots: str
    origin: str
    insertion: str
    role: str
    actions: tuple[Action, ...]
    flips_deg: tuple[float, float] | None = None
    notes: str = ""
    source: Slug
    sure: Confidence | None = None
    decisions: tuple[Decision, ...] = ()


class Need(Sourced):
    """``needs.yaml``: something a hip can lack, and which muscles or which direction of range answer it."""

    id: Slug
    name: str
    says: str
    muscles: dict[MuscleId, float] = {}
    gains: tuple[str, ...] = ()
    kinds: tuple[ExerciseKind, ...]


class BandColour(Sourced):
    """``bands.yaml``: a band's force at twice its length. An estimate, +-25 %."""

    id: Slug
    name: str
    force_kg_at_100: float


Criterion.model_rebuild()
Exercise.model_rebuild()
Measure.model_rebuild()
