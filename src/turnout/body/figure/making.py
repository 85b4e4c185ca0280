"""Making figures for a shelf: the part that runs in a process of its own, with one body that stays in its memory.

In: a shelf, an id and a level. Out: files on the shelf. A body is not for several threads at once, and a movement takes
seconds: a server hands the work to one process that does one thing after another.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from functools import cache
from typing import TYPE_CHECKING

from turnout.body.errors import BodyError
from turnout.body.figure.shelf import Shelf, packed, put_json
from turnout.knowledge import Knowledge, load_knowledge
from turnout.machine import kept

if TYPE_CHECKING:
    from turnout.body.figure.motion_file import Movement
    from turnout.body.figure.parts import Parts
    from turnout.body.repertoire import Piece

STEPS = ("The body is put together.", "The movement is worked out.", "The files are written.")
SECONDS_BETWEEN_LOOKS = 1.0
MOST_KEPT = 8
"""Movements in memory: pictures of one are asked for soon after it."""


@cache
def workshop() -> Parts:
    """The one body of this process."""
    from turnout.body.figure.parts import Parts
    from turnout.body.model import load_body

    return Parts(load_body(), load_knowledge())


def begin() -> None:
    """Of a worker process: leaves Ctrl+C to the server, and ends when the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def make_body(shelf: Shelf) -> None:
    """The body file, where it is not there yet. Warms this process up too."""
    from turnout.body.figure.body_file import body_bytes

    here = workshop()
    if not shelf.body.is_file():
        kept.put(shelf.body, packed(body_bytes(here)))
        shelf.prune()


def make_figure(shelf: Shelf, id: str, level: str) -> None:
    """The body file and the file of one movement.

    Raises:
        BodyError: there is no such movement, or it cannot be worked out.
    """
    from turnout.body.figure.motion_file import compact

    if shelf.about(id, level).is_file():
        return
    told = _Told(shelf, id, level)
    told.step(0)
    make_body(shelf)
    told.step(1)
    movement = _movement(id, level)
    told.step(2)
    kept.put(shelf.track(id, level), compact(movement))
    words = {key: movement.about[key] for key in ("title", "alt", "says")}
    put_json(shelf.about(id, level), {**words, "phases": movement.phases, "solved": movement.solved})
    told.done()


def make_still(shelf: Shelf, id: str, level: str, phase: str) -> None:
    """A picture of one phase of a movement.

    Raises:
        BodyError: there is no such movement or phase.
    """
    from turnout.body.figure.still import still_of

    path = shelf.still(id, level, phase)
    if path.is_file():
        return
    here, movement = workshop(), _movement(id, level)
    kept.put(path, still_of(movement, phase, here))


def make_small(shelf: Shelf, id: str, level: str, *phases: str) -> None:
    """Small pictures of some phases of a movement.

    Raises:
        BodyError: there is no such movement or phase.
    """
    from turnout.body.figure.small import small_of

    for phase in phases:
        path = shelf.small(id, level, phase)
        if not path.is_file():
            kept.put(path, small_of(_movement(id, level), phase, workshop()))


_movements: dict[tuple[str, str], Movement] = {}


def _movement(id: str, level: str) -> Movement:
    """A movement, kept for the pictures that may be asked for next."""
    from turnout.body.figure.perform import movement_of

    if (id, level) not in _movements:
        here = workshop()
        while len(_movements) >= MOST_KEPT:
            _movements.pop(next(iter(_movements)))
        _movements[id, level] = movement_of(piece_of(here.k, id, level), here)
    return _movements[id, level]


def piece_of(k: Knowledge, id: str, level: str) -> Piece:
    """A motion at a level; "" is its first.

    Raises:
        BodyError: there is none.
    """
    from turnout.body.repertoire import pieces
    from turnout.terms import listed

    found = pieces(k, id, distinct=False)
    for piece in found:
        if piece.level == level or not level:
            return piece
    raise BodyError(f"{id} has no level {level!r}; it has {listed([piece.level for piece in found])}")


class _Told:
    """Says how far the work is, for whoever waits for it. A disk that refuses only makes the wait quieter."""

    def __init__(self, shelf: Shelf, id: str, level: str) -> None:
        self._path = shelf.progress(id, level)

    def step(self, number: int) -> None:
        with contextlib.suppress(OSError):
            put_json(self._path, {"done": number, "of": len(STEPS), "says": STEPS[number]})

    def done(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def progress_of(shelf: Shelf, id: str, level: str) -> dict[str, object]:
    """How far it is; at the beginning where nothing was said yet."""
    try:
        return dict(json.loads(shelf.progress(id, level).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {"done": 0, "of": len(STEPS), "says": STEPS[0]}
