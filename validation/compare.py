"""Every comparison at once, and what of it does not agree.

In: the model, published numbers, kept answers. Out: `Findings`, and sentences about what is wrong.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from turnout.body import Person, load_body
from validation.activity import found as kept_loads
from validation.asked import compare_asked
from validation.findings import Findings
from validation.levers import compare_arms, compare_flips
from validation.page_emg import compare_signals
from validation.programs import OTHER_WRAPS, by_hand, by_model
from validation.published import published
from validation.torques import compare_strength
from validation.wires import compare_deep

SPEED = Path(__file__).parent / "opensim_speed.yaml"
ASKED_NM, HAND_SHARE, ACTIVATION = 0.05, 0.1, 0.05
"""How far torques may be from OpenSim's and from a hand calculation, and activations from OpenSim's."""
AGREES_MM = 0.5
"""Programs that work out the same line may differ by rounding of their model files, not by more."""


def compare() -> Findings:
    """Every comparison, for a person of 75 kg and 170 cm."""
    body, known, kept = load_body(Person()), published(), kept_loads()
    return Findings(
        body=body,
        rows=compare_arms(body, known),
        flips=compare_flips(body, known),
        torques=compare_strength(body, known),
        opensim_by_hand=by_hand(known),
        opensim_by_model=by_model(body),
        asked=compare_asked(body),
        signals=compare_signals(kept),
        deep=compare_deep(body, kept),
        speed=yaml.safe_load(SPEED.read_text("utf-8")),
    )


def failures(found: Findings) -> list[str]:
    """What does not agree, one sentence each."""
    wrong = [
        f"{r.muscle}: {axis} has the wrong sign" for r in found.rows for axis, v in r.signs.items() if v == "wrong"
    ]
    wrong += [
        f"{row.muscle}: {row.verdict}" for row in found.flips if not row.verdict.startswith(("inside", "as published"))
    ]
    wrong += [
        f"{row.band.direction} at {row.band.flexion_deg:g}: {row.ours:.2f} Nm/kg is outside"
        f" {row.band.low:g} to {row.band.high:g}"
        for row in found.torques.rows
        if not row.inside
    ]
    if found.opensim_by_hand > AGREES_MM:
        wrong.append(f"the hand calculation and OpenSim differ by {found.opensim_by_hand:.1f} mm")
    wrong += [
        f"{name}: differs from OpenSim by {gap:.1f} mm"
        for name, gap in found.opensim_by_model.items()
        if gap > AGREES_MM and name not in OTHER_WRAPS
    ]
    return [*wrong, *_asked(found), *(says for says, held in found.torques.course if not held)]


def _asked(found: Findings) -> list[str]:
    asked = found.asked
    wrong = [f"{row.name}: differs from OpenSim by {row.gap:.2f} Nm" for row in asked.poses if row.gap > ASKED_NM]
    wrong += [
        f"{row.says}: {row.by_model:.0f} Nm, by hand {row.by_hand:.0f}"
        for row in asked.hand
        if abs(row.by_model / row.by_hand - 1) > HAND_SHARE
    ]
    if asked.activation > ACTIVATION:
        wrong.append(f"an activation differs from OpenSim's by {asked.activation:.2f}")
    return wrong
