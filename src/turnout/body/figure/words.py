"""What the figure says in words: its title, and what a person who cannot see it is told.

In: a motion, a level and the knowledge. Out: short texts. Nothing here needs the muscle model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turnout.knowledge import Knowledge

if TYPE_CHECKING:
    from turnout.body.repertoire import Piece

NO_LEVEL = "-"
"""How the one level of a test is written in an address."""
POSTURES = {
    "standing": "standing", "supine": "lying on the back", "prone": "lying on the front",
    "side-lying": "lying on one side", "quadruped": "on hands and knees", "plank": "in a plank on hands and feet",
    "side-plank": "in a side plank", "seated-chair": "sitting on a chair", "seated-table": "sitting on a table's edge",
    "seated-floor": "sitting on the floor", "half-kneeling": "kneeling on one knee",
}  # fmt: skip


def about(piece: Piece, k: Knowledge) -> dict[str, Any]:
    """Id, level, title and text alternative."""
    id, level = piece.motion.id, piece.level
    return {"id": id, "level": level, "title": title(k, id, level), "alt": alt(k, id, level)}


def title(k: Knowledge, id: str, level: str) -> str:
    """``Clamshell, no band``."""
    return ", ".join(part for part in (_name(k, id), _level_name(k, id, level)) if part)


def alt(k: Knowledge, id: str, level: str) -> str:
    """One or two sentences made from the motion: who does what, in which postures it is shown."""
    motion = k.motions[id]
    how = POSTURES.get(motion.posture, motion.posture.replace("-", " "))
    names = [phase.name.replace("-", " ").replace("_", " ") for phase in motion.phases]
    shown = f" Shown: {', then '.join(names)}." if len(names) > 1 else ""
    return f"Drawing of a person {how}, doing {title(k, id, level)}.{shown}"


def _name(k: Knowledge, id: str) -> str:
    entry = k.exercises.get(id) or k.measures.get(id)
    return entry.name if entry else id.replace("-", " ")


def _level_name(k: Knowledge, id: str, level: str) -> str:
    names = [rung.name for rung in k.ladders.get(id, ()) if rung.id == level]
    return f"{names[0][:1].lower()}{names[0][1:]}" if names else ""
