"""A task many times: the same answers in the same order, wherever it runs."""

from __future__ import annotations

import sys

import pytest

from turnout.machine.spread import spread
from turnout.terms import TurnoutError


def task(number: int, other: int) -> int:
    return 10 * number + other


CALLS = [(number, 1) for number in range(5)]


@pytest.mark.parametrize(("jobs", "cluster"), [(1, None), (2, None), (1, "local")])
def test_answers_come_in_the_order_of_the_calls(jobs: int, cluster: str | None) -> None:
    assert list(spread(task, CALLS, jobs=jobs, cluster=cluster)) == [1, 11, 21, 31, 41]


def test_in_this_process_each_answer_is_there_before_the_next_is_asked_for() -> None:
    asked: list[int] = []
    answers = spread(asked.append, [(1,), (2,)])
    next(answers)
    assert asked == [1]


def test_a_scheduler_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(TurnoutError, match=r"the scheduler at .* cannot be reached"):
        list(spread(task, CALLS, cluster="tcp://127.0.0.1:9"))


def test_without_dask_a_cluster_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(TurnoutError, match="turnout\\[cluster\\]"):
        list(spread(task, CALLS, cluster="local"))
