"""How a band pulls: its length through a repetition, and the force that goes with it.

In: a track and a colour of ``bands.yaml``. Out: forces [N] with a low and a high. The chart behind ``bands.yaml`` gives
the force at twice the resting length, +-25 %. How force grows up to there is the shape of the same maker's charts
(recalled): steep at first, then nearly straight. A closed loop is two strands. At its slackest a band is longer than
at rest by what the motion says (``stretched``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array, G
from turnout.body.motion import Track
from turnout.body.scene import band_line
from turnout.knowledge.schema import BandColour
from turnout.knowledge.schema.amounts import value_of
from turnout.knowledge.schema.motions import Band

ELONGATION = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5)
SHARE = (0.0, 0.38, 0.63, 1.0, 1.34, 1.67, 2.0)
"""Force over that at an elongation of 1 (twice the length)."""
UNSURE = 0.25


@dataclass(frozen=True)
class Pull:
    """A band through one repetition: elongation [-] and force [N] of all its strands, (frames + 1,)."""

    elongation: Array
    newton: Array

    @property
    def low(self) -> Array:
        return self.newton * (1 - UNSURE)

    @property
    def high(self) -> Array:
        return self.newton * (1 + UNSURE)


def force_of(colour: BandColour, elongation: Array, strands: int) -> Array:
    """The force of a band [N]; none where it hangs slack."""
    shares = np.interp(np.maximum(elongation, 0.0), ELONGATION, SHARE)
    return strands * colour.force_kg_at_100 * G * shares


def pull_of(track: Track, colour: BandColour, band: Band | None = None) -> Pull | None:
    """What the band of a motion (or its second one) pulls; nothing where the motion has none."""
    band = band or track.score.band
    if band is None:
        return None
    lengths = np.array([_length(track, frame, band) for frame in range(len(track.time))])
    if not lengths.any():
        return None
    slack = track.score.stretched if band is track.score.band else value_of(band.stretched, {})
    rest = lengths.min() / (1 + slack)
    elongation = lengths / rest - 1
    return Pull(elongation, force_of(colour, elongation, 2 if band.around else 1))


def _length(track: Track, frame: int, band: Band) -> float:
    return sum(float(np.linalg.norm(end - start)) for start, end in band_line(track, frame, band))
