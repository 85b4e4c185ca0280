"""Rule 9: no fact is altered or lost on the way out and in again. Rule 10: every number has a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

from tests.checker.tally import Json, Tally

SURE = ("verified", "recalled", "design")
NAMES = {"number", "year", "id"}
"""Numbers that are names or an order."""
APART = {"sources.yaml", "rows.yaml"}
"""Lists of texts: their numbers are years and pages."""


def judge_kept(given: list[Json], out: list[Json], what: str, tally: Tally) -> None:
    """The facts that went in, and those that came out."""
    came = {fact.get("id"): fact for fact in out}
    for fact in given:
        same = came.get(fact["id"])
        tally.see(9, what, same == fact, "in", fact, "out", same)
    tally.see(9, f"{what}: none added", len(out) == len(given), len(given), len(out))


def judge_sources(folder: Path, tally: Tally) -> None:
    """Reads the knowledge files themselves."""
    sources: dict[str, Json] = yaml.safe_load((folder / "sources.yaml").read_text(encoding="utf-8"))
    for name, source in sources.items():
        tally.see(10, "a source says how sure", source.get("sure") in SURE and bool(source.get("cite")), name)
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.md")]):
        if path.name in APART or path.parent.name == "motions":
            continue
        text = path.read_text(encoding="utf-8")
        data = yaml.safe_load(text.split("---\n")[1] if path.suffix == ".md" else text)
        for where, source, sure in numbers(data, (path.name,), None, None):
            entry = sources.get(source or "")
            tally.see(10, "a number has a source", entry is not None, where, source)
            known = sure or (entry or {}).get("sure")
            tally.see(10, "a number says how sure", known in SURE, where, source, sure)


def numbers(
    value: Any, where: tuple[str | int, ...], source: str | None, sure: str | None
) -> Iterator[tuple[tuple[str | int, ...], str | None, str | None]]:
    """Every number, with the source and the confidence of the nearest block around it."""
    if isinstance(value, dict):
        block = cast("Json", value)
        if "source" in block:
            source, sure = block["source"], block.get("sure")
        for key, child in block.items():
            if key not in NAMES:
                yield from numbers(child, (*where, key), source, sure)
    elif isinstance(value, list):
        for n, child in enumerate(cast("list[Any]", value)):
            yield from numbers(child, (*where, n), source, sure)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield where, source, sure
