"""The command as a process: quick help, a clean end whatever happens, and no trace of what went on inside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import turnout as package
from tests.cli.conftest import ROOT, Command, assert_one_line, start
from turnout.cli import guard

HEAVY = ("pydantic", "fastapi", "numpy", "scipy", "sqlalchemy", "msgspec", "yaml", "uvicorn", "icalendar", "joblib")
COMMANDS = (
    "plan",
    "library",
    "export",
    "import",
    "serve",
    "demo",
    "people",
    "backup",
    "restore",
    "erase",
    "check",
    "simulate",
)


def test_help_names_every_command(turnout: Command) -> None:
    said = turnout("--help")
    assert said.code == 0
    assert all(command in said.out for command in COMMANDS)
    assert turnout().out == said.out


@pytest.mark.parametrize("command", [*COMMANDS, "schemas", "docs"])
def test_every_command_has_help(turnout: Command, command: str) -> None:
    said = turnout(command, "--help")
    assert said.code == 0 and "Usage: turnout" in said.out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, json\nfrom turnout.cli.guard import run\nrun(['--help'])\n"
        f"sys.stderr.write(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    assert json.loads(done.stderr) == []


def test_the_version_is_told(turnout: Command) -> None:
    assert turnout("--version").out == f"turnout {package.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "nonsense"),
        (["plan"], "RECORD.jsonl"),
        (["plan", "x", "--nonsense"], "--nonsense"),
        (["library", "--jsn"], "--jsn"),
        (["simulate", "hip-cuff", "--people", "many", "--seed", "1"], "--people"),
        (["simulate", "hip-cuff", "--people", "0", "--seed", "1"], "--people"),
        (["export", "csv", "x"], "--out"),
        (["erase"], "--person"),
    ],
)
def test_a_wrong_word_is_one_line(refused: Command, arguments: list[str], says: str) -> None:
    assert says in refused(*arguments).err


def test_a_wrong_day_is_one_line(refused: Command, record: Path) -> None:
    assert "'tomorrow' is not a date such as" in refused("plan", record, "--on", "tomorrow").err


def test_a_fault_of_our_own_shows_no_traceback(turnout: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("gone\nmad")

    monkeypatch.setattr("turnout.knowledge.load_knowledge", broken)
    said = turnout("library")
    assert said.code == guard.FAULT
    assert said.err.count("\n") == 1 and "a fault in Turnout itself" in said.err
    monkeypatch.setenv(guard.TRACEBACK, "1")
    with pytest.raises(KeyError):
        guard.run(["library"])


def test_control_characters_do_not_reach_the_terminal(turnout: Command) -> None:
    said = turnout("plan", "x\x1b[2J\ny")
    assert "\x1b" not in said.err and said.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["library"], ["library", "--json"], ["check"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start(*arguments, stdout=full)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 2
    assert_one_line(err.decode())


@pytest.mark.parametrize("arguments", [["library"], ["library", "--json"], ["--help"]])
def test_a_reader_that_leaves_is_no_fault(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = start(*arguments, stdout=write)
    os.close(write)
    _, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (guard.UNREAD, b"")


def test_ctrl_c_ends_quietly() -> None:
    process = start("simulate", "hip-cuff", "--people", "100000", "--seed", "1", "--jobs", "1")
    try:
        for _ in range(20):  # a first one may come while libraries are still being loaded, which swallow it
            time.sleep(3)
            process.send_signal(signal.SIGINT)
            if process.poll() is not None:
                break
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (guard.STOPPED, b"", b"turnout: stopped\n")


def test_the_shell_can_complete_ids() -> None:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "_TURNOUT_COMPLETE": "complete_bash",
        "COMP_WORDS": "turnout library clams", "COMP_CWORD": "2",
    }  # fmt: skip
    process = start(env=environment)
    out, _ = process.communicate(timeout=300)
    assert out.split() == [b"clamshell"]


def test_a_terminal_that_lacks_a_character_still_gets_the_rest() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    process = start("library", env=environment)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert b"clamshell" in out
