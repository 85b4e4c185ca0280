"""Inverse kinematics, ours and mink's, on the same wishes in one run: the turning points of motions that stand, lie,
sit and kneel.

Both are given the phase's wishes and the posture at the start. Beside the time stand, in ``extra_info``, how far the
worst contact is from its place, how far the joints that follow another are from where they belong, and the sum of
squares that is made small: the same sum says that both came to the same posture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks import by_mink
from turnout.body import Body, Person, ik, load_body, pieces
from turnout.body.engine import Array
from turnout.body.score import score_of
from turnout.body.stage import Stage, set_stage
from turnout.knowledge import load_knowledge

MOTIONS = ("clamshell", "banded-squat", "forward-lunge", "step-down", "figure-4-stretch", "side-lying-er")
NEAR = 0.02
"""mink's sum of squares may be larger by this share."""


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body(Person())


def ours(stage: Stage) -> Callable[[], Array]:
    wishes = stage.wishes(len(stage.score.poses) - 1)
    return lambda: ik.solve(stage.frame, stage.data, wishes, stage.first)


def minks(stage: Stage) -> Callable[[], Array]:
    wishes = stage.wishes(len(stage.score.poses) - 1)
    model = by_mink.without_follower_limits(stage.frame)
    return lambda: by_mink.solve(stage.frame, model, wishes, stage.first)[0]


def told(stage: Stage, posture: Array) -> dict[str, float]:
    """What a posture is worth."""
    wishes = stage.wishes(len(stage.score.poses) - 1)
    error, _ = ik.linearised(stage.frame, stage.data, wishes, posture)
    misses = [0.0]
    first = len(stage.frame.joints) + 6
    for weight in (w for w in wishes.pin_weights if w.any()):
        misses.append(float(np.linalg.norm(error[first : first + 3] / np.where(weight > 0, weight, np.inf))))
        first += 3
    belongs = stage.frame.posture(posture[:7], stage.frame.angles(posture))
    return {
        "contact_mm": 1000 * max(misses),
        "coupling": float(np.abs(belongs - posture).max()),
        "squares": float(error @ error),
    }


@pytest.mark.parametrize("solver", [ours, minks], ids=["ours", "mink"])
@pytest.mark.parametrize("motion", MOTIONS)
def test_ik(benchmark: Any, body: Body, motion: str, solver: Callable[[Stage], Callable[[], Array]]) -> None:
    benchmark.group = f"inverse kinematics: {motion}"
    piece = pieces(load_knowledge(), motion)[0]
    stage = set_stage(score_of(piece.motion, piece.parameters), body)
    benchmark.extra_info.update(told(stage, benchmark.pedantic(solver(stage), rounds=5, warmup_rounds=1)))


@pytest.mark.parametrize("motion", MOTIONS)
def test_both_come_to_the_same_posture(body: Body, motion: str) -> None:
    piece = pieces(load_knowledge(), motion)[0]
    stage = set_stage(score_of(piece.motion, piece.parameters), body)
    here, there = (told(stage, solver(stage)()) for solver in (ours, minks))
    assert here["squares"] <= there["squares"] * (1 + 1e-6)
    assert there["squares"] <= here["squares"] * (1 + NEAR)
