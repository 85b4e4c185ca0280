"""Bugs to plant in the browser's walk, and in the pack on its way to it, as a hurried edit might."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.walker import Plant as Text

Json = dict[str, Any]
Patch = Callable[[Json], None]

DOSES, FOLD, WALK = "walking/doses.ts", "walking/fold.ts", "offline/walk.ts"


@dataclass(frozen=True)
class Bug:
    """A bug: what it does, the texts or the pack that it changes, and the days on which it shows soonest."""

    name: str
    texts: tuple[Text, ...] = ()
    pack: Patch | None = None
    style: str = ""
    wait: int | None = None


def _items(change: Callable[[Json], None]) -> Patch:
    def patch(pack: Json) -> None:
        for item in pack["items"].values():
            change(item)

    return patch


def _nodes(change: Callable[[int, Json], None]) -> Patch:
    def patch(pack: Json) -> None:
        for item in pack["items"].values():
            for number, node in enumerate(item["nodes"]):
                change(number, node)

    return patch


def _hurts_nothing(number: int, node: Json) -> None:
    node.update(hurt=number, hurt_worse=number, hurt_again=number)


def _worse_is_calm(number: int, node: Json) -> None:
    node.update(worse=[number] * node["sets"], again=[number] * node["sets"])


def _gap_is_none(item: Json) -> None:
    item["root"]["gap"] = item["root"]["offer"] if item["root"]["offer"] is not None else item["root"]["held"]
    for number, node in enumerate(item["nodes"]):
        node["gap"] = number


def _rises_held(item: Json) -> None:
    item["root"]["held"] = item["root"]["offer"] if item["root"]["offer"] is not None else item["root"]["held"]


def _one_set_more(item: Json) -> None:
    for node in item["nodes"]:
        node["sets"] += 1


def _no_gate(pack: Json) -> None:
    pack["gate"] = None


def _no_rest(pack: Json) -> None:
    pack["pace"].update(days=[], gap_days=1, per_week=7)
    for session in pack["sessions"]:
        session.update(on=pack["from"], gap=1)
    for item in pack["items"].values():
        item.update(done=[], per_week=7)


def _everything_each_time(pack: Json) -> None:
    for session in pack["sessions"]:
        session["items"] = list(pack["items"])


BUGS: tuple[Bug, ...] = (
    Bug("the morning after is not looked at", (
        (FOLD, "return told - baseline >= pack.rules.next_day_rise;", "return false;"),)),
    Bug("a morning without a baseline is always settled", (
        (FOLD, "return told > pack.rules.settled_without_baseline;", "return false;"),)),
    Bug("pain 6 before the session withholds nothing", (
        (WALK, "(told.now[limb]?.pain ?? 0) > pack.rules.pain_stop", "(told.now[limb]?.pain ?? 0) > 10"),)),
    Bug("the last answer about pain is not the one that counts", (
        (FOLD, "told.now[limb] = { day, pain: now };", "told.now[limb] ??= { day, pain: now };"),)),
    Bug("a long pause is not seen", (
        (DOSES, "between(last, day) >= rules.gap_days", "between(last, day) >= 999"),)),
    Bug("a second session on one day", (
        (WALK, "if (offered.length > 0) return going(pack, told, now.day);", ""),
        (WALK, "if (told.foreign || told.offered.has(now.day))", "if (told.foreign)"),
        (WALK, "told.days.some((one) => one.day === day)", "false"),
        (WALK, "while (!fits(pack, days, on)) on = later(on, 1);", ""),
        (WALK, "[day, session.on, first]", "[day]"))),
    Bug("a new item stays after a worse morning", (
        (DOSES, "(!unsettled && chosenStill(pack, told, day) &&", "("),)),
    Bug("a symptom or pain in a set does not count", (
        (DOSES, "if (hurt(pack, sets)) {", "if (hurt(pack, [])) {"),)),
    Bug("that it hurt twice running is forgotten", (
        (DOSES, "hurts = hurt(pack, setsOf(item, one)) ? hurts + 1 : 0;", "hurts = 0;"),), style="hurting"),
    Bug("what is new reopens nothing", (
        (FOLD, "if (fact.anything_new === true)", "if (fact.anything_new === 1)"),)),
    Bug("pain that rises by three reopens nothing", (
        (FOLD, "now - before.pain >= pack.rules.pain_rise_rescreen", "now - before.pain >= 11"),)),
    Bug("a rise overnight reopens nothing", (
        (FOLD, "pain - baseline >= pack.rules.pain_rise_rescreen", "pain - baseline >= 11"),)),
    Bug("numbness reopens nothing", ((FOLD, 'new Set(["numb", "giving-way"])', 'new Set(["none"])'),)),
    Bug("answers never grow old", (
        (WALK, "later(day, 1 - pack.rules.rescreen_days)", "later(day, -9999)"),)),
    Bug("a break asks nothing again", (
        (WALK, "last !== null && between(last, day) >= pack.rules.gap_days", "last === day"),), style="away", wait=5),
    Bug("a yes stops nothing", ((FOLD, "if (yes) told.yes.add(id);", ""),), style="wild"),
    Bug("a stop is lifted by a correction", ((FOLD, "effective([...known, ...facts])",
        "effective([...known, ...facts].filter((fact) => fact.kind !== 'screen'))"),)),
    Bug("the session after the first rises again", (
        (WALK, "due(pack, told, session, day, done + place === 0)", "due(pack, told, session, day, true)"),
        (DOSES, "return done.length === 0 ? fromRoot", "return done.length < 99 ? fromRoot"))),
    Bug("a cut is taken from what was asked, not from what was done", (
        (DOSES, "Math.min(first.length, node.sets) - 1", "node.sets - 1"),)),
    Bug("half the repetitions and a worse morning are kept", (
        (DOSES, "first.some((fact) => Number(fact[item.unit]) < node.count)", "node.count < 0"),)),
    Bug("what opened an item need not stay true", (
        (DOSES, "!item.while.every((one) => holds(pack, told, one, day))", "false"),)),
    Bug("an item comes more often than it may", (
        (DOSES, "if (last !== undefined && between(last, day) < gap) return false;", ""),
        (DOSES, ">= Math.max(1, item.per_week)) return false;", ">= 99) return false;"),
        (DOSES, "return !item.jump ||", "return true ||")), _everything_each_time, style="good"),
    Bug("corrections are not carried out", ((FOLD, "effective([...known, ...facts])",
        "{ ...effective([...known, ...facts]), facts: [...known, ...facts].filter((f) => f.kind !== 'correction') }"),),
        style="careless"),
    Bug("today's session, known to the server, is forgotten", ((FOLD, "effective([...known, ...facts])",
        "effective([...facts])"),)),
    Bug("hurting leads nowhere down", pack=_nodes(_hurts_nothing)),
    Bug("worse mornings lead nowhere down", pack=_nodes(_worse_is_calm)),
    Bug("long pauses lead nowhere down", pack=_items(_gap_is_none)),
    Bug("what is held back has risen", pack=_items(_rises_held)),
    Bug("one set more of everything", pack=_items(_one_set_more)),
    Bug("the gate is left out", pack=_no_gate),
    Bug("no rest between sessions", pack=_no_rest),
)  # fmt: skip
