"""The shorthand of the scenarios: one line -> the facts it stands for.

In: a line such as ``clamshell no-band left 3x15 pain 1 effort 6 clean`` and the day it was told. Out: facts as the
record holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast, get_args

from turnout.knowledge import Knowledge
from turnout.terms import Method

FactDict = dict[str, Any]
SIDES = ("left", "right", "both", "each")
METHODS = cast("tuple[str, ...]", get_args(Method))
TIMED = re.compile(r"^at (\d\d:\d\d) (.*)$")
DOSE = re.compile(r"^(\d+)x(\d+(?:\.\d+)?)(s?)$")
COUNTS = re.compile(r"^\d+(\+\d+)*s?$")


class ShorthandError(ValueError):
    """A line that cannot be read."""


class Words:
    """The words of a line, taken one after the other."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.left = line.split()

    def take(self, *wanted: str) -> str | None:
        """The next word when it is one of these (any, when none is named), else None."""
        if self.left and (not wanted or self.left[0] in wanted):
            return self.left.pop(0)
        return None

    def need(self, *wanted: str) -> str:
        word = self.take(*wanted)
        if word is None:
            raise ShorthandError(f"{self.line!r}: expected {' or '.join(wanted) or 'more'} at {' '.join(self.left)!r}")
        return word

    def number(self) -> float:
        word = self.need()
        try:
            value = float(word)
        except ValueError:
            raise ShorthandError(f"{self.line!r}: {word!r} is not a number") from None
        return int(value) if value.is_integer() else value

    def rest(self) -> str:
        words, self.left = " ".join(self.left), []
        return words

    def done(self) -> None:
        if self.left:
            raise ShorthandError(f"{self.line!r}: cannot read {' '.join(self.left)!r}")


def facts_of(line: str, at: str, k: Knowledge) -> list[FactDict]:
    """The facts a line stands for, told at ``at`` (a date; ``at 18:30 ...`` puts a clock to it)."""
    timed = TIMED.match(line)
    if timed:
        at, line = f"{at}T{timed[1]}:00+00:00", timed[2]
    words = Words(line)
    head = words.need()
    if head in k.exercises:
        facts = list(_sets(head, words, k))
    elif head in HEADS:
        facts = list(HEADS[head](words, k))
    else:
        raise ShorthandError(f"{line!r}: a line starts with an exercise or one of {', '.join(sorted(HEADS))}")
    words.done()
    return [{"at": at, **fact} for fact in facts]


def sides_of(word: str | None) -> tuple[str | None, ...]:
    """``each`` is told once for the left and once for the right."""
    return ("left", "right") if word == "each" else (word,)


def dose_of(word: str) -> tuple[int, float, str]:
    """``3x15`` -> (3, 15, reps); ``2x30s`` -> (2, 30, seconds)."""
    match = DOSE.match(word)
    if not match:
        raise ShorthandError(f"{word!r} is not a dose such as 3x15 or 2x30s")
    return int(match[1]), float(match[2]), "seconds" if match[3] else "reps"


def _counts(word: str) -> tuple[list[int], str]:
    """``3x15`` or ``15+15+14``, with an s for seconds."""
    if DOSE.match(word):
        sets, count, unit = dose_of(word)
        return [int(count)] * sets, unit
    if not COUNTS.match(word):
        raise ShorthandError(f"{word!r} is not a dose such as 3x15, 15+15+14 or 2x30s")
    return [int(n) for n in word.rstrip("s").split("+")], "seconds" if word.endswith("s") else "reps"


def _level(exercise: str, words: Words, k: Knowledge) -> str | None:
    return words.take(*(rung.id for rung in k.ladders[exercise]))


def _sets(exercise: str, words: Words, k: Knowledge) -> Iterator[FactDict]:
    level = _level(exercise, words, k)
    side = words.take(*SIDES)
    counts, unit = _counts(words.need())
    told: FactDict = {}
    while words.left:
        word = words.need("pain", "effort", "bout", "clean", "not", "with", "in", "felt")
        if word in ("pain", "effort", "bout"):
            told[word] = words.number()
        elif word == "with":
            told["symptoms"] = [*told.get("symptoms", ()), words.need()]
        elif word == "in":
            words.need("the")
            told["site"] = words.need()
        elif word == "felt":
            told["felt_side"] = words.need(*SIDES)
        else:
            told["clean"] = word == "clean" or words.need("clean") != "clean"
    for one in sides_of(side):
        for count in counts:
            yield {"kind": "set", "exercise": exercise, **_given(level=level, side=one), unit: count, **told}


def _given(**fields: object) -> FactDict:
    return {name: value for name, value in fields.items() if value is not None}


def _all_flags(words: Words, k: Knowledge) -> Iterator[FactDict]:
    words.need("red")
    words.need("flags")
    words.need("no")
    but = words.rest().removeprefix("except ").split() if words.left else []
    unknown = set(but) - set(k.red_flags)
    if unknown:
        raise ShorthandError(f"{words.line!r}: there is no red flag {', '.join(sorted(unknown))}")
    yield {"kind": "screen", "answers": {flag: False for flag in k.red_flags if flag not in but}}


def _flag(words: Words, k: Knowledge) -> Iterator[FactDict]:
    words.need("flag")
    yield {"kind": "screen", "answers": {words.need(*k.red_flags): words.need("yes", "no") == "yes"}}


def _new(words: Words, _: Knowledge) -> Iterator[FactDict]:
    words.need("new")
    yield {"kind": "screen", "answers": {}, "anything_new": words.need("yes", "no") == "yes"}


def _clearance(words: Words, k: Knowledge) -> Iterator[FactDict]:
    flag = words.need(*k.red_flags)
    words.need("by")
    yield {"kind": "clearance", "flag": flag, "by": words.rest()}


def _condition(words: Words, k: Knowledge) -> Iterator[FactDict]:
    fact = {"kind": "condition", "condition": words.need(*k.conditions), **_given(side=words.take(*SIDES))}
    yield {**fact, "ended": True} if words.take("ended") else fact


def _programme(words: Words, k: Knowledge) -> Iterator[FactDict]:
    id = words.need(*k.programmes, "individual")
    fact = {"kind": "programme", "programme": id, **_given(affected=words.take(*SIDES))}
    if words.take("in"):
        fact["mode"] = words.need("full", "split")
    if words.take("choosing"):
        fact["mode"], fact["chosen"] = "choose", []
        while words.left and words.left[0] in k.exercises:
            fact["chosen"].append(words.need())
    yield {**fact, "ended": True} if words.take("ended") else fact


def _pain(words: Words, _: Knowledge) -> Iterator[FactDict]:
    side = words.need(*SIDES)
    fact: FactDict = {"kind": "pain", "now": words.number()}
    while words.left:
        if words.need("in", "worst") == "worst":
            fact["worst"] = words.number()
        else:
            words.need("the")
            fact["site"] = words.need()
    for one in sides_of(side):
        yield {**fact, "side": one}


def _morning(words: Words, _: Knowledge) -> Iterator[FactDict]:
    if words.left and words.left[0] not in SIDES:
        yield {"kind": "next-day", "pain": words.number()}
        return
    while words.left:
        side = words.need("left", "right")
        yield {"kind": "next-day", "side": side, "pain": words.number()}


def _reading(words: Words, k: Knowledge) -> Iterator[FactDict]:
    measure = words.need(*k.measures)
    side = words.need(*SIDES)
    trials = [float(n) for n in words.need().split("/")]
    value = {"value": trials[0]} if len(trials) == 1 else {"value": sorted(trials)[len(trials) // 2], "trials": trials}
    more: FactDict = _given(method=words.take(*METHODS))
    if words.take("helper"):
        more["helper"] = True
    for one in sides_of(side):
        where = {} if one == "both" else {"side": one}
        yield {"kind": "reading", "measure": measure, "unit": k.measures[measure].unit, **where, **value, **more}


def _prescribed(words: Words, k: Knowledge) -> Iterator[FactDict]:
    exercise = words.need(*k.exercises)
    level, side = _level(exercise, words, k), words.take(*SIDES)
    fact: FactDict = {"kind": "prescription", "exercise": exercise, **_given(level=level)}
    if words.take("ended"):
        fact["ended"] = True
    elif words.take("out"):
        fact["leave_out"] = True
    elif words.left and words.left[0] not in ("by", "instead"):
        sets, count, unit = dose_of(words.need())
        fact |= {"sets": sets, unit: int(count)}
    if words.take("instead"):
        words.need("of")
        fact["instead_of"] = words.need(*k.exercises)
    words.need("by")
    fact["by"], _, on = words.rest().partition(" on ")
    if on:
        fact["prescribed_on"] = on
    for one in sides_of(side):
        yield {**fact, **_given(side=one)}


def _offered(words: Words, k: Knowledge) -> Iterator[FactDict]:
    exercise = words.need(*k.exercises)
    level, side = _level(exercise, words, k), words.need(*SIDES)
    sets, count, unit = dose_of(words.need())
    items = [{"exercise": exercise, "level": level, "side": s, "sets": sets, unit: int(count)} for s in sides_of(side)]
    yield {"kind": "offered", "knowledge": "of that day", "session": {"items": items}}


def _prefers(words: Words, _: Knowledge) -> Iterator[FactDict]:
    yield {"kind": "preference", "frequency": words.need("mine", "programme")}


def _dislikes(words: Words, k: Knowledge) -> Iterator[FactDict]:
    positions = {entry.position for entry in k.exercises.values()}
    out = [words.need(*k.exercises, *positions)]
    while words.left:
        out.append(words.need(*k.exercises, *positions))
    yield {"kind": "preference", "dislikes": out}


HEADS = {
    "all": _all_flags,
    "red": _flag,
    "anything": _new,
    "clearance": _clearance,
    "condition": _condition,
    "programme": _programme,
    "pain": _pain,
    "morning": _morning,
    "reading": _reading,
    "prescribed": _prescribed,
    "offered": _offered,
    "prefers": _prefers,
    "dislikes": _dislikes,
}
"""The first word of a line -> what it tells. A line that starts with an exercise tells its sets."""
