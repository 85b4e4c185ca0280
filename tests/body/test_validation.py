"""The comparison with published numbers holds, and the page says what it found."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from turnout.body import Body
from validation import compare, failures
from validation.levers import sign_of
from validation.lines import line_arms
from validation.page import page
from validation.plots import pictures
from validation.programs import OTHER_WRAPS, by_hand, by_model
from validation.published import published

DOCS = Path(__file__).parents[2] / "docs"


def test_signs_flips_and_strength_agree_with_published_numbers() -> None:
    assert failures(compare()) == []


def test_the_page_is_what_the_comparison_found() -> None:
    assert (DOCS / "validation.md").read_text("utf-8") == page(compare()), "run: make validate"


def test_the_pictures_are_there_small_and_whole(body: Body) -> None:
    for name, text in pictures(body, published()).items():
        assert (DOCS / "images" / "validation" / name).is_file()
        assert len(text) < 40_000
        ElementTree.fromstring(text)


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
