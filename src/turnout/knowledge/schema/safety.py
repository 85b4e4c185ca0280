"""The shape of ``safety/*.yaml``: red flags, conditions, demands, thresholds."""

from __future__ import annotations

from turnout.knowledge.schema.base import Slug, Sourced, Strict
from turnout.terms import Urgency


class RedFlag(Sourced):
    """``safety/red-flags.yaml``: a question whose yes stops everything.

    ``presumes``: the condition a yes puts in force until that one, or one of ``settled_by``, is told. ``again``: how it
    is asked once a clinician has cleared it; a no then means that nothing is new.
    """

    id: Slug
    urgency: Urgency
    name: str
    asks: str
    says: str
    why: str
    again: str = ""
    presumes: Slug | None = None
    settled_by: tuple[Slug, ...] = ()
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
