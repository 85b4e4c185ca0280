"""Whatever is done to a knowledge folder: entries, problems or one sentence come of it, never another exception."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cli.small_knowledge import FILES, write
from turnout.knowledge import HOME, Problem, load_folder
from turnout.terms import KnowledgeError

NAMES = st.sampled_from(sorted(FILES))
ODD = st.sampled_from([
    "", ":", "- ", "[]", "{}", "~", "null", "yes", "0", "-1", "1e999", ".nan", ".inf", "'", '"', "|", "[" * 40,
    "9" * 400, "&a [*a]", "&a {x: *a}", "? [a]\n: b", "{{}: 1}", "*a", "!!set {a}", "!!python/none ", "!!binary aGk=",
    "2026-01-05", "\t", "\x00", "\ud7ff", "---\n", "...\n", "[1, 2, 3]", "{a: 1}", "0x1F", "1_000", "\u2028",
    "<<: {id: x}", "id: x\n", "bands: [a, b]", "!!int x", "!!float x", "!!timestamp 2026-99-99", "!!omap [a: 1]",
])  # fmt: skip
SHAPES = st.sampled_from(
    ["", "[]", "{}", "1", "text", "- 1", "- []", "a: 1", "a: []", "a: {b: 1}", "{b: [x, y]}", "[[]]"]
)
SPOT = re.compile(r"(?<=: )[^\n,{}\[\]]+|\[[^\[\]\n]*\]|\{[^{}\n]*\}|^ *[\w-]+(?=:)", re.MULTILINE)


def load(folder: Path) -> list[Problem]:
    """The problems, each with its place and a sentence; a folder that cannot be read at all is one."""
    try:
        _, problems = load_folder(folder)
    except KnowledgeError as error:
        problems = [Problem(error.where, error.message)]
    assert all(problem.where and problem.says.strip() for problem in problems)
    return problems


@pytest.fixture(scope="module", autouse=True)
def no_cache() -> Iterator[None]:
    """Nothing that is made here is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TURNOUT_CACHE", "/dev/null/none")
        yield


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("knowledge"))


def edited(folder: Path, name: str, data: bytes) -> list[Problem]:
    """Loads the folder with one file replaced, and puts the file back."""
    path = folder / name
    before = path.read_bytes()
    try:
        path.write_bytes(data)
        return load(folder)
    finally:
        path.write_bytes(before)


def test_the_small_folder_is_sound(small: Path) -> None:
    assert load(small) == []


@given(NAMES, st.data())
@settings(max_examples=300, deadline=None)
def test_an_odd_value_anywhere_is_a_problem_or_harmless(small: Path, name: str, data: st.DataObject) -> None:
    text = FILES[name]
    spots = [found.span() for found in SPOT.finditer(text)]
    start, end = data.draw(st.sampled_from(spots))
    edited(small, name, (text[:start] + data.draw(ODD) + text[end:]).encode())


@given(NAMES, st.data())
@settings(max_examples=150, deadline=None)
def test_random_bytes_in_a_file_are_a_problem_or_harmless(small: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    edited(small, name, bytes(content))


@given(NAMES, st.data())
@settings(max_examples=100, deadline=None)
def test_lines_left_out_or_doubled_are_a_problem_or_harmless(small: Path, name: str, data: st.DataObject) -> None:
    lines = FILES[name].splitlines(keepends=True)
    times = data.draw(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=len(lines), max_size=len(lines)))
    edited(small, name, "".join(line * n for line, n in zip(lines, times, strict=True)).encode())


@given(NAMES, SHAPES)
@example("rows.yaml", "a1: {x: [1]}")
@example("rows.yaml", "a1: {x: {}}")
@example("rows.yaml", "a1: {x: [[1], {}]}")
@example("rows.yaml", "1: {2: [a, b]}")
@example("sources.yaml", "1: {cite: a, kind: text, sure: verified}")
@example("muscles.yaml", "- 1\n- a\n- id: x")
@example("exercises/clam.md", "---\n---\n")
@example("exercises/clam.md", "---\nid: clam\n---\n")
@example("bands.yaml", "[]")
@example("bands.yaml", "[" * 20_000)
@example("bands.yaml", "? [a]\n: b")
@example("needs.yaml", "&a [*a]")
@settings(deadline=None)
def test_a_file_of_another_shape_is_a_problem_or_harmless(small: Path, name: str, text: str) -> None:
    edited(small, name, text.encode())


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_a_problem_or_harmless(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / name).unlink()
    problems = load(folder)
    assert problems or name in ("programmes/two-phases.yaml", "safety/rules.yaml", "safety/red-flags.yaml")


def test_odd_files_in_the_folder_are_problems(tmp_path: Path) -> None:
    folder = write(tmp_path / "knowledge")
    (folder / "exercises" / "x.yaml").write_text("id: x")
    (folder / "more").mkdir()
    (folder / "more" / "y.yaml").write_text("id: y")
    assert {problem.where.split(":")[0] for problem in load(folder)} >= {"exercises/x.yaml", "more/y.yaml"}


@pytest.mark.parametrize("name", ["exercises/clamshell.md", "programmes/hip-circuit.yaml", "muscles.yaml"])
def test_a_typo_in_the_shipped_knowledge_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schema"))
    path = folder / name
    path.write_text(path.read_text("utf-8").replace("\nname:", "\nnam:", 1).replace("  name:", "  nam:", 1), "utf-8")
    problems = load(folder)
    assert any(problem.where.startswith(f"{name}:") and "nam" in problem.says for problem in problems)
