"""The muscle model: ready from the cache, moment arms in one posture, strength in six directions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from turnout.body import Body, Person, load_body, muscles_of, strength


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body(Person())


@pytest.mark.benchmark(group="body: model ready")
@pytest.mark.parametrize("cached", [False, True], ids=["compiled anew", "from the cache"])
def test_model(benchmark: Any, cached: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path))
    load_body()

    def forget() -> None:
        if not cached:
            for file in tmp_path.glob("body-*"):
                file.unlink()

    made = benchmark.pedantic(lambda: load_body(Person(62, 165)), setup=forget, rounds=5)
    assert made.engine_model.ntendon > 80


@pytest.mark.benchmark(group="body: lengths and moment arms of one leg")
@pytest.mark.parametrize("postures", [1, 1000])
def test_arms(benchmark: Any, body: Body, postures: int) -> None:
    angles = {"hip_flexion": np.linspace(0, 110, postures), "hip_rotation": 10.0, "knee_angle": 60.0}
    assert len(benchmark(lambda: body.geometry(angles)).arms) == postures


@pytest.mark.benchmark(group="body: forces and strength")
def test_parameters(benchmark: Any, body: Body) -> None:
    assert len(benchmark(lambda: muscles_of(body)).force) == len(body.muscles)


@pytest.mark.benchmark(group="body: forces and strength")
def test_strength(benchmark: Any, body: Body) -> None:
    assert benchmark(lambda: strength(body, [0, 30, 60, 90])).mass_kg == 75
