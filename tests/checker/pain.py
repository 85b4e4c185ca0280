"""Rule 2: pain above 5, a symptom or a worse morning never leads to more of that exercise next time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from tests.checker.history import History, Key, Work
from tests.checker.tally import Json, Tally


def items_of(answer: Json) -> list[Json]:
    """The items of the session, if there is one."""
    return answer["session"]["items"] if answer["session"] else []


def rung_of(item: Json, history: History) -> int:
    """An item's place on its ladder."""
    return history.known["exercises"][item["exercise"]]["levels"].index(item["level"])


def unit_of(item: Json) -> str:
    return "reps" if item["reps"] is not None else "seconds"


def asked(history: History, work: Work) -> Json | None:
    """What had been offered on that day for this exercise, side and level."""
    levels = {fact.get("level") for fact in work.sets}
    items = history.offered.get(work.day.day, {}).get("items")
    for item in items if isinstance(items, list) else ():  # pyright: ignore[reportUnknownVariableType]
        named: Json = item if isinstance(item, dict) else {}  # pyright: ignore[reportUnknownVariableType]
        same = (named.get("exercise"), named.get("side")) == work.key and levels == {named.get("level")}
        if same and isinstance(named.get("sets"), int) and (named.get("reps") or named.get("seconds")):
            return named
    return None


def reached(history: History, works: list[Work], unit: str) -> tuple[int, float]:
    """The most sets and repetitions (or seconds) that had been reached: what was done or asked for on the last day.

    Where nothing was asked for, a short day does not count as a cut: then what was done on earlier days counts too.
    """
    counted = works[-1:] if asked(history, works[-1]) else works
    sets, count = 0, 0.0
    for work in counted:
        was = asked(history, work) or {}
        sets = max(sets, len(work.sets), was.get("sets") or 0)
        count = max([count, *work.counts(unit), was.get(unit) or 0])
    return sets, count


def judge_pain(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 2."""
    on = date.fromisoformat(answer["on"])
    sore = {limb for limb, told in history.told.items() if told and told[-1][1] > 5}
    offered: dict[Key, Json] = {(item["exercise"], item["side"]): item for item in items_of(answer)}
    for key in offered if sore else ():
        loads = history.loads(*key)
        tally.see(2, "nothing loads a side above 5", not sore & set(loads), on, key, sorted(sore))
    for key, item, works in _with_works(history, offered):
        last = works[-1]
        if last.hurting:
            _after_hurt(history, works, item, on, tally)
        elif last.worse:
            _after_worse(history, works, item, on, tally)
        if item["action"] == "raise":
            calm = all((fact.get("pain") or 0) <= 2 for fact in (*last.sets, *last.later))
            tally.see(2, "a rise follows pain of 2 or less", calm, on, key, last.sets)
    for key in (*history.left_out, *history.replaced()):
        tally.see(1, "what a clinician left out is not offered", key not in offered, on, key)
    for key, works in history.works.items():
        if answer["session"] and works[-1].hurting and key not in offered:
            tally.see(2, "what hurt is left out", True)


def _with_works(history: History, offered: dict[Key, Json]) -> Iterator[tuple[Key, Json, list[Work]]]:
    for key, item in offered.items():
        works = history.works.get(key)
        if works:
            yield key, item, works


def _after_hurt(history: History, works: list[Work], item: Json, on: date, tally: Tally) -> None:
    """One rung down; on the bottom rung or twice running, withheld until two settled weeks or a new prescription."""
    last, rung = works[-1], rung_of(item, history)
    told = ("on", on, item["exercise"], item["level"], item["side"], item["action"], "last", last.sets)
    sets, count = reached(history, works, unit_of(item))
    more = item["sets"] > sets or (item[unit_of(item)] > count and bool(last.counts(unit_of(item))))
    tally.see(2, "no rise after pain above 5", item["action"] not in ("raise", "new") and not more, *told)
    twice = len(works) > 1 and bool(works[-2].hurting)
    if not twice and min(last.hurting) > 0:
        tally.see(2, "one rung down after pain above 5", rung < min(last.hurting), *told)
        return
    prescribed = history.prescribed.get(last.key)
    lifted = prescribed is not None and prescribed[0] > last.day.day and rung <= max(0, min(last.hurting) - 1)
    settled = all(
        told and told[-1][0] > last.day.day and told[-1][1] <= 2 for told in (history.told[x] for x in last.loads)
    )
    returned = settled and (on - last.day.day).days >= 14 and rung == 0 and item["sets"] == 1
    tally.see(2, "withheld after hurting twice or at the bottom", lifted or returned, *told)


def _after_worse(history: History, works: list[Work], item: Json, on: date, tally: Tally) -> None:
    """A set fewer and a quarter less of what was done or asked, or a rung down; never more than was done."""
    last, rung, unit = works[-1], rung_of(item, history), unit_of(item)
    told = ("on", on, item["exercise"], item["level"], item["side"], item["action"], item["sets"], item[unit], "last",
            last.day, last.sets)  # fmt: skip
    tally.see(2, "no rise after a worse morning", item["action"] not in ("raise", "new"), *told)
    top = max(last.rungs)
    tally.see(2, "no harder rung after a worse morning", rung <= top, *told)
    if rung < top or not last.counts(unit):
        return
    sets, count = reached(history, works, unit)
    fewer = sets - item["sets"] >= max(1, math.ceil(sets * 0.25))
    less = item[unit] <= max(1, math.floor(count * 0.75))
    tally.see(2, "less volume after a worse morning", fewer or less, *told)
    done = max(1, sum(last.counts(unit)))
    tally.see(2, "not more than was done", item["sets"] * item[unit] <= done, *told)
