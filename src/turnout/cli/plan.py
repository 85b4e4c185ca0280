"""``turnout plan``: what to do next, with reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from turnout.cli.output import Json, put, put_json

Record = Annotated[
    Path, typer.Argument(metavar="RECORD.jsonl", help="A record file (JSON Lines), or one that 'export json' wrote.")
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day, such as 2026-01-12. Today by default.")
]  # fmt: skip
Who = Annotated[
    str | None, typer.Option("--person", metavar="P", help="Whose facts, where the record holds several people's.")
]  # fmt: skip


def plan(record: Record, on: On = None, person: Who = None, as_json: Json = False) -> None:
    """Stop, or do this today: the next session of a record, with the reason for each part."""
    from turnout.api import plan as answer_of
    from turnout.cli.files import opened

    answer = answer_of(opened(record), on, person=person)
    if as_json:
        put_json(answer)
        return
    from turnout.cli.plan_view import parts
    from turnout.knowledge import load_knowledge

    put(*parts(answer, load_knowledge()))
