"""What a scenario expects of an answer, compared with the answer.

In: the ``expect`` block of a case and the contract's JSON. Out: one sentence for each thing that is otherwise.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from tests.support.cases import START
from tests.support.shorthand import ShorthandError, Words, dose_of
from turnout.knowledge import Knowledge

Answer = dict[str, Any]
SAYING = re.compile(r"^(.*?)(?:, )?(not )?saying (.+)$")
VERDICT = {"met": True, "not met": False, "unknown": None}
WAITS = ("one-thing-at-a-time", "minutes", "frequency", "split")
"""Reasons that only put an exercise off to another day."""
ACTIONS = ("new", "keep", "raise", "lower")


def mismatches(expect: dict[str, Any], answer: Answer, k: Knowledge) -> list[str]:
    """What is otherwise than expected; empty when all is as expected."""
    out: list[str] = []
    for key, value in expect.items():
        head, *rest = str(key).split()
        if head in k.exercises:
            out += [wrong for side in _sides(rest) for wrong in _exercise(head, side, str(value), answer, k)]
        elif head in CHECKS:
            out += CHECKS[head](rest, value, answer, k)
        else:
            raise ShorthandError(f"{key!r}: expect an exercise or one of {', '.join(sorted(CHECKS))}")
    return out


def _sides(rest: list[str]) -> list[str | None]:
    if rest == ["each"]:
        return ["left", "right"]
    return [rest[0] if rest else None]


def _of(rows: list[Answer], id: str, side: str | None, name: str = "exercise") -> list[Answer]:
    return [row for row in rows if row[name] == id and side in (None, row["side"])]


def _reasons(row: Answer) -> list[str]:
    return [why["criterion"] for why in row["why"]]


def _exercise(id: str, side: str | None, value: str, answer: Answer, k: Knowledge) -> list[str]:
    label = f"{id} {side or ''}".strip()
    items = _of(_items(answer), id, side)
    held = _of(answer["withheld"], id, side)
    saying = SAYING.match(value)
    if saying:
        said = [why["says"] for row in items + held for why in row["why"]]
        if not any(saying[3] in one for one in said):
            return [f"{label}: expected it to say {saying[3]!r}, got {said}"]
        value = saying[1]
    words = Words(value)
    if words.take("absent"):
        return [f"{label}: expected nothing of it, got {items or held}"] if items or held else []
    if words.take("withheld"):
        return _withheld(label, items, held, words)
    if words.take("open"):
        shut = [reason for row in held for reason in _reasons(row) if reason not in WAITS]
        if shut or not items + held:
            return [f"{label}: expected it open, but {', '.join(shut) or 'not mentioned'}"]
        return []
    if not items:
        reasons = [reason for row in held for reason in _reasons(row)]
        return [f"{label}: expected {value!r}, but it is not offered ({', '.join(reasons) or 'not mentioned'})"]
    return [wrong for item in items for wrong in _item(label, item, Words(value), k)]


def _withheld(label: str, items: list[Answer], held: list[Answer], words: Words) -> list[str]:
    if items or not held:
        return [f"{label}: expected it withheld, got {'an offer' if items else 'no mention'}"]
    if words.take("because"):
        reason = words.need()
        if any(reason not in _reasons(row) for row in held):
            return [f"{label}: expected it withheld because of {reason}, got {[_reasons(row) for row in held]}"]
    words.done()
    return []


def _item(label: str, item: Answer, words: Words, k: Knowledge) -> list[str]:
    out: list[str] = []

    def same(what: str, wanted: object, got: object) -> None:
        if wanted != got:
            out.append(f"{label}: expected {what} {wanted}, got {got} ({', '.join(_reasons(item))})")

    action = words.take(*ACTIONS)
    if action:
        same("action", action, item["action"])
    level = words.take(*(rung.id for rung in k.ladders[item["exercise"]]))
    if level:
        same("level", level, item["level"])
    if words.left and words.left[0][0].isdigit() and "x" in words.left[0]:
        sets, count, unit = dose_of(words.need())
        same("dose", f"{sets}x{count:g} {unit}", f"{item['sets']}x{item[unit] or 0:g} {unit}")
    while words.left:
        word = words.need("because", "bouts", "tempo")
        if word == "because":
            reason = words.need()
            if reason not in _reasons(item):
                out.append(f"{label}: expected it because of {reason}, got {', '.join(_reasons(item))}")
        elif word == "bouts":
            same("bouts a day", words.number(), item["bouts"])
        else:
            tempo = item["tempo"] or {"up_s": 0, "hold_s": 0, "down_s": 0}
            same("tempo", words.need(), "-".join(f"{tempo[part]:g}" for part in ("up_s", "hold_s", "down_s")))
    return out


def _equal(what: str, wanted: object, got: object) -> list[str]:
    return [] if wanted == got else [f"{what}: expected {wanted}, got {got}"]


def _stop(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    got = answer["stop"]
    return _equal("stop", None if value == "none" else value, got and got["urgency"])


def _ask(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    if rest == ["why"]:
        return [] if value in answer["ask_why"] else [f"ask why: expected {value!r}, got {answer['ask_why']!r}"]
    wanted: Any = {"all": list(k.red_flags), "nothing": []}.get(value, value) if isinstance(value, str) else value
    return _equal("ask", wanted, answer["ask"])


def _phase(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    phase: Answer = answer["phase"] or {}
    field = rest[0] if rest else "number"
    return _equal(f"phase {field}", value, phase.get(field))


def _gate(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    phase: Answer = answer["phase"] or {}
    waiting = phase.get("waiting")
    return _equal("gate waiting for the red flags", value == "waiting", waiting is not None)


def _criterion(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    got = {verdict["criterion"]: verdict["met"] for verdict in answer["verdicts"]}
    if rest[0] not in got:
        return [f"criterion {rest[0]}: expected {value}, but it is not judged (judged: {', '.join(got)})"]
    return _equal(f"criterion {rest[0]}", VERDICT[value], got[rest[0]])


def _finding(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    side = rest[1] if len(rest) > 1 else None
    found = _of(answer["findings"], rest[0], side, "id")
    label = f"finding {' '.join(rest)}"
    if value == "absent":
        return [f"{label}: expected none, got {found[0]['says']!r}"] if found else []
    if not found:
        return [f"{label}: expected it, got {', '.join(sorted({f['id'] for f in answer['findings']})) or 'none'}"]
    text = str(value)
    saying = SAYING.match(text)
    out: list[str] = []
    if saying:
        text = saying[1]
        if (saying[3] in found[0]["says"]) == bool(saying[2]):
            out.append(f"{label}: expected it {value!r}, it says {found[0]['says']!r}")
    if text not in ("", "present"):
        out += _equal(label, float(text), found[0]["value"])
    return out


def _session(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    session = answer["session"]
    if value == "none":
        return [] if session is None else [f"session: expected none, got {len(session['items'])} exercises"]
    if session is None:
        return [f"session: expected one on {value}, got none"]
    day = answer["on"] if value == "today" else (START + timedelta(days=int(str(value).split()[-1]))).isoformat()
    return _equal("session on", day, session["on"])


def _items(answer: Answer) -> list[Answer]:
    session: Answer = answer["session"] or {}
    return session.get("items") or []


def _exercises(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    number = len({item["exercise"] for item in _items(answer)})
    least, _dash, most = str(value).partition("-")
    return [] if int(least) <= number <= int(most or least) else [f"exercises: expected {value}, got {number}"]


def _plan(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    """How many exercises the plan has: today's, and those only put off to another day."""
    later = [row["exercise"] for row in answer["withheld"] if set(_reasons(row)) <= set(WAITS)]
    number = len({*(item["exercise"] for item in _items(answer)), *later})
    least, _dash, most = str(value).partition("-")
    return [] if int(least) <= number <= int(most or least) else [f"plan: expected {value} exercises, got {number}"]


def _order(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    got = list(dict.fromkeys(item["exercise"] for item in _items(answer)))
    return _equal("order", value, [id for id in got if id in value])


def _begins(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    sides = [item["side"] for item in _items(answer) if item["side"] != "both"]
    return _equal("begins with the side", value, sides[0] if sides else None)


def _minutes(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    minutes = (answer["session"] or {"minutes": 0})["minutes"]
    most = int(str(value).removeprefix("at most "))
    return [] if 0 < minutes <= most else [f"minutes: expected {value}, got {minutes}"]


def _measure(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    id, side = rest
    label, words = f"measure {id} {side}", Words(str(value))
    offered = any(m["measure"] == id and side in m["sides"] for m in answer["measures"]["offered"])
    if words.take("absent"):
        return [f"{label}: expected no offer"] if offered else []
    if words.take("offered"):
        return [] if offered else [f"{label}: expected it offered"]
    held = _of(answer["measures"]["withheld"], id, side, "measure")
    return _withheld(label, [{}] if offered else [], held, words) if words.take("withheld") else [f"{label}: {value}?"]


def _question(rest: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    return _equal(f"question {rest[0]}", value == "asked", rest[0] in [q["id"] for q in answer["questions"]])


def _schedule(_: list[str], value: Any, answer: Answer, k: Knowledge) -> list[str]:
    """The day numbers of the sessions in the two weeks ahead."""
    days = [row["on"] for row in answer["schedule"] if row["kind"] == "session"]
    return _equal("schedule", [(START + timedelta(days=n)).isoformat() for n in value], days)


CHECKS = {
    "stop": _stop,
    "ask": _ask,
    "phase": _phase,
    "gate": _gate,
    "criterion": _criterion,
    "finding": _finding,
    "session": _session,
    "exercises": _exercises,
    "plan": _plan,
    "order": _order,
    "begins": _begins,
    "minutes": _minutes,
    "measure": _measure,
    "question": _question,
    "schedule": _schedule,
}
