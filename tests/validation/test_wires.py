"""The deep rotators: what is compared is cited, has a motion, and is worked out rightly."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body, muscles_of
from turnout.body.maximal import DIRECTIONS, Direction, solve
from turnout.body.model import AXES
from validation.activity import KEPT, Found, Work
from validation.emg import emg
from validation.findings import Findings
from validation.page_wires import LITTLE, limp, told
from validation.wires import SHARE, compare_deep, shared


def test_every_study_is_cited() -> None:
    used = {*emg()["wires"], *emg()["efforts"], *emg()["lengthened"], *emg()["stretched"]}
    assert used <= set(emg()["deep_studies"])


def test_every_movement_has_a_motion_and_its_muscle_is_kept() -> None:
    for said in emg()["wires"].values():
        assert {said["most"], *said["of"]} <= set(emg()["motions"])
        assert said["most"] in said["of"]
        assert said["muscle"] in KEPT


@pytest.mark.parametrize("flexion_deg", [0.0, 90.0])
@pytest.mark.parametrize("way", DIRECTIONS.values(), ids=DIRECTIONS)
def test_shared_activations_give_half_of_the_greatest_torque(body: Body, way: Direction, flexion_deg: float) -> None:
    geometry = body.geometry({"hip_flexion": np.array([flexion_deg]), "knee_angle": way.knee_deg})
    arms, force = geometry.arms[0], muscles_of(body).forces(geometry.lengths)[0][0]
    activation = shared(body, way, flexion_deg)
    given = way.sign * (activation * force) @ arms[:, AXES.index(way.axis)]
    assert given == pytest.approx(SHARE * solve(arms, force, way)[0], rel=1e-6)
    assert (activation > -1e-9).all()
    assert (activation < 1 + 1e-9).all()


def made_up(first: float, solved: bool = True) -> Found:
    """Kept loads in which the first movement of the first study has this load, and all others a half."""
    most = next(iter(emg()["wires"].values()))["most"]
    works = {
        name: Work(
            name,
            dict.fromkeys(KEPT, first if name == most else 0.5),
            dict.fromkeys(KEPT, 0.5),
            0.0,
            0.0,
            "" if solved or name != most else "it fell",
        )
        for name in emg()["motions"]
    }
    return Found(1, (), works)


def test_the_greatest_load_has_the_first_place(body: Body) -> None:
    assert compare_deep(body, made_up(0.9)).wires[0].place == 1
    assert compare_deep(body, made_up(0.1)).wires[0].place == len(next(iter(emg()["wires"].values()))["of"])


def test_a_movement_that_is_not_solved_has_no_place_and_is_named(body: Body) -> None:
    wire = compare_deep(body, made_up(0.9, solved=False)).wires[0]
    assert wire.place == 0
    assert wire.most in wire.unsolved
    row = next(row for row in told(compare_deep(body, made_up(0.9, solved=False))) if row[0] == wire.study)
    assert row[-1] == "no"


def test_a_muscle_that_can_hardly_pull_is_named(found: Findings) -> None:
    for name, hips in limp(found.deep).items():
        assert hips
        assert (found.deep.able[name] < LITTLE).sum() == len(hips)
