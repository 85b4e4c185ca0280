"""``turnout simulate``: made-up people walk a programme; no rule may be broken."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from turnout.cli.knowledge import programme_ids
from turnout.cli.output import Json, progress, put, put_json, table
from turnout.terms import TurnoutError

Programme = Annotated[
    str, typer.Argument(metavar="PROGRAMME", help="Its id, or 'individual'.", autocompletion=programme_ids)
]
People = Annotated[int, typer.Option("--people", metavar="N", min=1, max=1_000_000, help="How many people.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, max=2**63 - 1, help="The same seed, the same people.")]
Jobs = Annotated[int, typer.Option("--jobs", metavar="J", min=-1, max=1024, help="Processes; -1 for all cores.")]
Cluster = Annotated[bool, typer.Option("--cluster", help="On a Dask cluster of this machine (needs [cluster]).")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="On the Dask cluster of this scheduler instead.")
]


def simulate(
    programme: Programme,
    people: People,
    seed: Seed,
    jobs: Jobs = -1,
    cluster: Cluster = False,
    scheduler: Scheduler = None,
    as_json: Json = False,
) -> None:
    """Let made-up people walk a programme, and count what becomes of them. Exit 1 where a rule was broken."""
    if jobs == 0:
        raise TurnoutError("0 processes do nothing; give 1 or more, or -1 for all cores", "--jobs")
    from turnout.simulate import run

    where = scheduler or ("local" if cluster else None)
    with progress(f"{programme}:", people) as done:
        result = run(programme, people, seed, jobs=1 if people == 1 else jobs, cluster=where, progress=done)
    if as_json:
        put_json(result)
    else:
        put(*_view(result))
    if result["violations"]:
        raise typer.Exit(1)


def _view(result: dict[str, Any]) -> list[Any]:
    plain = [(key, str(value)) for key, value in result.items() if isinstance(value, int | str)]
    parts: list[Any] = [table("Simulation", ("What", "Count"), [(_words(key), value) for key, value in plain])]
    for key, value in result.items():
        if isinstance(value, dict) and value:
            parts.append(_table_of(_words(key), value))  # pyright: ignore[reportUnknownArgumentType]
    says = "No rule was broken." if not result["violations"] else f"Rules were broken {result['violations']} times."
    return [*parts, says]


def _table_of(title: str, values: dict[str, Any]) -> Any:
    """A table of counts, or of several counts a line."""
    first = next(iter(values.values()))
    if isinstance(first, dict):
        columns = [str(key) for key in first]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        rows = [(_words(name), *(str(cells.get(c, "")) for c in columns)) for name, cells in values.items()]
        return table(title, ("", *(_words(column) for column in columns)), rows)
    return table(title, ("", "Count"), [(_words(name), str(count)) for name, count in values.items()])


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
