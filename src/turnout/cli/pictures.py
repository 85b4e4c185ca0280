"""Small pictures for a report: those that were made before, and as many as can be made in a reasonable time.

In: moves. Out: pictures by exercise and level; none where the parts that make figures are not installed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress

from turnout.body.figure import making
from turnout.body.figure.shelf import Shelf, missing, shelf_of
from turnout.knowledge import Knowledge
from turnout.report.sheet import Picture
from turnout.terms import TurnoutError
from turnout.web.figures import key_phases, levels_of

MOST_S = 12.0
"""After so long no other move is begun."""


def pictures_of(
    k: Knowledge, moves: Iterable[tuple[str, str]], shelf: Shelf | None = None, most_s: float = MOST_S
) -> dict[tuple[str, str], list[Picture]]:
    """Start and turning point of each move that has a figure, as far as the time goes."""
    if missing():
        return {}
    place, until = shelf or shelf_of(k.version), time.monotonic() + most_s
    found: dict[tuple[str, str], list[Picture]] = {}
    for id, level in dict.fromkeys(moves):
        if level in levels_of(k, id):
            names = key_phases(k, id)
            with suppress(TurnoutError, OSError):
                if time.monotonic() < until:
                    making.make_small(place, id, level, *names)
                shown = [(name.replace("-", " "), place.small(id, level, name).read_bytes()) for name in names]
                found[id, level] = shown
    return found
