"""Published EMG: the rules are written down whole, the statistics are right, and what is kept was frozen."""

from __future__ import annotations

import numpy as np
import pytest

from turnout.body import Body
from turnout.knowledge import load_knowledge
from validation.activity import found, weights, work_of
from validation.emg import MUSCLES, SHARED, Signal, Study, agreements, apart, emg, order_of, ranks, spearman, studies
from validation.freeze import changed, code_digest, entries
from validation.moves import piece_of
from validation.page_emg import GOAL, NAMES, before, compare_signals, frozen_words, late, verdict

K = load_knowledge()


def test_every_exercise_of_a_study_has_a_motion_or_a_reason() -> None:
    told = {*emg()["motions"], *emg()["left_out"]}
    assert {exercise for study in studies() for exercise in study.rows} <= told
    assert not set(emg()["motions"]) & set(emg()["left_out"])


@pytest.mark.parametrize("exercise", emg()["motions"])
def test_every_motion_is_there(exercise: str) -> None:
    assert piece_of(exercise, K) is not None


def test_ranks_share_their_places() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_rank_correlation_by_hand() -> None:
    """1 - 6 * (0 + 1 + 1 + 0) / (4 * 15) = 0.8."""
    assert spearman([1, 2, 3, 4], [10, 30, 20, 40]) == pytest.approx(0.8)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert np.isnan(spearman([1, 1, 1], [1, 2, 3]))


def made_up(sd: float | None) -> Study:
    rows = {f"e{n}": {"gluteus_medius": Signal(10.0 * n, sd, "v")} for n in range(1, 9)}
    return Study("made-up", "", 20, "", rows)


def test_the_same_order_is_one_whoever_is_drawn() -> None:
    loads = {f"e{n}": n / 10 for n in range(1, 9)}
    order = order_of(made_up(0.1), "gluteus_medius", (loads, loads, loads))
    assert (order.rho, order.by_peak, order.by_part) == (1.0, 1.0, 1.0)
    assert order.over_exercises == (1.0, 1.0)
    assert order.over_people == (1.0, 1.0)


def test_wide_errors_widen_the_interval_over_people() -> None:
    loads = {f"e{n}": n / 10 for n in range(1, 9)}
    order = order_of(made_up(120.0), "gluteus_medius", (loads, loads, loads))
    assert order.over_people is not None
    assert order.over_people[0] < 0.6
    assert order.again is not None
    assert 0.3 < order.again < 1


def test_without_deviations_nothing_is_said_of_other_people() -> None:
    loads = {f"e{n}": n / 10 for n in range(1, 9)}
    order = order_of(made_up(None), "gluteus_medius", (loads, loads, loads))
    assert order.over_people is None
    assert order.again is None


def test_studies_are_compared_only_on_what_both_have() -> None:
    assert all(one.exercises >= SHARED for one in agreements())
    assert apart()["gluteus_medius"]["side-lying-abduction"][:2] == (39, 81)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_parts_are_weighed_by_volume(body: Body, muscle: str) -> None:
    share = weights(body, muscle)
    assert share.sum() == pytest.approx(1)
    assert (share > 0).sum() == 3


def test_what_is_kept_was_solved_under_a_frozen_entry() -> None:
    kept = found()
    numbers = [entry["number"] for entry in entries()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert kept.entry in numbers
    assert set(kept.works) == set(emg()["motions"])
    assert f"entry {kept.entry}" in frozen_words(kept)
    assert all(piece in frozen_words(kept) for piece in kept.changed)


def test_a_change_since_the_freeze_is_named() -> None:
    frozen = {"emg": "a", "code": "b", "motions": {"squat": "c", "bridge": "d"}}
    now = {"emg": "a", "code": "x", "motions": {"squat": "c", "bridge": "y"}}
    assert changed(frozen, now) == ["the model's code", "the motion bridge"]
    assert changed(frozen, frozen) == []


def test_the_code_has_one_digest() -> None:
    assert code_digest() == code_digest()


def test_a_kept_load_is_what_the_model_says(body: Body) -> None:
    kept = found().works["side-lying-abduction"]
    now = work_of("side-lying-abduction", body, K)
    assert now.solved == kept.solved
    for muscle in MUSCLES:
        assert now.mean[muscle] == pytest.approx(kept.mean[muscle], abs=0.02)


def test_unsolved_exercises_are_not_ranked() -> None:
    kept = found()
    solved = {name for name, work in kept.works.items() if work.solved}
    for order in compare_signals(kept).orders:
        assert set(order.exercises) <= solved


def test_a_goal_reached_late_is_called_late() -> None:
    signals = compare_signals(found())
    seen = before(signals.found)["distefano-2009"]
    for muscle in late(signals):
        assert seen[muscle] < GOAL
        assert NAMES[muscle].capitalize() + " missed it in the first comparison" in verdict(signals)
