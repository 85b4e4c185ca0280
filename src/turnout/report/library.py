"""The library as the contract's JSON: every exercise, measure, programme, red flag and precaution.

In: the knowledge. Out: plain dicts and lists. ``seed_rows`` are the rows of the source texts that an entry realises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from pydantic import BaseModel

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import ConditionEntry, Decision, Exercise, Level, Measure, Programme, RedFlag
from turnout.track import COMPOSED

Entry = dict[str, Any]


def library(k: Knowledge) -> list[Entry]:
    """Every entry, by kind and then by id."""
    return [
        *(_exercise(k, exercise) for exercise in k.exercises.values()),
        *(_measure(measure) for measure in k.measures.values()),
        *(_programme(programme) for programme in k.programmes.values()),
        _composed(k),
        *(_red_flag(flag) for flag in k.red_flags.values()),
        *(_precaution(condition) for condition in k.conditions.values()),
    ]


def _base(id: str, name: str, kind: str, *, position: str = "any", sides: str = "both") -> Entry:
    return {
        "id": id,
        "name": name,
        "kind": kind,
        "position": position,
        "equipment": [],
        "sides": sides,
        "levels": [],
        "doses": [],
        "muscles": [],
        "seed_rows": [],
    }


def _exercise(k: Knowledge, e: Exercise) -> Entry:
    words = k.words[e.id]
    primary = list(e.muscles.primary) if e.muscles else []
    secondary = list(e.muscles.secondary) if e.muscles else []
    return {
        **_base(e.id, e.name, e.kind, position=e.position, sides=e.sides),
        "equipment": list(e.equipment),
        "levels": [_level(level) for level in k.ladders[e.id]],
        "doses": [plain(dose) for dose in e.doses],
        "muscles": [*primary, *secondary],
        "seed_rows": list(e.rows),
        "also": list(e.also),
        "role": e.role,
        "muscles_main": primary,
        "muscles_source": e.muscles.source if e.muscles else None,
        "needs": list(e.needs),
        "lengthens": e.lengthens,
        "prescribe": plain(e.prescribe),
        "tempo": plain(e.tempo) if e.tempo else None,
        "rest_s": e.rest.rest_s,
        "easier": list(e.easier),
        "harder": list(e.harder),
        "only_prescribed": e.only_prescribed,
        "summary": words.summary,
        "steps": list(words.steps),
        "cues": list(words.cues),
        "avoid": list(words.avoid),
        "stop": list(words.stop),
        "notes": words.notes,
        "ours": e.ours,
        "decisions": _decisions(e.decisions),
    }


def _level(level: Level) -> Entry:
    return {
        "id": level.id,
        "name": level.name,
        "says": level.says,
        "equipment": list(level.equipment),
        "load": dict(level.load),
        "source": level.source,
    }


def _measure(m: Measure) -> Entry:
    return {
        **_base(m.id, m.name, "measure", position=m.position, sides=m.sides),
        "equipment": list(m.equipment),
        "seed_rows": list(m.rows),
        "also": list(m.also),
        "of": m.kind,
        "what": m.what,
        "posture": m.posture,
        "unit": m.unit,
        "methods": list(m.methods),
        "better": m.better,
        "bounds": plain(m.bounds),
        "trials": plain(m.trials),
        "norms": [plain(norm) for norm in m.norms],
        "bands": [plain(band) for band in m.bands],
        "error": [plain(error) for error in m.error],
        "options": [plain(option) for option in m.options],
        "steps": list(m.alone),
        "helper": list(m.helper),
        "stop": list(m.stop),
        "tells": list(m.tells),
        "cannot_tell": list(m.cannot_tell),
        "decisions": _decisions(m.decisions),
    }


def _programme(p: Programme) -> Entry:
    return {
        **_base(p.id, p.name, "programme", sides="each" if p.affected != "none" else "both"),
        "equipment": list(p.equipment),
        "doses": list(_doses(p)),
        "seed_rows": list(p.rows),
        "summary": p.summary,
        "evidence": plain(p.evidence),
        "who_for": p.who_for,
        "not_for": list(p.not_for),
        "excludes": list(p.excludes),
        "frequency": plain(p.frequency),
        "phases": [plain(phase) for phase in p.phases],
        "measures": list(p.measures),
        "completes": p.completes,
        "decisions": _decisions(p.decisions),
    }


def _doses(p: Programme) -> Iterator[Entry]:
    for phase in p.phases:
        for item in phase.items:
            yield {"exercise": item.exercise, "phase": phase.id, **plain(item.dose)}


def _composed(k: Knowledge) -> Entry:
    return {
        **_base(COMPOSED, "A plan of your own", "programme", sides="each"),
        "summary": "Put together from what your measurements show, in the minutes and with the equipment you have.",
        "needs": [{"id": need.id, "name": need.name, "says": need.says} for need in k.needs.values()],
        "phases": [],
    }


def _red_flag(flag: RedFlag) -> Entry:
    about = {"urgency": flag.urgency, "asks": flag.asks, "says": flag.says, "why": flag.why, "source": flag.source}
    return _base(flag.id, flag.name, "red-flag") | about


def _precaution(c: ConditionEntry) -> Entry:
    about = {
        "asks": c.asks,
        "says": c.says,
        "withholds": {"demands": list(c.demands), "entries": list(c.entries)},
        "adapts": list(c.adapts),
        "source": c.source,
    }
    return _base(c.id, c.name, "precaution", sides="each" if c.sided else "both") | about


def _decisions(decisions: Iterable[Decision]) -> list[dict[str, str]]:
    return [{"id": decision.id, "says": decision.says} for decision in decisions]


def plain(model: BaseModel) -> Entry:
    """A model as JSON without its empty fields; a range of one number is that number."""
    return cast("Entry", _simple(model.model_dump(mode="json", exclude_none=True)))


def _simple(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _simple(child) for key, child in cast("dict[str, Any]", value).items() if child not in ("", [])}
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if len(items) == 2 and all(isinstance(item, float) for item in items):
            low, high = (int(item) if item.is_integer() else item for item in items)
            return low if low == high else [low, high]
        return [_simple(item) for item in items]
    return value
