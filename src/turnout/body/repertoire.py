"""Every motion there is, at every level that moves differently, and what is wrong with any of them.

In: `Knowledge`. Out: the levels of each motion, tracks, and problems with file and line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from turnout.body.errors import BodyError
from turnout.body.motion import FRAMES, Track, outline_of
from turnout.knowledge import Knowledge
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
    load_kg: float = 0.0

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.motion.id, self.level) if part)


def pieces(k: Knowledge, id: str, *, distinct: bool = True, tempos: bool = True) -> list[Piece]:
    """A motion's levels; ``distinct`` leaves out those that move like one before them (a stronger band, a heavier
    weight), and without ``tempos`` also those that are only quicker or slower.

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
    seen: list[tuple[dict[str, float | str], Tempo | None, bool, bool]] = []
    anchored = motion.band is not None and motion.band.start is not None
    for level in k.ladders[id]:
        if level.id in motion.not_yet:
            continue
        tempo = level.tempo or exercise.tempo
        moves = (
            level.motion,
            tempo if tempos else None,
            "kg" in level.load and motion.held is not None,
            "band" in level.load and anchored,
        )
        if not distinct or moves not in seen:
            seen.append(moves)
            out.append(_piece(motion, level, tempo, exercise.begins or "up"))
    return out


def _piece(motion: Motion, level: Level, tempo: Tempo | None, begins: str) -> Piece:
    return Piece(
        motion, level.id, dict(level.motion), tempo, begins, "band" in level.load, float(level.load.get("kg", 0.0))
    )


def perform(piece: Piece, body: Body, side: Limb = "right", frames: int = FRAMES) -> Track:
    """One repetition of a piece, balanced in motion; a jump as ground and muscles can do it.

    Raises:
        BodyError: the motion cannot be worked out.
    """
    from turnout.body.feasible import made_possible
    from turnout.body.poise import poised

    outline = outline_of(piece.motion, piece.parameters, piece.tempo, body, side, piece.begins, frames, piece.load_kg)
    track = made_possible(outline.track(), body) if piece.motion.flight else poised(outline, body)
    tied = piece.banded or bool(piece.motion.straps)
    boxes = tuple(box for box in track.boxes if tied or box.kind != "anchor")
    return replace(track, banded=piece.banded, boxes=boxes)
