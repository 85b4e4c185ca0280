"""Watches a simulated person's sessions and counts what must never happen.

In: the contract's JSON of each day's answer, and the facts as JSON objects, in order. Out: violations per rule. It
reads JSON only, and nothing of the loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]
RULES = ("red-flag", "pain", "unknown-gate", "one-step", "two-rises", "why", "bone")


@dataclass
class Watch:
    """Keeps what was done last, and judges each new answer.

    Attributes:
        rung_of: (exercise, level) -> ladder place.
        stretches: exercise -> directions it gains, for rule 8.
    """

    rung_of: dict[tuple[str, str], int]
    stretches: dict[str, tuple[str, ...]]
    violations: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))
    chances: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))
    yes: set[str] = field(default_factory=set[str])
    answered: set[str] = field(default_factory=set[str])
    last: dict[Key, list[dict[str, Any]]] = field(default_factory=dict[Key, list[dict[str, Any]]])
    offered: dict[Key, dict[str, Any]] = field(default_factory=dict[Key, dict[str, Any]])
    phase: tuple[str, int] | None = None
    gate: dict[str, Any] | None = None

    def fact(self, fact: dict[str, Any]) -> None:
        """Takes note of a fact."""
        if fact["kind"] == "screen":
            for flag, yes in fact["answers"].items():
                self.answered.add(flag)
                if yes:
                    self.yes.add(flag)
        elif fact["kind"] == "clearance":
            self.yes.discard(fact["flag"])
        elif fact["kind"] == "set":
            key = (fact["exercise"], fact.get("side") or "both")
            sets = self.last.get(key)
            if sets is None or sets[0]["at"][:10] != fact["at"][:10]:
                self.last[key] = sets = []
            sets.append(fact)

    def answer(self, answer: dict[str, Any]) -> None:
        """Judges an answer."""
        session = answer["session"]
        items: list[dict[str, Any]] = session["items"] if session else []
        self._count("red-flag", bool(items or answer["measures"]["offered"]), bool(self.yes or answer["ask"]))
        rises: dict[str, set[str]] = {"left": set(), "right": set()}
        for item in items:
            self._item(item, rises)
            self._bone(item, answer["findings"])
        for exercises in rises.values():
            self._count("two-rises", len(exercises) > 2, bool(exercises))
        for withheld in answer["withheld"]:
            self._count("why", not withheld["why"], True)
        self._phase(answer)
        for item in items:
            self.offered[(item["exercise"], item["side"])] = item

    def _count(self, rule: str, broken: bool, chance: bool) -> None:
        if chance:
            self.chances[rule] += 1
            self.violations[rule] += broken

    def _item(self, item: dict[str, Any], rises: dict[str, set[str]]) -> None:
        self._count("why", not item["why"] or any(not w["says"] or not w["source"] for w in item["why"]), True)
        key = (item["exercise"], item["side"])
        if item["action"] in ("new", "raise"):
            for limb in ("left", "right") if item["sides"] != "each" else (item["side"],):
                rises[limb].add(item["exercise"])
        sets = self.last.get(key)
        if not sets:
            return
        rung = self.rung_of[(item["exercise"], item["level"])]
        done = max(self.rung_of[(s["exercise"], s["level"])] for s in sets)
        counted = "reps" if item["reps"] is not None else "seconds"
        before = self.offered.get(key)
        volume = item["sets"] > max(len(sets), before["sets"] if before else 0)
        most = max(max(s.get(counted) or 0 for s in sets), (before or {}).get(counted) or 0)
        more = [rung > done, volume and rung >= done, (item[counted] or 0) > most and rung >= done]
        self._count("one-step", sum(more) > 1 or rung > done + 1, True)
        hurt = any((s.get("pain") or 0) > 5 or s.get("symptoms") for s in sets)
        self._count("pain", any(more) or rung >= max(done, 1), hurt)

    def _bone(self, item: dict[str, Any], findings: list[dict[str, Any]]) -> None:
        gains = self.stretches.get(item["exercise"])
        if not gains:
            return
        limbs = ("left", "right") if item["sides"] != "each" else (item["side"],)
        for finding in findings:
            if finding["id"] == "ir-er-difference" and finding["side"] in limbs:
                chased = "er" if finding["value"] > 0 else "ir"
                self._count("bone", chased in gains, True)

    def _phase(self, answer: dict[str, Any]) -> None:
        phase = answer["phase"]
        if phase is None:
            return
        now = (answer["programme"], phase["number"])
        if self.phase is not None and self.phase[0] == now[0] and now[1] != self.phase[1]:
            self._count("unknown-gate", now[1] != self.phase[1] + 1, True)
        self.phase = now
