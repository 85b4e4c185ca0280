"""Corrections carried out: what a record says once each fact that was put right stands in its right form.

In: facts in any order of arrival. Out: the facts that count, in order of time. Nothing is edited or lost by it.
"""

from __future__ import annotations

import msgspec

from turnout.record.facts import Correction, Fact, Screen, replacement
from turnout.record.moment import order_of


def effective(facts: list[Fact]) -> list[Fact]:
    """The facts with corrections carried out, in order of time, whatever order they came in.

    A correction can itself be corrected; of several corrections of one fact the last in time counts. A yes to a red
    flag outlives its correction: only a clinician's clearance lifts it.
    """
    corrections = [fact for fact in facts if isinstance(fact, Correction)]
    if not corrections:
        return sorted(facts, key=order_of)
    by_id = {correction.id: correction for correction in corrections}
    replaced = {correction.replaces for correction in corrections}
    last: dict[str, Correction] = {}
    for correction in sorted(corrections, key=order_of):
        if correction.id not in replaced:
            last[_first(correction, by_id)] = correction
    kept: list[Fact] = [fact for fact in facts if not isinstance(fact, Correction) and fact.id not in replaced]
    once_told = [*facts, *(put for c in corrections if (put := replacement(c)) is not None)]
    kept.extend(_yes_of(fact) for fact in once_told if isinstance(fact, Screen) and fact.id in replaced)
    for correction in last.values():
        put = replacement(correction)
        if put is not None:
            kept.append(put)
    return sorted(kept, key=order_of)


def _yes_of(screen: Screen) -> Screen:
    """What stays of an answer that was corrected."""
    return msgspec.structs.replace(screen, answers={id: yes for id, yes in screen.answers.items() if yes})


def _first(correction: Correction, by_id: dict[str, Correction]) -> str:
    """The id of the fact that a chain of corrections goes back to."""
    seen: set[str] = set()
    id = correction.replaces
    while id in by_id and id not in seen:
        seen.add(id)
        id = by_id[id].replaces
    return id
