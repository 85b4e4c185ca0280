"""Every threshold matters: change one by one unit, up or down, and some scenario fails.

In: each value of ``safety/rules.yaml`` and each number in the tests of ``criteria/*.yaml``. A threshold without a
failing scenario means that a scenario is missing, unless `CANNOT_MATTER` says why none can exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

import pytest

from tests.support.cases import Case, all_cases
from tests.support.expect import mismatches
from turnout.knowledge import Knowledge, load_knowledge
from turnout.knowledge.schema import Criterion

CANNOT_MATTER: dict[str, str] = {
    "stretch-before-jumps-s +1": "a session puts jumps before stretches, so nothing is stretched before a jump at all",
    "stretch-before-jumps-s -1": "a session puts jumps before stretches, so nothing is stretched before a jump at all",
    "plateau-adherence -1": "of at most 28 planned sessions none makes a share from 74 to below 75 %",
}
"""Changes that no record can show, each with its reason."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """One threshold, one unit up or down.

    Attributes:
        id: the rule, or the criterion.
        place: where in a criterion's test the number stands; empty for a rule.
        by: +1 or -1.
    """

    id: str
    place: Place
    by: int

    @property
    def name(self) -> str:
        path = "".join(f" {part}" for part in self.place)
        return f"{self.id}{path} {self.by:+d}"


def numbers(node: Any, place: Place = ()) -> Iterator[Place]:
    """Where numbers stand in a criterion's test."""
    if isinstance(node, dict):
        for key, value in cast("dict[str, Any]", node).items():
            yield from numbers(value, (*place, key))
    elif isinstance(node, list | tuple):
        for n, value in enumerate(cast("list[Any]", node)):
            yield from numbers(value, (*place, n))
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield place


def dumped(criterion: Criterion) -> dict[str, Any]:
    """A criterion as it stands in its file."""
    return criterion.model_dump(mode="json", by_alias=True, exclude_unset=True)


def changes() -> list[Change]:
    """Every threshold, up and down."""
    k = load_knowledge()
    places = [(id, place) for id, c in k.criteria.items() for place in numbers(dumped(c)["test"])]
    return [Change(id, place, by) for id, place in ([(id, ()) for id in k.rules] + places) for by in (1, -1)]


def changed(change: Change) -> Knowledge:
    """The knowledge with one threshold changed; what does not rest on thresholds is carried over."""
    k = load_knowledge()
    if change.place:
        raw = dumped(k.criteria[change.id])
        node: Any = raw["test"]
        for step in change.place[:-1]:
            node = node[step]
        node[change.place[-1]] += change.by
        other = replace(k, criteria={**k.criteria, change.id: Criterion.model_validate(raw)}, memo={})
    else:
        rule = k.rules[change.id]
        moved = rule.model_copy(update={"value": rule.value + change.by})
        other = replace(k, rules={**k.rules, change.id: moved}, memo={})
    kept = {name: getattr(k, name) for name in ("ladders", "rung_of", "aliases")}
    other.__dict__.update(kept)
    return other


@cache
def by_tag() -> dict[str, list[Case]]:
    """Threshold -> the scenarios that say they test it."""
    out: dict[str, list[Case]] = {}
    for case in all_cases():
        for tag in case.tests:
            out.setdefault(tag, []).append(case)
    return out


def fails(case: Case, k: Knowledge) -> bool:
    """Whether a scenario notices; an answer that breaks off is noticed too."""
    try:
        return bool(mismatches(case.expect, case.answer(k), k))
    except (ArithmeticError, LookupError, ValueError):
        return True


def first_failing(change: Change) -> Case | None:
    """The first scenario that notices a change, those that name the threshold first."""
    k = changed(change)
    named = by_tag().get(change.id, [])
    rest = [case for case in all_cases() if change.id not in case.tests]
    return next((case for case in (*named, *rest) if fails(case, k)), None)


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.name)
def test_a_threshold_changed_by_one_unit_fails_a_scenario(change: Change) -> None:
    case = first_failing(change)
    if change.name in CANNOT_MATTER:
        assert case is None, f"{change.name} does matter: {case.id if case else ''} shows it"
    else:
        assert case is not None, f"no scenario notices {change.name}: write one"


def test_every_threshold_is_named_by_a_scenario_and_no_other_is() -> None:
    k = load_knowledge()
    thresholds = {*k.rules, *(id for id, c in k.criteria.items() if list(numbers(dumped(c)["test"])))}
    exempt = {name.split()[0] for name in CANNOT_MATTER}
    assert set(by_tag()) - thresholds == set()
    assert thresholds - set(by_tag()) - exempt == set()


def test_an_unchanged_copy_fails_no_scenario() -> None:
    k = replace(load_knowledge(), memo={})
    assert [case.id for case in all_cases() if fails(case, k)] == []
