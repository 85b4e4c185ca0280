"""Simulated sessions: time of one core for each, linear in people."""

from __future__ import annotations

from typing import Any

import pytest

from turnout.knowledge import HOME, load_knowledge
from turnout.simulate import run

PROGRAMMES = [*load_knowledge(HOME).programmes, "individual"]


@pytest.mark.benchmark(group="simulate: 8 people, 26 weeks")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_simulated_session(benchmark: Any, programme: str) -> None:
    found = benchmark.pedantic(lambda: run(programme, 8, 5), rounds=3, warmup_rounds=1)
    benchmark.extra_info["sessions"] = found["sessions"]
    benchmark.extra_info["ms_per_session"] = round(1000 * benchmark.stats.stats.median / found["sessions"], 2)
    assert found["violations"] == 0


@pytest.mark.benchmark(group="simulate, by number of people")
@pytest.mark.parametrize("people", [4, 8, 16])
def test_growth_with_people(benchmark: Any, people: int) -> None:
    benchmark.pedantic(lambda: run("piriformis-three-phase", people, 5), rounds=3, warmup_rounds=1)
