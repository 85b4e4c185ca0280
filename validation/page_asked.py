"""The parts of docs/validation.md about joint torques, other programs and speed.

In: `Asked`, the kept figures of the benchmark. Out: Markdown.
"""

from __future__ import annotations

from typing import Any

from validation.asked import Asked
from validation.tables import table


def asked_part(asked: Asked) -> str:
    """What a posture asks of the joints."""
    hand = table(
        ("held still", "by hand", "model"),
        [(row.says, f"{row.by_hand:.0f} Nm", f"{row.by_model:.0f} Nm") for row in asked.hand],
    )
    poses = table(
        ("pose", "largest torque", "largest difference"),
        [(row.name, f"{row.largest:.0f} Nm", f"{_small(row.gap)} Nm") for row in asked.poses],
    )
    itself = ASKED_SELF.format(heavier=f"{asked.heavier:.3f}", taller=f"{asked.taller:.3f}")
    parts = (ASKED_HAND, hand, ASKED_OPENSIM.format(opensim=asked.opensim), poses, itself)
    return "\n\n".join(part.strip() for part in parts)


def _small(gap: float) -> str:
    return "below 0.01" if gap < 0.01 else f"{gap:.2f}"


def peer_part(asked: Asked, speed: dict[str, Any]) -> str:
    """The whole question put to OpenSim, and what it costs."""
    ratios = speed["ratios"]
    return PEER.format(
        opensim=asked.opensim,
        levers=f"{asked.levers:.1f}",
        kneecap=f"{asked.kneecap:.0f}",
        activation=f"{asked.activation:.2f}",
        peak=f"{asked.peak:.2f}",
        ours=f"{speed['ours_ms']:.1f}",
        posture=f"{speed['with_posture_ms']:.1f}",
        theirs=f"{speed['opensim_ms']:.0f}",
        ratio=speed["ratio"],
        low=ratios[0],
        high=ratios[-1],
    ).strip()


ASKED_HAND = """
## What a posture asks of the joints

First by hand: tabled shares of body mass (Winter 2009), the places of the joints, and a lever
([statics.py](../validation/statics.py)).
"""

ASKED_OPENSIM = """
Then by another program: OpenSim {opensim} on the same skeleton, written out as its model file
([osim.py](../validation/osim.py)), with all 29 joints and those that follow them. Six turning points of exercises held
still, and two chance postures that move at chance speeds and accelerations.
"""

ASKED_SELF = """
And against itself: levers are the slopes of lengths (finite differences, to 0.001 mm), the left leg is the right one
mirrored, twice the mass asks for {heavier} times the torque, and a tenth more height for {taller} times.
"""

PEER = """
### Our own model in the other program

The same file, with all 92 paths and their wraps, gives OpenSim {opensim} the same levers as ours: {levers} mm apart at
most, about all axes, with the leg raised sideways and lowered. Only at the knee the four muscles over the kneecap
differ by up to {kneecap} mm, because the kneecap is written for it as moving points.

Asked which muscles share a leg raised sideways (its StaticOptimization, sum of squares, the same greatest forces and
the same reserves), it answers as our solver does: no activation differs by more than {activation}, the greatest being
{peak}.

![Activation by OpenSim and by our solver](images/validation/same-question.svg)

One more frame costs {theirs} ms there and {ours} ms here ({posture} ms with inverse kinematics), {ratio} times less
({low} to {high} over the rounds of one run, in processor time on one core; `make opensim` measures it anew). What leans
to whom stands in [opensim.py](../benchmarks/opensim.py): theirs has a smaller model, no floor and no force-length
curves; it also fits splines and writes files, which its users cannot turn off.

### Inverse kinematics

The postures come from a solver of our own. mink, a published one, given the same wishes, comes to the same postures
(the same sum of squares to 2 %, contacts within 0.1 mm of ours) and takes 5 to 30 times as long
([test_ik.py](../benchmarks/test_ik.py); a test there holds the first). Points of the skin and the guard against the
floor had to be added to it, and joints that follow others are straight lines within each of its steps.
"""
