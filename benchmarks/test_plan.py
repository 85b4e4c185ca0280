"""Planning the next session: cold (parse, fold, plan) and with one fact more, on two years of one person."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.records import years
from turnout.coach import answer, answer_from
from turnout.knowledge import HOME, load_knowledge
from turnout.record import fact_from, in_bulk, new_id, read_lines
from turnout.track import Track

K = load_knowledge(HOME)


def cold(data: bytes, on: date) -> dict[str, Any]:
    """What `turnout.plan` does with the bytes of a record."""
    with in_bulk():
        return answer_from(read_lines(data), K, on)


PROGRAMMES = ("starter-rotation", "piriformis-three-phase", "individual")


@pytest.mark.benchmark(group="plan, cold: parse + fold + plan")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_two_years_cold(benchmark: Any, programme: str) -> None:
    facts, data, on = years(2, programme)
    benchmark.extra_info["facts"] = len(facts)
    found = benchmark.pedantic(lambda: cold(data, on), rounds=15, warmup_rounds=2)
    assert found["session"] or found["ask"]


@pytest.mark.benchmark(group="plan, cold: parse + fold + plan")
def test_the_example_cold(benchmark: Any) -> None:
    data = (Path(__file__).parent.parent / "examples" / "two-years.jsonl").read_bytes()
    benchmark.extra_info["facts"] = data.count(b"\n")
    benchmark.pedantic(lambda: answer_from(read_lines(data), K, date(2026, 10, 26)), rounds=15, warmup_rounds=2)


@pytest.mark.benchmark(group="plan, cold, by length of the record")
@pytest.mark.parametrize("length", [0.5, 1, 2, 4])
def test_growth_with_the_record(benchmark: Any, length: float) -> None:
    facts, data, on = years(length)
    benchmark.extra_info["facts"] = len(facts)
    benchmark.pedantic(lambda: cold(data, on), rounds=15, warmup_rounds=2)


@pytest.mark.benchmark(group="plan, one fact added")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_one_fact_more(benchmark: Any, programme: str) -> None:
    facts, _, on = years(2, programme)
    track = Track(K, facts)
    answer(track.state, K, on)
    minute = iter(range(1, 1400))

    def one_more() -> None:
        n = next(minute)
        at = f"{on}T{n // 60:02d}:{n % 60:02d}:00+00:00"
        track.add(fact_from({"id": new_id(), "person": facts[0].person, "kind": "pain", "at": at, "now": 1}))
        answer(track.state, K, on)

    benchmark.pedantic(one_more, rounds=200, warmup_rounds=5)
