"""The kinds of fact, as typed and frozen objects.

In: a JSON object. Out: a `Fact`. Fields that Turnout does not know are kept as they came ("add fields freely").
Bounds here are what can physically be true; whether an id is known is asked of the knowledge (`track.admit`).
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from turnout.record.ids import canonical
from turnout.record.moment import moment_of, order_of
from turnout.terms import Equipment, Method, RecordError, Sex, Side, Symptom

_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


def _a_moment(at: str) -> str:
    moment = moment_of(at)
    if not 1900 <= moment.day.year <= 9998:
        raise ValueError("the year is not a plausible one")
    return at


def _a_uuid(text: str) -> str:
    if not _UUID.match(text):
        raise ValueError("an id is a UUID in lower case, such as 01894f3c-5b7a-7cc2-98c4-dc0c0c07398f")
    return text


At = Annotated[str, AfterValidator(_a_moment)]
FactId = Annotated[str, AfterValidator(_a_uuid)]
Slug = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(max_length=4000)]
Number = StrictInt | StrictFloat
"""A number as it was written: 28 stays 28, so that export gives back what import took."""
Score = Annotated[Number, Field(ge=0, le=10)]
"""0-10: the numeric pain rating scale (NPRS), or effort."""

UNIT_BOUNDS: dict[str, tuple[float, float]] = {
    "deg": (-180, 180),
    "kg": (0, 500),
    "N": (0, 5000),
    "Nm": (0, 1000),
    "Nm/kg": (0, 20),
    "cm": (-100, 300),
    "s": (0, 3600),
    "reps": (0, 1000),
    "score": (-100, 100),
    "%": (0, 400),
}
"""The units a reading may have, with what is physically possible. Narrower bounds stand with each measure."""


class Load(BaseModel):
    """An outside load: kilograms held, or a band by colour."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kg: Annotated[Number, Field(ge=0, le=300)] | None = None
    band: str | None = None


class Base(BaseModel):
    """What every fact has."""

    model_config = ConfigDict(frozen=True, extra="allow", protected_namespaces=())

    id: FactId = ""
    person: Annotated[str, Field(min_length=1, max_length=64)] = "me"
    at: At
    by: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    note: Text | None = None


class Profile(Base):
    """Who the person is and what they have. A later profile changes only the fields it names."""

    kind: Literal["profile"] = "profile"
    born: Annotated[StrictInt, Field(ge=1900, le=2100)] | None = None
    sex: Sex | None = None
    mass_kg: Annotated[Number, Field(ge=20, le=400)] | None = None
    height_cm: Annotated[Number, Field(ge=80, le=260)] | None = None
    goals: tuple[str, ...] | None = None
    equipment: tuple[Equipment, ...] | None = None
    cannot: tuple[str, ...] | None = None
    minutes: Annotated[StrictInt, Field(ge=3, le=180)] | None = None
    days_per_week: Annotated[StrictInt, Field(ge=1, le=7)] | None = None


class Preference(Base):
    """What the person would rather have: an exercise or a position they dislike, a frequency they accept."""

    kind: Literal["preference"] = "preference"
    dislikes: tuple[str, ...] | None = None
    frequency: Literal["programme", "mine"] | None = None


class Screen(Base):
    """Answers to the red-flag questions. A flag left out stays unknown; ``anything_new`` reopens all of them."""

    kind: Literal["screen"] = "screen"
    answers: dict[Slug, StrictBool] = {}
    anything_new: StrictBool | None = None


class Condition(Base):
    """A diagnosis or an operation that withholds or adapts some movements."""

    kind: Literal["condition"] = "condition"
    condition: Slug
    side: Side | None = None
    since: str | None = None
    ended: StrictBool = False


class Clearance(Base):
    """A clinician lifts one flag, as answered before this. Named and dated, or it does not count."""

    kind: Literal["clearance"] = "clearance"
    flag: Slug
    by: Annotated[str, Field(min_length=1, max_length=120)]  # pyright: ignore[reportIncompatibleVariableOverride]


class Reading(Base):
    """One measurement. ``value`` is the median of the trials where there are any."""

    kind: Literal["reading"] = "reading"
    measure: Slug
    side: Side | None = None
    value: Number
    trials: tuple[Number, ...] | None = None
    unit: str
    method: Method | None = None
    helper: StrictBool | None = None
    label: str | None = None

    @model_validator(mode="after")
    def _plausible(self) -> Reading:
        if self.unit not in UNIT_BOUNDS:
            raise ValueError(f"unit {self.unit!r} is not known; use one of {', '.join(UNIT_BOUNDS)}")
        low, high = UNIT_BOUNDS[self.unit]
        for value in (self.value, *(self.trials or ())):
            if not low <= value <= high:
                raise ValueError(f"a value of {value:g} {self.unit} is not possible; it lies between {low:g} and {high:g}")
        return self


class Pain(Base):
    """Pain now and at its worst, 0-10 (NPRS)."""

    kind: Literal["pain"] = "pain"
    side: Side | None = None
    site: str | None = None
    now: Score
    worst: Score | None = None


class ProgrammeChoice(Base):
    """A programme is taken up, or ended."""

    kind: Literal["programme"] = "programme"
    programme: Slug
    affected: Side | None = None
    ended: StrictBool = False


class SetDone(Base):
    """One set as it was done."""

    kind: Literal["set"] = "set"
    exercise: Slug
    level: Slug | None = None
    side: Side | None = None
    reps: Annotated[StrictInt, Field(ge=0, le=1000)] | None = None
    seconds: Annotated[Number, Field(ge=0, le=3600)] | None = None
    load: Load | None = None
    pain: Score | None = None
    site: str | None = None
    symptoms: tuple[Symptom, ...] | None = None
    effort: Score | None = None
    clean: StrictBool | None = None
    seen_by: str | None = None

    @model_validator(mode="after")
    def _counted(self) -> SetDone:
        if self.reps is None and self.seconds is None:
            raise ValueError("a set needs reps or seconds")
        return self


class SessionDone(Base):
    """A session ended."""

    kind: Literal["session"] = "session"
    done: StrictBool
    minutes: Annotated[Number, Field(ge=0, le=600)] | None = None


class NextDay(Base):
    """Pain the morning after a session, 0-10."""

    kind: Literal["next-day"] = "next-day"
    side: Side | None = None
    site: str | None = None
    pain: Score


class Skip(Base):
    """An exercise that was offered and left out."""

    kind: Literal["skip"] = "skip"
    exercise: Slug
    side: Side | None = None
    reason: str | None = None


class Prescription(Base):
    """A clinician sets dose and level. ``ended`` takes it back."""

    kind: Literal["prescription"] = "prescription"
    exercise: Slug
    side: Side | None = None
    sets: Annotated[StrictInt, Field(ge=1, le=20)] | None = None
    reps: Annotated[StrictInt, Field(ge=1, le=200)] | None = None
    seconds: Annotated[Number, Field(ge=1, le=1800)] | None = None
    level: Slug | None = None
    ended: StrictBool = False
    by: Annotated[str, Field(min_length=1, max_length=120)]  # pyright: ignore[reportIncompatibleVariableOverride]


class Offered(Base):
    """What was offered, why, and by which version of the knowledge."""

    kind: Literal["offered"] = "offered"
    knowledge: str
    session: dict[str, Any]


class Correction(Base):
    """Puts another fact in the place of one; without ``fact`` it withdraws it. Nothing is edited."""

    kind: Literal["correction"] = "correction"
    replaces: FactId
    fact: dict[str, Any] | None = None


Fact = (
    Profile | Preference | Screen | Condition | Clearance | Reading | Pain | ProgrammeChoice | SetDone | SessionDone
    | NextDay | Skip | Prescription | Offered | Correction
)  # fmt: skip

KINDS: tuple[str, ...] = (
    "profile", "preference", "screen", "condition", "clearance", "reading", "pain", "programme", "set", "session",
    "next-day", "skip", "prescription", "offered", "correction",
)  # fmt: skip

ADAPTER: TypeAdapter[Fact] = TypeAdapter(Annotated[Fact, Field(discriminator="kind")])


def explain(error: ValidationError, content: Any) -> str:
    """One clear sentence for the first thing wrong with a fact."""
    first = error.errors()[0]
    kind = content.get("kind") if isinstance(content, dict) else None
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        if kind is None:
            return "the fact has no kind; use one of " + ", ".join(KINDS)
        return f"the kind {kind!r} is not known; use one of {', '.join(KINDS)}"
    path = ".".join(str(part) for part in first["loc"] if part not in KINDS)
    message = first["msg"].removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    return f"{kind}: {path}: {message}" if path else f"{kind}: {message}"


def fact_from(content: dict[str, Any]) -> Fact:
    """Reads one fact from its JSON object.

    Raises:
        RecordError: with one sentence naming the field.
    """
    try:
        fact = ADAPTER.validate_python(content)
    except ValidationError as error:
        raise RecordError(explain(error, content)) from None
    if isinstance(fact, Correction) and fact.fact is not None:
        _replacement(fact)
    return fact


def _replacement(correction: Correction) -> Fact | None:
    """The fact a correction puts in place: it takes the correction's id, and its time unless it names its own."""
    if correction.fact is None:
        return None
    content = {"at": correction.at, **correction.fact, "id": correction.id, "person": correction.person}
    if content.get("kind") == "correction":
        raise RecordError("correction: fact: a correction cannot put a correction in place")
    return fact_from(content)


def fact_json(fact: Fact) -> dict[str, Any]:
    """The fact as it came: only the fields that were given, unknown ones included."""
    content = fact.model_dump(mode="json", exclude_unset=True)
    content.setdefault("kind", fact.kind)
    return {"id": fact.id, **{k: v for k, v in content.items() if k != "id"}}


def effective(facts: list[Fact]) -> list[Fact]:
    """The facts with corrections carried out, in order of time, whatever order they came in.

    Of several corrections of one fact the last in time counts; a correction can itself be corrected.
    """
    corrections = [fact for fact in facts if isinstance(fact, Correction)]
    if not corrections:
        return sorted(facts, key=order_of)
    last: dict[str, Correction] = {}
    for correction in sorted(corrections, key=order_of):
        last[correction.replaces] = correction
    kept: list[Fact] = [fact for fact in facts if not isinstance(fact, Correction) and fact.id not in last]
    for correction in last.values():
        if correction.id in last:
            continue
        replacement = _replacement(correction)
        if replacement is not None:
            kept.append(replacement)
    return sorted(kept, key=order_of)


def same_content(one: Fact, two: Fact) -> bool:
    """Whether two facts say the same, the id aside."""
    return canonical(fact_json(one)) == canonical(fact_json(two))


