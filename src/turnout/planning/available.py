"""What is within reach: equipment, positions, conditions, pain today, and directions where bone sets the limit.

In: `Want`s. Out: the rungs within reach, or the reason there is none. What does not fit is withheld with a reason,
never dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from turnout.assess import Findings, Precaution, side_of, withheld_by
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Exercise, Level
from turnout.planning.prescribed import left_out
from turnout.planning.wants import Want
from turnout.terms import LIMBS, Limb, Side, Why, listed
from turnout.track import State

AT_HAND = frozenset({"mat", "wall", "chair", "table"})
"""What every home is taken to have."""


@dataclass(frozen=True)
class Reach:
    """What limits the choice for one person on one day.

    Attributes:
        equipment: what the person has; None when it was never told.
        cannot: demands and positions the person cannot take.
        sore: limbs whose last told pain is above 5.
    """

    k: Knowledge
    state: State
    in_force: tuple[Precaution, ...]
    found: Findings
    equipment: frozenset[str] | None
    cannot: frozenset[str]
    sore: dict[Limb, float]
    problems: dict[tuple[str, tuple[Limb, ...]], list[Why | None]]

    def withheld(self, want: Want) -> Why | None:
        """Why a want is withheld whole, or None."""
        entry = want.exercise
        return (
            left_out(self.state, entry, want.side, self.k)
            or self._sore(want)
            or self._condition(entry, entry.demands, entry.other_demands, want.loads)
            or self._bone(want)
            or self._cannot(entry)
            or self._disliked(want)
            or self._only_prescribed(want)
            or self._not_chosen(want)
            or self._when(want)
        )

    def _sore(self, want: Want) -> Why | None:
        sore: list[Limb] = [limb for limb in want.loads if limb in self.sore]
        if not sore:
            return None
        worst = max(self.sore[limb] for limb in sore)
        says = f"pain {worst:g} of 10 on the {listed(sore, 'and')} side: nothing loads it today"
        return Why("pain-before-session", says, "thomee-1997", {"pain": {limb: self.sore[limb] for limb in sore}})

    def _condition(
        self, entry: Exercise | Level, demands: tuple[str, ...], across: tuple[str, ...], loads: tuple[Limb, ...]
    ) -> Why | None:
        rest: tuple[Limb, ...] = tuple(limb for limb in LIMBS if limb not in loads) or LIMBS
        return withheld_by(self.in_force, entry.id, demands, loads, self.k) or (
            withheld_by(self.in_force, "", across, rest, self.k) if across else None
        )

    def _bone(self, want: Want) -> Why | None:
        entry = want.exercise
        if entry.kind != "stretch":
            return None
        chased: dict[str, list[Limb]] = {}
        for limb in LIMBS:  # the other leg's too: the rear leg of a 90/90 is turned to its end
            own = limb in want.loads
            demands = entry.demands if own else entry.other_demands
            for way in self.found.caps[limb]:
                if f"end-range-{way}" in demands or (own and way in entry.gains):
                    chased.setdefault(way, []).append(limb)
        for way, hit in sorted(chased.items()):
            apart = f"IR and ER differ by {self.k.rule['version-difference']:g} degrees or more"
            where = f"on the {listed(hit, 'and')} side"
            says = f"{apart} {where}: bone likely limits {way.upper()}, so it is not chased"
            return Why("bone-limit", says, "uding-2019", {"direction": way, "side": side_of(tuple(hit))})
        return None

    def _cannot(self, entry: Exercise) -> Why | None:
        hits = self.cannot & {*entry.demands, entry.position}
        if not hits:
            return None
        return Why("cannot", f"you said you cannot: {listed(sorted(hits), 'and')}", "person", {"cannot": sorted(hits)})

    def _disliked(self, want: Want) -> Why | None:
        entry = want.exercise
        if want.prescribed is None and self.state.dislikes & {entry.id, entry.position}:
            return Why("preference", "you said you would rather not do this", "person", {})
        return None

    def _only_prescribed(self, want: Want) -> Why | None:
        if want.exercise.only_prescribed and want.prescribed is None:
            return Why("only-prescribed", "only when a clinician has prescribed it", "design", {})
        return None

    def _not_chosen(self, want: Want) -> Why | None:
        """Where a programme lets one choose, only what was chosen; its warm-up stays, and what is prescribed."""
        now = self.state.programme
        if now is None or now.mode != "choose" or now.chosen is None or want.prescribed is not None:
            return None
        chosen = {self.k.aliases.get(id, id) for id in now.chosen}
        if want.role == "warm-up" or want.exercise.id in chosen:
            return None
        return Why("not-chosen", "you chose other moves of this programme", "person", {})

    def _when(self, want: Want) -> Why | None:
        verdict = want.verdict
        if verdict is None or verdict.met is True:
            return None
        state = "not yet met" if verdict.met is False else "not known yet"
        return Why(verdict.criterion, f"opens later: {verdict.says} ({state})", verdict.source, verdict.values)

    def missing(self, entry: Exercise, level: Level) -> list[str]:
        """Equipment a rung needs that the person lacks."""
        if self.equipment is None:
            return []
        return sorted({*entry.equipment, *level.equipment} - self.equipment - AT_HAND)

    def told_top(self, entry: Exercise) -> int:
        """The highest rung that needs nothing but what every home has and what was used for it last time.

        Where it was told what is there, the whole ladder: what is lacking is said rung by rung.
        """
        ladder = self.k.ladders[entry.id]
        if self.equipment is not None:
            return len(ladder) - 1
        done = {rung for side in ("left", "right", "both") for rung in self.used_rungs((entry.id, side))}
        has = AT_HAND.union(*(ladder[rung].equipment for rung in done))
        beyond = (n for n, level in enumerate(ladder) if not has.issuperset(level.equipment))
        return max(0, next(beyond, len(ladder)) - 1)

    def used_rungs(self, key: tuple[str, Side]) -> tuple[int, ...]:
        """The rungs of an exercise's last day, where it was never told what is at hand; else none matter."""
        works = self.state.works.get(key)
        return tuple(works[-1].rungs) if works and self.equipment is None else ()

    def rung_problem(self, want: Want, rung: int) -> Why | None:
        """Why a rung is out of reach, or None."""
        entry = want.exercise
        level = self.k.ladders[entry.id][rung]
        lacking = self.missing(entry, level)
        if lacking:
            return Why("equipment", f"needs {listed(lacking, 'and')}", "person", {"lacks": lacking})
        condition = self._condition(level, level.demands, level.other_demands, want.loads)
        if condition is not None:
            return condition
        hits = sorted(self.cannot & set(level.demands))
        return (
            Why("cannot", f"you said you cannot: {listed(hits, 'and')}", "person", {"cannot": hits}) if hits else None
        )

    def bounds(self, want: Want) -> tuple[int, int] | Why:
        """(first, top): the rung a new item starts on and the highest within reach, or why there is none.

        Where the first rung is out of reach the nearest easier one is taken, else the nearest harder one that needs
        nothing the person lacks.
        """
        key = (want.exercise.id, want.loads)
        problems = self.problems.get(key)
        if problems is None:
            rungs = range(len(self.k.ladders[want.exercise.id]))
            problems = self.problems[key] = [self.rung_problem(want, rung) for rung in rungs]
        ladder_top = min(want.top, len(problems) - 1)
        within = [rung for rung in range(ladder_top + 1) if problems[rung] is None]
        if not within:
            return next(p for p in problems[: ladder_top + 1] if p is not None)
        easier = [rung for rung in within if rung <= want.first]
        first = easier[-1] if easier else within[0]
        top = first
        while top + 1 in within:
            top += 1
        return first, top


def reach(state: State, k: Knowledge, found: Findings, in_force: tuple[Precaution, ...]) -> Reach:
    """What limits a person's choice."""
    profile: dict[str, Any] = state.profile
    equipment = profile.get("equipment")
    limit = k.rule["pain-stop"]
    sore: dict[Limb, float] = {limb: told[1] for limb, told in state.told_now.items() if told[1] > limit}
    has = None if equipment is None else frozenset[str](equipment)
    cannot = frozenset[str](profile.get("cannot") or ())
    rests_on = (has, cannot, tuple((p.entry.id, p.limbs) for p in in_force))
    known: tuple[Any, dict[Any, Any]] | None = state.memo.get("rungs")
    if known is None or known[0] != rests_on:
        known = state.memo["rungs"] = (rests_on, dict[Any, Any]())
    return Reach(k, state, in_force, found, has, cannot, sore, known[1])
