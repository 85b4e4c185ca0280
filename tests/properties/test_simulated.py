"""Simulated people break no rule, by their own watch and by the independent checker; on any machine alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checker.judge import judge_trace
from tests.checker.tally import Tally
from tests.properties.known import knowledge, known
from turnout.simulate import run

PROGRAMMES = (*knowledge().programmes, "individual")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_simulated_people_break_no_rule(programme: str) -> None:
    told = run(programme, 3, 11, weeks=20, trace=True)
    assert told["violations"] == 0, told["checks"]
    assert told["sessions"] > 0
    tally = Tally()
    for trace in told["trace"]:
        judge_trace(trace, known(), tally)
    assert tally.clean, tally.sentences()


def test_the_checker_reads_what_is_left_of_a_trace_as_json() -> None:
    told: dict[str, Any] = json.loads(json.dumps(run("desk-pair", 1, 5, weeks=6, trace=True)))
    tally = Tally()
    judge_trace(told["trace"][0], known(), tally)
    assert tally.clean, tally.sentences()
    assert tally.of(4) > 50


def test_one_process_two_and_a_cluster_give_the_same_bytes() -> None:
    alone = bytes_of(run("deep-rotators", 4, 2, weeks=6, trace=True))
    assert bytes_of(run("deep-rotators", 4, 2, weeks=6, trace=True, jobs=2)) == alone
    assert bytes_of(run("deep-rotators", 4, 2, weeks=6, trace=True, cluster="local")) == alone


def test_another_seed_gives_other_people() -> None:
    assert bytes_of(run("desk-pair", 1, 1, weeks=3)) != bytes_of(run("desk-pair", 1, 2, weeks=3))


def bytes_of(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode()
