"""Levers, turning points and strength against published numbers and another program."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body
from validation.compare import failures
from validation.findings import Findings
from validation.levers import sign_of
from validation.lines import line_arms
from validation.programs import OTHER_WRAPS, by_hand, by_model
from validation.published import published


def test_nothing_that_was_compared_disagrees(found: Findings) -> None:
    assert failures(found) == []


def test_the_points_of_1981_give_the_table_of_1986() -> None:
    known = published()
    for muscle, tabled in known.table_1986.items():
        points = known.points["dostal-1981"][muscle]
        np.testing.assert_allclose(line_arms(points["pelvis"], points["thigh"]), tabled, atol=4)


def test_opensim_gives_the_same_levers(body: Body) -> None:
    """The lines by hand against gait2392, and our whole model against its parent, in another program."""
    assert by_hand(published()) < 0.1
    gaps = by_model(body)
    assert len(gaps) >= 14
    assert max(gap for name, gap in gaps.items() if name not in OTHER_WRAPS) < 0.5


def test_a_line_by_hand() -> None:
    """A pull straight back on a point 4 cm to the side turns the thigh out by 40 mm and does nothing else."""
    assert line_arms((-10, 0, 4), (0, 0, 4)) == pytest.approx([0, 0, -40])


def test_bending_the_hip_brings_the_knee_forward() -> None:
    """The knee, 40 cm below, comes to lie 40 cm ahead; a pull to a point 10 cm to the side of the hip draws it away by
    400 * 10 / 41.2 = 97 mm."""
    assert line_arms((0, 0, 10), (0, -40, 0), flexion=90) == pytest.approx([0, -97, 0], abs=0.1)


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        (20, [30, 10], "right"),
        (20, [-30, -10], "wrong"),
        (20, [-30, 10], "undecided"),
        (2, [-30, -10], "undecided"),
        (20, [3], "undecided"),
    ],
)
def test_a_sign_is_judged_only_where_it_can_be_told(ours: float, theirs: list[float], verdict: str) -> None:
    assert sign_of(ours, theirs) == verdict
