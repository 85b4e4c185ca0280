"""The house rules of the design, held by reading the source: who may import whom, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"

CHAIN = (
    "terms", "machine", "record", "knowledge", "track", "criteria", "assess", "progress", "planning", "coach",
    "simulate", "report",
)  # fmt: skip
"""Each may import those before it. The room that makes the plan is ``planning``: ``turnout.plan`` is the function."""
ASIDE = {
    "store": {"terms", "machine", "record"},
    "body": {"terms", "machine", "knowledge"},
    "eyes": {"terms", "machine", "knowledge"},
}
TOP = {"api", "web", "cli", "__main__"}
"""They wire things together; nothing below imports them."""

LONGEST = 400
CODE = {".py", ".ts", ".css"}
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
        ("deb", "debian", "org"), ("npmmirror", "com"), ("conda", "anaconda", "org"),
    )
)  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w.:/~$}-])/(?:root|home|Users|work|opt)/[\w.-]+")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b|raise NotImplemented" + r"Error$")


def allowed(room: str) -> set[str]:
    """The rooms that ``room`` may import besides itself."""
    if room in CHAIN:
        return set(CHAIN[: CHAIN.index(room)])
    if room in TOP:
        return {*CHAIN, *ASIDE} if room == "api" else {*CHAIN, *ASIDE, "api", "web", "cli"}
    return ASIDE[room]


def modules(source: Path = SOURCE) -> Iterator[tuple[str, Path]]:
    """The dotted name and file of every module under ``src``."""
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(name: str, is_package: bool, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each import, relative ones resolved; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = name.split(".")[: len(name.split(".")) - node.level + is_package]
                base = ".".join([*above, base] if base else above)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def broken_imports(name: str, text: str, *, is_package: bool = False) -> list[str]:
    """What a module imports against the rule, as ``line: sentence``."""
    parts = name.split(".")
    if parts == ["turnout"]:
        return eager_imports(text)
    room = parts[1]
    if room not in CHAIN and room not in ASIDE and room not in TOP:
        return [f"1: {room} has no place in the house; its rooms are {', '.join([*CHAIN, *ASIDE, *sorted(TOP)])}"]
    wrong: list[str] = []
    for line, target in imported(name, is_package, ast.parse(text)):
        head, _, rest = target.partition(".")
        if head != "turnout":
            continue
        other = rest.split(".")[0]
        known = other in CHAIN or other in ASIDE or other in TOP
        if not known and room not in TOP:
            wrong.append(f"{line}: {room} imports {target}: the public names are for users of the package")
        elif known and other != room and other not in allowed(room):
            wrong.append(f"{line}: {room} may not import {other}")
    return wrong


def eager_imports(text: str) -> list[str]:
    """Imports of the package's own rooms that run when ``import turnout`` does; only lazy ones are allowed there."""
    wrong: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = [line for line, target in imported("turnout", True, node) if target.split(".")[0] == "turnout"]
        wrong += [f"{line}: turnout/__init__ may import its rooms only lazily" for line in lines]
    return wrong


def kept_files() -> list[Path]:
    """Every file that is in git or would be added to it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    """The kept files that are text."""
    for path in kept_files():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def found(pattern: re.Pattern[str], files: Iterator[tuple[Path, str]]) -> list[str]:
    """``file:line: what`` of each match."""
    return [
        f"{path}:{number}: {match.group()}"
        for path, text in files
        for number, line in enumerate(text.splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def test_every_module_imports_only_what_its_room_may() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{sentence}"
        for name, path in modules()
        for sentence in broken_imports(name, path.read_text(), is_package=path.name == "__init__.py")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("module", "text", "is_package"),
    [
        ("turnout.terms", "from turnout.record import Fact", False),
        ("turnout.planning", "import turnout.coach", False),
        ("turnout.planning", "from turnout import coach", False),
        ("turnout.knowledge.load", "from ..track import State", False),
        ("turnout.knowledge", "from ..track import State", True),
        ("turnout.planning", "def f():\n    from turnout.body import loads", False),
        ("turnout.store.sql", "from turnout.knowledge import load", False),
        ("turnout.body.arms", "from turnout.record import Fact", False),
        ("turnout.report.page", "from turnout.web import app", False),
        ("turnout.simulate", "from turnout import plan_for", False),
        ("turnout.coach", "from turnout.api import plan", False),
        ("turnout.api", "from turnout.cli import main", False),
        ("turnout.coach", "import importlib\nimportlib.import_module('turnout.web')", False),
        ("turnout.helpers", "", False),
        ("turnout", "from .plan import plan", True),
    ],
)
def test_a_planted_wrong_import_is_caught(module: str, text: str, is_package: bool) -> None:
    assert len(broken_imports(module, text, is_package=is_package)) == 1


@pytest.mark.parametrize(
    ("module", "text", "is_package"),
    [
        ("turnout.coach", "from turnout.planning import Plan\nfrom turnout.terms import Side", False),
        ("turnout.coach", "from turnout import planning", False),
        ("turnout.knowledge.load", "from .schema import Exercise\nfrom ..terms import Side", False),
        ("turnout.knowledge", "from .load import load", True),
        ("turnout.web.routes", "from turnout.cli import main\nfrom turnout.store import Store", False),
        ("turnout", "def __getattr__(name):\n    from turnout.api import plan\n    return plan", True),
        ("turnout", "if TYPE_CHECKING:\n    from turnout.api import plan", True),
    ],
)
def test_a_right_import_is_let_through(module: str, text: str, is_package: bool) -> None:
    assert broken_imports(module, text, is_package=is_package) == []


def test_no_file_names_a_registry() -> None:
    pattern = re.compile("|".join(re.escape(host) for host in HOSTS))
    assert found(pattern, texts()) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert found(MACHINE_PATH, texts()) == []


@pytest.mark.parametrize("place", ["see /%s/ann/x", "'/%s/.cache'", "at /%s/ann"])
@pytest.mark.parametrize("top", ["home", "root", "Users", "work"])
def test_a_path_of_one_machine_is_seen(place: str, top: str) -> None:
    assert MACHINE_PATH.search(place % top)


@pytest.mark.parametrize("line", ["GET /api/v1/facts", "a/home/b", "$HOME/x", "/static/dist/main.js"])
def test_an_address_within_the_app_is_no_path_of_a_machine(line: str) -> None:
    assert MACHINE_PATH.search(line) is None


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    lengths = {
        path: text.count("\n") for path, text in texts() if path.parts[0] in {"src", "web"} and path.suffix in CODE
    }
    long = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST]
    assert not long, "\n".join(long)


def test_nothing_is_left_unfinished() -> None:
    code = ((path, text) for path, text in texts() if path.suffix in {*CODE, ".md", ".yaml", ".html", ".toml"})
    assert found(UNFINISHED, code) == []


def test_the_skin_of_the_figure_is_the_same_wherever_it_is_installed() -> None:
    pins = {name: re.findall(r"\banny==[\d.]+", (ROOT / name).read_text()) for name in ("Makefile", "Dockerfile")}
    assert pins["Makefile"] == pins["Dockerfile"] != []
