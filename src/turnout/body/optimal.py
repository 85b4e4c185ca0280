"""The muscle problem of one moment: which activations balance the body with the least effort.

In: what each muscle, each contact and each joint's own drive does to the free coordinates, and what is needed. Out:
activations, contact forces and what was left over. A quadratic programme, solved by daqp (Arnstrom, Bemporad, Axehill
2022, doi 10.1109/TAC.2022.3176430):

    least   sum a^2  +  sum price * force^2  +  sum price * drive^2
    with    force @ a  +  contacts  +  drive  =  needed,     0 <= a <= 1,     |rubbing| <= friction * pressing

The sum of squared activations is the usual measure of effort of static optimisation (as in OpenSim). Prices are the
same for every exercise, and all ours:

- pressing is nearly free and shared evenly, rubbing costs as much as one muscle at full activation per `RUB_N`: people
  do not brace their feet against the floor to spare their hips;
- trunk, neck, arms and toes have no muscles here and are driven by ideal torques, priced by about how strong people
  are;
- joints that muscles span have reserves, and the pelvis in space a residual, at a price that only an unsolvable moment
  pays: `RESERVE` newton metres or newtons cost as much as one muscle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from turnout.body.coordinates import ROOT
from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.touch import Touches

PRESS_N = 8000.0
RUB_N = 30.0
RESERVE = 1.0
DRIVES = {
    "trunk_flexion": 600.0, "trunk_bending": 450.0, "trunk_rotation": 300.0, "neck_flexion": 30.0,
    "neck_bending": 30.0, "neck_rotation": 20.0, "arm_flexion": 70.0, "arm_adduction": 70.0, "arm_rotation": 40.0,
    "elbow_flexion": 60.0, "forearm_rotation": 10.0, "wrist_flexion": 15.0, "mtp_angle": 20.0,
}  # fmt: skip
"""Joints without muscles of their own, and about their greatest torque [Nm] (ours): that much costs as much as one
muscle at full activation. At the toes it stands for the sole's fascia and short muscles."""
HUGE = 1e30
EQUAL = 5
"""daqp's mark of an equation."""


@dataclass(frozen=True)
class Answer:
    """One moment solved; c contacts, n coordinates.

    Attributes:
        activation: of every muscle, 0..1, (muscles,).
        contact: pressing and two tangents at every contact [N], (c, 3).
        drive: what the ideal torques, reserves and residuals do [N, Nm], (n,).
    """

    activation: Array
    contact: Array
    drive: Array


def prices_of(joints: Sequence[str]) -> Array:
    """What one newton or newton metre of drive costs in each coordinate, (n,)."""
    strength = [DRIVES.get(name.removesuffix("_r").removesuffix("_l"), RESERVE) for name in joints]
    return np.array([RESERVE] * ROOT + strength) ** -2.0


def spanned(joints: Sequence[str]) -> Array:
    """Which coordinates are joints that muscles span, (n,)."""
    return np.array([False] * ROOT + [name.removesuffix("_r").removesuffix("_l") not in DRIVES for name in joints])


def solve(force: Array, needed: Array, touches: Touches, prices: Array) -> Answer:
    """The least effort that balances one moment.

    Args:
        force: generalised force of each muscle at full activation beyond its passive force, (n, muscles).
        needed: what is to be balanced, passive muscle and outside loads taken off, (n,).
        touches: contacts of the moment.
        prices: of the drives, (n,).

    Raises:
        BodyError: the numbers allow no answer (a NaN, say).
    """
    equations, lower, upper, sense, scale = assembled(force, needed, touches, prices)
    count = equations.shape[1]
    found, _, flag, _ = _daqp().solve(np.eye(count), np.zeros(count), equations, upper, lower, sense, primal_tol=1e-9)
    if flag < 1 or not np.isfinite(found).all():
        raise BodyError(f"the muscle problem has no answer (daqp says {flag})")
    answer = found / scale
    muscles, contacts = force.shape[1], len(touches.names)
    return Answer(
        np.clip(answer[:muscles], 0.0, 1.0),
        answer[muscles : muscles + 3 * contacts].reshape(-1, 3),
        answer[muscles + 3 * contacts :],
    )


def assembled(force: Array, needed: Array, touches: Touches, prices: Array) -> tuple[Array, Array, Array, Any, Array]:
    """The programme as daqp takes it: least half the square of x, with bounds on x and rows of equations.

    Every unknown is stretched so that its price is one.

    Returns:
        Rows (n + pyramid, unknowns), lower and upper bounds of unknowns and rows, daqp's marks, and the stretch.
    """
    muscles, contacts = force.shape[1], len(touches.names)
    size = len(needed)
    cost = np.empty((contacts, 3))
    cost[:, 0] = PRESS_N**-2.0
    cost[:, 1:] = np.where(np.isfinite(touches.friction), RUB_N, PRESS_N)[:, None] ** -2.0
    cost /= touches.share[:, None] ** 2
    scale = np.sqrt(np.concatenate([np.ones(muscles), cost.ravel(), prices]))
    balance = np.hstack([force, touches.act.reshape(3 * contacts, size).T, np.eye(size)]) / scale
    pyramid = _pyramid(touches, muscles, len(scale)) / scale
    lower = np.full(len(scale), -HUGE)
    upper = np.full(len(scale), HUGE)
    lower[:muscles], upper[:muscles] = 0.0, 1.0
    lower[muscles : muscles + 3 * contacts : 3] = np.where(touches.pulls, -HUGE, 0.0)
    rubbing = len(pyramid)
    sense = np.zeros(len(scale) + size + rubbing, dtype=np.int32)
    sense[len(scale) : len(scale) + size] = EQUAL
    return (
        np.vstack([balance, pyramid]),
        np.concatenate([lower, needed, np.full(rubbing, -HUGE)]),
        np.concatenate([upper, needed, np.zeros(rubbing)]),
        sense,
        scale,
    )


def _pyramid(touches: Touches, first: int, unknowns: int) -> Array:
    """Rows that are at most nought where rubbing stays within friction: four for each contact that can slip."""
    slips = np.flatnonzero(np.isfinite(touches.friction))
    rows = np.zeros((len(slips), 4, unknowns))
    columns = first + 3 * slips
    each = np.arange(len(slips))
    for row, (tangent, sign) in enumerate(((1, 1.0), (1, -1.0), (2, 1.0), (2, -1.0))):
        rows[each, row, columns + tangent] = sign
        rows[each, row, columns] = -touches.friction[slips]
    return rows.reshape(-1, unknowns)


def _daqp() -> Any:
    return import_module("daqp")
