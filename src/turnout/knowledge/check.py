"""What `turnout check` looks for beyond the shape of each file: dangling references, cycles, missing sources.

In: `Knowledge`. Out: problems with file and line, and a count of numbers by how sure we are of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from turnout.knowledge.load import Knowledge, Problem, rungs
from turnout.knowledge.loads import FILE
from turnout.knowledge.schema import Bands, Exercise, Item, Measure, Programme, Test
from turnout.knowledge.schema.amounts import names_in
from turnout.record.facts import UNIT_BOUNDS
from turnout.terms import Confidence

STRUCTURE = {"number", "year", "id", "born", "value_of"}
"""Keys whose numbers are names or order, not clinical claims."""
UNSOURCED = {"sources.yaml", "rows.yaml"}


def cross_check(k: Knowledge) -> list[Problem]:
    """Every problem in knowledge whose files are each well formed."""
    return [
        *_sources(k),
        *_exercises(k),
        *_measures(k),
        *_motions(k),
        *_loads(k),
        *_criteria(k),
        *_programmes(k),
        *_safety(k),
        *_red_flags(k),
        *_muscles(k),
        *_rows(k),
    ]


@dataclass(frozen=True)
class _Where:
    """File and line of an entry, looked up only when a problem is told: finding lines means parsing again."""

    k: Knowledge
    kind: str
    id: str
    loc: tuple[str | int, ...]

    def __str__(self) -> str:
        return _look_up(self.k, self.kind, self.id, *self.loc)


def _at(k: Knowledge, kind: str, id: str, *loc: str | int) -> _Where:
    return _Where(k, kind, id, loc)


def _look_up(k: Knowledge, kind: str, id: str, *loc: str | int) -> str:
    place = k.places.get((kind, id), kind)
    document = k.documents.get(place)
    if document is None:
        return place
    data = document.data
    if isinstance(data, list):
        for n, entry in enumerate(cast("list[dict[str, Any]]", data)):
            if entry.get("id") == id:
                return document.where(n, *loc)
    return document.where(*loc)


def _known(where: object, what: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    pool = set(known)
    for id in ids:
        if id not in pool:
            yield Problem(str(where), f"there is no {what} {id!r}")


def numbers(k: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str | None, Confidence | None]]:
    """Every number in the knowledge: file, path, source, and how sure."""

    def walk(value: Any, loc: tuple[str | int, ...], source: str | None, sure: str | None) -> Iterator[Any]:
        if isinstance(value, dict):
            mapping = cast("dict[str, Any]", value)
            if mapping.get("source"):
                source, sure = mapping["source"], mapping.get("sure")
            for key, child in mapping.items():
                yield from walk(child, (*loc, key), source, sure)
        elif isinstance(value, list):
            for n, child in enumerate(cast("list[Any]", value)):
                yield from walk(child, (*loc, n), source, sure)
        elif isinstance(value, int | float) and not isinstance(value, bool) and loc[-1] not in STRUCTURE:
            yield loc, source, sure

    for path, document in k.documents.items():
        if path in UNSOURCED or path.startswith("motions/"):
            continue
        for loc, source, sure in walk(document.data, (), None, None):
            known = k.sources.get(source) if source else None
            yield path, loc, source, sure or (known.sure if known else None)


def confidence(k: Knowledge) -> Counter[Confidence]:
    """How many numbers are verified, recalled, and our own design."""
    return Counter(sure for _, _, _, sure in numbers(k) if sure is not None)


def _sources(k: Knowledge) -> Iterator[Problem]:
    for path, loc, source, _ in numbers(k):
        if source is None:
            name = ".".join(str(part) for part in loc)
            yield Problem(k.documents[path].where(*loc), f"{name}: a number without a source")
    for path, loc, source in _all_sources(k):
        if source not in k.sources:
            yield Problem(k.documents[path].where(*loc), f"there is no source {source!r} in sources.yaml")


def _all_sources(k: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    def walk(value: Any, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if isinstance(value, dict):
            for key, child in cast("dict[str, Any]", value).items():
                if key == "source" and isinstance(child, str):
                    yield (*loc, key), child
                else:
                    yield from walk(child, (*loc, key))
        elif isinstance(value, list):
            for n, child in enumerate(cast("list[Any]", value)):
                yield from walk(child, (*loc, n))

    for path, document in k.documents.items():
        if path not in UNSOURCED:
            for loc, source in walk(document.data, ()):
                yield path, loc, source


def _exercises(k: Knowledge) -> Iterator[Problem]:
    for exercise in k.exercises.values():
        where = _at(k, "Exercise", exercise.id)
        yield from _known(where, "exercise", (*exercise.easier, *exercise.harder), k.exercises)
        yield from _known(where, "need", exercise.needs, k.needs)
        yield from _known(where, "demand", (*exercise.demands, *exercise.other_demands), k.demands)
        if exercise.muscles:
            yield from _known(where, "muscle", (*exercise.muscles.primary, *exercise.muscles.secondary), k.muscles)
        if exercise.kind == "stretch" and not (exercise.gains or exercise.lengthens):
            yield Problem(str(where), "a stretch must say which direction it gains or what it lengthens")
        yield from _ladder(k, exercise, where)
    yield from _cycles(k)


def _ladder(k: Knowledge, exercise: Exercise, where: object) -> Iterator[Problem]:
    for step in exercise.ladder:
        if isinstance(step, Bands):
            unknown = [colour for colour in step.bands if colour not in k.bands]
            yield from _known(where, "band", unknown, k.bands)
            if unknown:
                return
        yield from _known(where, "demand", step.demands, k.demands)
    levels = rungs(exercise, k.bands)
    if not levels:
        yield Problem(str(where), "the ladder has no rungs")
    for id, count in Counter(level.id for level in levels).items():
        if count > 1:
            yield Problem(str(where), f"the level {id!r} stands twice on the ladder")


def _cycles(k: Knowledge) -> Iterator[Problem]:
    """Easier and harder edges, taken together, must not lead back to where they began."""
    harder: dict[str, set[str]] = {id: set(e.harder) for id, e in k.exercises.items()}
    for exercise in k.exercises.values():
        for easier in exercise.easier:
            harder.setdefault(easier, set()).add(exercise.id)
    done: set[str] = set()

    def visit(id: str, trail: tuple[str, ...]) -> Iterator[Problem]:
        if id in trail:
            yield Problem(
                _look_up(k, "Exercise", id, "harder"),
                "easier and harder go in a circle: " + " -> ".join((*trail[trail.index(id) :], id)),
            )
            return
        if id in done:
            return
        for next_id in sorted(harder.get(id, ())):
            yield from visit(next_id, (*trail, id))
        done.add(id)

    for id in sorted(harder):
        yield from visit(id, ())


def _measures(k: Knowledge) -> Iterator[Problem]:
    for measure in k.measures.values():
        where = _at(k, "Measure", measure.id)
        yield from _known(where, "demand", measure.demands, k.demands)
        if measure.unit not in UNIT_BOUNDS:
            yield Problem(_look_up(k, "Measure", measure.id, "unit"), f"the unit {measure.unit!r} is not known")
        if measure.phone is not None:
            yield from _phone(k, measure)


def _phone(k: Knowledge, measure: Measure) -> Iterator[Problem]:
    """The phone measures an angle by gravity, and only where the segment turns about a level axis."""
    where = _at(k, "Measure", measure.id, "phone")
    if measure.unit != "deg" or "phone" not in measure.methods:
        yield Problem(str(where), "phone: needs a measure in deg that has the phone among its methods")
    if measure.phone is not None and measure.phone.axis != "level":
        yield Problem(str(where), "phone: a turn about a plumb axis cannot be measured by gravity; leave `phone` out")


def _motions(k: Knowledge) -> Iterator[Problem]:
    """A motion has the id of an exercise or measure, and the parameters it speaks of are its own or of every level."""
    for motion in k.motions.values():
        yield from _known(
            _at(k, "Motion", motion.id, "id"), "exercise or measure", [motion.id], {*k.exercises, *k.measures}
        )
        ladder = rungs(k.exercises[motion.id], k.bands) if motion.id in k.exercises else []
        given = set[str].intersection(*(set(level.motion) for level in ladder)) if ladder else set[str]()
        yield from _known(_at(k, "Motion", motion.id, "not_yet"), "level", motion.not_yet, [x.id for x in ladder])
        document = k.documents[k.places["Motion", motion.id]]
        for loc, amount in amounts(document.data):
            missing = names_in(amount) - given - motion.parameters.keys()
            for name in sorted(missing):
                yield Problem(
                    document.where(*loc), f"not every level gives the parameter {name!r}: put it under 'parameters'"
                )


def _loads(k: Knowledge) -> Iterator[Problem]:
    """Computed loads are of levels that exist, and every line belongs to a level that was solved."""
    table = k.load_table
    for (exercise, level), number in table.told_at.items():
        yield from _of_a_level(k, f"{FILE}:{number}", exercise, level)
    for number, line in zip(table.numbers, table.lines, strict=True):
        told = table.computed.get((line.exercise, line.level))
        if told is None:
            known = list(_of_a_level(k, f"{FILE}:{number}", line.exercise, line.level))
            says = f"level: the top of the file does not speak of {line.exercise} {line.level}"
            yield from known or [Problem(f"{FILE}:{number}", says)]
        elif not told.solved:
            says = f"level: {line.exercise} {line.level} is not solved, so it has no loads"
            yield Problem(f"{FILE}:{number}", says)


def _of_a_level(k: Knowledge, where: str, exercise: str, level: str) -> Iterator[Problem]:
    if exercise not in k.exercises:
        yield Problem(where, f"exercise: there is no exercise {exercise!r}")
    elif (exercise, level) not in k.rung_of:
        names = ", ".join(rung.id for rung in k.ladders[exercise])
        yield Problem(where, f"level: {exercise} has no level {level!r}; it has {names}")


def amounts(data: Any, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every amount of a motion file that is a sum, and where it stands."""
    sums = {"working", "other", "both", "trunk", "neck", "pelvis", "offset", "move"}
    if isinstance(data, dict):
        for key, child in cast("dict[str, Any]", data).items():
            if isinstance(child, str) and (sums & set(loc) or key == "stretched"):
                yield (*loc, key), child
            else:
                yield from amounts(child, (*loc, key))
    elif isinstance(data, list):
        for n, child in enumerate(cast("list[Any]", data)):
            if isinstance(child, str) and loc[-1] == "size":
                yield (*loc, n), child
            else:
                yield from amounts(child, (*loc, n))


def tests(test: Test) -> Iterator[Test]:
    """A test and all the tests within it."""
    yield test
    for child in (*(test.all or ()), *(test.any or ()), *((test.not_,) if test.not_ else ())):
        yield from tests(child)


def _criteria(k: Knowledge) -> Iterator[Problem]:
    for criterion in k.criteria.values():
        where = _at(k, "Criterion", criterion.id)
        for test in tests(criterion.test):
            for leaf in (test.dose_met, test.sets_done):
                if leaf:
                    yield from _known(where, "exercise", [leaf.exercise], k.exercises)
            if test.dose_met and test.dose_met.level and test.dose_met.exercise in k.exercises:
                yield from _level(k, where, test.dose_met.exercise, test.dose_met.level)
            for leaf in (test.reading, test.score, test.change, test.symmetry):
                if leaf:
                    yield from _known(where, "measure", [leaf.measure], k.measures)


def _red_flags(k: Knowledge) -> Iterator[Problem]:
    for flag in k.red_flags.values():
        presumed = (flag.presumes,) if flag.presumes else ()
        yield from _known(_at(k, "RedFlag", flag.id), "condition", (*presumed, *flag.settled_by), k.conditions)


def _level(k: Knowledge, where: object, exercise: str, level: str) -> Iterator[Problem]:
    names = [rung.id for rung in rungs(k.exercises[exercise], k.bands)]
    if level not in names:
        yield Problem(str(where), f"{exercise} has no level {level!r}; it has {', '.join(names)}")


def _programmes(k: Knowledge) -> Iterator[Problem]:
    for programme in k.programmes.values():
        where = _at(k, "Programme", programme.id)
        yield from _known(where, "condition", programme.excludes, k.conditions)
        yield from _known(where, "measure", programme.measures, k.measures)
        for number, phase in enumerate(programme.phases, 1):
            if phase.number != number:
                yield Problem(str(where), f"phase {phase.id!r} has number {phase.number}, it stands at {number}")
            if phase.gate:
                yield from _known(where, "criterion", [phase.gate], k.criteria)
            if phase.gate is None and number < len(programme.phases):
                yield Problem(str(where), f"phase {phase.id!r} has no gate, so the next could never open")
            for item in phase.items:
                yield from _item(k, where, item)
        if programme.split:
            ids = {item.exercise for phase in programme.phases for item in phase.items}
            yield from _known(where, "item", (*programme.split.first, *programme.split.second), ids)


def _item(k: Knowledge, where: object, item: Item) -> Iterator[Problem]:
    yield from _known(where, "exercise", [item.exercise], k.exercises)
    yield from _known(where, "criterion", [c for c in (item.when,) if c], k.criteria)
    if item.fallback_for:
        yield from _known(where, "exercise", [item.fallback_for], k.exercises)
    if item.other and item.other.sets_if_criterion:
        yield from _known(where, "criterion", [item.other.sets_if_criterion], k.criteria)
    for level in (item.from_level, item.to_level):
        if level and item.exercise in k.exercises:
            yield from _level(k, where, item.exercise, level)


def _safety(k: Knowledge) -> Iterator[Problem]:
    entries = {*k.exercises, *k.measures}
    for condition in k.conditions.values():
        where = _at(k, "ConditionEntry", condition.id)
        yield from _known(where, "demand", condition.demands, k.demands)
        yield from _known(where, "exercise or measure", (*condition.entries, *condition.spares), entries)


def _muscles(k: Knowledge) -> Iterator[Problem]:
    for need in k.needs.values():
        yield from _known(_at(k, "Need", need.id), "muscle", need.muscles, k.muscles)


def _rows(k: Knowledge) -> Iterator[Problem]:
    realised: set[str] = set()
    entries: list[Exercise | Measure | Programme] = [
        *k.exercises.values(), *k.measures.values(), *k.programmes.values()
    ]  # fmt: skip
    for entry in entries:
        realised.update(entry.rows)
        yield from _known(_at(k, type(entry).__name__, entry.id, "rows"), "row", entry.rows, k.rows)
    for row in k.rows.values():
        if row.id not in realised:
            yield Problem("rows.yaml", f"the row {row.id!r} of text {row.text} has no entry")


__all__ = ["confidence", "cross_check", "numbers", "tests"]
