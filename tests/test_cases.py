"""The clinical scenarios: each expects what the rules say, and `docs/scenarios.md` shows them as they are."""

from __future__ import annotations

import pytest

from tests.support.cases import Case, all_cases
from tests.support.expect import mismatches
from turnout.knowledge import load_knowledge


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_scenario(case: Case) -> None:
    k = load_knowledge()
    assert not (wrong := mismatches(case.expect, case.answer(k), k)), "\n".join(wrong)
