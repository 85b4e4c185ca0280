"""``turnout export`` and ``turnout import``: nothing is lost on the way, and a bad file changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import ROOT, Command, intake, sets
from turnout.record import fact_json, read_record
from turnout.store import open_store

Write = Callable[..., Path]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a database will be."""
    return tmp_path / "turnout.db"


def kept(db: Path, person: str = "me") -> list[dict[str, Any]]:
    """What the database holds of a person."""
    with open_store(str(db)) as store:
        return [fact_json(fact) for fact in store.facts(person)]


# -- export ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_json_export_gives_the_same_record_back(turnout: Command, tmp_path: Path, db: Path, example: Path) -> None:
    out = tmp_path / "export.json"
    assert turnout("export", "json", example, "-o", out).code == 0
    content = json.loads(out.read_text("utf-8"))
    assert content["facts"] == [fact_json(fact) for fact in read_record(example)]
    assert {"stop", "ask", "session"} <= content["answer"].keys()
    assert turnout("import", out, "--db", db).code == 0
    assert kept(db) == content["facts"]
    assert turnout("import", example, "--db", db, "--json").json["stored"] == 0


def test_a_csv_export_has_one_row_for_each_number(turnout: Command, tmp_path: Path, record: Path) -> None:
    out = tmp_path / "record.csv"
    assert turnout("export", "csv", record, "-o", out).code == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert sum(row["quantity"] == "reps" for row in rows) == 12
    trials = [row["value"] for row in rows if row["quantity"] == "trials" and row["side"] == "left"]
    assert trials == ["27", "28", "29.5"]


def test_a_calendar_holds_the_planned_sessions_and_no_days_of_rest(
    turnout: Command, tmp_path: Path, record: Path
) -> None:
    out = tmp_path / "plan.ics"
    answer = turnout("plan", record, "--on", "2026-01-10", "--json").json
    said = turnout("export", "ics", record, "-o", out, "--on", "2026-01-10", "--at", "18:30")
    assert said.code == 0, said.err
    calendar: Any = icalendar.Calendar.from_ical(out.read_bytes())
    days = [str(event["DTSTART"].dt) for event in calendar.walk("VEVENT")]
    assert days == [f"{day['on']} 18:30:00" for day in answer["schedule"] if day["kind"] == "session"]


def test_there_is_no_calendar_where_nothing_may_be_done(refused: Command, write: Write, tmp_path: Path) -> None:
    stop = write(*intake(), {"kind": "screen", "at": "2026-01-06", "answers": {"cannot-bear-weight": True}})
    out = tmp_path / "plan.ics"
    said = refused("export", "ics", stop, "-o", out, "--on", "2026-01-06")
    assert "no session is planned" in said.err and "emergency" in said.err
    assert not out.exists()


@pytest.mark.parametrize("format", ["fhir"])
def test_formats_of_a_later_version_are_refused_in_one_sentence(refused: Command, record: Path, format: str) -> None:
    said = refused("export", format, record, "-o", record.with_suffix(".out"))
    assert f"{format} is not offered in this version; choose json, csv, ics or pdf" in said.err
    assert not record.with_suffix(".out").exists()


@pytest.mark.parametrize("options", [(), ("--since", "2026-01-06"), ("--name", "#import *A* $x$ @b")])
def test_a_report_is_a_pdf_of_one_page(
    turnout: Command, tmp_path: Path, record: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "report.pdf"
    said = turnout("export", "pdf", record, "-o", out, "--on", "2026-01-09", *options, "--no-sheet", "--json")
    assert (said.code, said.json["format"]) == (0, "pdf")
    pdf = out.read_bytes()
    assert pdf.startswith(b"%PDF-") and b"/Type/Pages/Count 1/" in pdf


def test_a_report_of_the_same_record_is_the_same_file(turnout: Command, tmp_path: Path, record: Path) -> None:
    for name in ("a", "b"):
        asked = ("export", "pdf", record, "-o", tmp_path / name, "--on", "2026-01-09", "--no-sheet")
        assert turnout(*asked).code == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("pdf", "--since", "soon"), "is not a date such as"),
        (("pdf", "--since", "2026-01-10"), "comes after the report's last day"),
        (("pdf", "--name", "x" * 81), "at most 80 characters"),
        (("pdf", "--at", "18:30"), "--at is for a calendar"),
        (("csv", "--name", "Ada"), "--name is for a report"),
        (("ics", "--since", "2026-01-06"), "--since is for a report"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_in_one_sentence(
    refused: Command, record: Path, arguments: tuple[str, ...], says: str
) -> None:
    out = record.with_suffix(".out")
    format, *options = arguments
    assert says in refused("export", format, record, "-o", out, "--on", "2026-01-09", *options).err
    assert not out.exists()


def test_a_damaged_record_makes_no_report(refused: Command, write: Write) -> None:
    path = write('{"kind": "pain", "at": "2026-01-05", "now": 99}')
    refused("export", "pdf", path, "-o", path.with_suffix(".pdf"))


def test_an_export_can_go_to_standard_output(turnout: Command, record: Path) -> None:
    assert turnout("export", "json", record, "-o", "-").json["format"] == "turnout-record"


@pytest.mark.parametrize("place", ["nowhere/x.json", "."])
def test_a_place_that_cannot_be_written_is_one_sentence(refused: Command, record: Path, place: str) -> None:
    said = refused("export", "json", record, "-o", record.parent / place)
    assert str(record.parent / place) in said.err


def test_an_old_export_stays_where_the_new_one_cannot_be_written(refused: Command, record: Path) -> None:
    out = record.with_name("old.json")
    out.write_text("old")
    out.chmod(0o444)
    record.parent.chmod(0o555)
    try:
        refused("export", "json", record, "-o", record.parent / "missing" / "x.json")
    finally:
        record.parent.chmod(0o755)
    assert out.read_text() == "old"


def test_a_clock_is_for_calendars_and_is_a_time_of_day(refused: Command, record: Path) -> None:
    assert "calendar" in refused("export", "csv", record, "-o", "-", "--at", "18:00").err
    for wrong in ("25:00", "six", "18:00+01:00"):
        assert "not a time of day" in refused("export", "ics", record, "-o", "-", "--at", wrong).err


# -- import ----------------------------------------------------------------------------------------------------------


def test_importing_twice_changes_nothing(turnout: Command, record: Path, db: Path) -> None:
    first = turnout("import", record, "--db", db, "--json").json
    before = kept(db)
    second = turnout("import", record, "--db", db, "--json").json
    assert (first["stored"], first["duplicate"]) == (len(before), 0)
    assert (second["stored"], second["duplicate"]) == (0, len(before))
    assert kept(db) == before


def test_each_person_of_a_file_gets_a_record(turnout: Command, write: Write, db: Path) -> None:
    said = turnout("import", write(*intake(), {**intake()[0], "person": "ann"}), "--db", db, "--json").json
    assert said["persons"] == ["ann", "me"]
    assert len(kept(db, "ann")) == 1


def test_the_same_id_with_other_content_leaves_the_whole_file_out(
    turnout: Command, refused: Command, write: Write, db: Path
) -> None:
    id = "01894f3c-5b7a-7cc2-98c4-dc0c0c07398f"
    turnout("import", write({"kind": "pain", "at": "2026-01-05", "now": 3, "id": id}), "--db", db)
    before = kept(db)
    other = write({"kind": "pain", "at": "2026-01-05", "now": 4, "id": id}, *sets("2026-01-06"), name="other.jsonl")
    said = refused("import", other, "--db", db)
    assert f"the id {id} is taken" in said.err and "different content" in said.err and "other.jsonl" in said.err
    assert kept(db) == before


GOOD = {"kind": "pain", "at": "2026-01-05", "now": 3}
BAD: dict[str, tuple[dict[str, Any] | str, str]] = {
    "a half-written line": ('{"kind":"pain","at":"2026-01-', "not a whole JSON object"),
    "a line that is no object": ("[1, 2]", "not a JSON object"),
    "bytes that are no text": ("\x00\x01", "not a whole JSON object"),
    "an unknown kind": ({"kind": "pian", "at": "2026-01-05"}, "the kind 'pian' is not known; use one of"),
    "no kind": ({"at": "2026-01-05"}, "no kind"),
    "a field that is missing": ({"kind": "pain", "at": "2026-01-05"}, "now"),
    "a future date": ({"kind": "pain", "at": "2199-01-05", "now": 3}, "lies in the future"),
    "a date that is none": ({"kind": "pain", "at": "2026-02-30", "now": 3}, "not an ISO 8601 date"),
    "a time without offset": ({"kind": "pain", "at": "2026-01-05T10:00:00", "now": 3}, "offset"),
    "a reading of 400 degrees": (
        {"kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": "left", "value": 400, "unit": "deg"},
        "400 deg is not possible",
    ),
    "a reading beyond the measure": (
        {"kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": "left", "value": 170, "unit": "deg"},
        "170 deg is not possible for prone-er",
    ),
    "another unit": (
        {"kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": "left", "value": 17, "unit": "cm"},
        "is told in deg, not cm",
    ),
    "an unknown programme": (
        {"kind": "programme", "at": "2026-01-05", "programme": "hip-cuf"},
        "there is no programme 'hip-cuf'; did you mean 'hip-cuff'?",
    ),
    "an unknown exercise": (
        {"kind": "set", "at": "2026-01-05", "exercise": "clam-shell", "reps": 5},
        "did you mean 'clamshell'?",
    ),
    "an unknown level": (
        {"kind": "set", "at": "2026-01-05", "exercise": "clamshell", "level": "band-pink", "reps": 5},
        "clamshell has no level 'band-pink'; it has no-band",
    ),
    "an unknown red flag": (
        {"kind": "screen", "at": "2026-01-05", "answers": {"feverish": True}},
        "there is no answers 'feverish'",
    ),
    "pain of 11": ({"kind": "pain", "at": "2026-01-05", "now": 11}, "now"),
    "nesting without end": ('{"kind":"pain","at":"2026-01-05","now":1,"x":' + "[" * 9999 + "]" * 9999 + "}", "deep"),
}


@pytest.mark.parametrize("command", ["plan", "export", "import"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_told_with_its_number_and_nothing_is_stored(
    refused: Command, write: Write, db: Path, case: str, command: str
) -> None:
    line, says = BAD[case]
    path = write(GOOD, "", line, GOOD)
    with open_store(str(db)):
        pass
    arguments: dict[str, list[object]] = {
        "plan": ["plan", path],
        "export": ["export", "json", path, "-o", path.with_suffix(".out")],
        "import": ["import", path, "--db", db],
    }
    said = refused(*arguments[command])
    assert said.err.startswith(f"turnout: {path}:3: "), said.err
    assert says in said.err
    assert not path.with_suffix(".out").exists()
    assert kept(db) == []


def test_two_facts_with_one_id_in_a_file_name_both_lines(refused: Command, write: Write) -> None:
    id = "01894f3c-5b7a-7cc2-98c4-dc0c0c07398f"
    path = write({**GOOD, "id": id}, {**GOOD, "now": 4, "id": id})
    said = refused("plan", path)
    assert said.err.startswith(f"turnout: {path}:2: ") and "on line 1" in said.err


def test_a_damaged_export_is_one_sentence(turnout: Command, refused: Command, record: Path, db: Path) -> None:
    out = record.with_suffix(".json")
    turnout("export", "json", record, "-o", out)
    whole = out.read_text("utf-8")
    for damaged, says in (
        (whole[:-100], "not whole JSON"),
        (whole.replace('"version": 1', '"version": 2', 1), "version 2 of the export is not known"),
        (whole.replace('"facts": [', '"facts": [3,', 1), "no list of facts"),
    ):
        out.write_text(damaged, "utf-8")
        assert says in refused("import", out, "--db", db).err


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_is_not_there_is_one_sentence(refused: Command, tmp_path: Path, name: str) -> None:
    assert "cannot read the record" in refused("plan", tmp_path / name).err
