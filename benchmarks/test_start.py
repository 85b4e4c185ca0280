"""Starting: loading and cross-checking all knowledge, and `turnout --help` as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from turnout.knowledge import HOME, load_folder


@pytest.mark.benchmark(group="knowledge: read, load, cross-check")
@pytest.mark.parametrize("cached", [False, True], ids=["parsed anew", "parsed before"])
def test_knowledge(benchmark: Any, cached: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path))

    def forget() -> None:
        if not cached:
            for file in tmp_path.glob("*"):
                file.unlink()

    _, problems = benchmark.pedantic(lambda: load_folder(HOME), setup=forget, rounds=10, warmup_rounds=1)
    assert not problems


@pytest.mark.benchmark(group="whole process")
@pytest.mark.parametrize("arguments", [["--help"], ["library", "--json"]], ids=" ".join)
def test_command(benchmark: Any, arguments: list[str]) -> None:
    call = [sys.executable, "-c", "from turnout.cli import main; main()", *arguments]
    env = {**os.environ, "COLUMNS": "100"}
    done = benchmark.pedantic(
        lambda: subprocess.run(call, capture_output=True, check=True, env=env), rounds=10, warmup_rounds=2
    )
    assert done.stdout
