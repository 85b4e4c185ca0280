"""The gate: every check in order, then one plain summary. It fails when any part fails, and runs the rest all the same.

In: nothing, or ``--only style,types`` for some parts. Out: what the parts print, a table, and a last line
``parts: N passed, N failed``; exit code 1 when any failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools.node import WEB, command, environment

ROOT = Path(__file__).parent.parent
SPREAD = ("--dist", "worksteal")
"""Each process takes tests that stand together: what they share is set up once. It helps the other at the end."""


@dataclass(frozen=True)
class Part:
    """One check: the group it belongs to, what it is called, and its command."""

    group: str
    name: str
    command: list[str]
    folder: Path = ROOT

    def run(self) -> bool:
        """Whether it passed; its output goes straight through."""
        print(f"\n== {self.name}", flush=True)
        return subprocess.run(self.command, cwd=self.folder, env=environment(), check=False).returncode == 0


def python(*arguments: str) -> list[str]:
    """A module of this environment's Python."""
    return [sys.executable, "-m", *arguments]


def parts() -> list[Part]:
    """All checks, cheapest first."""
    return [
        Part("style", "ruff check", python("ruff", "check", "--quiet", ".")),
        Part("style", "ruff format", python("ruff", "format", "--quiet", "--check", ".")),
        Part("style", "biome", command(["--run", "lint"]), WEB),
        Part("types", "pyright", python("pyright")),
        Part("types", "tsc", command(["--run", "types"]), WEB),
        Part("tests", "pytest", python("pytest", "-n", "2", *SPREAD, "--benchmark-disable", "--durations", "20")),
        Part("tests", "vitest", command(["--run", "test"]), WEB),
    ]


def main() -> int:
    """Run the parts asked for; 0 when all passed."""
    groups = ("style", "types", "tests")
    parser = argparse.ArgumentParser(prog="python -m tools.gate", description="Run every check.")
    parser.add_argument("--only", default=",".join(groups), help="groups of checks: style, types, tests")
    wanted = parser.parse_args().only.split(",")
    unknown = sorted(set(wanted) - set(groups))
    if unknown:
        parser.error(f"no such group: {', '.join(unknown)}; there are {', '.join(groups)}")
    results: list[tuple[Part, bool, float]] = []
    for part in parts():
        if part.group in wanted:
            begun = time.monotonic()
            passed = part.run()
            results.append((part, passed, time.monotonic() - begun))
    print()
    for part, passed, seconds in results:
        print(f"  {part.name:<12} {'passed' if passed else 'FAILED'}  {seconds:6.1f} s")
    failed = sum(1 for _, passed, _ in results if not passed)
    print(f"parts: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
