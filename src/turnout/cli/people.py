"""``turnout people``: who may sign in. Names and passwords only; nobody's record is read or changed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from turnout.cli.output import Database, Json, put, put_json, put_lines, table
from turnout.terms import TurnoutError

app = typer.Typer(help="Names and passwords: who may sign in, and whose record that opens.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="How the person signs in.", show_default=False)]
Whose = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="ID",
        help="Whose record the account opens. The first account opens what was recorded here before.",
        show_default=False,
    ),
]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read the password from standard input: one line.")]
MOST = 4096


class PasswordError(TurnoutError):
    """A password that could not be read."""


@app.command()
def add(name: Name, person: Whose = None, stdin: Stdin = False, db: Database = None, as_json: Json = False) -> None:
    """Give somebody a name and a password."""
    from turnout.store import open_store

    with open_store(db) as store:
        account = store.accounts.add(name, _password(stdin), datetime.now(UTC), person=person)
        facts = store.count(account.person)
        said = {"name": account.name, "person": account.person, "facts": facts, "database": store.shown}
    if as_json:
        put_json(said)
    else:
        record = f"a record of {facts} facts" if facts else "a record that is still empty"
        put_lines([f"{account.name} may sign in now, to {record} (person {account.person})."])


@app.command("list")
def list_(db: Database = None, as_json: Json = False) -> None:
    """Show who may sign in."""
    from turnout.store import open_store

    with open_store(db, create=False) as store:
        now = datetime.now(UTC)
        told = [
            {
                "name": account.name,
                "person": account.person,
                "created": account.created.isoformat(),
                "devices": store.accounts.devices(account, now),
            }
            for account in store.accounts.every()
        ]
    if as_json:
        put_json(told)
    elif not told:
        put_lines(["Nobody has an account here. Give somebody one: turnout people add NAME"])
    else:
        rows = [(str(a["name"]), str(a["person"]), str(a["created"])[:10], str(a["devices"])) for a in told]
        put(table("", ("name", "person", "since", "devices signed in"), rows))


@app.command()
def password(name: Name, stdin: Stdin = False, db: Database = None, as_json: Json = False) -> None:
    """Set somebody's password anew. Every device of theirs is signed out."""
    from turnout.store import open_store

    with open_store(db, create=False) as store:
        account = store.accounts.named(name)
        store.accounts.set_password(account, _password(stdin))
    if as_json:
        put_json({"name": account.name, "person": account.person})
    else:
        put_lines([f"{account.name} has a new password; every device must sign in again."])


@app.command()
def remove(name: Name, db: Database = None, as_json: Json = False) -> None:
    """Take somebody's account away. Their record stays."""
    from turnout.store import open_store

    with open_store(db, create=False) as store:
        account = store.accounts.named(name)
        store.accounts.remove(account)
        facts = store.count(account.person)
    if as_json:
        put_json({"name": account.name, "person": account.person, "facts": facts})
        return
    put_lines([f"{account.name} cannot sign in any more, and every device is signed out."])
    if facts:
        put_lines(
            [
                f"Their record stays, {facts} facts of the person {account.person}. "
                f"To erase it for good: turnout erase --person {account.person}"
            ]
        )


def _password(stdin: bool) -> str:
    """A password from standard input, or typed twice on a terminal; never shown, never in an argument.

    Raises:
        PasswordError: there is none, or it was typed in two ways.
    """
    if stdin:
        line = sys.stdin.readline(MOST)
        if not line:
            raise PasswordError("there is no password on standard input; write one line to it")
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise PasswordError("nobody is there to type a password; give --stdin to read it from standard input")
    import getpass

    first = getpass.getpass("Password (at least 10 characters): ", sys.stderr)
    if getpass.getpass("The same again: ", sys.stderr) != first:
        raise PasswordError("the password was typed in two ways; nothing was changed")
    return first
