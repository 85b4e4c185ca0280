"""What was judged: how many chances each rule had to be broken, and what broke it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

RULES: dict[int, str] = {
    1: "a red flag stops",
    2: "pain never leads to more",
    3: "unknown is not met",
    4: "one step at a time",
    5: "same record, same plan",
    6: "every item says why",
    7: "no change within the error",
    8: "bone's end range is not chased",
    9: "no fact is altered or lost",
    10: "every number has a source",
}
KEPT = 20
"""Sentences kept per rule: enough to see what went wrong."""


@dataclass
class Tally:
    """Counts chances and keeps what was broken.

    Attributes:
        chances: (rule, what was looked at) -> how often it could have been broken.
        broken: rule -> sentences.
    """

    chances: Counter[tuple[int, str]] = field(default_factory=lambda: Counter[tuple[int, str]]())
    broken: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def see(self, rule: int, what: str, ok: bool, *told: object) -> None:
        """Counts one chance; ``told`` says what was seen, where it was not right."""
        self.chances[(rule, what)] += 1
        if not ok:
            sentences = self.broken.setdefault(rule, [])
            if len(sentences) < KEPT:
                sentences.append(f"rule {rule}, {what}: " + "; ".join(str(t) for t in told))

    def of(self, rule: int) -> int:
        """All chances of a rule."""
        return sum(count for (number, _), count in self.chances.items() if number == rule)

    def add(self, other: Tally) -> None:
        """Takes in another tally."""
        self.chances += other.chances
        for rule, sentences in other.broken.items():
            kept = self.broken.setdefault(rule, [])
            kept.extend(sentences[: KEPT - len(kept)])

    @property
    def clean(self) -> bool:
        return not self.broken

    def sentences(self) -> str:
        """Everything that was broken, one a line."""
        return "\n".join(sentence for rule in sorted(self.broken) for sentence in self.broken[rule])

    def table(self) -> str:
        """Rules, chances and breaks, to be printed."""
        lines = ["rule                                   chances  broken"]
        for rule, name in RULES.items():
            lines.append(f"{rule:>2} {name:<34} {self.of(rule):>9} {len(self.broken.get(rule, ())):>7}")
            parts = sorted((what, n) for (number, what), n in self.chances.items() if number == rule)
            lines += [f"     {what:<32} {n:>8}" for what, n in parts]
        return "\n".join(lines)
