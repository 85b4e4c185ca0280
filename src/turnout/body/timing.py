"""When each phase of a repetition comes: the tempo's seconds, and, in a jump, those that gravity asks for.

In: the places of the phases (0 the start, 0.5 the turning point, 1 the start again), seconds out, held and back, and
the seconds of a jump. Out: a `Timetable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from turnout.body.engine import Array
from turnout.body.errors import BodyError
from turnout.body.pacing import graded
from turnout.knowledge.schema.exercises import Tempo

UNTOLD_S = (2.0, 1.0, 2.0)
"""Out, held, back where an exercise or a test gives no tempo."""
LEAST_S = 0.3
"""The slow rest of a half with a jump (sinking before it, standing up after it) takes at least this."""
HELD_SHARE = 0.2
"""So much of all frames, at most, goes to a hold, however long it is: nothing moves there."""
STEPS_SHARE = 0.75
"""Steps with seconds of their own take at most this share of a half; a quicker tempo hurries them."""
CLOSER, SPARSER = 4.0, 0.3
"""How much closer frames stand in a step, at most, and how much sparser in a hold of such a repetition."""


@dataclass(frozen=True)
class Fast:
    """The part of a repetition that gravity times: from one phase to another, and its stretches' seconds.

    ``first``: the phase in which the push begins; ``seconds``: of each stretch from there, one phase to the next.
    """

    first: int
    seconds: tuple[float, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.seconds)


@dataclass(frozen=True)
class Timetable:
    """When the phases come.

    Attributes:
        times: of the knots [s], rising from 0.
        poses: which phase each is; one more than the last is the start again.
        ats: places of the knots in the repetition; a held turning point stands there twice.
        fast: knots between which the repetition is a jump.
        steps: knots after which a step comes that has seconds of its own.
    """

    times: tuple[float, ...]
    poses: tuple[int, ...]
    ats: tuple[float, ...]
    fast: tuple[int, int] | None = None
    steps: tuple[int, ...] = ()

    def phase(self, time: Array) -> Array:
        """Where in the repetition each moment is, 0 to 1."""
        return np.interp(time, self.times, self.ats)

    def moments(self, frames: int) -> Array:
        """The moments of a repetition, (frames + 1,) [s]: evenly, but closer where it is quick.

        A jump gets about half of all frames, and its phases fall on them (`pacing`); a long hold takes a fifth at most.
        Where steps have seconds of their own all phases fall on frames.
        """
        if self.steps and self.fast is None:
            return _cut(list(self.times), _shared(frames, self._worth()))
        if self.fast is not None:
            return graded(self.times, self.ats, self.fast, frames)
        held = next((n for n in range(len(self.ats) - 1) if self.ats[n] == self.ats[n + 1]), None)
        if held is None or self.times[held + 1] - self.times[held] <= HELD_SHARE * self.times[-1]:
            return np.linspace(0.0, self.times[-1], frames + 1)
        still = max(1, round(frames * HELD_SHARE))
        out, back = _shared(frames - still, [self.times[held], self.times[-1] - self.times[held + 1]])
        return _cut([0.0, self.times[held], self.times[held + 1], self.times[-1]], [out, still, back])

    def _worth(self) -> list[float]:
        """Each stretch's claim to frames: its seconds, more where it is quick beside the others, less in a hold."""
        lengths = [b - a for a, b in pairwise(self.times)]
        held = [a == b for a, b in pairwise(self.ats)]
        slow = [length for n, length in enumerate(lengths) if n not in self.steps and not held[n]]
        quick = sum(lengths[n] for n in self.steps) / len(self.steps)
        closer = min(max(max(slow, default=quick) / quick, 1.0), CLOSER)
        return [
            length * (closer if n in self.steps else SPARSER if held[n] else 1.0) for n, length in enumerate(lengths)
        ]


def _cut(ends: list[float], counts: list[int]) -> Array:
    """Stretches of time, each cut into so many even steps; [s]."""
    parts = [np.linspace(a, b, n + 1)[1:] for (a, b), n in zip(pairwise(ends), counts, strict=True) if n]
    return np.concatenate([[0.0], *parts])


def _shared(count: int, lengths: list[float]) -> list[int]:
    """A number of frames shared out by length: at least one for each, none where there is no length."""
    total = sum(lengths)
    out = [max(1, int(count * length / total)) if length > 1e-9 else 0 for length in lengths]
    longest = int(np.argmax(lengths))
    out[longest] += count - sum(out)
    return out


def parts_of(tempo: Tempo | None, begins: str, counts: int = 1) -> tuple[float, float, float]:
    """Seconds out, held and back. A walk that shows two steps (``counts``) takes each half a whole tempo."""
    if tempo is None:
        return UNTOLD_S
    out, back = (tempo.down_s, tempo.up_s) if begins == "down" else (tempo.up_s, tempo.down_s)
    out, back = max(out, 0.2), max(back, 0.2)
    if counts == 2:
        return out + tempo.hold_s + back, 0.0, out + tempo.hold_s + back
    return out, tempo.hold_s, back


def timetable(
    ats: list[float],
    parts: tuple[float, float, float],
    fast: Fast | None = None,
    own: Sequence[float | None] = (),
) -> Timetable:
    """When each phase comes.

    Args:
        ats: places of the phases, rising from 0.
        parts: seconds out, held and back.
        fast: the part of it that is a jump.
        own: seconds of the way to each phase that the tempo does not change, the last of them back to the start.

    Raises:
        BodyError: the jump takes longer than the tempo gives it.
    """
    out, held, back = parts
    places = [*ats, 1.0]
    seconds = [_time(b, parts) - _time(a, parts) + (held if a < 0.5 < b else 0.0) for a, b in pairwise(places)]
    rest = 0.0
    if any(own):
        seconds = _stepping(places, seconds, own)
    if fast is not None:
        seconds, rest = _leaping(places, seconds, out if places[fast.last] <= 0.5 else back, fast)
    times, poses, spots = [0.0], [0], [0.0]
    steps: list[int] = []
    for n, length in enumerate(seconds):
        if n < len(own) and own[n]:
            steps.append(len(times) - 1)
        pause = (held if places[n + 1] == 0.5 else 0.0) + (rest if fast is not None and n + 1 == fast.last else 0.0)
        twice = pause > 0 and n + 1 < len(places) - 1
        for stay in (0.0, pause) if twice else (0.0,):
            times.append(times[-1] + (stay or length))
            poses.append(n + 1)
            spots.append(places[n + 1])
    if fast is None:
        return Timetable(tuple(times), tuple(poses), tuple(spots), None, tuple(steps))
    begun = max(n for n, pose in enumerate(poses) if pose == fast.first)
    return Timetable(tuple(times), tuple(poses), tuple(spots), (begun, poses.index(fast.last)))


def _time(at: float, parts: tuple[float, float, float]) -> float:
    """When a place is reached, without the pause at 0.5."""
    out, _, back = parts
    return at * 2 * out if at <= 0.5 else out + (at - 0.5) * 2 * back


def _stepping(places: list[float], seconds: list[float], own: Sequence[float | None]) -> list[float]:
    """The seconds of every stretch where steps have their own; the rest of a half is shared out as before."""
    out = list(seconds)
    for low, high in ((0.0, 0.5), (0.5, 1.0)):
        inside = [n for n in range(len(seconds)) if low <= places[n] and places[n + 1] <= high]
        asked = {n: float(own[n] or 0.0) for n in inside if own[n]}
        others = [n for n in inside if n not in asked]
        if not asked:
            continue
        half = sum(seconds[n] for n in inside)
        given = min(sum(asked.values()), half * (STEPS_SHARE if others else 1.0))
        for n, length in asked.items():
            out[n] = length * (given if others else half) / sum(asked.values())
        left = sum(seconds[n] for n in others)
        for n in others:
            out[n] = seconds[n] * (half - given) / left
    return out


def _leaping(places: list[float], seconds: list[float], half: float, fast: Fast) -> tuple[list[float], float]:
    """The seconds of every stretch of a repetition with a jump, and those left for standing still after it."""
    low, high = (0.0, 0.5) if places[fast.last] <= 0.5 else (0.5, 1.0)
    if places[fast.first] < low:
        raise BodyError("the push, the flight and the landing must be in one half of the repetition", "flight")
    inside = [n for n in range(len(seconds)) if low <= places[n] and places[n + 1] <= high]
    others = [n for n in inside if not fast.first <= n < fast.last]
    least = sum(fast.seconds) + (LEAST_S if others else 0.0)
    if half < least:
        raise BodyError(f"the tempo gives {half:g} s for a jump that takes at least {least:.2f} s", "flight")
    out, left = list(seconds), half - sum(fast.seconds)
    out[fast.first : fast.last] = fast.seconds
    scale = left / sum(seconds[n] for n in others) if others else 0.0
    for n in others:
        out[n] = seconds[n] * scale
    return out, 0.0 if others else left
