"""Loads of many exercises and many people: on all cores, or on a Dask cluster by one option.

In: ids, persons, a knowledge folder. Out: `PieceLoads`, in the order asked for. A task is one exercise (all its levels)
for one person; every process reads the knowledge once and builds a person's model once. The work is the sum of its
tasks: twice the people take twice the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

from turnout.body.loadbook import PieceLoads, every_level
from turnout.body.model import Body, load_body
from turnout.body.person import Person
from turnout.body.repertoire import pieces
from turnout.knowledge import HOME, Knowledge, load_folder
from turnout.knowledge.loads import FILE
from turnout.machine.spread import spread
from turnout.terms import KnowledgeError

FLIGHT = 4
"""A jump takes about so many times as long as what stays on the ground."""


def cohort(
    ids: Sequence[str],
    persons: Sequence[Person],
    folder: Path = HOME,
    jobs: int = -1,
    cluster: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[PieceLoads]:
    """Every level of every exercise for every person.

    Args:
        ids: exercises or tests that have a motion.
        persons: whose bodies.
        folder: the knowledge.
        jobs: processes; -1 for all cores.
        cluster: a Dask scheduler's address, or ``local`` for two workers on this machine, instead.
        progress: called with the number of exercises done.

    Raises:
        BodyError: an id has no motion.
        TurnoutError: the cluster cannot be reached.
    """
    calls = [(id, person, str(folder)) for person, id in product(persons, ids)]
    order = sorted(range(len(calls)), key=lambda n: -_weight(calls[n][0], str(folder)))
    found: dict[int, list[PieceLoads]] = {}
    answers = spread(task, [calls[n] for n in order], jobs=jobs, cluster=cluster)
    for number, answer in zip(order, answers, strict=True):
        found[number] = answer
        if progress is not None:
            progress(len(found))
    return [one for number in range(len(calls)) for one in found[number]]


def _weight(id: str, folder: str) -> int:
    """About how long an exercise takes: what takes longest begins first, so that no process ends long after another."""
    k = knowledge_in(folder)
    motion = k.motions.get(id)
    return 0 if motion is None else len(pieces(k, id)) * (FLIGHT if motion.flight else 1)


def task(id: str, person: Person, folder: str) -> list[PieceLoads]:
    """All levels of one exercise for one person; runs in a process of its own."""
    return list(every_level(knowledge_in(folder), id, _body(person)))


@lru_cache(maxsize=2)
def knowledge_in(folder: str) -> Knowledge:
    """The knowledge, whatever its computed loads are like: they are what is being made.

    Raises:
        KnowledgeError: something else is wrong with it.
    """
    knowledge, problems = load_folder(Path(folder))
    for problem in problems:
        if not problem.where.startswith(FILE):
            raise KnowledgeError(problem.says, problem.where)
    return knowledge


@lru_cache(maxsize=2)
def _body(person: Person) -> Body:
    return load_body(person)
