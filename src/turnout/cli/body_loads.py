"""``turnout body loads``: which muscles work in an exercise, and how hard."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.cli.output import Json, progress, put, put_json, table, write_file
from turnout.terms import TurnoutError, listed

if TYPE_CHECKING:
    from turnout.body.loadbook import PieceLoads
    from turnout.knowledge import Knowledge
    from turnout.knowledge.schema.loads import MuscleLoad

Id = Annotated[str | None, typer.Argument(metavar="[EXERCISE]", help="An exercise or measure that has a motion.")]
All = Annotated[bool, typer.Option("--all", help="Every exercise that has a motion.")]
LevelName = Annotated[str | None, typer.Option("--level", metavar="LEVEL", help="Only this rung of its ladder.")]
Masses = Annotated[str, typer.Option("--mass", metavar="KG", help="Body mass; several as 55,75,95.")]
Heights = Annotated[str, typer.Option("--height", metavar="CM", help="Height; several as 160,170,180.")]
Write = Annotated[
    bool, typer.Option("--write", help="Write loads.csv into the knowledge (with --all, for 75 kg and 170 cm).")
]
Anew = Annotated[bool, typer.Option("--anew", help="With --write: also what has not changed since it was written.")]
Jobs = Annotated[int, typer.Option("--jobs", metavar="J", min=-1, max=1024, help="Processes; -1 for all cores.")]
Cluster = Annotated[bool, typer.Option("--cluster", help="On a Dask cluster of this machine (needs [cluster]).")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="On the Dask cluster of this scheduler instead.")
]
SHOWN = 8
"""Muscles of a limb that the table for people names."""
SHOWN_FROM = 0.05


def loads(
    exercise: Id = None,
    every: All = False,
    level: LevelName = None,
    mass: Masses = "75",
    height: Heights = "170",
    write: Write = False,
    anew: Anew = False,
    jobs: Jobs = -1,
    cluster: Cluster = False,
    scheduler: Scheduler = None,
    as_json: Json = False,
) -> None:
    """Show how hard each muscle works in an exercise, level by level, over one repetition.

    Every line says what was left over: the greatest torque a joint needed beside its muscles, and the force that
    nothing held. Where these are not small the level is not solved, and it says why.
    """
    from turnout.body.cohort import cohort, knowledge_in
    from turnout.body.data import load_anatomy
    from turnout.body.loadbook import in_order, text_of, unchanged
    from turnout.knowledge import HOME
    from turnout.knowledge.loads import FILE

    if jobs == 0:
        raise TurnoutError("0 processes do nothing; give 1 or more, or -1 for all cores", "--jobs")
    k = knowledge_in(str(HOME))
    ids = _asked(k, exercise, every, level)
    persons = _persons(mass, height)
    if write and (not every or len(persons) != 1 or persons[0] != _standard()):
        says = "loads.csv holds all exercises for 75 kg and 170 cm: give --all, and no other body"
        raise TurnoutError(says, "--write")
    where = scheduler or ("local" if cluster else None)
    kept = unchanged(k, load_anatomy()) if write and not anew else {}
    ids = [id for id in ids if id not in kept]
    with progress("exercises:", len(ids) * len(persons)) as done:
        found = cohort(ids, persons, jobs=jobs, cluster=where, progress=done)
    found = [one for one in found if level is None or one.level == level]
    if kept:
        found = in_order(k, [*found, *(one for pieces in kept.values() for one in pieces)])
    if write:
        write_file(HOME / FILE, text_of(found).encode())
    if as_json:
        put_json([line for one in found for line in _as_json(one, several=len(persons) > 1)])
    elif write:
        put(_summary(found))
    else:
        put(*(part for one in found for part in _view(one)), _summary(found))


def _asked(k: Knowledge, exercise: str | None, every: bool, level: str | None) -> list[str]:
    from turnout.body.loadbook import exercises_in_motion

    if (exercise is None) != every:
        raise TurnoutError("name one exercise, or give --all", "EXERCISE")
    if exercise is None:
        if level is not None:
            raise TurnoutError("a level belongs to one exercise; name it", "--level")
        return exercises_in_motion(k)
    if exercise not in k.motions:
        raise TurnoutError(f"there is no motion {exercise!r}; there are {listed(sorted(k.motions))}", "EXERCISE")
    rungs = [rung.id for rung in k.ladders.get(exercise, ())]
    if level is not None and level not in rungs:
        raise TurnoutError(f"{exercise} has no level {level!r}; choose {listed(rungs) or 'none'}", "--level")
    return [exercise]


def _persons(mass: str, height: str) -> list[Any]:
    from turnout.body import Person

    sizes = product(_numbers(mass, "--mass"), _numbers(height, "--height"))
    return [Person(mass_kg=kg, height_cm=cm) for kg, cm in sizes]


def _standard() -> Any:
    from turnout.body.loadbook import standard

    return standard()


def _numbers(text: str, option: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise TurnoutError(f"{text!r} is not a number, nor several such as 55,75,95", option) from None


def _as_json(one: PieceLoads, *, several: bool) -> list[dict[str, Any]]:
    """The contract's lines; what was left over stands on each, and a piece without lines has one that says so."""
    told = one.told
    piece = {"exercise": one.exercise, "level": one.level}
    person = {"mass_kg": one.mass_kg, "height_cm": one.height_cm} if several else {}
    left = {
        "solved": told.solved,
        "reserve_nm": round(told.reserve_nm, 3),
        "residual_share": round(told.residual, 5),
        "fast": told.fast,
        **({"why": told.why} if told.why else {}),
    }
    if not one.lines:
        return [{**piece, "limb": None, "muscle": None, "peak": None, "mean": None, **person, **left}]
    return [{**piece, **_muscle(line), **person, **left} for line in one.lines]


def _muscle(line: MuscleLoad) -> dict[str, Any]:
    return {
        "limb": line.limb,
        "muscle": line.muscle,
        "peak": round(line.peak, 3),
        "mean": round(line.mean, 3),
        "flexion_at_peak_deg": round(line.flexion_at_peak_deg),
        "flexion_mean_deg": round(line.flexion_mean_deg),
    }


def _view(one: PieceLoads) -> list[Any]:
    """The hardest working muscles, for people."""
    title = " ".join(part for part in (one.exercise, one.level) if part)
    rows: list[tuple[str, ...]] = []
    for limb in ("working", "other"):
        lines = sorted((line for line in one.lines if line.limb == limb), key=lambda line: -line.peak)
        rows += [
            (limb, line.muscle, f"{line.peak:.2f}", f"{line.mean:.2f}", f"{line.flexion_at_peak_deg:.0f}°")
            for line in lines[:SHOWN]
            if line.peak >= SHOWN_FROM
        ]
    columns = ("Limb", "Muscle", "Peak", "Mean", "Hip flexion at the peak")
    says = f"Left over: {one.told.reserve_nm:.2f} Nm at a joint, {one.told.residual:.2%} at the pelvis."
    return [table(title, columns, rows), says if one.told.solved else f"{says} Not solved: {one.told.why}."]


def _summary(found: list[PieceLoads]) -> str:
    unsolved = [one for one in found if not one.told.solved]
    text = f"{len(found) - len(unsolved)} of {len(found)} solved."
    return "\n".join([text, *(f"Not solved: {one.exercise} {one.level}: {one.told.why}." for one in unsolved)])
