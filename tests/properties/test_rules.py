"""The ten rules hold on generated records, and each had its thousand chances to be broken."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checker.gates import GATES
from tests.checker.judge import judge_trace
from tests.checker.kept import judge_sources
from tests.checker.tally import RULES, Tally
from tests.properties.known import known
from tests.properties.pairs import judge_pairs
from tests.properties.profile import tried
from tests.properties.scripts import Script, scripts
from tests.properties.walk import walk
from turnout.knowledge import HOME

CHANCES = 1000

anyone = scripts()
gated = scripts((*GATES, "deep-rotators"), ("good", "good", "good", "steady", "untold", "sore"), 45, 5)


def test_the_ten_rules_hold_on_generated_records_with_a_thousand_chances_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Tally()

    @tried(260)
    @given(st.one_of(anyone, anyone, gated))
    def lived(script: Script) -> None:
        own = Tally()
        trace = walk(script)
        judge_trace(trace, known(), own)
        judge_pairs(trace, Random(script.stretches[0].seed), own)
        assert own.clean, own.sentences()
        tally.add(own)

    lived()
    judge_sources(HOME, tally)
    with capsys.disabled():
        print(f"\n{tally.table()}")
    assert tally.clean, tally.sentences()
    assert {rule: tally.of(rule) for rule in RULES if tally.of(rule) < CHANCES} == {}
