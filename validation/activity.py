"""How hard the model says the glutei work in the exercises of emg.yaml.

    python -m validation.activity        solves every exercise and keeps what was found in activity.yaml

In: a `Body`, the motions. Out: mean and peak activation by exercise and muscle, kept together with the entry of
frozen.yaml it was computed under. The page reads the kept numbers; a test works some of them out again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from turnout.body import BodyError, Person, load_body, muscles_of
from turnout.body.engine import Array
from turnout.body.loads import LegName, Loads, loads_of
from turnout.body.model import Body
from turnout.knowledge import Knowledge, load_knowledge
from validation.emg import MUSCLES, emg
from validation.freeze import changed, entries, now
from validation.moves import piece_of

FILE = Path(__file__).parent / "activity.yaml"
KEPT = (*MUSCLES, *emg()["under"].values(), "piriformis", "obturator_internus", "quadratus_femoris")
"""Whole muscles, the parts under the electrodes, and deep rotators that wires have reached."""
HEAD = "# Written by `python -m validation.activity`; not by hand. Activation 0..1: mean and peak of a repetition.\n"


@dataclass(frozen=True)
class Work:
    """One exercise solved: mean and peak by muscle; ``why`` where it is not."""

    exercise: str
    mean: Mapping[str, float]
    peak: Mapping[str, float]
    reserve_nm: float | None
    residual: float | None
    why: str

    @property
    def solved(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Found:
    """Everything kept: ``entry`` of frozen.yaml, what had changed since it, and the exercises."""

    entry: int
    changed: tuple[str, ...]
    works: Mapping[str, Work]

    def values(self, muscle: str, which: str = "mean") -> dict[str, float]:
        """By exercise, where it was solved."""
        return {name: getattr(work, which)[muscle] for name, work in self.works.items() if work.solved}


def weights(body: Body, muscle: str) -> Array:
    """Share of each of the model's muscles in a recorded one, by volume, (muscles,); a part is all of itself."""
    parameters = muscles_of(body)
    parts = emg()["parts"].get(muscle, [muscle])
    volume = parameters.force * parameters.fibre  # one specific tension for all: force stands for cross-section
    share = np.where([name in parts for name in body.muscles], volume, 0.0)
    return share / share.sum()


def work_of(exercise: str, body: Body, k: Knowledge) -> Work:
    """One exercise."""
    piece = piece_of(exercise, k)
    if piece is None:
        return Work(exercise, {}, {}, None, None, "the app has no such motion yet")
    try:
        loads = loads_of(piece, body, k)
    except BodyError as error:
        return Work(exercise, {}, {}, None, None, str(error))
    limb: LegName = emg()["motions"][exercise].get("limb", "working")
    curves = {muscle: loads.activation[limb] @ weights(body, muscle) for muscle in KEPT}
    mean = {muscle: _mean(loads, curve) for muscle, curve in curves.items()}
    peak = {muscle: float(curve.max()) for muscle, curve in curves.items()}
    return Work(exercise, mean, peak, loads.reserve_nm, loads.residual_share, loads.why)


def _mean(loads: Loads, curve: Array) -> float:
    """Over time; frames need not be evenly spaced."""
    time = loads.track.time
    return float(np.trapezoid(curve, time) / (time[-1] - time[0]))


def solve_all(body: Body, k: Knowledge) -> dict[str, Work]:
    return {exercise: work_of(exercise, body, k) for exercise in emg()["motions"]}


def found() -> Found:
    """What was kept; nothing where nothing was solved yet."""
    if not FILE.exists():
        return Found(0, (), {})
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    works = {
        name: Work(name, one["mean"], one["peak"], one["reserve_nm"], one["residual"], one["why"])
        for name, one in data["exercises"].items()
    }
    return Found(int(data["entry"]), tuple(data["changed"]), works)


def main() -> int:
    """Solves and keeps."""
    frozen = entries()
    if not frozen:
        sys.stderr.write("Nothing is frozen yet: python -m validation.freeze comes first.\n")
        return 2
    differs = changed(frozen[-1], now())
    works = solve_all(load_body(Person()), load_knowledge())
    exercises = {
        name: {
            "mean": {muscle: round(value, 4) for muscle, value in work.mean.items()},
            "peak": {muscle: round(value, 4) for muscle, value in work.peak.items()},
            "reserve_nm": None if work.reserve_nm is None else round(work.reserve_nm, 2),
            "residual": None if work.residual is None else round(work.residual, 4),
            "why": work.why,
        }
        for name, work in works.items()
    }
    data = {"entry": frozen[-1]["number"], "changed": differs, "exercises": exercises}
    FILE.write_text(HEAD + yaml.safe_dump(data, sort_keys=False, width=118), "utf-8")
    solved = sum(work.solved for work in works.values())
    sys.stdout.write(f"Solved {solved} of {len(works)} exercises under entry {data['entry']}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
