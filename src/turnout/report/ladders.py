"""Each exercise's way up (and down) its ladder: where it stands, when it moved, and why.

In: `State`, the knowledge, a period. Out: `Ladder`s. The rung is the one that was done, not the one that was offered;
the reason is the one given when it was offered. Where nothing was offered the move has no reason, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from turnout.knowledge import Knowledge
from turnout.report.course import Period
from turnout.report.words import num, sentence
from turnout.terms import Side
from turnout.track import ItemKey, State, Work

EASED = frozenset({"pain-3-to-5", "pain-above-5", "next-day-rise", "withheld-for-pain", "return-after-pain"})
"""Criteria that hold or lower an exercise because it hurt, then or the morning after."""
NO_REASON = "The record does not say why."


@dataclass(frozen=True)
class Move:
    """From one rung to another. ``before`` is empty where the exercise was new."""

    day: date
    before: str
    after: str
    up: bool
    why: str


@dataclass(frozen=True)
class Ladder:
    """An exercise on one side over the period.

    Attributes:
        rung: the one done last, from 1; ``rungs``: how many there are.
        done: the sets of the last day, in words.
        next: what is due next; empty where it is not in the next session.
        steps: (day, rung) of each day.
        eased: (day, why) of each day on which it was held or lowered because it hurt.
    """

    exercise: str
    name: str
    side: Side
    sides: str
    level: str
    rung: int
    rungs: int
    last: date
    done: str
    next: str
    steps: tuple[tuple[date, int], ...]
    moves: tuple[Move, ...]
    eased: tuple[tuple[date, str], ...]

    @property
    def sides_words(self) -> str:
        """``left``, ``to the left``; empty for both."""
        if self.side == "both":
            return ""
        return f"to the {self.side}" if self.sides == "direction" else self.side


def ladders(state: State, k: Knowledge, period: Period, session: Mapping[str, Any] | None) -> list[Ladder]:
    """Each exercise done in the period, those done last first.

    Args:
        state: the person's state.
        k: for names and ladders.
        period: the days looked at.
        session: the contract's JSON of the next session.
    """
    items: Sequence[dict[str, Any]] = session["items"] if session else ()
    due = {(item["exercise"], item["side"]): item for item in items}
    found: list[Ladder] = []
    for key, works in state.works.items():
        inside = [work for work in works if period.holds(work.day)]
        if inside and key[0] in k.exercises:
            found.append(_ladder(key, inside, works, state, k, due.get(key)))
    return sorted(found, key=lambda one: (-one.last.toordinal(), one.name, one.side))


def _ladder(
    key: ItemKey, works: list[Work], every: list[Work], state: State, k: Knowledge, item: dict[str, Any] | None
) -> Ladder:
    entry, ladder, last = k.exercises[key[0]], k.ladders[key[0]], works[-1]
    names = [level.name for level in ladder]
    return Ladder(
        entry.id,
        entry.name,
        key[1],
        entry.sides,
        names[last.main_rung],
        last.main_rung + 1,
        len(ladder),
        last.day,
        done_words(last),
        next_words(item, ladder[last.main_rung].id) if item else "",
        tuple((work.day, work.main_rung + 1) for work in works),
        tuple(_moves(works, every, names, state)),
        tuple(_eased(works, state)),
    )


def _moves(works: list[Work], every: list[Work], names: list[str], state: State) -> Iterator[Move]:
    """The first day where it lies in the period, and each day on another rung than the day before."""
    before = next((work for work in reversed(every) if work.day < works[0].day), None)
    for work in works:
        if before is None:
            yield Move(work.day, "", names[work.main_rung], True, why_of(state, work))
        elif work.main_rung != before.main_rung:
            up = work.main_rung > before.main_rung
            yield Move(work.day, names[before.main_rung], names[work.main_rung], up, why_of(state, work))
        before = work


def _eased(works: list[Work], state: State) -> Iterator[tuple[date, str]]:
    for work in works:
        offer = offers_of(state, work.day).get(work.key)
        if offer is not None and offer.criterion in EASED:
            yield work.day, offer.says


def why_of(state: State, work: Work) -> str:
    """Why the rung of a day was offered, as it was said then."""
    offer = offers_of(state, work.day).get(work.key)
    if offer is None or offer.level not in {one.level for one in work.sets}:
        return NO_REASON
    return offer.says


@dataclass(frozen=True, slots=True)
class Offer:
    """What was offered of one exercise on one side."""

    level: str
    sets: int
    criterion: str
    says: str


def offers_of(state: State, day: date) -> dict[ItemKey, Offer]:
    """What was offered on a day; remembered, since a whole session is much to read again."""
    fact = state.offered.get(day)
    if fact is None:
        return {}
    key = ("report-offers", day)
    known: tuple[str, dict[ItemKey, Offer]] | None = state.memo.get(key)
    if known is None or known[0] != fact.id:
        known = state.memo[key] = (fact.id, _offers(fact.session.get("items")))
    return known[1]


def _offers(items: object) -> dict[ItemKey, Offer]:
    """Items by exercise and side; what is not an item is left aside, as a record may hold anything."""
    found: dict[ItemKey, Offer] = {}
    for item in cast("list[Any]", items) if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        told = cast("dict[str, Any]", item)
        exercise, side, level, sets = (told.get(name) for name in ("exercise", "side", "level", "sets"))
        if isinstance(exercise, str) and side in ("left", "right", "both") and isinstance(level, str):
            criterion, says = _first_why(told.get("why"))
            found.setdefault((exercise, side), Offer(level, sets if isinstance(sets, int) else 0, criterion, says))
    return found


def _first_why(whys: object) -> tuple[str, str]:
    first: Any = cast("list[Any]", whys)[0] if isinstance(whys, list) and whys else None
    if not isinstance(first, dict):
        return "", NO_REASON
    told = cast("dict[str, Any]", first)
    return str(told.get("criterion", "")), sentence(str(told.get("says", ""))) or NO_REASON


def done_words(work: Work) -> str:
    """``2 × 12``, or the sets one by one where they differ."""
    counts = work.counts()
    unit = "" if work.unit == "reps" else " s"
    if len(set(counts)) == 1:
        return f"{len(counts)} × {num(counts[0])}{unit}"
    return f"{', '.join(num(c) for c in counts)}{unit}"


def next_words(item: Mapping[str, Any], level: str) -> str:
    """What is due next."""
    count = f"{num(item['seconds'])} s" if item["reps"] is None else num(item["reps"])
    at = "" if item["level"] == level else f", {item['level_name'].lower()}"
    return f"{item['sets']} × {count}{at}"


def sets_asked(state: State, period: Period) -> tuple[int, int]:
    """(sets asked, sets of them done) in the sessions that were offered and begun."""
    asked = done = 0
    for training in state.days:
        if not period.holds(training.day):
            continue
        sets = {work.key: len(work.sets) for work in training.works}
        for key, offer in offers_of(state, training.day).items():
            asked += offer.sets
            done += min(offer.sets, sets.get(key, 0))
    return asked, done
