"""Published EMG, and how an order of loads agrees with it.

In: emg.yaml, and loads by exercise. Out: rank correlations with intervals. Spearman's rho; a bootstrap over the
exercises (Efron 1979, percentiles), because other exercises might have been chosen; and one over the people, because
other people might have been measured: each mean is drawn anew with its standard error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Array = NDArray[np.float64]
Loads = tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]
"""Means, peaks, and means of the part under the electrode, by exercise."""
FILE = Path(__file__).parent / "emg.yaml"
MUSCLES = ("gluteus_medius", "gluteus_maximus")
DRAWS = 4000
LEAST = 5
"""Fewer exercises than this say nothing about an order."""
SHARED = 3
"""Two studies are compared where they share so many."""


@dataclass(frozen=True)
class Signal:
    """One cell of a table [% of a maximal contraction]; ``sure`` as in emg.yaml: v, q or r."""

    mean: float
    sd: float | None
    sure: str

    @property
    def read(self) -> bool:
        """Whether the mean was read, if only in a quotation."""
        return self.sure != "r"


@dataclass(frozen=True)
class Study:
    id: str
    cite: str
    people: int
    says: str
    rows: Mapping[str, Mapping[str, Signal]]

    def of(self, muscle: str) -> dict[str, Signal]:
        """By exercise, those that give this muscle."""
        return {exercise: row[muscle] for exercise, row in self.rows.items() if muscle in row}


@dataclass(frozen=True)
class Order:
    """How an order of loads agrees with a study's.

    Attributes:
        exercises: that both have.
        rho: Spearman's, by mean loads; ``by_peak``: by peaks; ``by_part``: by the part under the electrode alone.
        over_exercises, over_people: 95 % intervals; the latter None where the study's SDs are not known.
        again: what the study would agree with itself, measured anew in as many people (median).
    """

    study: str
    muscle: str
    exercises: tuple[str, ...]
    rho: float
    by_peak: float
    by_part: float
    over_exercises: tuple[float, float]
    over_people: tuple[float, float] | None
    again: float | None


@dataclass(frozen=True)
class Agreement:
    """Two studies on the exercises both have."""

    muscle: str
    studies: tuple[str, str]
    exercises: int
    rho: float


@lru_cache(maxsize=1)
def emg() -> dict[str, Any]:
    """The whole file."""
    return yaml.safe_load(FILE.read_text("utf-8"))


@lru_cache(maxsize=1)
def studies() -> tuple[Study, ...]:
    out: list[Study] = []
    for id, study in emg()["studies"].items():
        rows = {
            exercise: {muscle: Signal(float(mean), sd, sure) for muscle, (mean, sd, sure) in row.items()}
            for exercise, row in study["rows"].items()
        }
        out.append(Study(id, study["cite"], int(study["people"]), study["says"], rows))
    return tuple(out)


def ranks(values: Array) -> Array:
    """Along the last axis, 1 for the smallest; equals share the mean of their places."""
    stats: Any = import_module("scipy.stats")
    return stats.rankdata(values, axis=-1)


def spearman(a: Sequence[float] | Array, b: Sequence[float] | Array) -> float:
    """Rank correlation; NaN where one side has no order."""
    return float(spearmans(np.atleast_2d(a), np.atleast_2d(b))[0])


def spearmans(a: Array, b: Array) -> Array:
    """Of many pairs at once, row by row, (rows,)."""
    x, y = ranks(a), ranks(b)
    x, y = x - x.mean(-1, keepdims=True), y - y.mean(-1, keepdims=True)
    size = np.sqrt((x * x).sum(-1) * (y * y).sum(-1))
    together = (x * y).sum(-1)
    without: Array = np.full(len(together), np.nan)
    return np.divide(together, size, out=without, where=size > 0)


def order_of(study: Study, muscle: str, loads: Loads, seed: int = 1) -> Order:
    """The agreement of loads with one study."""
    mean, peak, part = loads
    signals = {exercise: signal for exercise, signal in study.of(muscle).items() if exercise in mean}
    exercises = tuple(signals)
    theirs = np.array([signal.mean for signal in signals.values()])
    ours = np.array([mean[exercise] for exercise in exercises])
    peaks = np.array([peak[exercise] for exercise in exercises])
    parts = np.array([part[exercise] for exercise in exercises])
    chance = np.random.default_rng(seed)
    spread = [signal.sd for signal in signals.values() if signal.sd is not None]
    errors = np.array(spread) / np.sqrt(study.people) if len(spread) == len(signals) else None
    return Order(
        study=study.id,
        muscle=muscle,
        exercises=exercises,
        rho=spearman(ours, theirs),
        by_peak=spearman(peaks, theirs),
        by_part=spearman(parts, theirs),
        over_exercises=_over_exercises(ours, theirs, chance),
        over_people=None if errors is None else _over_people(ours, theirs, errors, chance),
        again=None if errors is None else _again(theirs, errors, chance),
    )


def _interval(found: Array) -> tuple[float, float]:
    low, high = np.percentile(found[np.isfinite(found)], [2.5, 97.5])
    return float(low), float(high)


def _over_exercises(ours: Array, theirs: Array, chance: np.random.Generator) -> tuple[float, float]:
    picks = chance.integers(0, len(ours), (DRAWS, len(ours)))
    return _interval(spearmans(ours[picks], theirs[picks]))


def _over_people(ours: Array, theirs: Array, errors: Array, chance: np.random.Generator) -> tuple[float, float]:
    drawn = theirs + errors * chance.normal(size=(DRAWS, len(theirs)))
    return _interval(spearmans(np.broadcast_to(ours, drawn.shape), drawn))


def _again(theirs: Array, errors: Array, chance: np.random.Generator) -> float:
    drawn = theirs + errors * chance.normal(size=(DRAWS, len(theirs)))
    return float(np.median(spearmans(np.broadcast_to(theirs, drawn.shape), drawn)))


def agreements() -> list[Agreement]:
    """Every two studies that share enough exercises."""
    out: list[Agreement] = []
    for muscle in MUSCLES:
        for a, b in combinations(studies(), 2):
            first, second = a.of(muscle), b.of(muscle)
            shared = [exercise for exercise in first if exercise in second]
            if len(shared) >= SHARED:
                rho = spearman([first[e].mean for e in shared], [second[e].mean for e in shared])
                out.append(Agreement(muscle, (a.id, b.id), len(shared), rho))
    return out


def apart() -> dict[str, dict[str, tuple[float, float, int]]]:
    """By muscle and exercise, the least and greatest mean that studies give, and how many give one; those of two or
    more."""
    out: dict[str, dict[str, tuple[float, float, int]]] = {}
    for muscle in MUSCLES:
        means: dict[str, list[float]] = {}
        for study in studies():
            for exercise, signal in study.of(muscle).items():
                means.setdefault(exercise, []).append(signal.mean)
        out[muscle] = {e: (min(found), max(found), len(found)) for e, found in means.items() if len(found) > 1}
    return out
