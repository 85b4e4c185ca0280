"""Rule 4: one step up per exercise and session, in one dimension; at most two rises or new items per limb."""

from __future__ import annotations

from datetime import date

from tests.checker.history import History, Work
from tests.checker.pain import asked, items_of, reached, rung_of, unit_of
from tests.checker.tally import Json, Tally

MOST_RISES = 2
NEW_SETS = 2


def judge_steps(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 4."""
    on = date.fromisoformat(answer["on"])
    rising: dict[str, set[str]] = {"left": set(), "right": set()}
    for item in items_of(answer):
        key = (item["exercise"], item["side"])
        works = history.works.get(key)
        asks = item["sets"] >= 1 and item[unit_of(item)] >= 1
        tally.see(4, "something is asked for", asks, on, key, item["sets"], item[unit_of(item)])
        prescribed = key in history.prescribed
        if item["action"] == "raise" or (item["action"] == "new" and not prescribed):
            for limb in history.loads(*key):
                rising[limb].add(item["exercise"])
        tally.see(4, "new is what was never done", (item["action"] == "new") == (not works), on, key, item["action"])
        if works:
            _one_step(history, works, item, on, tally)
        elif not prescribed:
            tally.see(4, "a new item starts small", item["sets"] <= NEW_SETS, on, key, item["sets"])
    for limb, exercises in rising.items():
        if exercises:
            tally.see(4, "at most two rises a limb", len(exercises) <= MOST_RISES, on, limb, sorted(exercises))


def dimensions(history: History, works: list[Work], item: Json) -> dict[str, float]:
    """By how much the item asks for more than was reached: sets, count, rungs. Only what is more is named.

    On a higher rung, sets and count are still compared; on a lower one they are not, since less is asked there.
    """
    unit, rung, last = unit_of(item), rung_of(item, history), works[-1]
    top = max(last.rungs)
    more: dict[str, float] = {}
    if rung > top:
        more["rung"] = rung - top
    if rung >= top:
        sets, count = reached(history, works, unit)
        if unit == "seconds" and history.known["exercises"][item["exercise"]]["kind"] == "stretch":
            return more | _longer(history, works, item)
        if item["sets"] > sets:
            more["sets"] = item["sets"] - sets
        if last.counts(unit) and item[unit] > count:
            more[unit] = item[unit] - count
    return more


def _longer(history: History, works: list[Work], item: Json) -> dict[str, float]:
    """Holds of a stretch add up: what is more is the whole time [s], told in steps of one hold or 15 s each."""
    last = works[-1]
    done = [0.0]
    for work in works[-1:] if asked(history, last) else works:
        was = asked(history, work) or {}
        done += [sum(work.counts("seconds")), (was.get("sets") or 0) * (was.get("seconds") or 0)]
    over = item["sets"] * item["seconds"] - max(done)
    step = max(item["seconds"], 15 * item["sets"])
    return {"seconds": 15 * over / step} if over > 0 and last.counts("seconds") else {}


def _one_step(history: History, works: list[Work], item: Json, on: date, tally: Tally) -> None:
    more = dimensions(history, works, item)
    told = (on, item["exercise"], item["level"], item["side"], item["action"], item["sets"], item[unit_of(item)], more,
            [s for w in works[-2:] for s in w.sets])  # fmt: skip
    if item["action"] != "raise":
        tally.see(4, "only a rise asks for more", not more, *told)
        return
    tally.see(4, "one dimension at a time", len(more) <= 1, *told)
    steps: dict[str, float] = history.known["exercises"][item["exercise"]]["steps"]
    within = all(by <= {"rung": 1, "sets": 1, **steps}[what] for what, by in more.items())
    tally.see(4, "one step at a time", within, *told)
