"""Reading and writing ``loads.csv``.

In: its text. Out: `LoadTable`, and every problem with line and field. The file is written by ``turnout body loads
--all --write``; nothing here computes.

    # piece | clamshell | no-band | 3f2a9c01d4e5 | still | 0.06 | 0.0001 | solved
    exercise,level,limb,muscle,peak,mean,flexion_at_peak_deg,flexion_mean_deg
    clamshell,no-band,working,obturator_internus,0.271,0.113,45,45
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeGuard

from turnout.knowledge.schema.loads import COLUMNS, LEG_MUSCLES, LIMBS, PARTS_OF, Computed, MuscleLoad

FILE = "loads.csv"
PIECE = "# piece | "
MUSCLES = frozenset(LEG_MUSCLES)
Key = tuple[str, str]
"""Exercise and level."""
Place = tuple[str, str, str, str]
"""Exercise, level, limb and muscle."""


@dataclass
class LoadTable:
    """Computed loads.

    Attributes:
        lines: in the order of the file.
        computed: what is said of every exercise and level.
        numbers: the line of the file each of ``lines`` stands on; ``told_at`` that of each of ``computed``.
    """

    lines: list[MuscleLoad] = field(default_factory=list[MuscleLoad])
    computed: dict[Key, Computed] = field(default_factory=dict[Key, Computed])
    numbers: list[int] = field(default_factory=list[int])
    told_at: dict[Key, int] = field(default_factory=dict[Key, int])

    @cached_property
    def by_level(self) -> dict[Key, dict[tuple[str, str], MuscleLoad]]:
        """(exercise, level) -> (limb, muscle) -> its line; whole muscles by their hardest working part."""
        out: dict[Key, dict[tuple[str, str], MuscleLoad]] = {}
        for key, lines in self._lines.items():
            out[key] = {(line.limb, line.muscle): line for line in lines}
        for found in out.values():
            for limb in LIMBS:
                for whole, parts in PARTS_OF.items():
                    own = [found[limb, part] for part in parts if (limb, part) in found]
                    if own:
                        found[limb, whole] = max(own, key=lambda line: line.peak)
        return out

    @cached_property
    def _lines(self) -> dict[Key, list[MuscleLoad]]:
        out: dict[Key, list[MuscleLoad]] = {}
        for line in self.lines:
            out.setdefault((line.exercise, line.level), []).append(line)
        return out

    def of_level(self, exercise: str, level: str) -> list[MuscleLoad]:
        """The lines of one exercise at one level, in the order of the file."""
        return self._lines.get((exercise, level), [])

    @cached_property
    def hardest(self) -> dict[str, dict[str, float]]:
        """Exercise -> muscle -> peak activation in the working limb at its hardest level, 0..1."""
        out: dict[str, dict[str, float]] = {}
        for (exercise, _), found in self.by_level.items():
            peaks = out.setdefault(exercise, {})
            for (limb, muscle), line in found.items():
                if limb == "working":
                    peaks[muscle] = max(line.peak, peaks.get(muscle, 0.0))
        return out


def read_loads(text: str) -> tuple[LoadTable, list[tuple[int, str]]]:
    """The table, and every problem as line and sentence."""
    table = LoadTable()
    problems: list[tuple[int, str]] = []
    seen: set[Place] = set()
    header = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(PIECE):
            _piece(table, number, line, problems)
        elif line and not line.startswith("#"):
            cells = line.split(",")
            if not header:
                header = number
                if tuple(cells) != COLUMNS:
                    problems.append((number, f"the columns must be {','.join(COLUMNS)}"))
                    return table, problems
                continue
            _line(table, number, cells, seen, problems)
    if not header:
        problems.append((1, f"the line of columns is missing: {','.join(COLUMNS)}"))
    return table, problems


def _piece(table: LoadTable, number: int, line: str, problems: list[tuple[int, str]]) -> None:
    parts = [part.strip() for part in line.removeprefix(PIECE).split("|")]
    if len(parts) != 7 or parts[3] not in ("still", "fast") or not all(_is_number(part) for part in parts[4:6]):
        problems.append((number, "a piece is exercise | level | digest | still or fast | reserve | residual | solved"))
        return
    exercise, level, digest, pace, reserve, residual, end = parts
    why = "" if end == "solved" else end.removeprefix("not solved: ")
    table.computed[exercise, level] = Computed(digest, pace == "fast", float(reserve), float(residual), why)
    table.told_at[exercise, level] = number


def _line(
    table: LoadTable,
    number: int,
    cells: list[str],
    seen: set[Place],
    problems: list[tuple[int, str]],
) -> None:
    try:
        exercise, level, limb, muscle, *figures = cells
        peak, mean, at_peak, flexion = map(float, figures)
    except ValueError:
        problems.append((number, _wrong(cells)))
        return
    place = (exercise, level, limb, muscle)
    fits = 0 <= mean <= peak <= 1 and -90 <= at_peak <= 180 and -90 <= flexion <= 180
    if not fits or not _is_limb(limb) or muscle not in MUSCLES:
        problems.append((number, _wrong(cells)))
    elif place in seen:
        problems.append((number, f"muscle: {muscle} of the {limb} limb stands twice"))
    else:
        seen.add(place)
        table.lines.append(MuscleLoad(exercise, level, limb, muscle, peak, mean, at_peak, flexion))
        table.numbers.append(number)


def _is_limb(text: str) -> TypeGuard[Literal["working", "other"]]:
    return text in LIMBS


def _wrong(cells: list[str]) -> str:
    """What is wrong with a line, naming the field."""
    if len(cells) != len(COLUMNS):
        return f"a line has {len(COLUMNS)} cells ({','.join(COLUMNS)}), not {len(cells)}"
    if cells[2] not in LIMBS:
        return f"limb: {cells[2]!r} is neither working nor other"
    if cells[3] not in MUSCLES:
        return f"muscle: the model has no muscle {cells[3]!r}"
    for name, cell, low, high in zip(COLUMNS[4:], cells[4:], (0, 0, -90, -90), (1, 1, 180, 180), strict=True):
        if not _is_number(cell) or not low <= float(cell) <= high:
            return f"{name}: {cell!r} is not a number from {low} to {high}"
    return "mean: must not be above the peak"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def written(provenance: Iterable[str], computed: dict[Key, Computed], lines: Iterable[MuscleLoad]) -> str:
    """The file's text: the same for the same content, whatever the day."""
    return "\n".join([*_head(provenance, computed), ",".join(COLUMNS), *(_row(line) for line in lines), ""])


def _head(provenance: Iterable[str], computed: dict[Key, Computed]) -> Iterator[str]:
    yield from (f"# {line}" for line in provenance)
    for (exercise, level), one in computed.items():
        end = "solved" if one.solved else f"not solved: {one.why}"
        pace = "fast" if one.fast else "still"
        figures = f"{one.reserve_nm:.2f} | {one.residual:.4f}"
        yield f"{PIECE}{exercise} | {level} | {one.digest} | {pace} | {figures} | {end}"


def _row(line: MuscleLoad) -> str:
    angles = f"{round(line.flexion_at_peak_deg)},{round(line.flexion_mean_deg)}"
    return f"{line.exercise},{line.level},{line.limb},{line.muscle},{line.peak:.3f},{line.mean:.3f},{angles}"
