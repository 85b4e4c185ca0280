"""The sheet behind a report: the next session, each move with its name, its dose and small pictures of its positions.

In: the session of a plan's answer, the knowledge, and pictures that others made (this room draws none). Out: frozen
`Move`s, and plain data for the layout. Without any picture there is no sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turnout.knowledge import Knowledge
from turnout.report.words import capital, listing, num
from turnout.terms import LIMBS

Picture = tuple[str, bytes]
"""The position's name in plain words, and a PNG."""
Pictures = Mapping[tuple[str, str], Sequence[Picture]]
"""By exercise and level: the positions in the order in which they come."""
MOST_SHOWN = 2
MOST_CUES = 2


@dataclass(frozen=True)
class Move:
    """A move of the session, both sides together where they are asked for the same.

    Attributes:
        exercise, level: ids, by which its pictures are found.
        name, level_name: as they are called.
        dose: ``3 × 12, left and right``.
        pace: tempo and rest; empty where there is neither.
        cues: what to mind.
        flipped: whether pictures, in which the right side works, are to be seen in a mirror.
    """

    exercise: str
    level: str
    name: str
    level_name: str
    dose: str
    pace: str
    cues: tuple[str, ...]
    flipped: bool


def moves_of(session: Mapping[str, Any] | None, k: Knowledge) -> tuple[Move, ...]:
    """The moves of a session in their order; none without a session."""
    asked: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for item in session["items"] if session else ():
        asked.setdefault((item["exercise"], item["level"], item["sets"], item["reps"], item["seconds"]), []).append(
            item
        )
    return tuple(
        Move(
            exercise=first["exercise"],
            level=first["level"],
            name=first["name"],
            level_name=first["level_name"],
            dose=_dose(first, [str(item["side"]) for item in items]),
            pace=_pace(first),
            cues=tuple(k.words[first["exercise"]].cues[:MOST_CUES]),
            flipped=first["side"] == "left",
        )
        for items in asked.values()
        for first in items[:1]
    )


def _dose(item: Mapping[str, Any], sides: Sequence[str]) -> str:
    many = f"{num(item['reps'])}" if item["reps"] is not None else f"{num(item['seconds'])} s"
    own = [side for side in LIMBS if side in sides]
    to = "to the " if item.get("sides") == "direction" else ""
    where = f"{to}{listing(own)}" if own else "both sides together"
    bouts = f", {item['bouts']} times through the day" if item.get("bouts", 1) > 1 else ""
    return f"{item['sets']} × {many}, {where}{bouts}"


def _pace(item: Mapping[str, Any]) -> str:
    parts: list[str] = []
    tempo = item.get("tempo")
    if tempo:
        ways = ("down", "hold", "up") if tempo.get("first") == "down" else ("up", "hold", "down")
        parts.append(", ".join(f"{num(tempo[f'{way}_s'])} s {way}" for way in ways if tempo[f"{way}_s"]))
    if item.get("rest_s"):
        parts.append(f"rest {num(item['rest_s'])} s")
    return capital("; ".join(parts))


def sheet_of(moves: Iterable[Move], pictures: Pictures) -> tuple[list[dict[str, Any]], list[bytes]]:
    """What the layout shows, and the PNGs that it names by their number; nothing where no move has a picture."""
    rows: list[dict[str, Any]] = []
    files: list[bytes] = []
    for move in moves:
        shown: list[dict[str, Any]] = []
        for words, png in pictures.get((move.exercise, move.level), ())[:MOST_SHOWN]:
            says = f"{move.name}, {move.level_name[:1].lower()}{move.level_name[1:]}: {words}"
            shown.append({"words": capital(words), "says": says, "number": len(files), "flipped": move.flipped})
            files.append(png)
        rows.append({"name": move.name, "level": move.level_name, "dose": move.dose, "pace": move.pace,
                     "cues": list(move.cues), "pictures": shown})  # fmt: skip
    return (rows, files) if files else ([], [])
