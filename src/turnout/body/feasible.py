"""A movement made possible: so that ground, gravity and muscles can do what the motion asks for.

In: a repetition as its motion wants it to look, worked out frame by frame, which knows nothing of forces: in the air it
may turn without anything to turn it, and as the feet leave and touch speeds leap. Out: the nearest repetition that a
body can do. Moments that ground and muscles can do stay as they are; around the others the movement is changed
(`course`) until they can. In the air angular momentum then stays what it was at take-off, the ground pushes only where
feet are and lets go before they leave, and no joint asks for more than its muscles have.

How a repetition is judged is not changed by this: `loads` solves it afterwards, by the same rules as any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from turnout.body.coordinates import ROOT
from turnout.body.course import Course
from turnout.body.engine import Array, G
from turnout.body.motion import Track, mirrored
from turnout.body.optimal import spanned

if TYPE_CHECKING:
    from turnout.body.model import Body

MARGIN_S, LEAST = 0.4, 5
"""So long before and after a moment that cannot be done the movement may change, and at least so many frames."""
CLOSE = 0.4
"""What comes to more than this share of what is allowed is made possible."""
PASSES = 2
"""So often what cannot be done is looked for."""


def made_possible(track: Track, body: Body) -> Track:
    """The repetition nearest to a track that ground and muscles can do, as far as there is one.

    Args:
        track: a repetition as its motion wants it to look; one that can be done stays as it is.
        body: whose.
    """
    found = _across(track) if track.working == "left" else track
    for _ in range(PASSES):
        stretches = stretches_of(found.time, _beyond_reach(found, body))
        if not stretches:
            break
        for frames, times in stretches:
            found = Course(found, body, frames, times).possible()
    return _across(found) if track.working == "left" else found


def _across(track: Track) -> Track:
    """The same repetition of the other side."""
    boxes = tuple(replace(box, centre=box.centre * np.array([-1.0, 1.0, 1.0])) for box in track.boxes)
    working = "left" if track.working == "right" else "right"
    return replace(track, positions=mirrored(track.stage, track.positions), boxes=boxes, working=working)


def _beyond_reach(track: Track, body: Body) -> Any:
    """Which moments ground and muscles cannot do, or only just, (frames,)."""
    from turnout.body.loads import RESERVE_NM, RESIDUAL_FAST, residual_of

    drive = Course(track, body, np.arange(len(track.time) - 1), track.time[:-1]).drives()
    left = residual_of(drive[:, :ROOT], body) / (body.person.mass_kg * G)
    reserve = np.abs(drive * spanned(track.stage.frame.joints)).max(1)
    return (left > CLOSE * RESIDUAL_FAST) | (reserve > CLOSE * RESERVE_NM)


def stretches_of(time: Array, wrong: Any) -> list[tuple[Any, Array]]:
    """Stretches around moments that are wrong: numbers of their frames (it goes round) and when they come [s]."""
    count, period = len(time) - 1, float(time[-1])
    times = np.concatenate([time[:-1] + turn * period for turn in (-1, 0, 1)])
    wanted = np.zeros(3 * count, dtype=bool)
    for place in np.flatnonzero(np.tile(wrong, 3)):
        wanted |= np.abs(times - times[place]) <= MARGIN_S + 1e-9
        wanted[max(place - LEAST, 0) : place + LEAST + 1] = True
    if wanted[count : 2 * count].all():
        return [(np.arange(count), time[:-1])]
    edges = np.flatnonzero(np.diff(wanted)) + 1
    parts = [part for part in np.split(np.arange(3 * count), edges) if wanted[part[0]]]
    return [(part % count, times[part]) for part in parts if count <= part[-1] < 2 * count]
