"""The summary of docs/validation.md in plain words: what was checked, and how it came out.

In: `Findings`. Out: Markdown.
"""

from __future__ import annotations

from validation.emg import MUSCLES
from validation.findings import Findings
from validation.page_emg import FIRST, GOAL, NAMES, late
from validation.page_wires import limp, told


def plain_part(found: Findings) -> str:
    """The summary."""
    lines = [_levers(found), _strength(found), _asked(found), _loads(found), _deep(found), _peer(found), CANNOT]
    return HEAD.strip() + "\n\n" + "\n".join(f"- {line}" for line in lines)


def _levers(found: Findings) -> str:
    signs = [value for row in found.rows for value in row.signs.values()]
    wrong, right = signs.count("wrong"), signs.count("right")
    outside = sum(not row.verdict.startswith(("inside", "as published")) for row in found.flips)
    which = "none pulls the wrong way" if not wrong else f"{wrong} pull the wrong way"
    turns = "all turn round where published models do" if not outside else f"{outside} turn round elsewhere"
    return (
        f"**Which way each muscle turns the thigh** agrees with published anatomy: of {right + wrong} that can be "
        f"told, {which}; of {len(found.flips)} muscles whose pull changes sides as the hip bends, {turns}."
    )


def _strength(found: Findings) -> str:
    inside = sum(row.inside for row in found.torques.rows)
    total = len(found.torques.rows)
    return (
        f"**How strong the hip is**: {inside} of {total} greatest torques lie where those of people lie. The model's "
        "one strength per square centimetre was chosen with these in view, so this is a fit, not a forecast."
    )


def _asked(found: Findings) -> str:
    gap = max(row.gap for row in found.asked.poses)
    off = max(abs(row.by_model / row.by_hand - 1) for row in found.asked.hand)
    return (
        f"**What a posture asks of the joints** is the same as in another program, to {max(gap, 0.01):.2f} Nm, and as "
        f"by hand, to {off:.0%}."
    )


def _loads(found: Findings) -> str:
    told = ". ".join(_one(found, muscle) for muscle in MUSCLES)
    again = _others(found) + _late(found)
    return (
        "**Which exercise works a gluteus most** was compared with electrodes on people's skin; 1 is the same order "
        f"and 0 none. {told}. With so few exercises the true numbers may be anywhere between the values in brackets."
        f"{again}"
    )


def _others(found: Findings) -> str:
    """How it came out in the studies that no goal is set on."""
    others = [order.rho for order in found.signals.orders if order.study != FIRST]
    if not others:
        return ""
    return f" In other studies it is {min(others):.2f} to {max(others):.2f}."


def _late(found: Findings) -> str:
    """That this was not the first comparison, and what came of the ones before."""
    if found.signals.found.entry < 2:
        return ""
    names = " and ".join(NAMES[muscle] for muscle in late(found.signals))
    if not names:
        return " Earlier outcomes had been seen; what changed since stands below."
    return (
        f" **Read this with care**: {names} missed the goal before, and two motions and the model were changed with "
        "that outcome known."
    )


def _one(found: Findings, muscle: str) -> str:
    order = found.signals.goal(muscle)
    name = NAMES[muscle].capitalize()
    if order is None:
        return f"{name}: too few exercises are solved to tell"
    reached = "reaches" if order.rho >= GOAL else "misses"
    low, high = order.over_exercises
    return (
        f"{name}: {order.rho:.2f} ({low:.2f} to {high:.2f}) over {len(order.exercises)} exercises, which {reached} our "
        f"goal of {GOAL:g}"
    )


def _deep(found: Findings) -> str:
    """The deep rotators: how much of the little that is known agrees, and the worst of it."""
    rows = told(found.deep)
    agree = sum(row[-1] == "yes" for row in rows)
    weak = " and ".join(name.replace("_", " ") for name in limp(found.deep))
    worst = f" In the model {weak} can hardly pull while the hip is straight, and in people it does." if weak else ""
    return (
        f"**The deep rotators** cannot be heard from outside. Of {len(rows)} findings from wires in them and from "
        f"cadavers, {agree} agree.{worst}"
    )


def _peer(found: Findings) -> str:
    return (
        f"**Who shares the work** is answered as OpenSim answers it, to {found.asked.activation:.2f} of full "
        f"activation, at about {_about(found.speed['ratio'])} times less cost."
    )


def _about(ratio: float) -> str:
    """To one digit, as good as such a number is."""
    size = 10 ** (len(str(int(ratio))) - 1)
    return str(int(ratio // size * size))


CANNOT = (
    "**What it cannot tell**: how you brace, whether it hurts, how your bones are made and how your thigh bone is "
    "twisted."
)

HEAD = """
## In plain words

Turnout works out which muscles an exercise loads with a model of bones and muscles. This page says how that model was
checked, by whom it was contradicted, and what it does not know.
"""
