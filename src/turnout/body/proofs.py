"""What is wrong with each motion, worked out once and remembered.

In: the knowledge. Out: for each motion its faults with field and words. To try one motion takes about a second; what
was found is kept on disk under the name of everything it depends on (motion, rungs, model, this package's own code), so
that only what changed is tried again. Several are tried side by side.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from turnout.body import engine
from turnout.body.checks import faults, impossible
from turnout.body.errors import BodyError
from turnout.body.model import Body, load_body
from turnout.body.repertoire import Piece, perform, pieces
from turnout.body.score import score_of
from turnout.knowledge import Knowledge, Problem
from turnout.machine import kept
from turnout.machine.spread import spread

Found = tuple[tuple[str | int, ...], str]
"""A field of the motion file, and what is wrong with it."""
FEW = 4
"""So many motions are tried in this process; starting others takes longer."""


def problems(k: Knowledge, ids: Iterable[str] | None = None, *, jobs: int = -1) -> Iterator[Problem]:
    """Everything wrong with any motion, with file and line.

    Args:
        k: the knowledge.
        ids: motions; all by default.
        jobs: processes; -1 for as many as there are cores.
    """
    wanted = sorted(k.motions if ids is None else ids)
    found = found_wrong({id: pieces(k, id) for id in wanted}, jobs)
    for id in wanted:
        document = k.documents[k.places["Motion", id]]
        for field, says in found[id]:
            yield Problem(document.where(*field), says)


def found_wrong(wanted: dict[str, list[Piece]], jobs: int) -> dict[str, list[Found]]:
    """By motion; from memory where nothing it depends on has changed."""
    found: dict[str, list[Found]] = {}
    for id, own in wanted.items():
        known = _remembered(own)
        if known is not None:
            found[id] = known
    new = [id for id in wanted if id not in found]
    for id, faulty in zip(new, _tried([wanted[id] for id in new], jobs), strict=True):
        found[id] = faulty
        _remember(wanted[id], faulty)
    return found


def _tried(moves: list[list[Piece]], jobs: int) -> Iterable[list[Found]]:
    """One after another as they are ready, so that what was found is kept even if the rest is never awaited."""
    return spread(try_all, [(own,) for own in moves], jobs=1 if len(moves) <= FEW else jobs)


@cache
def _someone() -> Body:
    """One body for each process: it is not for several threads, and a process tries one motion after another."""
    return load_body()


def try_all(own: list[Piece]) -> list[Found]:
    """What is wrong with a motion at any of its rungs, for a person of ordinary size."""
    return [
        (field, f"{piece.level}: {says}" if piece.level else says)
        for piece in own
        for field, says in _wrong(piece, _someone())
    ]


def _wrong(piece: Piece, body: Body) -> Iterator[Found]:
    try:
        found = impossible(score_of(piece.motion, piece.parameters), body) or faults(perform(piece, body))
    except BodyError as error:
        field = tuple(int(part) if part.isdigit() else part for part in (error.where or "").split("."))
        yield field, str(error).removeprefix(f"{error.where}: ") if error.where else str(error)
        return
    for fault in found:
        yield fault.field, fault.says


# -- memory ------------------------------------------------------------------------------------------------------------


@cache
def _version() -> str:
    """Of the code and data that say what is wrong."""
    home = Path(__file__).parent
    return kept.digest_of([*home.glob("*.py"), *(home / "data").glob("*")], home, *engine.versions())


def _place(own: list[Piece]) -> Path:
    said = [_version(), *(repr(piece) for piece in own)]
    return kept.folder() / "motions" / f"{hashlib.sha256(chr(0).join(said).encode()).hexdigest()[:24]}.json"


def _remembered(own: list[Piece]) -> list[Found] | None:
    with contextlib.suppress(OSError, ValueError, TypeError):
        known = json.loads(_place(own).read_text(encoding="utf-8"))
        return [(tuple(field), str(says)) for field, says in known]
    return None


def _remember(own: list[Piece], found: list[Found]) -> None:
    """A memory that cannot be written only costs time."""
    with contextlib.suppress(OSError):
        kept.put(_place(own), json.dumps(found).encode())
