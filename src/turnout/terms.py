"""The vocabulary every other module speaks: sides, kinds, doses, verdicts, errors.

In: nothing. Out: small frozen types. Names are the field's standard terms (see GLOSSARY.md); the ids are contracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Side = Literal["left", "right", "both"]
"""``left`` and ``right`` limbs (or directions, for entries with ``sides: direction``); ``both`` is two-sided."""

Limb = Literal["left", "right"]
LIMBS: tuple[Limb, Limb] = ("left", "right")

Sides = Literal["each", "both", "direction"]
"""``each``: left and right counted apart; ``both``: two-sided; ``direction``: to the left and to the right."""

ExerciseKind = Literal["strength", "stretch", "warm-up", "plyometric", "walk"]
Role = Literal["warm-up", "plyometric", "work", "stretch"]
Action = Literal["new", "keep", "raise", "lower"]
Urgency = Literal["now", "same-day", "two-weeks", "before-starting"]
URGENCIES: tuple[Urgency, ...] = ("now", "same-day", "two-weeks", "before-starting")
"""Most urgent first: an urgency is a time."""

Confidence = Literal["verified", "recalled", "design"]
Method = Literal["phone", "camera", "goniometer", "inclinometer", "tape", "estimate"]
Symptom = Literal["pinch", "radiating", "numb", "giving-way", "dizzy", "knee-pain"]
Equipment = Literal[
    "loop-band", "long-band", "strap", "chair", "table", "step", "bench", "wall", "mat", "anchor", "dumbbell",
    "kettlebell", "medicine-ball", "weight", "helper",
]  # fmt: skip
Position = Literal[
    "supine", "prone", "side-lying", "quadruped", "sitting", "floor-sitting", "standing", "plank", "any"
]  # fmt: skip
Sex = Literal["f", "m", "x"]


class TurnoutError(Exception):
    """The one root of errors a user can cause or mend. The message is one clear sentence.

    Args:
        message: what is wrong and, where there is one, the valid choice.
        where: a file and line, or a field; put before the message.
    """

    def __init__(self, message: str, where: str = "") -> None:
        self.message = message
        self.where = where
        super().__init__(f"{where}: {message}" if where else message)


class RecordError(TurnoutError):
    """A fact or a record file that cannot be taken."""


class KnowledgeError(TurnoutError):
    """A knowledge file that cannot be taken."""


class StoreError(TurnoutError):
    """A database that cannot be used."""


def other(side: Limb) -> Limb:
    """The limb across."""
    return "right" if side == "left" else "left"


def limbs(side: Side | None) -> tuple[Limb, ...]:
    """The limbs a side stands for; ``both`` and a missing side stand for both."""
    if side is None or side == "both":
        return LIMBS
    return (side,)


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, with the numbers it rests on. Rule 6: nothing is offered, changed or withheld without one."""

    criterion: str
    says: str
    source: str
    values: dict[str, Any] = field(default_factory=lambda: dict[str, Any]())

    def as_json(self) -> dict[str, Any]:
        return {"criterion": self.criterion, "values": self.values, "source": self.source, "says": self.says}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A criterion judged: met, not met, or unknown (``None``). Unknown is never met."""

    criterion: str
    met: bool | None
    says: str
    source: str
    values: dict[str, Any] = field(default_factory=lambda: dict[str, Any]())

    def as_json(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion,
            "met": self.met,
            "values": self.values,
            "says": self.says,
            "source": self.source,
        }


def listed(words: Sequence[str], last: str = "or") -> str:
    """``a, b or c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
