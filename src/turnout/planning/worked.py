"""What an exercise gives to a need, by the loads that the muscle model computed, and how that is said.

In: an exercise and the knowledge. Out: shares from 0 to 1, and reasons. The rung looked at is the first that was solved
of those a person begins with. Where nothing was computed, the muscles that the sources name stand in, and the reason
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from turnout.assess import Findings
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Need
from turnout.knowledge.schema.loads import MuscleLoad
from turnout.terms import Why, listed

NAMED = {"primary": 1.0, "secondary": 0.5}
"""How much a named muscle counts where no load was computed (design)."""
STRENGTHENS = 0.4
"""An activation that is commonly taken to strengthen a muscle (reiman-2012, recalled); more counts no more."""
TOLD = 2
"""How many needs and how many muscles a reason names."""
SOURCE = "muscle-model"


def rung_computed(entry: Exercise, k: Knowledge, first: int = 0) -> str | None:
    """The first rung of the ladder, from ``first`` on, whose loads were solved."""
    rungs = k.ladders[entry.id][first:]
    return next((level.id for level in rungs if (entry.id, level.id) in k.load_table.by_level), None)


def muscle_loads(entry: Exercise, k: Knowledge, first: int = 0) -> dict[str, MuscleLoad]:
    """Muscle -> its load in the working limb on that rung; empty where nothing was computed."""
    rung = rung_computed(entry, k, first)
    if rung is None:
        return {}
    found = k.load_table.by_level[entry.id, rung]
    return {muscle: load for (limb, muscle), load in found.items() if limb == "working"}


def muscle_shares(entry: Exercise, k: Knowledge, need: Need | None = None) -> dict[str, float]:
    """Muscle -> how far it is trained, 0..1: its activation over the one that is commonly taken to strengthen.

    With a need that matters at certain angles of the hip, only what works at those angles counts.
    """
    computed = muscle_loads(entry, k)
    if computed:
        return {muscle: min(1.0, at_angle(load, need) / STRENGTHENS) for muscle, load in computed.items()}
    if entry.muscles is None or (need is not None and need.at_flexion_deg is not None):
        return {}
    shares = dict.fromkeys(entry.muscles.secondary, NAMED["secondary"])
    return {**shares, **dict.fromkeys(entry.muscles.primary, NAMED["primary"])}


def at_angle(load: MuscleLoad, need: Need | None) -> float:
    """The activation that counts: the peak where it comes at an angle that matters, else the mean where that does."""
    if need is None or need.at_flexion_deg is None:
        return load.peak
    low, high = need.at_flexion_deg
    if low <= load.flexion_at_peak_deg <= high:
        return load.peak
    return load.mean if low <= load.flexion_mean_deg <= high else 0.0


def trained(entry: Exercise, need: Need, k: Knowledge) -> float:
    """How far the muscles of a need are trained, 0..1, each by its weight."""
    shares = muscle_shares(entry, k, need)
    total = sum(need.muscles.values())
    return sum(weight * shares.get(muscle, 0.0) for muscle, weight in need.muscles.items()) / total if total else 0.0


def serves(entry: Exercise, given: Iterable[str], weights: Mapping[str, float], found: Findings, k: Knowledge) -> Why:
    """Why an exercise was chosen: the needs it serves, most wanted first, and what works."""
    served = sorted((need for need in given if need in weights), key=lambda need: (-weights[need], need))
    lacking = [need for need in served if found.needs.get(need)]
    meant = [k.needs[need] for need in (lacking or served)[:TOLD]]
    says = f"serves {' and '.join(need.name.lower() for need in meant)}"
    if lacking:
        says += ", which your measurements show to be short"
    works, values = told(entry, meant, k)
    source = SOURCE if "loads" in values else "design"
    values = {"needs": {need: round(weights[need], 2) for need in served}, **values}
    return Why("need", f"{says}; {works}" if works else says, source, values)


def works(entry: Exercise, given: Mapping[str, float], first: int, k: Knowledge) -> tuple[Why, ...]:
    """What an exercise that others chose (a programme, a clinician) works; nothing where no load was computed.

    Args:
        entry: the exercise.
        given: what it gives to each need.
        first: the rung it begins on.
        k: the knowledge.
    """
    most = sorted((need for need in given if k.needs[need].muscles), key=lambda need: (-given[need], need))[:TOLD]
    says, values = told(entry, [k.needs[need] for need in most], k, first)
    return (Why("loads", says, SOURCE, values),) if "loads" in values else ()


def told(entry: Exercise, needs: list[Need], k: Knowledge, first: int = 0) -> tuple[str, dict[str, Any]]:
    """What works, in words and as values: the hardest working muscles of the needs, each at its angle."""
    computed = muscle_loads(entry, k, first)
    if not computed:
        says = "its muscles are those the sources name, loads are not computed" if entry.muscles else ""
        return says, {"muscles": "named by its sources"}
    best: dict[str, MuscleLoad] = {}
    for need in needs:
        for muscle in need.muscles:
            load = computed.get(muscle)
            if load is not None and at_angle(load, need) == load.peak:
                best[muscle] = load
    hardest = sorted(best.items(), key=lambda item: (-item[1].peak, item[0]))[:TOLD]
    if not hardest:
        return "", {"muscles": "computed"}
    says = listed([_works(k.muscles[muscle].name.lower(), load) for muscle, load in hardest], "and")
    lines = [
        {"muscle": muscle, "peak": load.peak, "flexion_deg": load.flexion_at_peak_deg, "level": load.level}
        for muscle, load in hardest
    ]
    return f"by the muscle model it works {says}", {"muscles": "computed", "loads": lines}


def _works(name: str, load: MuscleLoad) -> str:
    return f"{name} at {100 * load.peak:.0f} % (hip bent {load.flexion_at_peak_deg:.0f} degrees)"
