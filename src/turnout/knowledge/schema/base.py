"""What every knowledge file shares: ids, ranges, blocks of numbers with their source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from turnout.terms import Confidence

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


class Decision(Strict):
    """What we did about a discrepancy of the texts, and why."""

    id: Annotated[str, Field(pattern=r"^D-\d\d$")]
    says: str
