"""The commands, put together. Nothing heavy is imported before a command runs: ``turnout --help`` must be quick."""

from __future__ import annotations

from typing import Annotated

import typer

from turnout.cli import body, database, knowledge, pages, people, plan, record, simulate

app = typer.Typer(
    name="turnout",
    help="Assess, train and rehabilitate the rotation of the hip: from a record of facts to the right next session.",
    epilog="Not a diagnosis and not a medical device. Exit codes: 0 done, 2 bad input.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from turnout import __version__

        typer.echo(f"turnout {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """What every command shares."""


EVERYDAY = "From a record to the next session"
SERVING = "The app and its database"
WORKING = "Working on Turnout"
for panel, name, command in (
    (EVERYDAY, "plan", plan.plan),
    (EVERYDAY, "library", knowledge.library),
    (EVERYDAY, "export", record.export),
    (EVERYDAY, "import", record.import_),
    (SERVING, "serve", pages.serve),
    (SERVING, "demo", pages.demo),
    (SERVING, "backup", database.backup),
    (SERVING, "restore", database.restore),
    (SERVING, "erase", database.erase),
    (WORKING, "check", knowledge.check),
    (WORKING, "simulate", simulate.simulate),
    (WORKING, "schemas", knowledge.schemas),
):
    app.command(name, rich_help_panel=panel)(command)
app.add_typer(people.app, name="people", rich_help_panel=SERVING)
app.add_typer(body.app, name="body", rich_help_panel=WORKING)
app.command("docs", hidden=True)(knowledge.docs)
