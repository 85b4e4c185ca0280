"""What leaves Turnout as a file says the same as the record: JSON all, CSV every number, the calendar every session."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, cast

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.made_up import a_fact, contents
from turnout.knowledge import load_knowledge
from turnout.record import Fact, Reading, SetDone, effective, fact_from, fact_json, new_id, read_lines
from turnout.report.as_csv import COLUMNS, READINGS, SETS, TOLD, readings_csv, sets_csv, to_csv
from turnout.report.as_ics import owner_of, to_feed, to_ics, usual_minutes, usual_time
from turnout.report.as_json import facts_in, is_export, to_json
from turnout.terms import RecordError
from turnout.track import fold

STAMP = datetime(2026, 1, 5, 12, tzinfo=UTC)
RECORDS = st.lists(contents("me"), max_size=6, unique_by=lambda content: content["id"])


def read(made: list[dict[str, Any]]) -> list[Fact]:
    return read_lines("\n".join(json.dumps(content) for content in made).encode())


def table(facts: list[Fact]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(facts).decode(), newline="")))


# -- JSON --------------------------------------------------------------------------------------------------------------


@given(RECORDS)
@settings(max_examples=80)
def test_the_facts_of_an_export_are_the_record(made: list[dict[str, Any]]) -> None:
    facts = read(made)
    data = to_json(facts, {"knowledge": "abc", "stop": None})
    assert is_export(data)
    again = read(facts_in(data))
    assert again == facts
    assert [fact_json(fact) for fact in again] == [fact_json(fact) for fact in facts]


def test_the_answer_stands_apart_from_the_facts() -> None:
    content = json.loads(to_json([a_fact()], {"knowledge": "abc", "stop": None}))
    assert content["answer"] == {"knowledge": "abc", "stop": None}
    assert content["knowledge"] == "abc"
    assert [fact["kind"] for fact in content["facts"]] == ["pain"]


@pytest.mark.parametrize("data", [b"", b'{"kind":"pain"}', b"[]", b'{"format":"turnout-recording"}'])
def test_a_record_file_is_no_export(data: bytes) -> None:
    assert not is_export(data)


# -- CSV ---------------------------------------------------------------------------------------------------------------


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for key, child in cast("dict[str, Any]", value).items():
            if key not in ("id", "person", "at", "kind", "by", "note"):
                yield from numbers(child)
    elif isinstance(value, list):
        for child in cast("list[Any]", value):
            yield from numbers(child)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


@given(RECORDS)
@settings(max_examples=80)
def test_every_number_told_is_in_the_table_exactly(made: list[dict[str, Any]]) -> None:
    facts = read(made)
    rows = table(facts)
    for fact in facts:
        if isinstance(fact, TOLD):
            told = [json.loads(row["value"]) for row in rows if row["fact"] == fact.id and row["value"]]
            assert sorted(told) == sorted(numbers(fact_json(fact)))


def test_each_row_says_what_when_which_side_and_in_which_unit() -> None:
    reading = fact_from({
        "id": new_id(), "kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": "left", "value": 28.5,
        "trials": [27, 28.5, 30], "unit": "deg", "method": "phone", "helper": False,
    })  # fmt: skip
    rows = table([reading])
    assert [(row["quantity"], row["trial"], row["value"], row["unit"], row["words"]) for row in rows] == [
        ("value", "", "28.5", "deg", ""), ("trials", "1", "27", "deg", ""), ("trials", "2", "28.5", "deg", ""),
        ("trials", "3", "30", "deg", ""), ("helper", "", "", "", "no"),
    ]  # fmt: skip
    about = {"entry": "prone-er", "side": "left", "method": "phone", "at": "2026-01-05", "kind": "reading"}
    assert all(row.items() >= about.items() for row in rows)


def test_a_band_a_symptom_and_a_clean_set_are_words() -> None:
    done = a_fact("set", load={"band": "red"}, symptoms=["pinch"], clean=True)
    words = {row["quantity"]: row["words"] for row in table([done]) if row["words"]}
    assert words == {"load.band": "red", "symptoms": "pinch", "clean": "yes"}


def test_what_was_corrected_can_be_left_out() -> None:
    wrong = a_fact("pain", now=7)
    right = a_fact("correction", replaces=wrong.id, fact={"kind": "pain", "now": 2})
    rows = [row for row in table([wrong, right]) if row["quantity"] == "now"]
    assert [(row["fact"], row["value"], row["counts"]) for row in rows] == [
        (wrong.id, "7", "no"),
        (right.id, "2", "yes"),
    ]
    counted = [row["value"] for row in rows if row["counts"] == "yes"]
    assert counted == [f"{fact_json(fact)['now']}" for fact in effective([wrong, right])] == ["2"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10), st.integers(1, 28)), max_size=6))
@settings(max_examples=100)
def test_the_rows_that_count_are_those_of_the_facts_in_force(corrections: list[tuple[int, int, int]]) -> None:
    facts: list[Fact] = [a_fact("pain", now=5), a_fact("pain", now=6)]
    for target, now, day in corrections:
        replaces = facts[target % len(facts)].id
        put = {"kind": "pain", "now": now}
        facts.append(a_fact("correction", at=f"2026-02-{day:02}", replaces=replaces, fact=put))
    counted = [float(row["value"]) for row in table(facts) if row["quantity"] == "now" and row["counts"] == "yes"]
    assert sorted(counted) == sorted(fact_json(fact)["now"] for fact in effective(facts))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_never_becomes_a_formula(text: str) -> None:
    assert all(row["note"] == f"'{text}" for row in table([a_fact("pain", note=text)]))


def test_the_columns_are_those_that_are_documented_and_an_empty_record_has_only_them() -> None:
    assert to_csv([]).decode() == ",".join(COLUMNS) + "\r\n"
    assert table([a_fact("profile"), a_fact("offered")]) == []


def test_the_kinds_in_the_table_are_what_was_done_and_felt() -> None:
    assert isinstance(a_fact("set"), SetDone | Reading)
    kinds = {row["kind"] for kind in ("set", "reading", "pain", "next-day", "session") for row in table([a_fact(kind)])}
    assert kinds == {"set", "reading", "pain", "next-day", "session"}


# -- a row for each set, and for each reading --------------------------------------------------------------------------


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_set_is_one_row_and_what_was_not_told_is_empty() -> None:
    done = a_fact("set", reps=12, pain=2, clean=None, load={"band": "red"}, symptoms=["pinch", "dizzy"], note="=1+1")
    (row,) = rows_of(sets_csv([done, a_fact("pain")]))
    assert (row["reps"], row["pain"], row["clean"], row["load_band"]) == ("12", "2", "", "red")
    assert (row["symptoms"], row["note"], row["day"]) == ("pinch dizzy", "'=1+1", done.at[:10])


def test_a_corrected_set_is_told_once_as_it_counts() -> None:
    wrong = a_fact("set", reps=99)
    content = {key: value for key, value in fact_json(wrong).items() if key not in ("id", "person")}
    right = a_fact("correction", replaces=wrong.id, fact={**content, "reps": 9})
    assert [row["reps"] for row in rows_of(sets_csv([wrong, right]))] == ["9"]


def test_a_reading_is_one_row_with_its_trials() -> None:
    reading = fact_from({
        "id": new_id(), "kind": "reading", "at": "2026-01-05", "measure": "prone-er", "side": "left", "value": 28,
        "trials": [27, 28, 30], "unit": "deg", "method": "phone", "helper": False,
    })  # fmt: skip
    (row,) = rows_of(readings_csv([reading]))
    assert (row["value"], row["trials"], row["helper"], row["method"]) == ("28", "27 28 30", "no", "phone")


@given(RECORDS)
@settings(max_examples=60)
def test_every_set_and_reading_that_counts_is_a_row(made: list[dict[str, Any]]) -> None:
    facts = read(made)
    counted = effective(facts)
    assert len(rows_of(sets_csv(facts))) == sum(isinstance(fact, SetDone) for fact in counted)
    assert len(rows_of(readings_csv(facts))) == sum(isinstance(fact, Reading) for fact in counted)


def test_an_empty_table_has_its_columns() -> None:
    assert sets_csv([]).decode() == ",".join(SETS) + "\r\n"
    assert readings_csv([]).decode() == ",".join(READINGS) + "\r\n"


# -- calendar ----------------------------------------------------------------------------------------------------------

ITEM = {"name": "Clamshell", "level_name": "No band", "side": "left", "sets": 2, "reps": 15, "seconds": None}
HOLD = {"name": "Figure 4", "level_name": "Floor", "side": "both", "sets": 2, "reps": None, "seconds": 30}
ANSWER: dict[str, Any] = {
    "stop": None,
    "ask": [],
    "session": {"on": "2026-01-07", "minutes": 18, "items": [ITEM, HOLD]},
    "schedule": [
        {"on": "2026-01-06", "kind": "rest"},
        {"on": "2026-01-07", "kind": "session"},
        {"on": "2026-01-08", "kind": "rest"},
        {"on": "2026-01-09", "kind": "session"},
    ],
}


def events(answer: dict[str, Any], owner: str = "me/1", at: time | None = None, stamp: datetime = STAMP) -> list[Any]:
    calendar: Any = icalendar.Calendar.from_ical(to_ics(answer, owner, stamp=stamp, at=at))
    return list(calendar.walk("VEVENT"))


def test_sessions_are_events_and_days_of_rest_are_not() -> None:
    assert [event["DTSTART"].dt for event in events(ANSWER)] == [date(2026, 1, 7), date(2026, 1, 9)]


def test_a_whole_day_does_not_block_the_calendar_and_a_time_does() -> None:
    whole, timed = events(ANSWER)[0], events(ANSWER, at=time(18, 30))[0]
    assert (whole["DTEND"].dt, whole["TRANSP"]) == (date(2026, 1, 8), "TRANSPARENT")
    assert (timed["DTSTART"].dt, timed["DTEND"].dt) == (datetime(2026, 1, 7, 18, 30), datetime(2026, 1, 7, 18, 48))
    assert timed["TRANSP"] == "OPAQUE"


def test_the_next_session_says_what_is_in_it_and_later_ones_that_they_follow() -> None:
    first, later = events(ANSWER)
    assert str(first["SUMMARY"]) == "Hip session, 18 min"
    assert "Clamshell (No band), left: 2 x 15\nFigure 4 (Floor): 2 x 30 s" in str(first["DESCRIPTION"])
    assert "follows from" in str(later["DESCRIPTION"])


def test_an_event_keeps_its_uid_from_one_export_to_the_next() -> None:
    newer = {**ANSWER, "session": None, "schedule": ANSWER["schedule"][2:]}
    before = [str(event["UID"]) for event in events(ANSWER)]
    after = [str(event["UID"]) for event in events(newer, at=time(7), stamp=STAMP.replace(day=8))]
    assert after == before[1:]
    assert len(set(before)) == 2


def test_two_records_never_share_a_uid() -> None:
    one, two = ({str(event["UID"]) for event in events(ANSWER, owner)} for owner in ("me/1", "me/2"))
    assert not one & two


def test_a_record_keeps_its_owner_while_facts_are_added_to_its_end() -> None:
    first, later = a_fact(at="2026-01-05"), a_fact(at="2026-01-09")
    assert owner_of([first]) == owner_of([later, first]) != owner_of([later])


def test_a_calendar_is_the_same_to_the_byte_for_the_same_plan() -> None:
    assert to_ics(ANSWER, "me/1", stamp=STAMP) == to_ics(ANSWER, "me/1", stamp=STAMP)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stop": {"urgency": "now", "flags": [], "say": "Get help now."}}, "Get help now."),
        ({"ask": ["a", "b"]}, "2 red-flag questions are still to be answered"),
        ({}, "nothing is offered"),
    ],
)
def test_a_plan_without_sessions_is_no_calendar(change: dict[str, Any], says: str) -> None:
    with pytest.raises(RecordError, match=says):
        to_ics({**ANSWER, "session": None, "schedule": [], **change}, "me/1", stamp=STAMP)


# -- a calendar to subscribe to ----------------------------------------------------------------------------------------


def feed(answer: dict[str, Any] = ANSWER, at: time | None = time(18, 30), usual: int | None = 20) -> Any:
    data = to_feed(answer, "me/1", stamp=STAMP, at=at, usual=usual)
    return icalendar.Calendar.from_ical(data)


def test_a_subscribed_calendar_says_when_and_how_long_and_nothing_else() -> None:
    first, later = feed().walk("VEVENT")
    assert (str(first["SUMMARY"]), str(later["SUMMARY"])) == (
        "Turnout session, 18 minutes",
        "Turnout session, 20 minutes",
    )
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (datetime(2026, 1, 7, 18, 30), datetime(2026, 1, 7, 18, 48))
    text = to_feed(ANSWER, "me/1", stamp=STAMP, at=None, usual=None).decode()
    assert "DESCRIPTION:Turnout session" in text and text.count("DESCRIPTION") == 2, "the alarms' own"
    assert not any(word in text.lower() for word in ("clamshell", "figure", "hip", "pain"))


def test_a_subscribed_calendar_asks_to_be_fetched_again_and_rings_at_the_start() -> None:
    calendar = feed()
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in calendar.to_ical()
    alarms = [alarm["TRIGGER"].dt.total_seconds() for alarm in calendar.walk("VALARM")]
    assert alarms == [0, 0]
    whole = feed(at=None)
    assert [alarm["TRIGGER"].dt.total_seconds() / 3600 for alarm in whole.walk("VALARM")] == [9, 9]
    assert whole.walk("VEVENT")[0]["DTSTART"].dt == date(2026, 1, 7)


def test_a_subscribed_event_is_the_exported_one() -> None:
    assert [str(event["UID"]) for event in feed().walk("VEVENT")] == [str(event["UID"]) for event in events(ANSWER)]


def test_with_nothing_planned_the_calendar_is_empty_and_still_a_calendar() -> None:
    calendar = feed({**ANSWER, "session": None, "schedule": []})
    assert not calendar.walk("VEVENT") and calendar.walk("VTIMEZONE")


def began(*times: str) -> Any:
    done: dict[str, Any] = {"exercise": "clamshell", "level": "no-band", "side": "left", "reps": 12}
    sets = [a_fact("set", at=at, **done) for at in times]
    return fold(sets, load_knowledge())


@pytest.mark.parametrize(
    ("times", "usual"),
    [
        ((), None),
        (("2026-01-05",), None),
        (("2026-01-05", "2026-01-07", "2026-01-09"), None),
        (("2026-01-05T18:02:00+00:00",), None),
        (("2026-01-05T18:02:00+00:00", "2026-01-07T18:20:00+00:00"), time(18, 15)),
        (("2026-01-05T18:02:00+02:00", "2026-07-07T18:05:00-05:00"), time(18, 0)),
        (("2026-01-05T06:00:00+00:00", "2026-01-07T20:00:00+00:00"), None),
        (("2026-01-05T23:59:00+00:00", "2026-01-07T23:58:00+00:00"), time(23, 45)),
    ],
)
def test_the_usual_time_is_the_persons_own_clock_or_none(times: tuple[str, ...], usual: time | None) -> None:
    assert usual_time(began(*times)) == usual


def test_the_usual_length_is_that_of_the_last_sessions_else_what_was_wished() -> None:
    assert usual_minutes(began("2026-01-05")) is None
    state = began("2026-01-05")
    state.days[-1].minutes = 17.0
    assert usual_minutes(state) == 17
