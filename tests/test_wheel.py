"""The wheel installs into an empty environment, with neither Node nor this repository at hand, and works there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
STATIC = "turnout/web/static/dist/"


def run(command: list[str | Path], cwd: Path, **extra: str) -> str:
    """Standard output of a command that must succeed; its standard error is shown when it does not."""
    hidden = {"PYTHONPATH", "VIRTUAL_ENV"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden} | extra
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert (ROOT / "src" / STATIC / "manifest.json").is_file(), "the front end is not built: run `make web`"
    out = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out], ROOT)
    return next(out.glob("turnout-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it needs, nothing else."""
    place = tmp_path_factory.mktemp("empty")
    run([sys.executable, "-m", "venv", place / "venv"], place)
    programs = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    run([*pip, "-c", ROOT / "constraints.txt", wheel], place)
    return programs


def turnout(installed: Path, folder: Path, *arguments: str | Path) -> str:
    """What the installed command prints, run away from the repository."""
    return run([installed / "turnout", *arguments], folder, XDG_DATA_HOME=str(folder))


def test_the_wheel_carries_the_built_front_end(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        manifest: dict[str, Any] = json.loads(archive.read(f"{STATIC}manifest.json"))
    entry = manifest["src/main.ts"]
    linked = [entry["file"], *entry["css"], *entry["assets"]]
    assert {f"{STATIC}{name}" for name in linked} <= names
    assert any(name.endswith(".woff2") for name in linked)
    assert {f"{STATIC}licences/{name}-OFL.txt" for name in ("eb-garamond", "inter")} <= names


def test_the_wheel_carries_its_licence_and_knowledge(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert "turnout/knowledge/exercises/clamshell.md" in names


def test_the_wheel_carries_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"turnout"}


def test_the_installed_command_says_what_it_can_do(installed: Path, tmp_path: Path) -> None:
    said = turnout(installed, tmp_path, "--help")
    assert all(name in said for name in ("serve", "plan", "library", "check", "import", "export"))


def test_the_installed_library_is_whole(installed: Path, tmp_path: Path) -> None:
    entries: list[dict[str, Any]] = json.loads(turnout(installed, tmp_path, "library", "--json"))
    by_id = {entry["id"]: entry for entry in entries}
    assert by_id["clamshell"]["kind"] == "strength"
    assert {"measure", "programme", "red-flag", "precaution"} <= {entry["kind"] for entry in entries}


def test_the_installed_command_plans_an_example(installed: Path, tmp_path: Path) -> None:
    examples = sorted((ROOT / "examples").glob("*.jsonl"))
    assert examples, "examples/ holds no record"
    plan: dict[str, Any] = json.loads(turnout(installed, tmp_path, "plan", examples[0], "--json"))
    assert {"stop", "ask", "findings", "session", "withheld", "schedule", "verdicts"} <= plan.keys()
