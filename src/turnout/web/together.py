"""Left and right told together where they are the same, so that a page says nothing twice.

In: items, steps or withheld entries of the contract's JSON. Out: groups with their sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from turnout.knowledge import Knowledge
from turnout.terms import Side
from turnout.web.following import Step
from turnout.web.words import side_of


@dataclass(frozen=True)
class Group:
    """Neighbouring items that differ in their side only."""

    item: dict[str, Any]
    sides: str
    steps: tuple[Step, ...]


def groups(items: Sequence[dict[str, Any]], steps: Sequence[Step] = ()) -> list[Group]:
    """The items of a session, those of both sides together.

    Args:
        items: as offered.
        steps: their steps, in the same order; none before a session was offered.
    """
    out: list[tuple[dict[str, Any], list[dict[str, Any]], list[Step]]] = []
    for n, item in enumerate(items):
        mine = [steps[n]] if steps else []
        if out and _same(out[-1][0], item):
            out[-1][1].append(item)
            out[-1][2].extend(mine)
        else:
            out.append((item, [item], mine))
    return [Group(first, sides_of(all_of), tuple(own)) for first, all_of, own in out]


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    keys = ("exercise", "level", "sets", "reps", "seconds", "action", "load", "bouts")
    says = [[why["says"].replace(side, "") for why in x["why"]] for x, side in ((a, a["side"]), (b, b["side"]))]
    return all(a.get(key) == b.get(key) for key in keys) and says[0] == says[1]


def sides_of(items: Sequence[dict[str, Any]]) -> str:
    """``Left, then right``; for one item its side."""
    if len(items) == 1:
        return side_of(items[0])
    towards = "To the " if items[0].get("sides") == "direction" else ""
    words = f"{towards}{items[0]['side']}, then {towards.lower()}{items[1]['side']}"
    return words[0].upper() + words[1:]


def left_out(withheld: Iterable[dict[str, Any]], k: Knowledge) -> list[dict[str, Any]]:
    """What is left out, sides that share a reason together."""
    seen: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for one in withheld:
        key = (one["exercise"], tuple(why["says"] for why in one["why"]))
        if key not in seen:
            entry = k.exercises[one["exercise"]]
            seen[key] = {"id": entry.id, "name": entry.name, "sides": cast("list[Side]", []), "why": one["why"]}
        seen[key]["sides"].append(one["side"])
    return list(seen.values())
