"""What the API's answers look like, for its description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

EXAMPLE_FACTS: list[dict[str, Any]] = [
    {"kind": "pain", "at": "2026-01-05T08:00:00+00:00", "side": "left", "site": "buttock", "now": 3},
    {
        "kind": "reading", "at": "2026-01-05T08:05:00+00:00", "measure": "prone-er", "side": "left", "value": 28,
        "trials": [27, 28, 30], "unit": "deg", "method": "phone", "helper": False,
    },
    {
        "kind": "set", "at": "2026-01-05T18:02:00+00:00", "exercise": "clamshell", "level": "no-band", "side": "left",
        "reps": 15, "pain": 1, "effort": 6, "clean": True,
    },
]  # fmt: skip


class Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class Problem(Shape):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="One clear sentence.", examples=["set: exercise: there is no exercise 'clamshel'."])


class FactOutcome(Shape):
    """What became of one fact."""

    id: str = Field(examples=["0193e2c4-5b1a-7c3e-9d2f-1a2b3c4d5e6f"])
    status: Literal["stored", "duplicate", "refused"]
    reason: str = Field("", description="One sentence where it was refused.")


class Outcomes(Shape):
    """What became of each fact, in the order given."""

    results: list[FactOutcome]


class Facts(Shape):
    """A person's facts, in the order of arrival."""

    facts: list[dict[str, Any]] = Field(examples=[EXAMPLE_FACTS])


class Erased(Shape):
    """How many facts were erased."""

    erased: int


class Plan(Shape):
    """The answer for a day: stop, questions, findings, phase, session, what is withheld, schedule, verdicts."""

    on: str = Field(examples=["2026-01-12"])
    stop: dict[str, Any] | None
    ask: list[str] = Field(description="Red flags still to be answered.")
    findings: list[dict[str, Any]]
    programme: str
    phase: dict[str, Any] | None
    session: dict[str, Any] | None
    withheld: list[dict[str, Any]]
    schedule: list[dict[str, Any]]
    verdicts: list[dict[str, Any]]


class Pack(Shape):
    """What a phone needs for fourteen days without the server: sessions, and for each item every dose it may have."""

    version: Literal[1]
    made_at: str = Field(examples=["2026-01-12T07:30:00+00:00"])
    knowledge: str
    from_: str = Field(alias="from", examples=["2026-01-12"])
    until: str = Field(examples=["2026-01-25"])
    as_of: str = Field(description="When the last fact was told that the sessions stand on; empty before any.")
    stop: dict[str, Any] | None
    flags: list[dict[str, Any]] = Field(description="Red flags in words, each with the day of its last answer.")
    rules: dict[str, float]
    pace: dict[str, Any]
    gate: dict[str, Any] | None
    sessions: list[dict[str, Any]] = Field(description="In order; each names its items.")
    items: dict[str, dict[str, Any]] = Field(description="By `exercise/side`: doses as nodes that lead only downwards.")
    moves: dict[str, dict[str, Any]]
    facts: list[dict[str, Any]] = Field(description="Today's session so far, which the sessions do not stand on yet.")


class Entry(Shape):
    """An entry of the library."""

    id: str = Field(examples=["clamshell"])
    name: str
    kind: str
    position: str
    equipment: list[str]
    sides: str
    levels: list[dict[str, Any]]
    doses: list[dict[str, Any]]
    muscles: list[str]
    seed_rows: list[str]


class Library(Shape):
    """All entries."""

    entries: list[Entry]


Person = Annotated[str, Query(description="Whose record; `me` is whoever asks.", min_length=1, max_length=64)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": Problem,
        "description": says,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, says in {
        400: "Host, or a body that cannot be read",
        401: "Not signed in, where accounts are on",
        403: "From another site, or about somebody else",
        413: "Too large",
        422: "Bad input",
    }.items()
}
