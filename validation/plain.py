"""The summary of docs/validation.md in plain words: what was checked, and how it came out.

In: `Findings`. Out: Markdown.
"""

from __future__ import annotations

from validation.emg import MUSCLES
from validation.findings import Findings
from validation.page_emg import GOAL, NAMES


def plain_part(found: Findings) -> str:
    """The summary."""
    lines = [_levers(found), _strength(found), _asked(found), *_loads(found), _peer(found), CANNOT]
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


def _loads(found: Findings) -> list[str]:
    lines: list[str] = []
    for muscle in MUSCLES:
        order = found.signals.goal(muscle)
        if order is None:
            lines.append(f"**Which exercise works {NAMES[muscle]} most**: too few exercises are solved to tell.")
            continue
        low, high = order.over_exercises
        reached = "That reaches" if order.rho >= GOAL else "That misses"
        lines.append(
            f"**Which exercise works {NAMES[muscle]} most** was compared with electrodes on people's skin: the orders "
            f"of {len(order.exercises)} exercises agree with {order.rho:.2f} (1 is the same order, 0 none). {reached} "
            f"our goal of {GOAL:g}; with so few exercises the true number may be anywhere from {low:.2f} to {high:.2f}."
        )
    return lines


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
    "twisted, and what the deep rotators of a living person do. Nobody can measure those from outside."
)

HEAD = """
## In plain words

Turnout works out which muscles an exercise loads with a model of bones and muscles. This page says how that model was
checked, by whom it was contradicted, and what it does not know.
"""
