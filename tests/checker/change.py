"""Rule 7: a change within the measure's error is never called one, and methods are never mixed.

Rule 8: where IR and ER differ by 20 degrees or more by one method, no stretch goes towards the lesser one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from statistics import median

from tests.checker.history import History
from tests.checker.pain import items_of
from tests.checker.reading import LIMBS
from tests.checker.tally import Json, Tally

Line = tuple[str, str, str]
"""Measure, side, method."""
APART = 20


def value_of(history: History, reading: Json) -> float:
    """The median (or the best) of the trials, or the value told."""
    measure, trials = history.known["measures"][reading["measure"]], reading.get("trials")
    if not trials or measure["keep"] == "total":
        return reading["value"]
    if measure["keep"] == "best":
        return min(trials) if measure["better"] == "lower" else max(trials)
    return median(trials)


def point(history: History, readings: list[Json]) -> float:
    """A day's value."""
    return median(value_of(history, reading) for reading in readings)


def lines(history: History) -> dict[Line, list[tuple[date, list[Json]]]]:
    """Readings of one measure, side and method, day by day; ranges only from before the day's first set."""
    out: dict[Line, list[tuple[date, list[Json]]]] = {}
    for day, after_work, fact in history.readings:
        measure = history.known["measures"][fact["measure"]]
        if after_work and measure["kind"] == "range":
            continue
        method = f"{fact.get('method') or '-'}{':' + fact['label'] if fact.get('label') else ''}"
        days = out.setdefault((fact["measure"], fact.get("side") or "both", method), [])
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(fact)
    return out


def error_of(history: History, reading: Json) -> float | None:
    """The smallest change beyond error of the way a reading was taken."""
    helped = bool(reading.get("helper")) or reading.get("by") not in (None, "me", "self")
    for error in history.known["measures"][reading["measure"]]["error"]:
        fits = not error["methods"] or reading.get("method") in error["methods"]
        if fits and error["who"] in ("any", "helper" if helped else "self"):
            return error["mdc"]
    return None


def errors(history: History, days: list[tuple[date, list[Json]]]) -> list[float | None]:
    return [error_of(history, reading) for _, told in days for reading in told]


def real_change(history: History, days: list[tuple[date, list[Json]]]) -> bool:
    """Beyond the error on each of the last two of at least three days, the same way."""
    if len(days) < 3:
        return False
    known = errors(history, [days[0], *days[-2:]])
    if None in known:
        return False
    limit = max(error for error in known if error is not None)
    first = point(history, days[0][1])
    steps = [point(history, told) - first for _, told in days[-2:]]
    return all(step > limit for step in steps) or all(step < -limit for step in steps)


def judge_changes(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 7."""
    told: dict[tuple[str, str], list[Json]] = {}
    for finding in answer["findings"]:
        if finding["id"].startswith("change-"):
            told.setdefault((finding["id"].removeprefix("change-"), finding["side"]), []).append(finding)
    all_lines = lines(history)
    real: dict[tuple[str, str], int] = {}
    for (measure, side, _), days in all_lines.items():
        if len(days) > 1:
            real[(measure, side)] = real.get((measure, side), 0) + real_change(history, days)
    for key in sorted({*told, *real}):  # several methods may have lines of their own
        count, most = len(told.get(key, ())), real.get(key, 0)
        what = "a change told is beyond the error" if count else "no change is told within the error"
        tally.see(7, what, count <= most, answer["on"], key, told.get(key))
    _asymmetries(history, answer, all_lines, tally)


def _asymmetries(
    history: History, answer: Json, all_lines: dict[Line, list[tuple[date, list[Json]]]], tally: Tally
) -> None:
    """A side difference is noted only beyond 10 degrees and the error, by one method."""
    for finding in answer["findings"]:
        if not finding["id"].startswith("asymmetry-"):
            continue
        measure = finding["id"].removeprefix("asymmetry-")
        real = False
        for name, side, method in all_lines:
            across = all_lines.get((measure, "right", method))
            if name != measure or side != "left" or across is None:
                continue
            newest = [all_lines[(measure, "left", method)][-1], across[-1]]
            limits = errors(history, newest)
            left, right = (point(history, told) for _, told in newest)
            if None not in limits and abs(left - right) > max(10, *(x for x in limits if x is not None)):
                real = True
        tally.see(7, "a side difference is beyond the error", real, answer["on"], finding)


def capped(history: History) -> dict[str, set[str]]:
    """The directions not to be chased, per limb."""
    now = {line: point(history, days[-1][1]) for line, days in lines(history).items()}
    out: dict[str, set[str]] = {limb: set() for limb in LIMBS}
    for (measure, side, method), er in now.items():
        ir = now.get(("prone-ir", side, method))
        if measure == "prone-er" and side in LIMBS and ir is not None:
            if ir - er >= APART:
                out[side].add("er")
            elif er - ir >= APART:
                out[side].add("ir")
    return out


def judge_bone(history: History, answer: Json, tally: Tally) -> None:
    """Judges an answer by rule 8."""
    caps = capped(history)
    if not any(caps.values()):
        return
    for item in items_of(answer):
        for limb, way in _lengthened(history, item):
            tally.see(
                8, "no stretch where bone limits", way not in caps[limb], answer["on"], item["exercise"], limb, way
            )
    for withheld in answer["withheld"]:
        if any(way in caps[limb] for limb, way in _lengthened(history, withheld)):
            tally.see(8, "the stretch is withheld", True)
    found = {(f["side"], "er" if f["value"] > 0 else "ir") for f in answer["findings"] if f["id"] == "ir-er-difference"}
    for limb, ways in caps.items():
        for way in ways:
            tally.see(8, "the difference is told", (limb, way) in found, answer["on"], limb, way)


def _lengthened(history: History, item: Json) -> Iterator[tuple[str, str]]:
    """(limb, direction) that a stretch takes to the end of its range, the other leg's too."""
    entry = history.known["exercises"][item["exercise"]]
    if entry["kind"] != "stretch":
        return
    loads = history.loads(item["exercise"], item["side"])
    for way in ("er", "ir"):
        if way in entry["gains"] or f"end-range-{way}" in entry["demands"]:
            yield from ((limb, way) for limb in loads)
        if f"end-range-{way}" in entry["other_demands"]:
            yield from ((limb, way) for limb in LIMBS if limb not in loads or len(loads) == len(LIMBS))
