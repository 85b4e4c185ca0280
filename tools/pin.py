"""Renew ``constraints.txt``: exact versions of everything that a developer's environment holds.

In: ``pyproject.toml``. Out: ``constraints.txt``. Run it as ``make pins`` with the oldest supported Python; each newer
one that is found (``python3.12``, ``python3.13``) is resolved against the same pins, and what only it needs is added
with a marker. Versions only: no addresses, no index options, no hashes of one mirror's files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PINS = ROOT / "constraints.txt"
OLDEST = (3, 11)
NEWER = ("python3.12", "python3.13")
HEAD = """\
# Exact versions of every runtime and development package, resolved on Python 3.11 and checked on 3.12 and 3.13.
# Made by `make pins` (tools/pin.py) from pyproject.toml: change versions there, then renew.
"""


def wanted(project: dict[str, Any]) -> list[str]:
    """All requirements: runtime, every extra, every group, the build backend, and pip itself."""
    found: list[str] = ["pip", *project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"].get("optional-dependencies", {}).values():
        found += extra
    for group in project.get("dependency-groups", {}).values():
        found += [item for item in group if isinstance(item, str)]
    return found


def resolve(python: str, requirements: list[str], pins: dict[str, str]) -> dict[str, str]:
    """Name -> version as pip chooses them for this interpreter, in an empty environment and with nothing installed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        subprocess.run([python, "-m", "venv", str(place / "venv")], check=True)
        pip = [str(place / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-qq", "--upgrade", "pip"], check=True)
        limits = place / "limits.txt"
        limits.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()))
        report = place / "report.json"
        options = ["-qq", "--dry-run", "--ignore-installed", "--report", str(report), "-c", str(limits)]
        subprocess.run([*pip, "install", *options, *requirements], check=True)
        chosen = json.loads(report.read_text())["install"]
        return {normal(item["metadata"]["name"]): item["metadata"]["version"] for item in chosen}


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return name.lower().replace("_", "-").replace(".", "-")


def main() -> int:
    """Resolve, check on newer Pythons, write."""
    if sys.version_info[:2] != OLDEST:
        print(f"pins are resolved on Python {OLDEST[0]}.{OLDEST[1]}, not {sys.version.split()[0]}", file=sys.stderr)
        return 2
    with (ROOT / "pyproject.toml").open("rb") as file:
        requirements = wanted(tomllib.load(file))
    base = getattr(sys, "_base_executable", sys.executable)
    pins = resolve(base, requirements, {})
    lines = {name: f"{name}=={version}" for name, version in pins.items()}
    for python in NEWER:
        if shutil.which(python) is None or not runs(python):
            print(f"{python} is not here: not checked", file=sys.stderr)
            continue
        for name, version in resolve(python, requirements, pins).items():
            if name not in pins:
                pins[name] = version
                lines[name] = f'{name}=={version} ; python_version >= "{python.removeprefix("python")}"'
    PINS.write_text(HEAD + "".join(f"{line}\n" for _, line in sorted(lines.items())))
    print(f"{PINS.name}: {len(lines)} packages")
    return 0


def runs(python: str) -> bool:
    """Whether the name leads to an interpreter that starts (a version manager's shim may not)."""
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
