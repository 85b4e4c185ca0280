"""The shape of ``exercises/*.md`` and of the bands they use."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from turnout.knowledge.schema.base import Decision, MuscleId, Range, Slug, Sourced, Strict
from turnout.terms import Confidence, Equipment, ExerciseKind, Position, Role, Sides, Symptom


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


class Rest(Sourced):
    """Rest between sets, and the time to get into place [s]."""

    rest_s: float
    setup_s: float = 20


class Level(Strict):
    """One rung of an exercise's ladder, easiest first."""

    id: Slug
    name: str
    says: str = ""
    equipment: tuple[Equipment, ...] = ()
    demands: tuple[Slug, ...] = ()
    other_demands: tuple[Slug, ...] = ()
    motion: dict[str, float | str] = Field(default_factory=dict[str, float | str])
    load: dict[str, float | str] = Field(default_factory=dict[str, float | str])
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
    motion: dict[str, float | str] = Field(default_factory=dict[str, float | str])
    demands: tuple[Slug, ...] = ()
    source: Slug | None = None
    sure: Confidence | None = None


class Muscles(Sourced):
    """The muscles a source names for a move. Used for planning until computed loads exist, and said to be so."""

    primary: tuple[MuscleId, ...]
    secondary: tuple[MuscleId, ...] = ()


class Exercise(Strict):
    """``exercises/*.md``: front matter. The words (steps, cues, avoid, stop) are the Markdown below it.

    ``begins`` says which way a repetition sets out, where up and down mean something: a squat goes down first.
    """

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
    begins: Literal["up", "down"] | None = None
    rest: Rest
    only_prescribed: bool = False
    easier: tuple[Slug, ...] = ()
    harder: tuple[Slug, ...] = ()
    rows: tuple[str, ...]
    ours: str = ""
    stop: tuple[Symptom, ...] = ("pinch", "radiating", "numb", "giving-way", "dizzy")
    decisions: tuple[Decision, ...] = ()


class Words(Strict):
    """The Markdown body of an exercise, by its headings."""

    summary: str = ""
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    avoid: tuple[str, ...]
    stop: tuple[str, ...]
    notes: str = ""


class BandColour(Sourced):
    """``bands.yaml``: a band's force at twice its length. An estimate, +-25 %."""

    id: Slug
    name: str
    force_kg_at_100: float
