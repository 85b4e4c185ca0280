"""Every motion there is, at every level that moves differently, and what is wrong with any of them.

In: `Knowledge`. Out: the levels of each motion, tracks, and problems with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from turnout.body.checks import faults, impossible
from turnout.body.errors import BodyError
from turnout.body.motion import FRAMES, Track, track_of
from turnout.body.score import score_of
from turnout.knowledge import Knowledge, Problem
from turnout.knowledge.schema import Level, Motion, Tempo
from turnout.terms import Limb

if TYPE_CHECKING:
    from turnout.body.model import Body


@dataclass(frozen=True)
class Piece:
    """One motion at one level. A test has no levels: its only one is "" and has no parameters."""

    motion: Motion
    level: str
    parameters: dict[str, float | str]
    tempo: Tempo | None
    begins: str
    banded: bool = False

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.motion.id, self.level) if part)


def pieces(k: Knowledge, id: str, *, distinct: bool = True, tempos: bool = True) -> list[Piece]:
    """A motion's levels; ``distinct`` leaves out those that move like one before them (a stronger band), and without
    ``tempos`` also those that are only quicker or slower.

    Raises:
        BodyError: there is no motion of this name.
    """
    motion = k.motions.get(id)
    if motion is None:
        raise BodyError(f"there is no motion {id!r}; there are {', '.join(sorted(k.motions))}")
    exercise = k.exercises.get(id)
    if exercise is None:
        return [Piece(motion, "", {}, None, "up")]
    out: list[Piece] = []
    seen: list[tuple[dict[str, float | str], Tempo | None]] = []
    for level in k.ladders[id]:
        if level.id in motion.not_yet:
            continue
        tempo = level.tempo or exercise.tempo
        moves = (level.motion, tempo if tempos else None)
        if not distinct or moves not in seen:
            seen.append(moves)
            out.append(_piece(motion, level, tempo, exercise.begins or "up"))
    return out


def _piece(motion: Motion, level: Level, tempo: Tempo | None, begins: str) -> Piece:
    return Piece(motion, level.id, dict(level.motion), tempo, begins, "band" in level.load)


def perform(piece: Piece, body: Body, side: Limb = "right", frames: int = FRAMES) -> Track:
    """One repetition of a piece.

    Raises:
        BodyError: the motion cannot be worked out.
    """
    track = track_of(piece.motion, piece.parameters, piece.tempo, body, side, piece.begins, frames)
    return replace(track, banded=piece.banded)


def problems(k: Knowledge, body: Body) -> Iterator[Problem]:
    """Everything wrong with any motion, with file and line."""
    for id in sorted(k.motions):
        document = k.documents[k.places["Motion", id]]
        for piece in pieces(k, id):
            at = f"{piece.level}: " if piece.level else ""
            for field, says in _wrong(piece, body):
                yield Problem(document.where(*field), f"{at}{says}")


def _wrong(piece: Piece, body: Body) -> Iterator[tuple[tuple[str | int, ...], str]]:
    try:
        beyond = impossible(score_of(piece.motion, piece.parameters), body)
        found = beyond or faults(perform(piece, body))
    except BodyError as error:
        field = tuple(int(part) if part.isdigit() else part for part in (error.where or "").split("."))
        yield field, str(error).removeprefix(f"{error.where}: ") if error.where else str(error)
        return
    for fault in found:
        yield fault.field, fault.says
