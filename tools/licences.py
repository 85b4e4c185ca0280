"""Write ``THIRD-PARTY.md``: what Turnout builds on, and under which licence.

In: the packages installed here (pinned by ``constraints.txt``) and ``web/package-lock.json``. Out: the page.
A package whose licence is not said in its metadata stops this with its name, rather than passing unseen.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from tools.pin import normal

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "THIRD-PARTY.md"
HEAD = """\
# What Turnout builds on

Turnout itself is Apache-2.0 (see `LICENSE` and `NOTICE`). It installs the packages below from their own publishers and
carries none of their code, except the two typefaces, which are built into the browser's part with their licences.

This page is made by `make pins` (`tools/licences.py`) from the packages' own metadata.
"""
FONTS = {"@fontsource/eb-garamond": "EB Garamond", "@fontsource-variable/inter": "Inter"}


def licence(package: Distribution) -> str:
    """The licence a package states: the expression, else the classifier, else a short licence field."""
    said: dict[str, str | list[str]] = package.metadata.json
    if expression := str(said.get("license_expression", "")):
        return expression
    classes = [c.rsplit(" :: ", 1)[-1] for c in said.get("classifier", []) if c.startswith("License ::")]
    if classes and classes != ["OSI Approved"]:
        return ", ".join(classes)
    return str(said.get("license", "")).strip().partition("\n")[0]


def reached(names: list[str]) -> dict[str, Distribution]:
    """Everything that these requirements lead to among the installed packages."""
    found: dict[str, Distribution] = {}
    left = [bare(name) for name in names]
    while left:
        name = left.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        left += [bare(need) for need in found[name].requires or [] if "extra ==" not in need]
    return found


def bare(requirement: str) -> str:
    """The normal name in a requirement."""
    return normal(re.split(r"[ ;\[<>=!~(]", requirement.strip(), maxsplit=1)[0])


def python_table(packages: dict[str, Distribution]) -> str:
    """Name, version, licence."""
    rows = [(name, package.version, licence(package)) for name, package in sorted(packages.items())]
    if silent := [name for name, _, said in rows if not said]:
        sys.exit(f"no licence in the metadata of: {', '.join(silent)}")
    return table(rows)


def table(rows: list[tuple[str, str, str]]) -> str:
    """A Markdown table."""
    lines = [f"| {name} | {version} | {said} |" for name, version, said in rows]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *lines])


def web_rows() -> list[tuple[str, str, str]]:
    """The browser's development packages, from the lock file; the typefaces stand apart."""
    locked = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    rows = {
        (path.rsplit("node_modules/", 1)[-1], entry["version"], entry.get("license", ""))
        for path, entry in locked.items()
        if path and not entry.get("optional")
    }
    return sorted(row for row in rows if row[0] not in FONTS)


def main() -> int:
    """Write the page."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    runtime = reached(project["project"]["dependencies"])
    extras = [need for needs in project["project"]["optional-dependencies"].values() for need in needs]
    groups = project["dependency-groups"].values()
    develop = [need for needs in groups for need in needs if isinstance(need, str)]
    optional = {n: p for n, p in reached(["psycopg-binary", *extras]).items() if n not in runtime}
    tools = {n: p for n, p in reached(develop).items() if n not in runtime and n not in optional}
    locked = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    fonts = [(label, locked[f"node_modules/{name}"]["version"], "OFL-1.1") for name, label in FONTS.items()]
    sections = [
        ("Carried in the built front end", table(fonts)),
        ("Needed to run", python_table(runtime)),
        ("Only with an extra (`postgres`, `cluster`)", python_table(optional)),
        ("Only to develop and test: Python", python_table(tools)),
        ("Only to develop and build: browser", table(web_rows())),
    ]
    PAGE.write_text(HEAD + "".join(f"\n## {title}\n\n{body}\n" for title, body in sections))
    print(f"{PAGE.name}: {len(runtime) + len(optional) + len(tools)} Python packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
