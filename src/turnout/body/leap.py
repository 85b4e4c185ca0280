"""A jump as physics has it: what the centre of mass does between the bottom of the push and the end of the landing.

In: where it is before the push, how high it is as the feet leave and as they touch again, where it comes to rest, and
how far it climbs in the air. Out: seconds of push, flight and landing, and its path.

In the air it follows a parabola (Galilei). On the ground before and after it follows the polynomial of the fifth degree
that starts at rest and joins the parabola in place, speed and acceleration: the ground's force fades to nothing as the
feet leave, and grows from nothing as they touch. A push over a distance d to a speed v takes about 2 d / v, and people
take a little longer over a soft landing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from turnout.body.engine import Array, G
from turnout.body.errors import BodyError

LEAST_M = 0.03
"""Less than this the body cannot push over."""
PUSH, GIVE = 2.2, 2.6
"""How long push and landing take, as shares of distance over speed; a steady force would take 2. Ours."""
LEANS = 0.6
"""So far the body goes over its toes as they leave, and comes down over them: all the way it cannot, in so short a
time. Ours."""
SLOWEST = 4.5
"""Most of gravity's share in a push: over a distance d it takes at most sqrt(4.5 d / g); else it sinks first."""


@dataclass(frozen=True)
class Leap:
    """The path of the centre of mass in a jump.

    Attributes:
        seconds: of push, flight and landing.
        places: before the push, as the feet leave, as they touch, at rest again, (4, 3) [m].
        speeds: as the feet leave, as they touch, (2, 3) [m/s].
    """

    seconds: tuple[float, float, float]
    places: Array
    speeds: Array

    def at(self, time: float) -> Array:
        """Where the centre of mass is so many seconds after the push has begun, (3,) [m]."""
        push, flight, give = self.seconds
        down = np.array([0.0, 0.0, -G])
        if time < push:
            return joined(self.places[0], self.places[1], self.speeds[0], down, push, time)
        if time <= push + flight:
            t = time - push
            return self.places[1] + self.speeds[0] * t + down * t * t / 2
        left = push + flight + give - time
        return joined(self.places[3], self.places[2], -self.speeds[1], down, give, max(left, 0.0))


def joined(begin: Array, end: Array, speed: Array, acceleration: Array, seconds: float, time: float) -> Array:
    """From rest at ``begin`` to ``end``, which is passed with this speed and acceleration; (3,)."""
    s = time / seconds
    far = end - begin
    slope, bend = speed * seconds, acceleration * seconds**2
    cubic = 10 * far - 4 * slope + bend / 2
    fourth = -15 * far + 7 * slope - bend
    fifth = 6 * far - 3 * slope + bend / 2
    return begin + s**3 * (cubic + s * (fourth + s * fifth))


def leap_of(
    before: Array, leaves_m: float, lands_m: float, after: Array, rise_m: float, over: Array | None = None
) -> Leap:
    """The jump between two resting places of the centre of mass.

    Args:
        before: at the bottom of the push, (3,) [m].
        leaves_m: its height as the feet leave.
        lands_m: its height as they touch.
        after: at the bottom of the landing, (3,).
        rise_m: how far it climbs in the air.
        over: where it would be, seen from above, if it were over what carries as the feet leave and as they touch,
            (2, 2) [m]; it goes towards that place, `LEANS` of the way. Without it, it goes straight on.

    Raises:
        BodyError: there is no way to push over, or nothing to fall.
    """
    if leaves_m - before[2] < LEAST_M or lands_m - after[2] < LEAST_M:
        raise BodyError("before and after a flight the body must be lower than when the feet leave and touch", "flight")
    if leaves_m + rise_m <= lands_m:
        raise BodyError(f"a rise of {rise_m:g} m does not reach the height at which the body lands", "flight.rise_m")
    up, down = np.sqrt(2 * G * rise_m), np.sqrt(2 * G * (leaves_m + rise_m - lands_m))
    push, give = _seconds(leaves_m - before[2], up, PUSH), _seconds(lands_m - after[2], down, GIVE)
    flight = float(up + down) / G
    along = (after[:2] - before[:2]) / (push / 2 + flight + give / 2)
    ways = np.array([before[:2] + along * push / 2, after[:2] - along * give / 2])
    if over is not None:
        ways = ways + LEANS * (over - ways)
        along = (ways[1] - ways[0]) / flight
    places = np.array([before, [*ways[0], leaves_m], [*ways[1], lands_m], after])
    return Leap((push, flight, give), places, np.array([[*along, up], [*along, -down]]))


def _seconds(distance: float, speed: float, share: float) -> float:
    return float(min(share * distance / speed, np.sqrt(SLOWEST * distance / G)))
