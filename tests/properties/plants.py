"""Bugs to plant: each breaks one rule by changing one thing in the loop, as a hurried edit might."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import pytest

from tests.properties.known import knowledge
from turnout import record
from turnout.assess import screen
from turnout.planning import available, make
from turnout.progress import items, phases, steps
from turnout.track import trends

doses = import_module("turnout.criteria.doses")
judging = import_module("turnout.criteria.judge")
fold = import_module("turnout.track.fold")
contract = import_module("turnout.coach.contract")
Patch = pytest.MonkeyPatch
Loose = Callable[..., Any]


@dataclass(frozen=True)
class Plant:
    """A bug.

    Attributes:
        rule: the rule it breaks.
        name: what it does.
        put: plants it.
        gates: it shows where phases open, so it is looked for there.
    """

    rule: int
    name: str
    put: Callable[[Patch], None]
    gates: bool = False


def wrong(where: Any, name: str, change: Callable[[Loose], Loose]) -> Callable[[Patch], None]:
    """Puts something made from the right thing in its place."""
    return lambda patch: patch.setattr(where, name, change(getattr(where, name)))


def threshold(id: str, value: float) -> Callable[[Patch], None]:
    """Another number in the safety rules."""
    return lambda patch: patch.setitem(knowledge().rule, id, value)


def both(*puts: Callable[[Patch], None]) -> Callable[[Patch], None]:
    def put(patch: Patch) -> None:
        for one in puts:
            one(patch)

    return put


# -- 1: red flags --------------------------------------------------------------------------------------------------


def _nobody_stops(_: Loose) -> Loose:
    return lambda *given: None


def _any_clearance(right: Loose) -> Loose:
    """A clearance by anyone, the person included."""

    def clearance(self: Any, fact: Any, day: Any) -> None:
        right(self, replaced(fact, by="someone"), day)

    return clearance


def replaced(fact: Any, **fields: Any) -> Any:
    """A fact with other fields."""
    return record.fact_from({**record.fact_json(fact), **fields})


def _unknown_is_no(_: Loose) -> Loose:
    return lambda *given: False


# -- 2 and 4: doses ------------------------------------------------------------------------------------------------


def _more(**by: float) -> Callable[[Loose], Loose]:
    """A rise in more than one step, or in more than one way."""

    def change(right: Loose) -> Loose:
        def up(up: Any, due: Any, *rest: Any) -> Any:
            return right(replace(up, **{name: getattr(up, name) + n for name, n in by.items()}), due, *rest)

        return up

    return change


def _no_cut(_: Loose) -> Loose:
    return lambda *given: given[0]


def _cuts_nothing(_: Loose) -> Loose:
    return lambda *given: replace(given[0], cut="set")


def _nothing_sore(right: Loose) -> Loose:
    return lambda *given: replace(right(*given), sore={})


def _remembers_before_pain(right: Loose) -> Loose:
    """Back after pain with all the sets of before."""

    def back(item: Any, *rest: Any) -> Any:
        told = right(item, *rest)
        return replace(told, sets=told.sets + 1) if isinstance(told, items.Proposal) else told

    return back


def _all_sets_at_once(right: Loose) -> Loose:
    def proposal(want: Any, *rest: Any) -> Any:
        told = right(want, *rest)
        new = isinstance(told, items.Proposal) and told.action == "new"
        return replace(told, sets=want.target.sets) if new else told

    return proposal


# -- 3: unknown ----------------------------------------------------------------------------------------------------


def _unknown_is_met(right: Loose) -> Loose:
    return lambda *given: right(*given) is not False


def _silent_morning_is_settled(right: Loose) -> Loose:
    return lambda *given, **more: right(*given, **more) is not False


def _time_counts_nothing(patch: Patch) -> None:
    def long_enough(leaf: Any, setting: Any) -> tuple[bool, dict[str, Any]]:
        return True, {}

    for leaf in ("weeks_active", "days_since", "sessions_done"):
        patch.setitem(judging.LEAVES, leaf, long_enough)


def _never_asked_again(_: Loose) -> Loose:
    return lambda *given: given[2]


# -- 5: the same plan ----------------------------------------------------------------------------------------------


def _prefers_left(right: Loose) -> Loose:
    """Only the left side is looked at for pain."""
    return lambda *given: replace(told := right(*given), sore={x: told.sore[x] for x in told.sore if x == "left"})


def _as_they_come(_: Loose) -> Loose:
    def facts_as_they_are(facts: list[Any]) -> list[Any]:
        return [fact for fact in facts if fact.kind != "correction"]

    return facts_as_they_are


def _late_facts_go_last(_: Loose) -> Loose:
    def add(self: Any, fact: Any) -> None:
        self.facts.append(fact)
        if fact.kind != "correction":
            self._fold.add(fact)

    return add


# -- 6, 7, 8 -------------------------------------------------------------------------------------------------------


def _no_reason(right: Loose) -> Loose:
    return lambda *given, **more: replace(right(*given, **more), why=())


def _made_up_source(right: Loose) -> Loose:
    return lambda *given: right(*given[:3], "somewhere")


def _forgotten(right: Loose) -> Loose:
    """What is not due is dropped in silence."""

    def session(plan: Any) -> Any:
        told, _ = right(plan)
        return told, []

    return session


def _half_the_error(right: Loose) -> Loose:
    def error(*given: Any) -> Any:
        mdc, source = right(*given)
        return (None if mdc is None else mdc / 2), source

    return error


def _seen_once(_: Loose) -> Loose:
    def beyond(series: Any, first: float, mdc: float) -> bool:
        return abs(series.points[-1].value - first) > mdc

    return beyond


def _chased(_: Loose) -> Loose:
    return lambda *given: None


# -- 9 -------------------------------------------------------------------------------------------------------------


def _drops_one(right: Loose) -> Loose:
    def fewer(facts: list[Any]) -> Any:
        return right(facts[:-1])

    return fewer


def _rounds(right: Loose) -> Loose:
    def told(fact: Any) -> Any:
        content = right(fact)
        return {**content, "pain": round(content["pain"] / 2) * 2} if content.get("pain") else content

    return told


PLANTS: tuple[Plant, ...] = (
    Plant(1, "flags ignored", wrong(screen, "_flagged", _nobody_stops)),
    Plant(1, "unknown flags taken for no", wrong(screen, "_unknown", _unknown_is_no)),
    Plant(1, "a clearance by anyone counts", wrong(fold.Fold, "_clearance", _any_clearance)),
    Plant(1, "flags asked again only after 60 days", threshold("rescreen-days", 60)),
    Plant(2, "pain limit 8", threshold("pain-stop", 8)),
    Plant(2, "a worse morning takes nothing away", wrong(steps, "_after_morning", _no_cut)),
    Plant(2, "a cut that cuts nothing", wrong(steps, "cut_volume", _cuts_nothing)),
    Plant(2, "pain before the session not looked at", wrong(make, "reach", _nothing_sore)),
    Plant(2, "back after pain with more", wrong(items, "_return", _remembers_before_pain)),
    Plant(3, "an untold morning is settled", wrong(items, "settled", _silent_morning_is_settled)),
    Plant(3, "unknown is met", both(wrong(doses, "all_of", _unknown_is_met), wrong(judging, "all_of", _unknown_is_met)),
          gates=True),
    Plant(3, "weeks do not count", _time_counts_nothing, gates=True),
    Plant(3, "one session is enough for a gate", threshold("gate-sessions", 1), gates=True),
    Plant(3, "the screen before a phase left out", wrong(phases, "_screened_since", _never_asked_again), gates=True),
    Plant(4, "raises twice", wrong(items, "_up", _more(sets=1))),
    Plant(4, "two dimensions at once", wrong(items, "_up", _more(sets=1, count=1))),
    Plant(4, "caps on rises ignored", threshold("raises-per-limb", 99)),
    Plant(4, "new items begin with everything", wrong(make, "_proposal", _all_sets_at_once)),
    Plant(5, "only the left is looked at", wrong(make, "reach", _prefers_left)),
    Plant(5, "facts fold as they come", wrong(fold, "effective", _as_they_come)),
    Plant(5, "a late fact is added at the end", wrong(fold.Track, "add", _late_facts_go_last)),
    Plant(6, "why dropped", wrong(items, "_as", _no_reason)),
    Plant(6, "a source that is none", wrong(items, "_why", _made_up_source)),
    Plant(6, "left out in silence", wrong(contract, "session_for", _forgotten)),
    Plant(7, "the error halved", both(wrong(trends, "error_of", _half_the_error))),
    Plant(7, "a change seen once", wrong(trends, "_beyond", _seen_once)),
    Plant(8, "bone's limit chased", wrong(available.Reach, "_bone", _chased)),
    Plant(8, "bone's limit at 40 degrees", threshold("version-difference", 40)),
    Plant(9, "a fact lost on the way out", lambda patch: patch.setattr(
        "tests.properties.pairs.write_record", _drops_one(record.write_record))),
    Plant(9, "pain rounded on the way out", lambda patch: patch.setattr(
        "turnout.report.as_json.fact_json", _rounds(record.fact_json))),
)  # fmt: skip
