"""The kinds of fact, as typed and frozen objects.

In: a JSON object. Out: a `Fact`. Fields that Turnout does not know are kept as they came ("add fields freely"): a fact
remembers the JSON it was read from, and gives exactly that back. Bounds here are what can physically be true; whether
an id is known is asked of the knowledge (`turnout.track.admit`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, cast

import msgspec
from msgspec import Meta, Struct

from turnout.record.moment import moment_of
from turnout.terms import Equipment, Method, RecordError, Sex, Side, Symptom

Slug = Annotated[str, Meta(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Text = Annotated[str, Meta(max_length=4000)]
Score = Annotated[float, Meta(ge=0, le=10)]
"""0-10: the numeric pain rating scale (NPRS), or effort."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

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


class Load(Struct, frozen=True):
    """An outside load: kilograms held, or a band by colour."""

    kg: Annotated[float, Meta(ge=0, le=300)] | None = None
    band: str | None = None


class Base(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, dict=True):
    """What every fact has. Beside its fields a fact carries the JSON it was read from (`keep_raw`)."""

    kind: ClassVar[str] = ""
    at: str
    id: str = ""
    person: Annotated[str, Meta(min_length=1, max_length=64)] = "me"
    by: Name | None = None
    note: Text | None = None


class Profile(Base, frozen=True, kw_only=True, tag="profile"):
    """Who the person is and what they have. A later profile changes only the fields it names."""

    kind: ClassVar[str] = "profile"
    born: Annotated[int, Meta(ge=1900, le=2100)] | None = None
    sex: Sex | None = None
    mass_kg: Annotated[float, Meta(ge=20, le=400)] | None = None
    height_cm: Annotated[float, Meta(ge=80, le=260)] | None = None
    goals: tuple[str, ...] | None = None
    equipment: tuple[Equipment, ...] | None = None
    cannot: tuple[str, ...] | None = None
    minutes: Annotated[int, Meta(ge=3, le=180)] | None = None
    days_per_week: Annotated[int, Meta(ge=1, le=7)] | None = None


class Preference(Base, frozen=True, kw_only=True, tag="preference"):
    """What the person would rather have: exercises they dislike, and whose frequency counts."""

    kind: ClassVar[str] = "preference"
    dislikes: tuple[str, ...] | None = None
    frequency: str | None = None

    def __post_init__(self) -> None:
        if self.frequency not in (None, "programme", "mine"):
            raise ValueError("frequency is 'programme' or 'mine'")


class Screen(Base, frozen=True, kw_only=True, tag="screen"):
    """Answers to the red-flag questions. A flag left out stays unknown; ``anything_new`` reopens all of them."""

    kind: ClassVar[str] = "screen"
    answers: dict[Slug, bool] = {}
    anything_new: bool | None = None


class Condition(Base, frozen=True, kw_only=True, tag="condition"):
    """A diagnosis or an operation that withholds or adapts some movements."""

    kind: ClassVar[str] = "condition"
    condition: Slug
    side: Side | None = None
    since: str | None = None
    ended: bool = False


class Clearance(Base, frozen=True, kw_only=True, tag="clearance"):
    """A clinician lifts one flag, as answered before this. Named and dated, or it does not count."""

    kind: ClassVar[str] = "clearance"
    flag: Slug
    by: Name  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]


class Reading(Base, frozen=True, kw_only=True, tag="reading"):
    """One measurement. ``value`` is the median of the trials where there are any."""

    kind: ClassVar[str] = "reading"
    measure: Slug
    value: float
    unit: str
    side: Side | None = None
    trials: tuple[float, ...] | None = None
    method: Method | None = None
    helper: bool | None = None
    label: Name | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNIT_BOUNDS:
            raise ValueError(f"unit {self.unit!r} is not known; use one of {', '.join(UNIT_BOUNDS)}")
        low, high = UNIT_BOUNDS[self.unit]
        for value in (self.value, *(self.trials or ())):
            if not low <= value <= high:
                raise ValueError(f"a value of {value:g} {self.unit} is not possible; it lies between {low} and {high}")


class Pain(Base, frozen=True, kw_only=True, tag="pain"):
    """Pain now and at its worst, 0-10 (NPRS)."""

    kind: ClassVar[str] = "pain"
    now: Score
    side: Side | None = None
    site: Name | None = None
    worst: Score | None = None


class ProgrammeChoice(Base, frozen=True, kw_only=True, tag="programme"):
    """A programme is taken up, or ended. ``chosen``: the exercises picked where its ``mode`` is to choose."""

    kind: ClassVar[str] = "programme"
    programme: Slug
    affected: Side | None = None
    mode: Literal["choose", "split", "full"] | None = None
    chosen: tuple[Slug, ...] | None = None
    ended: bool = False


class SetDone(Base, frozen=True, kw_only=True, tag="set"):
    """One set as it was done.

    ``bout``: which time of the day it was, for what is done several times a day. ``felt_side``: where pain or a symptom
    was felt, for a move that loads both legs; left out, it counts for both.
    """

    kind: ClassVar[str] = "set"
    exercise: Slug
    level: Slug | None = None
    side: Side | None = None
    reps: Annotated[int, Meta(ge=0, le=1000)] | None = None
    seconds: Annotated[float, Meta(ge=0, le=3600)] | None = None
    load: Load | None = None
    pain: Score | None = None
    site: Name | None = None
    symptoms: tuple[Symptom, ...] | None = None
    felt_side: Side | None = None
    effort: Score | None = None
    clean: bool | None = None
    bout: Annotated[int, Meta(ge=1, le=20)] | None = None
    seen_by: Name | None = None

    def __post_init__(self) -> None:
        if self.reps is None and self.seconds is None:
            raise ValueError("a set needs reps or seconds")


class SessionDone(Base, frozen=True, kw_only=True, tag="session"):
    """A session ended."""

    kind: ClassVar[str] = "session"
    done: bool
    minutes: Annotated[float, Meta(ge=0, le=600)] | None = None


class NextDay(Base, frozen=True, kw_only=True, tag="next-day"):
    """Pain the morning after a session, 0-10."""

    kind: ClassVar[str] = "next-day"
    pain: Score
    side: Side | None = None
    site: Name | None = None


class Skip(Base, frozen=True, kw_only=True, tag="skip"):
    """An exercise that was offered and left out."""

    kind: ClassVar[str] = "skip"
    exercise: Slug
    side: Side | None = None
    reason: Name | None = None


class Prescription(Base, frozen=True, kw_only=True, tag="prescription"):
    """A clinician sets dose and level, leaves out, or puts one exercise in another's place. ``ended`` takes it back."""

    kind: ClassVar[str] = "prescription"
    exercise: Slug
    by: Name  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]
    side: Side | None = None
    sets: Annotated[int, Meta(ge=1, le=20)] | None = None
    reps: Annotated[int, Meta(ge=1, le=200)] | None = None
    seconds: Annotated[float, Meta(ge=1, le=1800)] | None = None
    level: Slug | None = None
    leave_out: bool = False
    instead_of: Slug | None = None
    prescribed_on: str | None = None
    ended: bool = False

    def __post_init__(self) -> None:
        dose = (self.sets, self.reps, self.seconds, self.level, self.instead_of)
        if self.leave_out and any(part is not None for part in dose):
            raise ValueError("what is left out has no dose, no level and takes no other's place")
        if self.instead_of == self.exercise:
            raise ValueError("an exercise cannot take its own place")
        if self.prescribed_on is not None:
            date.fromisoformat(self.prescribed_on)


class Offered(Base, frozen=True, kw_only=True, eq=False, tag="offered"):
    """What was offered, why, and by which version of the knowledge. The session is read only when it is asked for."""

    kind: ClassVar[str] = "offered"
    knowledge: Name
    as_sent: msgspec.Raw = msgspec.field(name="session")

    @property
    def session(self) -> dict[str, Any]:
        """The session as it was offered."""
        return msgspec.json.decode(self.as_sent, type=dict[str, Any])

    def __eq__(self, other: object) -> bool:
        mine = (self.at, self.id, self.person, self.by, self.note, self.knowledge)
        return (
            isinstance(other, Offered)
            and mine == (other.at, other.id, other.person, other.by, other.note, other.knowledge)
            and self.session == other.session
        )

    def __hash__(self) -> int:
        return hash((self.at, self.id, self.knowledge))

    def __post_init__(self) -> None:
        if not bytes(self.as_sent).lstrip().startswith(b"{"):
            raise ValueError("session is a JSON object")


class Correction(Base, frozen=True, kw_only=True, tag="correction"):
    """Puts another fact in the place of one; without ``fact`` it withdraws it. Nothing is edited."""

    kind: ClassVar[str] = "correction"
    replaces: str
    fact: dict[str, Any] | None = None


Fact = (
    Profile | Preference | Screen | Condition | Clearance | Reading | Pain | ProgrammeChoice | SetDone | SessionDone
    | NextDay | Skip | Prescription | Offered | Correction
)  # fmt: skip

KINDS: tuple[str, ...] = (
    "profile", "preference", "screen", "condition", "clearance", "reading", "pain", "programme", "set", "session",
    "next-day", "skip", "prescription", "offered", "correction",
)  # fmt: skip

MANY = msgspec.json.Decoder(list[Fact])
_PATH = re.compile(r"^(.*?)(?: - at `\$(?:\[\d+\])?\.?(.*)`)?$", re.DOTALL)


def explain(message: str, kind: object) -> str:
    """One clear sentence from what the decoder says."""
    match = cast("re.Match[str]", _PATH.match(message))
    says, path = match.group(1), match.group(2) or ""
    if "value" in says and path == "kind":
        return f"the kind {kind!r} is not known; use one of {', '.join(KINDS)}"
    if "required field `kind`" in says:
        return "the fact has no kind; use one of " + ", ".join(KINDS)
    says = says.replace("Object missing required field", "it lacks the field").replace("Expected", "expected")
    return f"{kind}: {path}: {says}" if path else f"{kind}: {says}"


def decode(data: bytes, kind: object = None) -> Fact:
    """Reads one fact from JSON.

    Raises:
        RecordError: with one sentence naming the field.
    """
    try:
        fact = MANY.decode(b"[" + data + b"]")[0]
    except (msgspec.DecodeError, ValueError) as error:
        raise RecordError(explain(str(error), kind)) from None
    except RecursionError:
        raise RecordError("the fact is nested too deeply") from None
    return sound(keep_raw(fact, data))


def keep_raw(fact: Fact, data: bytes) -> Fact:
    """Lets a fact remember the JSON it was read from."""
    cast("dict[str, bytes]", fact.__dict__)["raw"] = data
    return fact


def sound(fact: Fact) -> Fact:
    """Checks what the types cannot say: time, id, and the fact within a correction.

    Raises:
        RecordError: with one sentence naming the field.
    """
    try:
        year = moment_of(fact.at).day.year
    except ValueError as error:
        raise RecordError(f"{fact.kind}: at: {_time_error(fact.at, error)}") from None
    if not 1900 <= year <= 9998:
        raise RecordError(f"{fact.kind}: at: the year {year} is not a plausible one")
    if fact.id and not _UUID.fullmatch(fact.id):
        raise RecordError(f"{fact.kind}: id: {fact.id!r} is not a UUID in lower case")
    if isinstance(fact, Correction):
        replacement(fact)
    return fact


def _time_error(at: str, error: ValueError) -> str:
    text = str(error)
    return text if "offset" in text else f"{at!r} is not an ISO 8601 date, nor a time with its offset"


def fact_from(content: dict[str, Any]) -> Fact:
    """Reads one fact from its JSON object.

    Raises:
        RecordError: with one sentence naming the field.
    """
    try:
        data = msgspec.json.encode(content)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise RecordError(f"the fact is not JSON: {error}") from None
    return decode(data, content.get("kind"))


def replacement(correction: Correction) -> Fact | None:
    """The fact a correction puts in place: it takes the correction's id, and its time unless it names its own."""
    if correction.fact is None:
        return None
    content = {"at": correction.at, **correction.fact, "id": correction.id, "person": correction.person}
    if content.get("kind") == "correction":
        raise RecordError("correction: fact: a correction cannot put a correction in place")
    return fact_from(content)


def fact_json(fact: Fact) -> dict[str, Any]:
    """The fact as it came: only the fields that were given, unknown ones included, with its id.

    Raises:
        RecordError: a field that Turnout does not know holds a number that no computer takes, such as 1e999.
    """
    raw: bytes | None = fact.__dict__.get("raw")
    try:
        content: dict[str, Any] = msgspec.to_builtins(fact) if raw is None else msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise RecordError(f"{fact.kind}: {error}") from None
    return {"id": fact.id, **{k: v for k, v in content.items() if k != "id"}} if fact.id else content
