"""The muscles that the figure shows: those of the hip, on both sides, with the size of their bellies.

In: a body. Out: `Strand`s, in the order in which the body file lists them and tracks name them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body import engine
from turnout.body.arms import hip_muscles
from turnout.body.build import tendon_of
from turnout.body.engine import Array
from turnout.body.model import SUFFIX, Body
from turnout.body.muscles import muscles_of
from turnout.knowledge import Knowledge
from turnout.terms import Limb

SIDES: tuple[Limb, Limb] = ("right", "left")
TENDON = 0.24
"""Width of a muscle at its ends over that of its belly."""
BROAD = {
    "gluteus_maximus": 3, "gluteus_medius": 3, "gluteus_minimus": 2, "adductor_magnus": 2, "obturator_internus": 2,
    "obturator_externus": 2, "quadratus_femoris": 2, "iliacus": 3,
}  # fmt: skip
"""Muscles that are sheets: how many strips each of their parts is shown as."""
FIRST = {
    **{
        word: word
        for word in ("anterior", "middle", "posterior", "superior", "inferior", "proximal", "distal", "ischial")
    },
    "long": "long head of",
}
"""Last words of names that people put first."""
GEMELLI = "gemellus"
DEEP = "deep-rotators"


@dataclass(frozen=True)
class Strand:
    """One muscle (or one part of a broad one) of one side.

    Attributes:
        name: as the model has it, without its side.
        label: as people write it.
        side: which leg.
        group: of the muscle in the knowledge: deep-rotators, gluteals, ...
        radius_m: of the belly at its thickest, were it one round strip, in the standing posture.
        strips: how many it is shown as.
        tendon: number of the path in the model.
    """

    name: str
    label: str
    side: Limb
    group: str
    radius_m: float
    strips: int
    tendon: int


def strands_of(body: Body, k: Knowledge) -> tuple[Strand, ...]:
    """Every hip muscle, first those of the right."""
    tendons = engine.tendon_names(body.engine_model)
    muscles = muscles_of(body)
    lengths = body.geometry({}).lengths[0]
    # cm3 from a force in N, N/cm2, and a fibre in m
    volume = muscles.force / body.anatomy.specific_tension_n_cm2 * muscles.fibre * 100
    radius = np.sqrt(volume / 1e6 / (np.pi * lengths * _mean_square()))
    return tuple(
        Strand(
            name=name,
            label=label(name),
            side=side,
            group=group_of(name, k),
            radius_m=float(radius[body.muscles.index(name)]),
            strips=next((count for start, count in BROAD.items() if name.startswith(start)), 1),
            tendon=tendons.index(tendon_of(body.anatomy, name, SUFFIX[side])),
        )
        for side in SIDES
        for name in hip_muscles(body)
    )


def belly(along: Array) -> Array:
    """Width of a muscle along its path, 0 to 1, over that of its belly."""
    return TENDON + (1 - TENDON) * np.sin(np.pi * np.clip(along, 0, 1)) ** 0.8


def _mean_square() -> float:
    return float(np.mean(belly(np.linspace(0, 1, 201)) ** 2))


def label(name: str) -> str:
    """``gluteus_medius_posterior`` as people write it: posterior gluteus medius."""
    words = name.split("_")
    if len(words) > 1 and words[-1] in FIRST and words[0] != GEMELLI:
        words = [FIRST[words[-1]], *words[:-1]]
    return " ".join(words)


def group_of(name: str, k: Knowledge) -> str:
    """The group of a muscle, or of the muscle it is a part of; "" where the knowledge does not have it."""
    words = name.split("_")
    for count in range(len(words), 0, -1):
        muscle = k.muscles.get("_".join(words[:count]))
        if muscle is not None:
            return str(muscle.group)
    family = [muscle.group for id, muscle in k.muscles.items() if id.split("_")[0] == words[0]]
    return str(family[0]) if family else ""
