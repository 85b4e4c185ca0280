"""The shape of ``loads.csv``: how hard each muscle works in each exercise at each level, as computed by `turnout.body`.

A line is one muscle of one limb; a comment at the top says of every exercise and level what it was computed from, and
whether the computation held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

COLUMNS = ("exercise", "level", "limb", "muscle", "peak", "mean", "flexion_at_peak_deg", "flexion_mean_deg")
LIMBS = ("working", "other")
LEAST = 0.01
"""Muscles whose peak stays below are left out."""
LEG_MUSCLES = (
    "adductor_brevis", "adductor_longus", "adductor_magnus_distal", "adductor_magnus_ischial", "adductor_magnus_middle",
    "adductor_magnus_proximal", "biceps_femoris_long", "biceps_femoris_short", "extensor_digitorum_longus",
    "extensor_hallucis_longus", "flexor_digitorum_longus", "flexor_hallucis_longus", "gastrocnemius_lateral",
    "gastrocnemius_medial", "gemellus_inferior", "gemellus_superior", "gluteus_maximus_inferior",
    "gluteus_maximus_middle", "gluteus_maximus_superior", "gluteus_medius_anterior", "gluteus_medius_middle",
    "gluteus_medius_posterior", "gluteus_minimus_anterior", "gluteus_minimus_middle", "gluteus_minimus_posterior",
    "gracilis", "iliacus", "obturator_externus", "obturator_internus", "pectineus", "peroneus_brevis",
    "peroneus_longus", "piriformis", "psoas_major", "quadratus_femoris", "rectus_femoris", "sartorius",
    "semimembranosus", "semitendinosus", "soleus", "tensor_fasciae_latae", "tibialis_anterior", "tibialis_posterior",
    "vastus_intermedius", "vastus_lateralis", "vastus_medialis",
)  # fmt: skip
"""Those of the model; a test holds the two lists together."""
PARTS_OF = {
    "adductor_magnus": (
        "adductor_magnus_distal", "adductor_magnus_ischial", "adductor_magnus_middle", "adductor_magnus_proximal",
    ),
    "gastrocnemius": ("gastrocnemius_lateral", "gastrocnemius_medial"),
}  # fmt: skip
"""Muscles of ``muscles.yaml`` that the model has in parts: the hardest working part speaks for the whole."""


class MuscleLoad(msgspec.Struct, frozen=True, gc=False):
    """One line: a muscle of one limb through one repetition.

    Attributes:
        peak, mean: activation, 0..1; the mean is over the time of the repetition.
        flexion_at_peak_deg: hip flexion of that limb when the muscle works hardest.
        flexion_mean_deg: its mean hip flexion, each moment weighed by how hard the muscle works.
    """

    exercise: str
    level: str
    limb: Literal["working", "other"]
    muscle: str
    peak: float
    mean: float
    flexion_at_peak_deg: float
    flexion_mean_deg: float


@dataclass(frozen=True, slots=True)
class Computed:
    """What is said of one exercise at one level at the top of the file.

    Attributes:
        digest: of everything it was computed from.
        fast: whether accelerations counted.
        reserve_nm: greatest torque that a joint needed beside its muscles.
        residual: share of body weight (or, where fast, of the greatest force from outside) left over at the pelvis.
        why: why it does not count as solved; empty where it does. Such a level has no lines.
    """

    digest: str
    fast: bool
    reserve_nm: float
    residual: float
    why: str = ""

    @property
    def solved(self) -> bool:
        return not self.why
