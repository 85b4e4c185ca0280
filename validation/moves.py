"""Motions that only the comparisons need, and the app's own, performed.

In: the id of a motion or of an exercise of emg.yaml. Out: pieces and tracks. A motion of ``validation/motions`` has no
levels.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from turnout.body.model import Body
from turnout.body.motion import Track
from turnout.body.repertoire import Piece, perform, pieces
from turnout.knowledge import Knowledge, load_knowledge
from turnout.knowledge.schema import Motion
from validation.emg import emg

FOLDER = Path(__file__).parent / "motions"


@cache
def own_motion(id: str) -> Motion:
    """A motion of this folder."""
    return Motion.model_validate(yaml.safe_load((FOLDER / f"{id}.yaml").read_text("utf-8")))


def bare(motion: Motion, parameters: dict[str, Any] | None = None) -> Piece:
    """A motion without a level: no band, no weight, two seconds each way."""
    return Piece(motion, "", dict(parameters or {}), None, "up")


def piece_of(exercise: str, k: Knowledge) -> Piece | None:
    """What stands for an exercise of emg.yaml; nothing while the app has no such motion."""
    said = emg()["motions"][exercise]
    if "own" in said:
        return bare(own_motion(said["own"]), said.get("parameters"))
    if said["app"] not in k.motions:
        return None
    if "level" not in said:
        return bare(k.motions[said["app"]], said["parameters"])
    return next((piece for piece in pieces(k, said["app"], distinct=False) if piece.level == said["level"]), None)


def performed(what: str | Motion, body: Body) -> Track:
    """One repetition of a motion: one of ours, or by its id the first level of the app's."""
    return perform(pieces(load_knowledge(), what)[0] if isinstance(what, str) else bare(what), body)
