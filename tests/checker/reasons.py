"""Rule 6: every item, and everything withheld, says why: the criterion, the values, the source, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tests.checker.history import History
from tests.checker.pain import items_of
from tests.checker.tally import Json, Tally

PEOPLE = frozenset({"person", "clinician"})
"""What the record itself is the source of: the person's own wish, and a clinician's prescription."""
WANTED = frozenset({"programme", "need", "prescription"})
"""Why an exercise is wanted at all; what is done with it next has a reason of its own."""


def judge_reasons(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 6."""
    sources = set(history.known["sources"]) | PEOPLE
    for what, name, whys in _reasons(answer):
        own = [why for why in whys if why["criterion"] not in WANTED]
        if what in ("an item keep", "an item raise", "an item lower"):
            tally.see(6, "the next step has a reason of its own", bool(own), answer["on"], name, whys)
        tally.see(6, what, bool(whys) and all(_whole(why, sources) for why in whys), answer["on"], name, whys)
    for finding in answer["findings"]:
        whole = bool(finding["says"]) and finding["source"] in sources
        tally.see(6, "a finding has its source", whole, answer["on"], finding)
    phase = answer["phase"]
    for verdict in (*answer["verdicts"], *(phase["gate"] if phase else ())):
        tally.see(6, "a verdict has its values", _whole(verdict, sources), answer["on"], verdict)


def _reasons(answer: Json) -> Iterator[tuple[str, str, list[Json]]]:
    for item in items_of(answer):
        yield f"an item {item['action']}", f"{item['exercise']} {item['side']}", item["why"]
    for withheld in answer["withheld"]:
        yield "an exercise withheld", f"{withheld['exercise']} {withheld['side']}", withheld["why"]
    for withheld in answer["measures"]["withheld"]:
        yield "a measure withheld", f"{withheld['measure']} {withheld['side']}", withheld["why"]


def _whole(why: Any, sources: set[str]) -> bool:
    if not isinstance(why, dict):
        return False
    told = cast("Json", why)
    return (
        bool(told.get("criterion"))
        and isinstance(told.get("values"), dict)
        and bool(told.get("says"))
        and told.get("source") in sources
    )


def judge_nothing_dropped(history: History, answer: Json, tally: Tally) -> None:
    """What the phase asks for is offered or withheld with a reason, never dropped in silence."""
    phase = answer["phase"]
    if phase is None or answer["stop"] or answer["ask"] or not answer["session"]:
        return
    told = {(item["exercise"], item["side"]) for item in items_of(answer)}
    told |= {(withheld["exercise"], withheld["side"]) for withheld in answer["withheld"]}
    for exercise in history.known["programmes"][answer["programme"]][phase["number"] - 1]:
        for key in history.keys(exercise, None):
            tally.see(6, "nothing is dropped in silence", key in told, answer["on"], answer["programme"], key)
