"""Figures for the pages: which there are, and one process beside the server that makes them when first asked for.

In: the knowledge. Out: places on pages (cheap, nothing is made), files on the shelf, and what to say meanwhile.
"""

from __future__ import annotations

import gc
import multiprocessing
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from multiprocessing.process import BaseProcess
from typing import Any

from turnout.body.figure import making
from turnout.body.figure.shelf import Shelf, missing, shelf_of
from turnout.body.figure.words import NO_LEVEL, alt, title
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Motion
from turnout.report.sheet import Picture
from turnout.terms import TurnoutError

GONE = "The figure could not be made: the process that makes figures ended. Please try again."
Key = tuple[str, ...]


@dataclass(frozen=True)
class FigurePlace:
    """A figure on a page, before anything is made.

    Attributes:
        motion, level: which.
        title, alt: what it is called, and what is told to who cannot see it.
        state: the address that says whether it is ready.
        still: the address of its picture at the turning point.
        stills: addresses and names of the pictures of all phases.
        available: whether the parts that make figures are installed.
    """

    motion: str
    level: str
    title: str
    alt: str
    state: str
    still: str
    stills: tuple[tuple[str, str], ...]
    available: bool = True


def figure_place(k: Knowledge, id: str, level: str = "") -> FigurePlace | None:
    """The place of a figure; None where there is no motion of this id, or none of this level yet."""
    motion = k.motions.get(id)
    levels = levels_of(k, id)
    if motion is None or not levels or (level and level not in levels):
        return None
    known = level or levels[0]
    base = f"/figure/{id}/{known or NO_LEVEL}"
    stills = tuple((f"{base}/still-{phase.name}.png", phase.name) for phase in motion.phases)
    return FigurePlace(
        id, known, title(k, id, known), alt(k, id, known), base, stills[_peak(motion)][0], stills, not missing()
    )


def key_phases(k: Knowledge, id: str) -> tuple[str, ...]:
    """The phases that tell a movement in two pictures: its start and its turning point."""
    motion = k.motions[id]
    return tuple(dict.fromkeys((motion.phases[0].name, motion.phases[_peak(motion)].name)))


def levels_of(k: Knowledge, id: str) -> list[str]:
    """The levels that have a figure; the one of a test is ""."""
    motion = k.motions.get(id)
    if motion is None:
        return []
    if id not in k.exercises:
        return [""]
    return [level.id for level in k.ladders[id] if level.id not in motion.not_yet]


def _peak(motion: Motion) -> int:
    """The number of the phase at the turning point."""
    from turnout.knowledge.schema.motions import when

    times = when(motion.phases)
    return min(range(len(times)), key=lambda n: abs(times[n] - 0.5))


@dataclass(frozen=True)
class Small:
    """A small picture in a list.

    Attributes:
        address: changes with what is on it.
        words: the position.
        made: whether it is there; if not, asking for it begins to make it.
    """

    address: str
    words: str
    made: bool


@lru_cache(maxsize=8)
def shelf_for(version: str) -> Shelf:
    """The shelf of a version of the knowledge."""
    return shelf_of(version)


class Figures:
    """Makes figures in a process beside this one, each once. The process begins with the first that is asked for.

    Args:
        k: the knowledge.
        shelf: where they are kept; the user's cache by default.
    """

    def __init__(self, k: Knowledge, shelf: Shelf | None = None) -> None:
        self.k = k
        self._given = shelf
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._works: dict[Key, Future[None]] = {}
        self._failed: dict[Key, str] = {}
        self._children: set[BaseProcess] = set()

    @property
    def shelf(self) -> Shelf:
        """Where they are kept."""
        return self._given or shelf_for(self.k.version)

    @cached_property
    def _lacking(self) -> str:
        """What is not installed, looked for once: a list asks for every move in it."""
        return missing()

    def warm(self) -> None:
        """Starts the process and lets it put the body together, where the parts are installed."""
        if not missing():
            self.begin(("body",), making.make_body)

    def state(self, id: str, level: str) -> dict[str, Any]:
        """Whether a figure is ready; if it is not, its making has begun."""
        lacking = missing()
        if lacking:
            return {"state": "missing", "says": lacking}
        key = ("figure", id, level)
        if self.shelf.about(id, level).is_file() and self.shelf.body.is_file():
            return {"state": "ready"}
        if key in self._failed:
            return {"state": "missing", "says": self._failed[key]}
        self.begin(key, making.make_figure, id, level)
        return {"state": "building", **making.progress_of(self.shelf, id, level)}

    def still(self, id: str, level: str, phase: str) -> Future[None] | None:
        """The making of a picture; None where it is there.

        Raises:
            TurnoutError: it cannot be made.
        """
        if self.shelf.still(id, level, phase).is_file():
            return None
        lacking = missing()
        key = ("still", id, level, phase)
        if lacking or key in self._failed:
            raise TurnoutError(lacking or self._failed[key])
        return self.begin(key, making.make_still, id, level, phase)

    def smalls(self, id: str, level: str = "") -> tuple[Small, ...]:
        """The small pictures of a movement, start and turning point; none where there is no figure. Nothing is made."""
        known = self._known(id, level)
        if known is None or self._lacking:
            return ()
        shelf, base = self.shelf, f"/figure/{id}/{known or NO_LEVEL}/small"
        return tuple(
            Small(f"{base}-{name}-{shelf.key}.png", name.replace("-", " "), shelf.small(id, known, name).is_file())
            for name in key_phases(self.k, id)
        )

    def small(self, id: str, level: str) -> Future[None] | None:
        """The making of a movement's small pictures; None where they are there.

        Raises:
            TurnoutError: they cannot be made.
        """
        phases = key_phases(self.k, id)
        if all(self.shelf.small(id, level, phase).is_file() for phase in phases):
            return None
        key = ("small", id, level)
        lacking = missing() or self._failed.get(key)
        if lacking:
            raise TurnoutError(lacking)
        return self.begin(key, making.make_small, id, level, *phases)

    def pictures(self, moves: Iterable[tuple[str, str]], wait_s: float = 0.0) -> dict[tuple[str, str], list[Picture]]:
        """Small pictures for paper, by exercise and level: what is there, and what is made in time."""
        wanted = {(id, level): known for id, level in moves if (known := self._known(id, level)) is not None}
        works: list[Future[None]] = []
        for (id, _), level in wanted.items():
            with suppress(TurnoutError):
                under_way = self.small(id, level)
                works += [under_way] if under_way is not None else []
        wait(works, wait_s)
        return {move: found for move, level in wanted.items() if (found := self._on_shelf(move[0], level))}

    def _on_shelf(self, id: str, level: str) -> list[Picture]:
        with suppress(OSError):
            return [(name.replace("-", " "), self.shelf.small(id, level, name).read_bytes())
                    for name in key_phases(self.k, id)]  # fmt: skip
        return []

    def _known(self, id: str, level: str) -> str | None:
        """The level that is shown: the one asked for, else the first that has a figure; None where none has."""
        levels = levels_of(self.k, id)
        return level if level in levels else levels[0] if levels else None

    def close(self) -> None:
        """Ends the process; what it is doing is not waited for."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in self._children:
                child.terminate()
            pool.shutdown(wait=True)
            del pool
            gc.collect()  # its semaphores are given back with it; a signal that ends this process leaves no time later

    @property
    def busy(self) -> bool:
        """Whether anything is being made."""
        return bool(self._works)

    @property
    def process(self) -> ProcessPoolExecutor | None:
        """The process beside this one, once it was needed."""
        return self._pool

    def begin(self, key: Key, work: Callable[..., None], *which: str) -> Future[None]:
        """Begins some work, or joins it where it is under way under the same key.

        Raises:
            TurnoutError: no process can be started.
        """
        with self._lock:
            under_way = self._works.get(key)
            if under_way is not None:
                return under_way
            future = self._submit(work, *which)
            self._works[key] = future
        future.add_done_callback(lambda done: self._ended(key, done))
        return future

    def _submit(self, work: Callable[..., None], *which: str) -> Future[None]:
        for _ in range(2):
            if self._pool is None:
                spawn = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=making.begin)
            others = set(multiprocessing.active_children())
            try:
                return self._pool.submit(work, self.shelf, *which)
            except BrokenProcessPool:
                self._pool = None
            finally:
                self._children |= set(multiprocessing.active_children()) - others
        raise TurnoutError(GONE)

    def _ended(self, key: Key, done: Future[None]) -> None:
        with self._lock:
            self._works.pop(key, None)
        if done.cancelled():
            return
        error = done.exception()
        if isinstance(error, TurnoutError):
            self._failed[key] = str(error)
        elif isinstance(error, BrokenProcessPool):
            with self._lock:
                self._pool = None
