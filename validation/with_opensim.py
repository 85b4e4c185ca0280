"""Moment arms by OpenSim, for `opensim.yaml`. Run it where OpenSim is installed, which is not in Turnout's environment:

    python validation/with_opensim.py gait2392.osim Rajagopal2016.osim > validation/opensim.yaml

In: model files of the OpenSim project (not shipped here). Out: YAML on standard output: right hip, other angles at 0,
knee straight, at 0, 20, 45, 60 and 90 degrees of flexion: flexion, adduction, internal rotation [mm].
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

ANGLES = (0, 20, 45, 60, 90)
AXES = ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r")
LEAST_MM = 0.5


def main(files: Sequence[str]) -> int:
    """Prints the levers of every muscle of the right hip, by model."""
    opensim: Any = import_module("opensim")
    opensim.Logger.setLevelString("error")
    sys.stdout.write(f"# Written by with_opensim.py with OpenSim {opensim.GetVersion()}; do not edit by hand.\n")
    for file in files:
        model = opensim.Model(file)
        state = model.initSystem()
        sys.stdout.write(f"{file.rsplit('/', 1)[-1].removesuffix('.osim')}:\n")
        for name, rows in levers(model, state).items():
            if max(abs(value) for row in rows for value in row) > LEAST_MM:
                sys.stdout.write(f"  {name}: {[[round(value, 2) for value in row] for row in rows]}\n")
    return 0


def levers(model: Any, state: Any) -> dict[str, list[list[float]]]:
    """By muscle, one row of three levers [mm] for each angle."""
    coordinates, muscles = model.getCoordinateSet(), model.getMuscles()
    names = [muscles.get(i).getName() for i in range(muscles.getSize())]
    found: dict[str, list[list[float]]] = {name: [] for name in names if name.endswith("_r")}
    for angle in ANGLES:
        coordinates.get(AXES[0]).setValue(state, math.radians(angle))
        model.realizePosition(state)
        for name, rows in found.items():
            muscle = muscles.get(name)
            rows.append([1000 * muscle.computeMomentArm(state, coordinates.get(axis)) for axis in AXES])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
