"""``turnout backup``, ``restore`` and ``erase``: the care of a database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from turnout.cli.output import Database, Json, put_json, put_lines
from turnout.terms import StoreError, listed

Target = Annotated[Path, typer.Argument(metavar="OUT", help="A new file. It is never overwritten.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="A file that 'backup' wrote.")]
Person = Annotated[str, typer.Option("--person", metavar="P", help="Whose record.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def backup(out: Target, db: Database = None, as_json: Json = False) -> None:
    """Write everything in the database to a new file, while it may be in use."""
    from turnout.store import open_store

    with open_store(db, create=False) as store:
        store.backup(out)
        said = {"file": str(out), "database": store.shown, "persons": len(store.persons()), "facts": store.count()}
    if as_json:
        put_json(said)
    else:
        put_lines([f"Wrote {out} with {said['facts']} facts of {said['database']}."])


def restore(file: Source, db: Database = None, as_json: Json = False) -> None:
    """Read a backup into an empty database: all of it, or nothing."""
    from turnout.store import restore as restore_from

    done = restore_from(file, db)
    if as_json:
        put_json({"file": str(file), "persons": done.persons, "facts": done.facts})
    else:
        put_lines([f"Restored {done.facts} facts of {done.persons} people from {file}."])


def erase(person: Person, db: Database = None, yes: Yes = False, as_json: Json = False) -> None:
    """Erase a person's whole record from the database, for good. Backups and exports are not touched."""
    from turnout.store import open_store

    with open_store(db, create=False) as store:
        known = store.persons()
        if person not in known:
            store.erase(person)  # an earlier erasure may have left bytes in the files
            there = f"; it has {listed(known, 'and')}" if known else ""
            raise StoreError(f"there is no person {person!r} in {store.shown}{there}")
        if not yes:
            _ask(f"Erase all {store.count(person)} facts of {person} from {store.shown}, for good?")
        count = store.erase(person)
        said = {"person": person, "database": store.shown, "facts": count}
    if as_json:
        put_json(said)
    else:
        put_lines([f"Erased {count} facts of {person} from {said['database']}. Backups and exports still hold theirs."])


def _ask(question: str) -> None:
    """Goes on after a yes.

    Raises:
        typer.Abort: the answer was no.
        StoreError: nobody is there to answer.
    """
    if not sys.stdin.isatty():
        raise StoreError("nothing was erased: nobody is there to ask; give --yes to erase without asking")
    if not typer.confirm(question, err=True):
        raise typer.Abort
