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
from turnout.web.words import ACTIONS, side_of


@dataclass(frozen=True)
class Group:
    """Neighbouring items with the same dose and level, on one side or on both.

    Attributes:
        item: the first of them; what differs is told per side.
        items: all of them.
        sides: their sides in words.
    """

    item: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    sides: str
    steps: tuple[Step, ...]

    @property
    def actions(self) -> str:
        """``One step up``; where the sides differ, each by name: ``left one step up, right as last time``."""
        says = [ACTIONS[item["action"]] for item in self.items]
        if len(set(says)) == 1:
            return says[0]
        return ", ".join(f"{item['side']} {word.lower()}" for item, word in zip(self.items, says, strict=True))

    @property
    def moved(self) -> bool:
        """Whether the dose of a side goes up or down."""
        return any(item["action"] in ("raise", "lower") for item in self.items)

    @property
    def reasons(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """(side in words, reasons); one entry without a side where the reasons are the same on both."""
        if len({_said(item) for item in self.items}) == 1:
            return [("", self.item["why"])]
        return [(side_of(item), item["why"]) for item in self.items]


def groups(items: Sequence[dict[str, Any]], steps: Sequence[Step] = ()) -> list[Group]:
    """The items of a session, those of both sides together.

    Args:
        items: as offered.
        steps: their steps, in the same order; none before a session was offered.
    """
    out: list[tuple[list[dict[str, Any]], list[Step]]] = []
    for n, item in enumerate(items):
        mine = [steps[n]] if steps else []
        if out and _same(out[-1][0][0], item):
            out[-1][0].append(item)
            out[-1][1].extend(mine)
        else:
            out.append(([item], mine))
    return [Group(all_of[0], tuple(all_of), sides_of(all_of), tuple(own)) for all_of, own in out]


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two items ask for the same, whatever the reasons."""
    keys = ("exercise", "level", "sets", "reps", "seconds", "load", "bouts")
    return all(a.get(key) == b.get(key) for key in keys)


def _said(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(why["says"].replace(item["side"], "") for why in item["why"])


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
