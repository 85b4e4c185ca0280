"""The pages that people read: every link leads somewhere, and what they tell one to run runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import turnout
from turnout.cli.guard import run

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)|src=\"([^\"]+)\"")
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line.strip().split("#")[0].split()[1:] for line in README.splitlines() if line.startswith("    turnout ")]
HAZARD = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
HAZARDS: list[tuple[str, ...]] = HAZARD.findall((ROOT / "docs" / "safety.md").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [one or two for one, two in LINK.findall(page.read_text("utf-8"))]
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost


def test_the_hazard_log_numbers_its_hazards_and_names_files_that_exist() -> None:
    assert [int(number) for number, *_ in HAZARDS] == list(range(1, len(HAZARDS) + 1))
    assert len(HAZARDS) >= 25
    missing = [
        name
        for _, _, _, where, held in HAZARDS
        for column, folder in ((where, "src/turnout"), (held, "tests"))
        for name in re.findall(r"`([\w/-]+(?:\.(?:py|md|yaml)|/))`", column)
        if not (ROOT / folder / name).exists()
    ]
    assert not missing


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: f"hazard {hazard[0]}")
def test_a_function_named_in_the_hazard_log_is_in_its_file(hazard: tuple[str, ...]) -> None:
    for name, function in re.findall(r"`([\w/-]+\.py)` \(`([\w.]+)`", hazard[3]):
        assert re.search(rf"\b{function.split('.')[-1]}\b", (ROOT / "src" / "turnout" / name).read_text("utf-8"))


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (ROOT / "docs" / "adr" / "README.md").read_text("utf-8"))
    assert listed == sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_of_the_readme_runs(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    assert run(command) == 0
    told = capfd.readouterr()
    assert told.out
    assert not told.err


def test_the_python_of_the_readme_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", blocks[0]], cwd=ROOT, env=environment, check=True, capture_output=True)


def test_the_record_in_the_readme_is_one() -> None:
    lines = [line for line in README.splitlines() if line.startswith('    {"kind"')]
    facts = turnout.read([json.loads(line) for line in lines])
    assert [fact.kind for fact in facts] == ["screen", "reading", "set", "next-day"]
