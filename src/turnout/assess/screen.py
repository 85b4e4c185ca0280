"""Screening: what stops, what must be asked first, and what a condition withholds.

In: `State` and a day. Out: `Screening`, and reasons to withhold a move or a measure. Stops and precautions come before
everything else, for measures as well as exercises (rule 1); a missing answer is asked, not assumed (rule 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import ConditionEntry, RedFlag
from turnout.terms import LIMBS, URGENCIES, Limb, Side, Urgency, Why, limbs
from turnout.track import State


@dataclass(frozen=True)
class Stop:
    """Nothing is offered: how soon to see someone, and about what."""

    urgency: Urgency
    flags: tuple[str, ...]
    say: str

    def as_json(self) -> dict[str, Any]:
        return {"urgency": self.urgency, "flags": list(self.flags), "say": self.say}


@dataclass(frozen=True)
class Screening:
    """The stop, if any, and the red flags still to be asked, with why they are asked (again)."""

    stop: Stop | None
    ask: tuple[str, ...]
    ask_why: str


def screening(state: State, k: Knowledge, on: date, waiting_since: date | None = None) -> Screening:
    """Judges the red flags.

    Args:
        state: the person's state.
        k: the flags.
        on: the day.
        waiting_since: a phase gate was met on this day; the flags are asked again before the next phase.
    """
    stop = _too_young(state, k, on) or _flagged(state, k)
    fresh_from, reason = _fresh_from(state, k, on, waiting_since)
    ask = [id for id in k.red_flags if _unknown(state, id, fresh_from)]
    if not any(id in state.flags for id in k.red_flags):
        reason = "before the first session"
    elif state.reopened_seq and any(
        (answer := state.flags.get(id)) is not None and answer.seq < state.reopened_seq for id in ask
    ):
        reason = state.reopened_why
    return Screening(stop, tuple(ask), reason if ask else "")


def question(flag: RedFlag, state: State) -> str:
    """How a red flag is asked: of one that a clinician has cleared, whether anything is new about it."""
    answer = state.flags.get(flag.id)
    cleared = answer is not None and answer.yes and answer.cleared_by is not None
    return flag.again if cleared and flag.again else flag.asks


def _too_young(state: State, k: Knowledge, on: date) -> Stop | None:
    age = state.age(on)
    if age is None or age >= k.rule["min-age"]:
        return None
    say = f"Turnout is for people of {k.rule['min-age']:g} and over. Please have the hip looked at by a clinician."
    return Stop("before-starting", (), say)


def _flagged(state: State, k: Knowledge) -> Stop | None:
    yes: list[RedFlag] = []
    for id, flag in k.red_flags.items():
        answer = state.flags.get(id)
        if answer is not None and answer.yes and answer.cleared_by is None:
            yes.append(flag)
    if not yes:
        return None
    yes.sort(key=lambda flag: URGENCIES.index(flag.urgency))
    return Stop(yes[0].urgency, tuple(flag.id for flag in yes), " ".join(dict.fromkeys(flag.says for flag in yes)))


def _fresh_from(state: State, k: Knowledge, on: date, waiting_since: date | None) -> tuple[date, str]:
    """The first day whose answers still count, and what made older ones stale."""
    days = int(k.rule["rescreen-days"])
    reasons = [(on - timedelta(days=days - 1), f"the last answers are {days} days old or more")]
    if state.stale_before is not None:
        reasons.append((state.stale_before, state.stale_why))
    gap = timedelta(days=int(k.rule["gap-days"]))
    if state.last_training is not None and on - state.last_training >= gap:
        reasons.append((state.last_training + gap, "a break of two weeks or more"))
    if waiting_since is not None:
        reasons.append((waiting_since, "the next phase is about to open"))
    return max(reasons, key=lambda pair: pair[0])


def _unknown(state: State, id: str, fresh_from: date) -> bool:
    answer = state.flags.get(id)
    if answer is None:
        return True
    if answer.yes and answer.cleared_by is None:
        return False
    return answer.day < fresh_from or answer.seq < state.reopened_seq


# -- conditions ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Precaution:
    """A condition in force, and the limbs it is about."""

    entry: ConditionEntry
    limbs: tuple[Limb, ...]


def precautions(state: State, k: Knowledge) -> tuple[Precaution, ...]:
    """The conditions in force. One told without a side, or without sides by nature, is about both.

    A red flag that was answered with yes can presume a condition, on both sides, until the condition itself is told: an
    artificial hip that a clinician has cleared is one of unknown approach until its approach is known.
    """
    out: list[Precaution] = []
    for (id, side), _ in sorted(state.conditions.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        entry = k.conditions.get(id)
        if entry is not None:
            out.append(Precaution(entry, limbs(side) if entry.sided else LIMBS))
    told = {precaution.entry.id for precaution in out}
    for flag in k.red_flags.values():
        answer = state.flags.get(flag.id)
        if flag.presumes and answer is not None and answer.yes and told.isdisjoint((flag.presumes, *flag.settled_by)):
            out.append(Precaution(k.conditions[flag.presumes], LIMBS))
    return tuple(out)


def withheld_by(
    in_force: Iterable[Precaution], id: str, demands: Iterable[str], loads: tuple[Limb, ...], k: Knowledge
) -> Why | None:
    """Why a move or a measure is withheld by a condition, or None.

    Args:
        in_force: from `precautions`.
        id: the exercise or measure.
        demands: what it (and its level) asks of the body.
        loads: the limbs it is done on.
        k: for the wording.
    """
    wanted = set(demands)
    for precaution in in_force:
        entry = precaution.entry
        if id in entry.spares or not set(loads) & set(precaution.limbs):
            continue
        hits = [demand for demand in entry.demands if demand in wanted]
        if id in entry.entries or hits:
            what = k.demands[hits[0]].says if hits else "this move"
            says = f"{entry.name}: {what} is left out"
            return Why(f"condition-{entry.id}", says, entry.source, {"condition": entry.id, "demands": hits})
    return None


def side_of(loads: tuple[Limb, ...]) -> Side:
    """One limb's side, or ``both``."""
    return loads[0] if len(loads) == 1 else "both"
