"""The models of Turnout held against published data: slow, reported, kept apart from the tests. See README.md."""

from __future__ import annotations

from turnout.body import Person, load_body
from validation.levers import compare_arms, compare_flips
from validation.page import Findings
from validation.programs import OTHER_WRAPS, by_hand, by_model
from validation.published import published
from validation.torques import compare_strength

AGREES_MM = 0.5
"""Programs that work out the same line may differ by rounding of their model files, not by more."""


def compare() -> Findings:
    """Every comparison, for a person of 75 kg and 170 cm."""
    body, known = load_body(Person()), published()
    return Findings(
        body=body,
        rows=compare_arms(body, known),
        flips=compare_flips(body, known),
        torques=compare_strength(body, known),
        opensim_by_hand=by_hand(known),
        opensim_by_model=by_model(body),
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
    return wrong + [says for says, held in found.torques.course if not held]
