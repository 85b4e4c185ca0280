"""What ended before its end: exercises that pain or a symptom ended, sessions stopped, exercises skipped; with reasons.

In: the state, the facts, a period. Out: `Early`, and its sentences for the page and the PDF. A reason is one that was
told that day; where none was told, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from turnout.knowledge import Knowledge
from turnout.record import Correction, Fact, Pain, Screen, SessionDone, SetDone, moment_of
from turnout.report.course import Period
from turnout.report.events import of_kind
from turnout.report.ladders import offers_of
from turnout.report.words import SYMPTOMS, capital, listing, num, short_day
from turnout.track import ItemKey, State, TrainingDay, Work

TOLD = (Correction, Pain, Screen, SessionDone)
SKIPPED = {
    "no-time": "no time",
    "no-equipment": "without the equipment",
    "too-hard": "too hard",
    "not-sure-how": "not sure how",
    "it-hurts": "hurt before the start",
    "rather-not": "would rather not",
}
MOST = 3
"""So many of each are named, the newest; the others are counted."""


@dataclass(frozen=True)
class Ended:
    """An exercise that ended on its side; ``after``: the number of its set."""

    day: date
    name: str
    after: int
    why: str


@dataclass(frozen=True)
class Stopped:
    """A session that was begun and not done to its end."""

    day: date
    done: int
    asked: int
    why: str


@dataclass(frozen=True)
class Early:
    """All of a period, oldest first; ``skipped``: (reason, how often)."""

    ended: tuple[Ended, ...]
    stopped: tuple[Stopped, ...]
    skipped: tuple[tuple[str, int], ...]


def early_in(state: State, facts: Iterable[Fact], k: Knowledge, period: Period) -> Early:
    """What ended early in a period."""
    days = [training for training in state.days if period.holds(training.day)]
    told = of_kind(facts, TOLD, period.until)
    skips = [(day, skip) for day, skip in state.skips if period.holds(day)]
    stopped = (_stopped(day, state, [f for f in told if moment_of(f.at).day == day.day], k, period) for day in days)
    return Early(
        tuple(one for day in days for one in _ended(day, k)),
        tuple(one for one in stopped if one is not None),
        tuple(Counter(SKIPPED.get(skip.reason or "", skip.reason or "no reason told") for _, skip in skips).items()),
    )


def _ended(day: TrainingDay, k: Knowledge) -> Iterator[Ended]:
    """The exercises of a day that pain or a symptom ended."""
    for work in day.works:
        for number, one in enumerate((*work.sets, *work.later), 1):
            why = _hurt_words(one, k)
            if why:
                yield Ended(day.day, _name(work, k), number, why)


def _hurt_words(one: SetDone, k: Knowledge) -> str:
    """``a pinch in the groin``, ``pain 7 of 10 on the left``; empty where the set ended nothing."""
    felt = [SYMPTOMS.get(symptom, symptom) for symptom in one.symptoms or ()]
    high = one.pain is not None and one.pain > k.rule["pain-stop"]
    if not felt and not high:
        return ""
    where = f" on the {one.felt_side}" if one.felt_side in ("left", "right") else ""
    return f"{listing(felt) if felt else f'pain {num(one.pain)} of 10'}{where}"


def _name(work: Work, k: Knowledge) -> str:
    id, side = work.key
    entry = k.exercises.get(id)
    name = entry.name if entry else id
    if side == "both":
        return name
    return f"{name}, {'to the ' if entry and entry.sides == 'direction' else ''}{side}"


def _stopped(day: TrainingDay, state: State, told: list[Fact], k: Knowledge, period: Period) -> Stopped | None:
    """A session of which something was left that neither hurt nor was skipped; None where there was nothing left."""
    offers = offers_of(state, day.day)
    done = {work.key: len(work.sets) for work in day.works}
    closed = {work.key for work in day.works if any(_hurt_words(one, k) for one in (*work.sets, *work.later))}
    left = [key for key, o in offers.items() if done.get(key, 0) < o.sets and key not in closed]
    left = [key for key in left if not _skipped(key, day.day, state)]
    ended = any(isinstance(fact, SessionDone) for fact in told)
    if not left or (not ended and day.day == period.until):  # it may still be going on
        return None
    asked = sum(offer.sets for offer in offers.values())
    did = sum(min(offer.sets, done.get(key, 0)) for key, offer in offers.items())
    return Stopped(day.day, did, asked, _why(day, told, ended, k))


def _skipped(key: ItemKey, day: date, state: State) -> bool:
    return any(on == day and skip.exercise == key[0] and skip.side in (None, key[1]) for on, skip in state.skips)


def _why(day: TrainingDay, told: list[Fact], ended: bool, k: Knowledge) -> str:
    """What was told after the first set of the day that explains it."""
    first = min(moment_of(one.at).instant for work in day.works for one in (*work.sets, *work.later))
    after = [fact for fact in told if moment_of(fact.at).instant > first]
    if any(isinstance(fact, Screen) and (fact.anything_new or True in fact.answers.values()) for fact in after):
        return "something new was reported"
    sore = [fact for fact in after if isinstance(fact, Pain) and fact.now > k.rule["pain-stop"]]
    if sore:
        worst = max(sore, key=lambda fact: fact.now)
        return f"pain {num(worst.now)} of 10 told{f', {worst.side}' if worst.side else ''}"
    return "ended by the person, no reason told" if ended else "no end told"


def early_words(early: Early, on: date) -> list[str]:
    """The sentences, newest first; none where nothing ended early."""
    out: list[str] = []
    if early.ended:
        named = [f"{one.name}, set {one.after}, {short_day(one.day, on)} ({one.why})" for one in early.ended]
        out.append(f"By pain or a symptom, {_times(len(named))}: {_newest(named)}.")
    if early.stopped:
        days = [f"{short_day(one.day, on)}, {one.done} of {one.asked} sets ({one.why})" for one in early.stopped]
        out.append(f"Sessions stopped before the end, {len(days)}: {_newest(days)}.")
    if early.skipped:
        reasons = [f"{why} {_times(count)}" for why, count in sorted(early.skipped, key=lambda pair: -pair[1])]
        out.append(f"Skipped: {'; '.join(reasons)}.")
    return [capital(says) for says in out]


def _newest(said: list[str]) -> str:
    more = len(said) - MOST
    return "; ".join([*said[-MOST:][::-1], *([f"and {more} earlier"] if more > 0 else [])])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
