"""The clinical scenarios: each expects what the rules say, and `docs/scenarios.md` shows them as they are."""

from __future__ import annotations

import pytest

from tests.cases_table import PAGE, page
from tests.support.cases import Case, all_cases
from tests.support.expect import mismatches
from turnout.knowledge import load_knowledge


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_scenario(case: Case) -> None:
    k = load_knowledge()
    assert not (wrong := mismatches(case.expect, case.answer(k), k)), "\n".join(wrong)


def test_no_two_scenarios_have_one_title() -> None:
    ids = [case.id for case in all_cases()]
    assert len(ids) == len(set(ids))


def test_the_page_of_scenarios_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.cases_table"
