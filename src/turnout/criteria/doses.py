"""Whether a dose was met on a day: k sets of n, clean, nearly free of pain, and followed by a settled morning.

In: the `Work` of an exercise on a side on one training day. Out: met, not met, or unknown (``None``), which is never
met.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from turnout.knowledge import Knowledge
from turnout.record import SetDone
from turnout.track import Work, worse_morning


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """All of several answers: one no decides; an unknown one, or none at all, leaves it unknown."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known or not known else True


def settled(work: Work, k: Knowledge, on: date | None = None) -> bool | None:
    """Whether the morning after was settled for every limb the work loaded; None when it is not known."""
    answers: list[bool | None] = []
    for limb in work.loads:
        worse = worse_morning(work.on, limb, k.rule, on)
        answers.append(None if worse is None else not worse)
    return all_of(answers)


def adds_up(work: Work, k: Knowledge) -> bool:
    """Whether the day's holds count by their sum: seconds of a stretch do, over holds that are long enough."""
    entry = k.exercises.get(work.key[0])
    return entry is not None and entry.kind == "stretch" and work.unit == "seconds"


def dose_met(
    work: Work, k: Knowledge, sets: int, count: float, rung: int = 0, on: date | None = None, *, unit: str = "reps"
) -> bool | None:
    """Whether k x n is met: enough sets at this rung or above, each long enough, clean, pain 0-2, settled next morning.

    Args:
        work: one exercise, one side, one training day.
        sets: k.
        count: n, repetitions or seconds in one unbroken hold.
        rung: the lowest rung that counts.
        on: next-morning answers told later than this are not looked at.
        unit: what n counts, ``reps`` or ``seconds``; a set told in the other does not count.

    Returns:
        None when a missing answer decides (unknown is not met).
    """
    reps, sums = unit == "reps", unit == "seconds" and adds_up(work, k)
    least = k.rule["stretch-hold-min"] if sums else count
    good = [
        s
        for s, r in zip(work.sets, work.rungs, strict=True)
        if r >= rung and ((s.reps if reps else s.seconds) or 0) >= least
    ]

    def enough(some: list[SetDone]) -> bool:
        return sum(s.seconds or 0 for s in some) >= sets * count if sums else len(some) >= sets

    if not enough(good) or work.symptoms:
        return False
    pains = [s.pain for s in (*work.sets, *work.later)]
    if any(pain is not None and pain > k.rule["pain-progress"] for pain in pains):
        return False
    if not enough([s for s in good if s.clean is not False]):
        return False
    clean = enough([s for s in good if s.clean is True])
    answers = (True if clean else None, None if None in pains else True, settled(work, k, on))
    return all_of(answers)
