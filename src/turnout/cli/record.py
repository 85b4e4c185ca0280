"""``turnout export`` and ``turnout import``: a record out to other programs, and into the database."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.cli.output import Database, Json, OutputError, put_json, put_lines, write_file
from turnout.cli.plan import On, Record, Who
from turnout.terms import RecordError, TurnoutError, listed

if TYPE_CHECKING:
    from turnout.record import Fact
    from turnout.store import Store

FORMATS = ("json", "csv", "ics", "pdf")
LATER = ("fhir",)


def _formats(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


Format = Annotated[
    str,
    typer.Argument(metavar="{json|csv|ics|pdf}", help="What to write.", autocompletion=_formats, show_default=False),
]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="The file to write; - is standard output.")]
At = Annotated[
    str | None, typer.Option("--at", metavar="HH:MM", help="Calendar: when a session begins. All day by default.")
]  # fmt: skip

Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Report: its first day. The record's first by default.")
]  # fmt: skip
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Report: a name to print on it. It is kept nowhere.")
]  # fmt: skip
Drawn = Annotated[
    bool, typer.Option("--sheet/--no-sheet", help="Report: with a sheet of the next session, each move drawn.")
]  # fmt: skip
MOST_NAME = 80


def export(
    format: Format,
    record: Record,
    out: Out,
    on: On = None,
    person: Who = None,
    at: At = None,
    since: Since = None,
    name: Name = None,
    sheet: Drawn = True,
    as_json: Json = False,
) -> None:
    """Write a record as JSON, CSV (what was measured, done and felt), a calendar, or a report for a clinician (PDF).

    The JSON holds every fact as it came, with the answer, and can be imported again. The CSV has one row for each
    value. The calendar has the sessions of the next two weeks. The PDF is one A4 page where it fits; behind it comes a
    sheet with the moves of the next session, each drawn, where the muscle model is installed (turnout[body]).
    """
    _known(format)
    begins = _clock(at, format)
    first = _first(since, name, format)
    facts, answer = _read(record, on, person)
    made = (
        _report(facts, answer, first, name, sheet=sheet) if format == "pdf" else _written(format, facts, answer, begins)
    )
    write_file(out, made)
    said = {"file": str(out), "format": format, "facts": len(facts)}
    if as_json and str(out) != "-":
        put_json(said)
    elif str(out) != "-":
        put_lines([f"Wrote {out} from {len(facts)} facts."])


def _known(format: str) -> None:
    if format in LATER:
        raise OutputError(f"{format} is not offered in this version; choose {listed(FORMATS)}")
    if format not in FORMATS:
        raise OutputError(f"there is no format {format!r}; choose {listed(FORMATS)}")


def _clock(at: str | None, format: str) -> time | None:
    if at is None:
        return None
    if format != "ics":
        raise OutputError("--at is for a calendar (ics) only")
    try:
        begins = time.fromisoformat(at)
    except ValueError:
        begins = None
    if begins is None or begins.tzinfo is not None:
        raise OutputError(f"{at!r} is not a time of day such as 18:30", "--at")
    return begins


def _first(since: str | None, name: str | None, format: str) -> date | None:
    for option, told in (("--since", since), ("--name", name)):
        if told is not None and format != "pdf":
            raise OutputError(f"{option} is for a report (pdf) only")
    if name is not None and len(name) > MOST_NAME:
        raise OutputError(f"a name of at most {MOST_NAME} characters fits", "--name")
    try:
        return None if since is None else date.fromisoformat(since)
    except ValueError:
        raise OutputError(f"{since!r} is not a date such as 2026-01-12", "--since") from None


def _report(facts: list[Fact], answer: dict[str, Any], since: date | None, name: str | None, *, sheet: bool) -> bytes:
    from turnout import __version__
    from turnout.cli.pictures import pictures_of
    from turnout.knowledge import load_knowledge
    from turnout.planning import make_plan
    from turnout.report.as_pdf import to_pdf
    from turnout.report.summary import is_made_up, summary
    from turnout.track import fold

    k, day = load_knowledge(), date.fromisoformat(answer["on"])
    if since is not None and since > day:
        raise OutputError(f"{since} comes after the report's last day, {day}", "--since")
    plan = make_plan(fold(facts, k, day), k, day)
    report = summary(plan, answer, facts, since=since, name=name or "", made_up=is_made_up(facts))
    moves = [(move.exercise, move.level) for move in report.moves] if sheet else []
    return to_pdf(report, __version__, pictures_of(k, moves) if moves else {})


def _read(record: Path, on: str | None, person: str | None) -> tuple[list[Fact], dict[str, Any]]:
    from turnout.api import of_one_person, plan, read
    from turnout.cli.files import opened

    source = opened(record)
    answer = plan(source, on, person=person)
    return of_one_person(read(source), person), answer


def _written(format: str, facts: list[Fact], answer: dict[str, Any], begins: time | None) -> bytes:
    if format == "json":
        from turnout.report.as_json import to_json

        return to_json(facts, answer)
    if format == "csv":
        from turnout.report.as_csv import to_csv

        return to_csv(facts)
    from turnout.report.as_ics import owner_of, to_ics

    return to_ics(answer, owner_of(facts), stamp=datetime.now(UTC), at=begins)


def import_(record: Record, db: Database = None, as_json: Json = False) -> None:
    """Add the facts of a record file to the database: all of them, or none. Importing twice changes nothing."""
    from turnout.api import read
    from turnout.cli.files import opened
    from turnout.store import open_store

    facts = read(opened(record), latest=datetime.now(UTC))
    by_person: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_person[fact.person].append(fact)
    with open_store(db) as store:
        for person, theirs in by_person.items():
            _refuse_other_content(store, person, theirs, str(record))
        counts = {"stored": 0, "duplicate": 0}
        for person, theirs in by_person.items():
            for outcome in store.add(theirs, person=person):
                if outcome.status == "refused":
                    raise RecordError(outcome.reason, str(record))
                counts[outcome.status] += 1
        said = {"database": store.shown, "persons": sorted(by_person), **counts}
    if as_json:
        put_json(said)
    else:
        put_lines([f"{counts['stored']} facts stored in {said['database']}, {counts['duplicate']} were there already."])


def _refuse_other_content(store: Store, person: str, facts: list[Fact], name: str) -> None:
    """Looks before anything is stored, so that a file is taken whole or not at all."""
    from turnout.record import canonical, fact_json

    ids = {fact.id for fact in facts}
    known = {fact.id: canonical(fact_json(fact)) for fact in store.facts(person) if fact.id in ids}
    for fact in facts:
        if fact.id in known and known[fact.id] != canonical(fact_json(fact)):
            says = f"the id {fact.id} is taken in {store.shown} by a fact with different content; nothing was stored"
            raise TurnoutError(says, name)
