"""What OpenSim says of our model. Run where OpenSim is installed, which is not in Turnout's environment:

    python validation/opensim_side.py torques MODEL.osim POSES.json     inverse dynamics of every pose
    python validation/opensim_side.py levers MODEL.osim POSES.json      moment arms of every muscle in every pose
    python validation/opensim_side.py solve MODEL.osim MOVE.sto FOLDER  static optimisation of a movement, timed

In: a model file written by osim.py, and postures. Out: JSON on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any


def main(words: Sequence[str]) -> int:
    """Answers one question."""
    opensim: Any = import_module("opensim")
    opensim.Logger.setLevelString("error")
    ask = {"torques": torques, "levers": levers, "solve": solve}[words[0]]
    sys.stdout.write(json.dumps({"version": opensim.GetVersion(), **ask(opensim, *words[1:])}))
    return 0


def torques(opensim: Any, file: str, poses: str) -> dict[str, Any]:
    """Generalised forces that hold each pose, or drive it where it has speeds and accelerations, by coordinate."""
    model = opensim.Model(file)
    state = model.initSystem()
    coordinates = model.getCoordinateSet()
    names = _in_order(coordinates, state)
    solver = opensim.InverseDynamicsSolver(model)
    found: list[dict[str, float]] = []
    for pose in json.loads(Path(poses).read_text("utf-8")):
        for name, value in pose["position"].items():
            coordinates.get(name).setValue(state, value, False)
            coordinates.get(name).setSpeedValue(state, pose.get("speed", {}).get(name, 0.0))
        model.realizeVelocity(state)
        wanted = opensim.Vector(len(names), 0.0)
        for n, name in enumerate(names):
            wanted.set(n, pose.get("acceleration", {}).get(name, 0.0))
        forces = solver.solve(state, wanted)
        found.append({name: forces.get(n) for n, name in enumerate(names)})
    return {"torques": found}


def _in_order(coordinates: Any, state: Any) -> list[str]:
    """The names in the order of the generalised speeds: each is given a speed of its own, and looked for."""
    names = [coordinates.get(n).getName() for n in range(coordinates.getSize())]
    for n, name in enumerate(names):
        coordinates.get(name).setSpeedValue(state, float(n))
    return [names[round(state.getU().get(n))] for n in range(len(names))]


def levers(opensim: Any, file: str, poses: str) -> dict[str, Any]:
    """Moment arm [m] of every muscle about every coordinate that is no root's, by pose."""
    model = opensim.Model(file)
    state = model.initSystem()
    coordinates, muscles = model.getCoordinateSet(), model.getMuscles()
    names = [coordinates.get(n).getName() for n in range(coordinates.getSize())]
    found: list[dict[str, dict[str, float]]] = []
    for pose in json.loads(Path(poses).read_text("utf-8")):
        for name, value in pose["position"].items():
            coordinates.get(name).setValue(state, value, False)
        model.realizePosition(state)
        arms: dict[str, dict[str, float]] = {}
        for n in range(muscles.getSize()):
            muscle = muscles.get(n)
            turning = [name for name in names if not name.startswith("root_")]
            arms[muscle.getName()] = {name: muscle.computeMomentArm(state, coordinates.get(name)) for name in turning}
        found.append(arms)
    return {"levers": found}


def solve(opensim: Any, file: str, move: str, folder: str) -> dict[str, Any]:
    """Static optimisation as its users run it (AnalyzeTool): seconds of processor time, activations of every frame."""
    model = opensim.Model(file)
    model.initSystem()
    analysis = opensim.StaticOptimization()
    analysis.setUseMusclePhysiology(False)
    analysis.setActivationExponent(2)
    analysis.setUseModelForceSet(True)
    analysis.setStepInterval(1)
    times = opensim.TimeSeriesTable(move).getIndependentColumn()
    analysis.setStartTime(times[0])
    analysis.setEndTime(times[-1])
    model.addAnalysis(analysis)
    tool = opensim.AnalyzeTool(model)
    tool.setName("peer")
    tool.setModel(model)
    tool.setInitialTime(times[0])
    tool.setFinalTime(times[-1])
    tool.setLowpassCutoffFrequency(-1)
    tool.setCoordinatesFileName(move)
    tool.setLoadModelAndInput(True)
    tool.setResultsDir(folder)
    began = time.process_time()
    tool.run()
    seconds = time.process_time() - began
    table = opensim.TimeSeriesTable(str(Path(folder) / "peer_StaticOptimization_activation.sto"))
    labels = table.getColumnLabels()
    rows = [[table.getRowAtIndex(n)[c] for c in range(len(labels))] for n in range(table.getNumRows())]
    return {"seconds": seconds, "frames": len(rows), "labels": list(labels), "rows": rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
