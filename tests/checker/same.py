"""Rule 5: same record, same plan; a mirrored record gives the mirrored plan; the order of arrival does not matter."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from tests.checker.tally import Json, Tally

ACROSS = {"left": "right", "right": "left"}
WORDS = ("says", "ask_why")
"""Sentences that may speak of either side first."""
_WORD = re.compile(r"\b(left|right)\b")


def mirrored(value: Any) -> Any:
    """JSON in a world where left and right have changed places."""
    if isinstance(value, dict):
        return {mirrored(key): mirrored(child) for key, child in cast("Json", value).items()}
    if isinstance(value, list | tuple):
        return [mirrored(child) for child in cast("list[Any]", value)]
    if isinstance(value, str):
        return _WORD.sub(lambda match: ACROSS[match.group()], value)
    return value


def unordered(value: Any) -> Any:
    """JSON in which lists are sets: the order on a tie is free. Words that join both sides are left out."""
    if isinstance(value, dict):
        return {key: unordered(child) for key, child in sorted(cast("Json", value).items()) if key not in WORDS}
    if isinstance(value, list):
        return sorted((unordered(child) for child in cast("list[Any]", value)), key=lambda v: json.dumps(v))
    return value


def judge_same(one: Json, two: Json, what: str, tally: Tally) -> None:
    """Two answers that must be the same to the letter."""
    tally.see(5, what, one == two, *differences(one, two))


def judge_mirrored(answer: Json, across: Json, tally: Tally) -> None:
    """The answer to a record, and the answer to its mirror image."""
    one, two = unordered(mirrored(answer)), unordered(across)
    tally.see(5, "mirrored", one == two, *differences(one, two))


def differences(one: Any, two: Any, path: str = "$") -> list[str]:
    """Where two values differ, as paths."""
    if isinstance(one, dict) and isinstance(two, dict):
        a, b = cast("Json", one), cast("Json", two)
        found: list[str] = []
        for key in sorted({*a, *b}):
            found += differences(a.get(key), b.get(key), f"{path}.{key}")
        return found[:6]
    if isinstance(one, list) and isinstance(two, list):
        these, those = cast("list[Any]", one), cast("list[Any]", two)
        if len(these) == len(those):
            pairs = enumerate(zip(these, those, strict=True))
            return [line for n, (a, b) in pairs for line in differences(a, b, f"{path}[{n}]")][:6]
    return [] if one == two else [f"{path}: {one!s:.300} / {two!s:.300}"]
