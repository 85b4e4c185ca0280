"""The knowledge as the plain dict that the independent checker takes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from turnout.knowledge import Knowledge, load_knowledge

Json = dict[str, Any]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The shipped knowledge."""
    return load_knowledge()


@lru_cache(maxsize=1)
def known() -> Json:
    """What the checker may know: ladders, sides, directions, steps, errors, flags, sources, and what phases ask for."""
    k = knowledge()
    return {
        "exercises": {id: _exercise(k, id) for id in k.exercises},
        "measures": {
            id: {
                "kind": measure.kind,
                "keep": measure.trials.keep,
                "better": measure.better,
                "error": [{"methods": list(e.methods), "who": e.who, "mdc": e.mdc} for e in measure.error],
            }
            for id, measure in k.measures.items()
        },
        "red_flags": {id: flag.urgency for id, flag in k.red_flags.items()},
        "sources": list(k.sources),
        "programmes": {
            id: [[item.exercise for item in phase.items] for phase in programme.phases]
            for id, programme in k.programmes.items()
        },
    }


def _exercise(k: Knowledge, id: str) -> Json:
    entry = k.exercises[id]
    doses = [(i.dose.reps, i.dose.step) for p in k.programmes.values() for f in p.phases for i in f.items
             if i.exercise == id]  # fmt: skip
    steps = {"reps": 2.0, "seconds": 15.0}
    for reps, step in [*doses, (entry.prescribe.reps, entry.prescribe.step)]:
        unit = "reps" if reps else "seconds"
        steps[unit] = max(steps[unit], step or 0)
    return {
        "levels": [level.id for level in k.ladders[id]],
        "sides": entry.sides,
        "kind": entry.kind,
        "gains": list(entry.gains),
        "demands": list(entry.demands),
        "other_demands": list(entry.other_demands),
        "steps": steps,
    }
