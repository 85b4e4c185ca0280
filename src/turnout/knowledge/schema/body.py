"""The shape of ``muscles.yaml`` and ``needs.yaml``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from turnout.knowledge.schema.base import Decision, MuscleId, Slug, Sourced, Strict
from turnout.terms import Confidence, ExerciseKind


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
    """``needs.yaml``: something a hip can lack, and which muscles or which direction of range answer it.

    ``at_flexion_deg``: the muscles matter where the hip is bent so far; then only computed loads tell who serves it.
    """

    id: Slug
    name: str
    says: str
    muscles: dict[MuscleId, float] = Field(default_factory=dict[str, float])
    gains: tuple[str, ...] = ()
    at_flexion_deg: tuple[float, float] | None = None
    kinds: tuple[ExerciseKind, ...]
