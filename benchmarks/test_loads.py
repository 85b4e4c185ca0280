"""Muscle loads: one frame, one repetition, every exercise at every level, and cohorts of two sizes.

A frame costs what it takes to place the model, to put the equations together and to solve the muscle problem. Making
the motion itself, by inverse kinematics, is counted apart, and in the last two groups.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np
import pytest

from turnout.body import Body, Person, load_body, muscles_of
from turnout.body.cohort import cohort
from turnout.body.loadbook import exercises_in_motion
from turnout.body.loads import answers_of, prepared
from turnout.body.repertoire import perform, pieces
from turnout.knowledge import load_knowledge

MOVES = ("clamshell", "banded-squat", "banded-bridge", "step-down", "fire-hydrant")


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body(Person())


@pytest.mark.benchmark(group="loads: pose, equations and muscle problem of 61 frames")
@pytest.mark.parametrize("id", MOVES)
def test_frames(benchmark: Any, body: Body, id: str) -> None:
    track = perform(pieces(load_knowledge(), id)[0], body)
    parameters = muscles_of(body)

    def solved() -> int:
        ready = prepared(track, body, parameters)
        return len(answers_of(ready, np.zeros_like(ready.moments.needed)))

    assert benchmark(solved) == 61
    benchmark.extra_info["ms_per_frame"] = round(1000 * benchmark.stats.stats.median / 61, 2)


@pytest.mark.benchmark(group="loads: the motion of one repetition, by inverse kinematics")
@pytest.mark.parametrize("id", MOVES)
def test_motion(benchmark: Any, body: Body, id: str) -> None:
    piece = pieces(load_knowledge(), id)[0]
    assert len(benchmark.pedantic(lambda: perform(piece, body), rounds=3).time) == 61


@pytest.mark.benchmark(group="loads: every exercise at every level, motions included, two processes")
def test_everything(benchmark: Any) -> None:
    ids = exercises_in_motion(load_knowledge())
    found = benchmark.pedantic(lambda: cohort(ids, [Person()], jobs=2), rounds=1)
    benchmark.extra_info["levels"] = len(found)
    assert len({one.exercise for one in found}) == len(ids)


@pytest.mark.benchmark(group="loads: cohorts of one exercise, by number of people, two processes")
@pytest.mark.parametrize("people", [4, 8, 16])
def test_cohort(benchmark: Any, people: int) -> None:
    sizes = cycle([(55, 160), (65, 170), (75, 175), (90, 185)])
    persons = [Person(kg + n / 4, cm) for n, (kg, cm) in zip(range(people), sizes, strict=False)]
    cohort(["prone-er"], persons[:2], jobs=2)  # the processes are up
    found = benchmark.pedantic(lambda: cohort(["prone-er"], persons, jobs=2), rounds=2)
    benchmark.extra_info["s_per_person"] = round(benchmark.stats.stats.median / people, 3)
    assert len(found) == people
