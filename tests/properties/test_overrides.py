"""Whatever a clinician prescribes, leaves out or replaces, on whatever day: the rules that never bend hold.

Most of these prescriptions ask for far more than was done: the top of a ladder, five sets, on a sore side, on a stretch
that bone limits, while a stop stands. Rules 1 to 4 and 8 are judged by the same checker as everything else.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.checker.judge import judge_trace
from tests.checker.tally import Tally
from tests.properties.known import known
from tests.properties.profile import tried
from tests.properties.scripts import Script, Style, scripts
from tests.properties.walk import Walk

RULES = (1, 2, 3, 4, 8)
CHANCES = 200


class Overridden(Walk):
    """A person whose clinician changes something every few days, mostly about what is on offer."""

    def session(self, style: Style) -> None:
        if self.chance(0.4):
            self.order()
        super().session(style)

    def order(self) -> None:
        """One prescription, seldom a modest one."""
        told = self.ask()
        session: dict[str, Any] = told["session"] or {"items": []}
        rows = [*session["items"], *told["withheld"]]
        on_offer = sorted({row["exercise"] for row in rows}) or sorted(self.k.exercises)
        exercise = self.rng.choice(on_offer if self.chance(0.7) else sorted(self.k.exercises))
        who: dict[str, Any] = {"exercise": exercise, "side": self.rng.choice(["left", "right", "both"])}
        who |= {"by": self.rng.choice(["Dr Hill", "Dr Hill", "clinic", "me"]), "prescribed_on": self.day.isoformat()}
        self.tell("prescription", 12, **who, **self.what(exercise))

    def what(self, exercise: str) -> dict[str, Any]:
        """Left out, ended, or a dose and a level as far up as they go."""
        kind = self.rng.random()
        if kind < 0.15:
            return {"leave_out": True}
        if kind < 0.25:
            return {"ended": True}
        unit = "reps" if self.k.exercises[exercise].prescribe.reps else "seconds"
        dose: dict[str, Any] = {"sets": self.rng.choice([1, 3, 5, 8]), unit: self.rng.choice([5, 15, 30, 60])}
        if self.chance(0.6):
            dose["level"] = self.rng.choice([rung.id for rung in self.k.ladders[exercise]][-2:])
        if self.chance(0.2):
            dose["instead_of"] = self.rng.choice(sorted(set(self.k.exercises) - {exercise}))
        return dose


def test_no_prescription_bends_the_rules_that_never_bend(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()

    @tried(60)
    @given(scripts())
    def lived(script: Script) -> None:
        own = Tally()
        judge_trace(Overridden(script).live(), known(), own)
        broken = [sentence for rule in RULES for sentence in own.broken.get(rule, [])]
        assert not broken, broken
        tally.add(own)

    lived()
    chances = {rule: tally.of(rule) for rule in RULES}
    with capsys.disabled():
        print(f"\noverridden: {chances}")
    assert min(chances.values()) >= CHANCES
    assert tally.chances[(1, "what a clinician left out is not offered")] > 0
