"""The library's shelf: every entry with what it is found by, and what a search finds on it.

In: the knowledge, the fields of the search form. Out: `Found`: the entries by kind, the counts behind each filter, and
what to take away where nothing fits. Made once for a knowledge; a search only goes through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import ConditionEntry, Exercise, Measure, Programme
from turnout.web.words import EQUIPMENT, KINDS, POSITIONS, capital
from turnout.web.words import muscle as muscle_name

MOST_QUERY = 100
NOTHING = "none"
"""The filter for what needs no equipment."""
SIDES = {"each": "one side at a time", "both": "both sides together", "direction": "to the left and to the right"}
MEASURED = {
    "range": "range",
    "strength": "strength",
    "control": "control",
    "observation": "observation",
    "scale": "scale",
}


@dataclass(frozen=True)
class Shelved:
    """An entry. ``asks``: what it demands on every rung; ``asks_sometimes``: on some rungs only."""

    id: str
    name: str
    kind: str
    position: str
    side: str
    equipment: frozenset[str]
    bare: bool
    muscles: frozenset[str]
    asks: frozenset[str]
    asks_sometimes: frozenset[str]
    left_out_with: frozenset[str]
    about: str
    meta: str
    text: str


@dataclass(frozen=True)
class Query:
    """What is searched for."""

    q: str = ""
    kind: str = ""
    position: str = ""
    equipment: str = ""
    muscle: str = ""
    side: str = ""
    hurts: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return self != Query()

    def address(self) -> str:
        """The address that gives this search again."""
        pairs = [(name, one) for name, value in vars(self).items() for one in _many(value) if one]
        return f"/library?{urlencode(pairs)}" if pairs else "/library"


@dataclass(frozen=True)
class Way:
    """A way out of an empty result: a filter taken away."""

    says: str
    count: int
    address: str


@dataclass(frozen=True)
class Found:
    """What a search found."""

    count: int
    groups: tuple[tuple[str, tuple[Shelved, ...]], ...]
    sometimes: frozenset[str]
    ways: tuple[Way, ...]
    options: Mapping[str, list[tuple[str, str, int]]] = field(default_factory=dict[str, list[tuple[str, str, int]]])


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


# -- what a filter keeps ---------------------------------------------------------------------------------------------

KEEPS: dict[str, Callable[[Shelved, Any], bool]] = {
    "q": lambda e, q: all(word in e.text for word in q.lower().split()),
    "kind": lambda e, kind: e.kind == kind,
    "position": lambda e, position: e.position == position,
    "equipment": lambda e, thing: e.bare if thing == NOTHING else thing in e.equipment,
    "muscle": lambda e, muscle: muscle in e.muscles,
    "side": lambda e, side: e.side == side,
    "hurts": lambda e, hurts: e.asks.isdisjoint(hurts),
    "condition": lambda e, conditions: e.left_out_with.isdisjoint(conditions),
}


def fits(entries: Iterable[Shelved], query: Query, without: str = "") -> list[Shelved]:
    """The entries that pass every filter that is set, but for one."""
    told = [(KEEPS[name], value) for name, value in vars(query).items() if value and name != without]
    return [entry for entry in entries if all(keeps(entry, value) for keeps, value in told)]


def search(k: Knowledge, query: Query) -> Found:
    """What a search finds."""
    every = shelf(k)
    found = fits(every, query)
    groups = tuple(
        (title, rows) for kind, title in KINDS.items() if (rows := tuple(e for e in found if e.kind == kind))
    )
    wanted = frozenset(query.hurts)
    sometimes = frozenset(e.id for e in found if e.asks_sometimes & wanted)
    ways = () if found else tuple(_ways(k, query))
    return Found(len(found), groups, sometimes, ways, _options(k, every, query))


def _ways(k: Knowledge, query: Query) -> list[Way]:
    """Each single filter whose absence would find something."""
    out: list[Way] = []
    for name, value in vars(query).items():
        empty: Any = () if isinstance(value, tuple) else ""
        wider = replace(query, **{name: empty})
        count = len(fits(shelf(k), wider)) if value else 0
        if count:
            out.append(Way(_said(k, name, value), count, wider.address()))
    return out


def _said(k: Knowledge, name: str, value: Any) -> str:
    if name == "q":
        return f"the words “{value}”"
    if name == "hurts":
        return "what hurts"
    if name == "condition":
        return "the conditions"
    return next((says for says, id in choices(k)[name] if id == value), str(value))


def _options(k: Knowledge, every: list[Shelved], query: Query) -> dict[str, list[tuple[str, str, int]]]:
    """Each choice of each filter with how many it would find, the other filters as they are."""
    out: dict[str, list[tuple[str, str, int]]] = {}
    for name, options in choices(k).items():
        pool = fits(every, query, without=name)
        out[name] = [(id, label, sum(KEEPS[name](entry, id) for entry in pool)) for label, id in options]
    return out


def choices(k: Knowledge) -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter, as (words, id), of those that some entry has."""
    known: dict[str, list[tuple[str, str]]] | None = k.memo.get("library-choices")
    if known is None:
        every = shelf(k)
        things = sorted({thing for e in every for thing in e.equipment})
        muscles = sorted({muscle for e in every for muscle in e.muscles})
        known = k.memo["library-choices"] = {
            "kind": [(says, kind) for kind, says in KINDS.items()],
            "position": [(says, id) for id, says in POSITIONS.items() if any(e.position == id for e in every)],
            "equipment": [("nothing", NOTHING), *((EQUIPMENT[thing], thing) for thing in things)],
            "muscle": [(muscle_name(id), id) for id in muscles],
            "side": [(says, id) for id, says in SIDES.items()],
        }
    return known


def hurts(k: Knowledge) -> list[tuple[str, str]]:
    """What a move can ask for and a person may want left out: id and words, of what some entry asks for."""
    asked = {demand for e in shelf(k) for demand in (*e.asks, *e.asks_sometimes)}
    return [(id, capital(demand.says)) for id, demand in k.demands.items() if id in asked]


# -- the shelf -------------------------------------------------------------------------------------------------------


def shelf(k: Knowledge) -> list[Shelved]:
    """Every entry, by name."""
    known: list[Shelved] | None = k.memo.get("library-shelf")
    if known is None:
        entries = [
            *(_exercise(e, k) for e in k.exercises.values()),
            *(_measure(m, k) for m in k.measures.values()),
            *(_programme(p) for p in k.programmes.values()),
        ]
        known = k.memo["library-shelf"] = sorted(entries, key=lambda e: e.name.lower())
    return known


def _exercise(e: Exercise, k: Knowledge) -> Shelved:
    ladder = k.ladders[e.id]
    things = frozenset[str]({*e.equipment, *(x for level in ladder for x in level.equipment)})
    always, sometimes = demands_of(e, k)
    count = len(ladder)
    return Shelved(
        id=e.id,
        name=e.name,
        kind=e.kind,
        position=e.position,
        side=e.sides,
        equipment=things,
        bare=not e.equipment and any(not level.equipment for level in ladder),
        muscles=frozenset((*e.muscles.primary, *e.muscles.secondary)) if e.muscles else frozenset(),
        asks=always | {e.position},
        asks_sometimes=sometimes - always,
        left_out_with=frozenset(c.id for c in k.conditions.values() if leaves_out(c, e.id, always)),
        about=f"{count} rung{'' if count == 1 else 's'}",
        meta=_meta(e.position, things),
        text=_text(e, e.also, k.words[e.id].summary, e.muscles.primary if e.muscles else ()),
    )


def _measure(m: Measure, k: Knowledge) -> Shelved:
    asks = frozenset[str]({*m.demands, *m.other_demands})
    return Shelved(
        id=m.id,
        name=m.name,
        kind="measure",
        position=m.position,
        side=m.sides,
        equipment=frozenset(m.equipment),
        bare=not m.equipment,
        muscles=frozenset(),
        asks=asks | {m.position},
        asks_sometimes=frozenset(),
        left_out_with=frozenset(c.id for c in k.conditions.values() if leaves_out(c, m.id, asks)),
        about=MEASURED[m.kind],
        meta=_meta(m.position, m.equipment),
        text=_text(m, m.also, m.what, ()),
    )


def _programme(p: Programme) -> Shelved:
    count = len(p.phases)
    return Shelved(
        id=p.id,
        name=p.name,
        kind="programme",
        position="",
        side="",
        equipment=frozenset(p.equipment),
        bare=not p.equipment,
        muscles=frozenset(),
        asks=frozenset(),
        asks_sometimes=frozenset(),
        left_out_with=frozenset(p.excludes),
        about=f"{count} phase{'' if count == 1 else 's'}",
        meta=_meta("", p.equipment),
        text=_text(p, (), p.summary, ()),
    )


def demands_of(e: Exercise, k: Knowledge) -> tuple[frozenset[str], frozenset[str]]:
    """What an exercise demands on every rung, and what on any."""
    base = frozenset[str]({*e.demands, *e.other_demands})
    rungs = [base | {*level.demands, *level.other_demands} for level in k.ladders[e.id]] or [base]
    ever = {demand for rung in rungs for demand in rung}
    return frozenset(demand for demand in ever if all(demand in rung for rung in rungs)), frozenset(ever)


def leaves_out(condition: ConditionEntry, id: str, demands: Iterable[str]) -> bool:
    """Whether a condition withholds an entry, as the plan would."""
    return id not in condition.spares and (id in condition.entries or not set(condition.demands).isdisjoint(demands))


def _meta(position: str, things: Iterable[str]) -> str:
    words = [POSITIONS[position]] if position not in ("", "any") else []
    return capital(" · ".join([*words, ", ".join(sorted(EQUIPMENT[thing] for thing in things))]).strip(" ·"))


def _text(entry: Any, also: Iterable[str], says: str, muscles: Iterable[str]) -> str:
    names = [muscle.replace("_", " ") for muscle in muscles]
    return " ".join([entry.id, entry.name, *also, says, *names, *entry.rows]).lower()
