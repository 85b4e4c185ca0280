"""The muscle's curves, by their axioms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnout.body.hill import (
    PASSIVE_STRAIN,
    active_force_length,
    fibre_length,
    force_velocity,
    passive_force_length,
)

LENGTHS = st.floats(0.05, 2.5)
SPEEDS = st.floats(-1.0, 1.0)


@given(LENGTHS)
def test_active_force_is_between_nought_and_the_greatest(length: float) -> None:
    assert 0 <= active_force_length(length) <= 1.01


def test_active_force_is_greatest_at_the_best_length() -> None:
    lengths = np.linspace(0.2, 2.0, 1801)
    force = active_force_length(lengths)
    assert force.max() == pytest.approx(1.0, abs=0.01)
    assert lengths[force.argmax()] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("length", [0.3, 1.75])
def test_a_fibre_far_from_its_best_length_has_next_to_no_active_force(length: float) -> None:
    assert active_force_length(length) < 0.12


@given(LENGTHS, LENGTHS)
def test_passive_force_never_falls_with_length(one: float, two: float) -> None:
    short, long = sorted((one, two))
    assert passive_force_length(short) <= passive_force_length(long)


@given(st.floats(0.05, 1.0))
def test_a_fibre_no_longer_than_its_best_length_does_not_resist(length: float) -> None:
    assert passive_force_length(length) == 0


def test_passive_force_reaches_the_greatest_force_at_its_strain() -> None:
    assert passive_force_length(1 + PASSIVE_STRAIN) == pytest.approx(1.0)


@given(SPEEDS, SPEEDS)
def test_force_never_falls_as_shortening_slows_and_turns_to_lengthening(one: float, two: float) -> None:
    slow, fast = sorted((one, two))
    assert force_velocity(slow) <= force_velocity(fast)


def test_force_velocity_passes_through_rest_and_greatest_speed() -> None:
    assert force_velocity(0.0) == pytest.approx(1.0, abs=1e-6)
    assert force_velocity(-1.0) == pytest.approx(0.0, abs=1e-6)
    assert 1.2 < float(force_velocity(1.0)) < 2.0


@given(st.floats(0.05, 0.4), st.floats(0.0, 0.3), st.floats(0.0, 0.03))
def test_fibre_and_tendon_span_the_path_and_the_fibre_keeps_its_width(path: float, slack: float, width: float) -> None:
    length, cosine = (float(value) for value in fibre_length(np.array(path), np.array(slack), np.array(width)))
    assert 0 <= cosine <= 1
    if path > slack:
        assert length * cosine + slack == pytest.approx(path, abs=1e-9)
        assert length**2 * (1 - cosine**2) == pytest.approx(width**2, abs=1e-9)
    else:
        assert cosine == 0
