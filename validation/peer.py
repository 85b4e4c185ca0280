"""OpenSim asked about our own model, in an environment of its own.

    python -m validation.peer        asks anew and keeps the answers in opensim_answers.json

In: a `Body`. Out: numbers that OpenSim 4.6 gives for the same skeleton, poses and muscles (`osim` writes the model
file, opensim_side.py asks). The tests and `make validate` read the kept answers and need no OpenSim; this command and
the benchmark install it from PyPI into ``.venv/opensim`` when it is not there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from turnout.body import engine, muscles_of
from turnout.body.build import tendon_of
from turnout.body.coordinates import Coordinates, coordinates_of
from turnout.body.engine import Array
from turnout.body.ik import rotation_of
from turnout.body.model import Body, load_body
from turnout.body.motion import Track
from validation.exchange import Skeleton, skeleton_of
from validation.moves import own_motion, performed
from validation.osim import euler, osim

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv" / "opensim"
WANTED = ("opensim==4.6", "numpy<3")
KEPT = Path(__file__).parent / "opensim_answers.json"
LEG = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle", "subtalar_angle", "mtp_angle")
UPPER = ("trunk", "neck", "arm", "elbow", "forearm", "wrist")
TURNS = ("root_tx", "root_ty", "root_tz", "root_rx", "root_ry", "root_rz")
STILL = ("clamshell", "banded-squat", "forward-lunge", "step-down", "prone-er", "seated-er")
"""Motions of the app whose turning point is asked about."""
LIFT = "side-lying-hip-abduction"
FRAMES = 26
"""As many frames of the lift are solved: to the top, which is held, and a little on."""


def python() -> Path:
    """The interpreter of the environment that has OpenSim; made when missing."""
    found = PLACE / "bin" / "python"
    if not found.exists():
        sys.stderr.write(f"Installing OpenSim into {PLACE.relative_to(ROOT)}\n")
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)  # noqa: S603
        subprocess.run(  # noqa: S603
            [str(found), "-m", "pip", "--disable-pip-version-check", "install", "-qq", *WANTED], check=True
        )
    return found


def ask(question: str, *words: str) -> dict[str, Any]:
    """Asks opensim_side.py."""
    script = Path(__file__).parent / "opensim_side.py"
    said = subprocess.run(  # noqa: S603
        [str(python()), str(script), question, *words], check=True, capture_output=True, text=True
    ).stdout
    return json.loads(said[said.index('{"version"') :])


def lump(joint: str) -> bool:
    """Joints that are left out of the lean model: everything above the pelvis."""
    return joint.startswith(UPPER)


def lean_model(body: Body) -> str:
    """The model file of static optimisation: two legs, one lump above them, 92 muscles."""
    muscles = muscles_of(body)
    forces = {
        tendon_of(body.anatomy, name, side): float(force)
        for side in ("r", "l")
        for name, force in zip(muscles.names, muscles.force, strict=True)
    }
    return osim(skeleton_of(body.engine_model, lump), forces, lean=True)


def legs_of(frame: Coordinates, posture: Array) -> dict[str, float]:
    """The coordinates of the lean model."""
    angles = frame.angles(posture)
    return {
        **root_of(posture),
        **{f"{joint}_{side}": float(angles[frame.index[f"{joint}_{side}"]]) for side in "rl" for joint in LEG},
    }


def root_of(posture: Array) -> dict[str, float]:
    """Place and turn of the pelvis as OpenSim counts them."""
    return dict(zip(TURNS, [*map(float, posture[:3]), *map(float, euler(rotation_of(posture[3:7])))], strict=True))


def written_move(track: Track, frames: int) -> str:
    """The first frames of a repetition as OpenSim's table of coordinates."""
    rows = [legs_of(track.stage.frame, posture) for posture in track.positions[:frames]]
    head = ["move", "version=1", f"nRows={frames}", f"nColumns={len(rows[0]) + 1}", "inDegrees=no", "endheader"]
    lines = ["\t".join(["time", *rows[0]])]
    for time, row in zip(track.time, rows, strict=False):
        lines.append("\t".join(f"{value:.10g}" for value in (time, *row.values())))
    return "\n".join([*head, *lines]) + "\n"


def solved(body: Body, track: Track, frames: int) -> dict[str, Any]:
    """Static optimisation of the first frames by OpenSim."""
    with tempfile.TemporaryDirectory() as folder:
        model, move = Path(folder) / "lean.osim", Path(folder) / "move.sto"
        model.write_text(lean_model(body), "utf-8")
        move.write_text(written_move(track, frames), "utf-8")
        return ask("solve", str(model), str(move), str(Path(folder) / "out"))


def poses(body: Body, seed: int = 4) -> list[dict[str, Any]]:
    """Turning points of motions, held; and two chance postures that move at chance speeds."""
    model = body.engine_model
    frame = coordinates_of(model)
    out: list[dict[str, Any]] = []
    for name in STILL:
        track = performed(name, body)
        out.append({"name": name, "posture": track.positions[int(np.argmin(np.abs(track.phase - 0.5)))].tolist()})
    chance = np.random.default_rng(seed)
    for number in (1, 2):
        angles = frame.low + (frame.high - frame.low) * chance.uniform(0.2, 0.8, len(frame.joints))
        turn = chance.normal(size=4)
        posture = frame.posture(np.concatenate([[0.1, 0.2, 1.0], turn / np.linalg.norm(turn)]), angles)
        moves = chance.normal(size=(2, int(model.nv) - 6)) * np.array([[1.0], [5.0]])
        speed, acceleration = np.round(moves, 4).tolist()
        out.append({"name": f"chance {number}", "posture": posture.tolist(), "speed": speed,
                    "acceleration": acceleration})  # fmt: skip
    for pose in out:
        pose["posture"] = [round(value, 8) for value in pose["posture"]]
    return out


def in_words(model: Any, pose: dict[str, Any]) -> dict[str, Any]:
    """A pose by the names of the coordinates."""
    names = engine.joint_names(model)[1:]
    posture = np.array(pose["posture"])
    joints = {name: float(posture[engine.places(model, name)[0]]) for name in names}
    said: dict[str, Any] = {"position": {**root_of(posture), **joints}}
    for change in ("speed", "acceleration"):
        if change in pose:
            said[change] = {name: pose[change][engine.places(model, name)[1] - 6] for name in names}
    return said


def torques(body: Body, skeleton: Skeleton, wanted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Inverse dynamics of every pose by OpenSim."""
    with tempfile.TemporaryDirectory() as folder:
        model, said = Path(folder) / "free.osim", Path(folder) / "poses.json"
        model.write_text(osim(skeleton), "utf-8")
        said.write_text(json.dumps([in_words(body.engine_model, pose) for pose in wanted]), "utf-8")
        return ask("torques", str(model), str(said))


def levers(body: Body, track: Track, frames: Sequence[int]) -> list[dict[str, dict[str, float]]]:
    """Moment arms of the right leg's muscles by OpenSim on our own paths and wraps [m]."""
    with tempfile.TemporaryDirectory() as folder:
        model, said = Path(folder) / "lean.osim", Path(folder) / "poses.json"
        model.write_text(lean_model(body), "utf-8")
        rows = [{"position": legs_of(track.stage.frame, track.positions[frame])} for frame in frames]
        said.write_text(json.dumps(rows), "utf-8")
        return ask("levers", str(model), str(said))["levers"]


def rounded(track: Track, frames: Sequence[int]) -> list[list[float]]:
    """The postures of some frames, as numbers to be kept."""
    return [[round(float(value), 8) for value in track.positions[frame]] for frame in frames]


def kept_poses(body: Body) -> tuple[str, list[dict[str, Any]]]:
    """OpenSim's version, and its torques in every pose."""
    wanted = poses(body)
    found = torques(body, skeleton_of(body.engine_model), wanted)
    for pose, row in zip(wanted, found["torques"], strict=True):
        pose["torque"] = {name: round(value, 5) for name, value in row.items() if not name.startswith("root_r")}
    return str(found["version"]), wanted


def kept_lift(body: Body, track: Track) -> dict[str, Any]:
    """Its activations in every fifth frame of the lift."""
    frames = range(0, FRAMES, 5)
    lift = solved(body, track, FRAMES)
    muscles = {label: column for column, label in enumerate(lift["labels"]) if "_tendon" in label}
    rows = [{label: round(lift["rows"][n][column], 6) for label, column in muscles.items()} for n in frames]
    return {"postures": rounded(track, frames), "activation": rows}


def kept_levers(body: Body, track: Track) -> dict[str, Any]:
    """Its levers of the right leg in three postures of the lift [mm]."""
    frames = (0, 12, 24)
    rows = [
        {
            muscle: [round(1000 * row[f"{axis}_r"], 2) for axis in LEG[:4]]
            for muscle, row in pose.items()
            if "_r_" in muscle
        }
        for pose in levers(body, track, frames)
    ]
    return {"postures": rounded(track, frames), "mm": rows}


def main() -> int:
    """Asks everything that is kept."""
    body = load_body()
    track = performed(own_motion(LIFT), body)
    version, wanted = kept_poses(body)
    kept = {
        "opensim": version,
        "poses": wanted,
        "lift": kept_lift(body, track),
        "levers": kept_levers(body, track),
    }
    KEPT.write_text(json.dumps(kept, separators=(",", ":")).replace("},{", "},\n{") + "\n", "utf-8")
    sys.stdout.write(f"Wrote {KEPT.name}, by OpenSim {version}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
