"""Turnout against another program: OpenSim's moment arms of the same lines and of the parent model.

In: `opensim.yaml` (written by with_opensim.py) and a `Body`. Out: the largest differences [mm]. Two things are told
apart: the hand calculation against OpenSim on gait2392 (straight lines), and our whole chain of myo-sim, MuJoCo and
couplings against OpenSim on Rajagopal2016, from which myo-sim descends, for the muscles that Turnout leaves as they
are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from turnout.body import moment_arms
from turnout.body.model import HIP_AXES, Body
from validation.levers import FLEXION_DEG
from validation.published import Published

Array = NDArray[np.float64]
FILE = Path(__file__).parent / "opensim.yaml"
GAIT = {
    "piriformis": "peri_r",
    "gemelli": "gem_r",
    "quadratus_femoris": "quad_fem_r",
    "gluteus_maximus_superior": "glut_max1_r",
    "gluteus_maximus_middle": "glut_max2_r",
    "gluteus_maximus_inferior": "glut_max3_r",
    "gluteus_medius_anterior": "glut_med1_r",
    "gluteus_medius_middle": "glut_med2_r",
    "gluteus_medius_posterior": "glut_med3_r",
    "gluteus_minimus_anterior": "glut_min1_r",
    "gluteus_minimus_middle": "glut_min2_r",
    "gluteus_minimus_posterior": "glut_min3_r",
    "tensor_fasciae_latae": "tfl_r",
    "pectineus": "pect_r",
    "adductor_longus": "add_long_r",
    "sartorius": "sar_r",
}
"""Lines of gait2392 that end on the thigh, by their name in the model file."""
OTHER_WRAPS = ("iliacus", "psoas_major")
"""myo-sim gives these other wraps than their parent."""


def by_hand(known: Published) -> float:
    """The largest difference between the hand calculation and OpenSim on gait2392 [mm]."""
    theirs = _read()["gait2392"]
    worst = 0.0
    for name, muscle in GAIT.items():
        ours = np.array([known.line("gait2392", name, angle) for angle in FLEXION_DEG])
        worst = max(worst, float(np.abs(ours - np.array(theirs[muscle])).max()))
    return worst


def by_model(body: Body) -> dict[str, float]:
    """The largest difference between our model and OpenSim on its parent, by unchanged muscle [mm]."""
    theirs = _read()["Rajagopal2016"]
    paths = body.anatomy.paths
    changed = {*paths.moved, *paths.left_out, *(muscle for wrap in paths.wraps.values() for muscle in wrap.muscles)}
    arms = [moment_arms(body, axis, FLEXION_DEG) for axis in HIP_AXES]
    return {
        name: float(np.abs(np.stack([axis[name] for axis in arms], axis=1) - np.array(theirs[f"{shipped}_r"])).max())
        for shipped, name in body.anatomy.names.items()
        if name in arms[0] and name not in changed
    }


def _read() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text("utf-8"))
