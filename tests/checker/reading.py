"""Facts as JSON: their time, their order, and which of them are in force.

A bare date comes first on its day, and there the morning's answers come before what was done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from tests.checker.tally import Json

LIMBS = ("left", "right")
ORDER = (
    "profile", "preference", "next-day", "condition", "screen", "clearance", "programme", "prescription", "reading",
    "pain", "offered", "set", "skip", "session",
)  # fmt: skip
Stamp = tuple[date, bool, float, int, str]


@lru_cache(maxsize=1 << 15)
def _when(at: str) -> tuple[date, bool, float]:
    if len(at) == 10:
        day = date.fromisoformat(at)
        return day, False, datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    moment = datetime.fromisoformat(at)
    return moment.date(), True, moment.timestamp()


def day_of(fact: Json) -> date:
    """The local day of a fact."""
    return _when(fact["at"])[0]


def stamp(fact: Json) -> Stamp:
    """What facts are put in order by."""
    kind = fact["kind"]
    return (*_when(fact["at"]), ORDER.index(kind) if kind in ORDER else len(ORDER), fact.get("id", ""))


def limbs(side: str | None) -> tuple[str, ...]:
    """The limbs a side stands for; no side stands for both."""
    return (side,) if side in LIMBS else LIMBS


def in_force(facts: Iterable[Json], on: date | None = None) -> list[Json]:
    """The facts up to a day, in order of time, with corrections carried out.

    Of all corrections of one fact, and of those corrections, the last in time counts that was not itself corrected.
    """
    told = [fact for fact in facts if on is None or day_of(fact) <= on]
    corrections = {fact["id"]: fact for fact in told if fact["kind"] == "correction"}
    if not corrections:
        return sorted(told, key=stamp)
    replaced = {fact["replaces"] for fact in corrections.values()}
    last: dict[str, Json] = {}
    for id, correction in sorted(corrections.items(), key=lambda pair: stamp(pair[1])):
        if id not in replaced:
            last[_root(correction, corrections)] = correction
    kept = [fact for fact in told if fact["kind"] != "correction" and fact["id"] not in replaced]
    put = [c for c in last.values() if c.get("fact") is not None]
    kept += [{"at": c["at"], **c["fact"], "id": c["id"]} for c in put]
    return sorted((fact for fact in kept if on is None or day_of(fact) <= on), key=stamp)


def _root(correction: Json, corrections: dict[str, Json]) -> str:
    """What a chain of corrections is in the end about."""
    seen: set[str] = set()
    id: str = correction["replaces"]
    while id in corrections and id not in seen:
        seen.add(id)
        id = corrections[id]["replaces"]
    return id
