"""The command line as a person uses it: words in, an exit code and two streams out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from turnout.cli.guard import run as run_command
from turnout.knowledge import load_knowledge

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture
def turnout(capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Runs a command within this process."""

    def call(*arguments: object) -> Said:
        capfdbinary.readouterr()
        code = run_command([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return call


@pytest.fixture
def refused(turnout: Command) -> Command:
    """Runs a command that must fail as bad input does: exit 2, one clear line on standard error, no answer."""

    def call(*arguments: object) -> Said:
        said = turnout(*arguments)
        assert said.code == 2, said
        assert_one_line(said.err)
        return said

    return call


def assert_one_line(err: str) -> None:
    """Exactly one line, and no trace of what went on inside."""
    assert err.startswith("turnout: ") and err.endswith("\n") and err.count("\n") == 1, err
    assert "Traceback" not in err and "Error" not in err.split(": ")[1], err


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-c", "from turnout.cli import main; main()", *map(str, arguments)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment}
    pipes["preexec_fn"] = hear_ctrl_c
    popen: Any = subprocess.Popen
    return popen(command, **(pipes | options))


def hear_ctrl_c() -> None:
    """A shell's background job ignores Ctrl+C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


Lines = list[dict[str, Any]]


def intake() -> Lines:
    """A record with everything that a first session needs."""
    flags = dict.fromkeys(load_knowledge().red_flags, False)
    readings: Lines = [
        {"kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": side, "value": value,
         "trials": [value - 1, value, value + 1.5], "unit": "deg", "method": "phone"}
        for side, value in (("left", 28), ("right", 41))
    ]  # fmt: skip
    return [
        {"kind": "profile", "at": "2026-01-05", "born": 1992, "sex": "f", "equipment": ["loop-band"], "minutes": 20,
         "days_per_week": 4},
        {"kind": "screen", "at": "2026-01-05", "answers": flags},
        *readings,
        {"kind": "pain", "at": "2026-01-05", "side": "left", "site": "buttock", "now": 3, "worst": 5},
        {"kind": "programme", "at": "2026-01-05", "programme": "piriformis-three-phase", "affected": "left"},
    ]  # fmt: skip


def sets(day: str) -> Lines:
    """Three sets a side of the clamshell, and the next morning."""
    done: Lines = [
        {"kind": "set", "at": f"{day}T18:0{n}:00+00:00", "exercise": "clamshell", "level": "no-band", "side": side,
         "reps": 15, "load": {"kg": 0}, "pain": 1, "symptoms": [], "effort": 6.5, "clean": True}
        for side in ("left", "right")
        for n in range(3)
    ]  # fmt: skip
    return [*done, {"kind": "session", "at": f"{day}T18:20:00+00:00", "done": True, "minutes": 18}]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a record file; text stands as it is, facts become lines."""

    def to_file(*lines: dict[str, Any] | str, name: str = "record.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), "utf-8")
        return path

    return to_file


@pytest.fixture
def record(write: Callable[..., Path]) -> Path:
    """A sound record of one person."""
    return write(*intake(), *sets("2026-01-06"), *sets("2026-01-08"))
