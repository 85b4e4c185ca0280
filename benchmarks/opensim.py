"""Turnout's muscle solve beside OpenSim's StaticOptimization, in one run on one machine.

    python -m benchmarks.opensim          prints both and their ratio
    python -m benchmarks.opensim --keep   and keeps them for docs/validation.md

Both get the same skeleton, the same 92 paths and greatest forces, and the same postures: a leg lifted while lying on
the side. OpenSim is installed from PyPI into ``.venv/opensim`` when it is not there; the model is written for it by
`validation.osim`.

What is measured is the margin: what one more frame costs, once everything is loaded. OpenSim is run as its users run it
(AnalyzeTool from a table of coordinates) with few and with many frames, and the difference is divided. Ours is all of
a repetition (equations of motion, levers, contacts, forces of the fibres, the quadratic programme) over its frames.

Where the comparison leans, it leans to OpenSim: its model has 20 degrees of freedom without a constraint (back and arms
are one lump, the kneecap is written as moving points), ours solves 29 joints and the floor; its muscles are asked
without their force-length curves; and no time is counted for loading or for writing its model. What it does beside is
to fit splines to the coordinates and to write its results to files; neither can be turned off, and both are part of
what its users wait for.

Both are counted in processor time, so that what else the machine does counts little. One core each:
``OPENBLAS_NUM_THREADS=1`` (the make target sets it).
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from turnout.body.loads import loaded, prepared
from turnout.body.model import Body, load_body
from turnout.body.motion import Track
from turnout.body.repertoire import perform
from turnout.knowledge import load_knowledge
from validation.moves import bare, own_motion, performed
from validation.peer import LIFT, solved

FEW, MANY = 8, 48
ROUNDS = 5
KEPT = Path(__file__).parents[1] / "validation" / "opensim_speed.yaml"
HEAD = "# Written by `python -m benchmarks.opensim --keep`; do not edit by hand. Milliseconds a frame, at the margin.\n"


@dataclass(frozen=True)
class Beside:
    """One run [ms a frame]: medians, and each round's ratio."""

    ours: float
    with_posture: float
    opensim: float
    ratios: tuple[float, ...]
    opensim_version: str


def margin(body: Body, track: Track) -> float:
    """What one more frame costs OpenSim [ms]."""
    few, many = (solved(body, track, frames)["seconds"] for frames in (FEW, MANY))
    return 1000 * (many - few) / (MANY - FEW)


def timed(task: Callable[[], Any]) -> float:
    began = time.process_time()
    task()
    return 1000 * (time.process_time() - began)


def ours(body: Body, track: Track) -> float:
    """What a frame costs here, once the postures are known [ms]."""
    piece, k = bare(own_motion(LIFT)), load_knowledge()
    return timed(lambda: loaded(piece, prepared(track, body), k, body)) / len(track.time)


def run() -> Beside:
    """Both, round by round."""
    body = load_body()
    track = performed(own_motion(LIFT), body)
    ours(body, track)
    here: list[float] = []
    there: list[float] = []
    for _ in range(ROUNDS):
        here.append(ours(body, track))
        there.append(margin(body, track))
    posture = median(timed(lambda: perform(bare(own_motion(LIFT)), body)) for _ in range(ROUNDS)) / len(track.time)
    return Beside(
        ours=median(here),
        with_posture=median(here) + posture,
        opensim=median(there),
        ratios=tuple(theirs / mine for mine, theirs in zip(here, there, strict=True)),
        opensim_version=solved(body, track, FEW)["version"].split("-")[0],
    )


def main(words: Sequence[str]) -> int:
    """Runs and tells."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opensim", description="Beside OpenSim.")
    parser.add_argument("--keep", action="store_true", help="keep the numbers for docs/validation.md")
    keep = parser.parse_args(words).keep
    found = run()
    ratio = median(found.ratios)
    sys.stdout.write(
        f"Turnout   {found.ours:6.2f} ms a frame ({found.with_posture:.2f} with inverse kinematics)\n"
        f"OpenSim   {found.opensim:6.1f} ms a frame at the margin (StaticOptimization, {found.opensim_version})\n"
        f"Ratio     {ratio:6.0f} ({min(found.ratios):.0f} to {max(found.ratios):.0f} over {ROUNDS} rounds)\n"
    )
    if keep:
        data = {
            "ours_ms": round(found.ours, 2),
            "with_posture_ms": round(found.with_posture, 2),
            "opensim_ms": round(found.opensim, 1),
            "ratio": round(ratio),
            "ratios": [round(one) for one in sorted(found.ratios)],
            "frames": [FEW, MANY],
            "opensim": found.opensim_version,
            "mujoco": version("mujoco"),
            "python": platform.python_version(),
        }
        KEPT.write_text(HEAD + yaml.safe_dump(data, sort_keys=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
