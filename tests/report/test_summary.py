"""The report claims no more than the record knows: no change within the error, no method mixed, no gap filled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.made import TODAY, demo, facts_of, k, reading, report
from turnout.record import fact_json
from turnout.report.course import Period, binned
from turnout.report.early import early_words
from turnout.report.plot import MOST_TICKS, day_ticks, done_panel, ladder_panel, pain_panel, range_panels
from turnout.report.ranges import verdict_words
from turnout.report.rows import exercise_rows, path_words
from turnout.report.summary import is_made_up

STOP = 5.0
BEGIN = date(2026, 1, 1)


def test_a_change_within_the_error_is_never_called_one() -> None:
    line = report(facts_of(reading(0, 30), reading(14, 38), reading(28, 41))).lines[0]
    assert line.change is not None and (line.change.by, line.mdc, line.real) == (11, 12, False)
    assert verdict_words(line) == "+11°, within ±12°: no change"


def test_a_change_beyond_the_error_counts_when_seen_on_two_days() -> None:
    once = report(facts_of(reading(0, 30), reading(14, 31), reading(28, 44))).lines[0]
    assert verdict_words(once) == "+14°, beyond ±12° once: not yet sure"
    twice = report(facts_of(reading(0, 30), reading(14, 43), reading(28, 44))).lines[0]
    assert verdict_words(twice) == "+14°, beyond ±12°: better"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80)), min_size=2, max_size=8, unique_by=lambda t: t[0]))
@settings(max_examples=60)
def test_no_line_is_real_unless_its_last_two_days_are_beyond_the_error(told: list[tuple[int, int]]) -> None:
    line = report(facts_of(*(reading(day, value) for day, value in told))).lines[0]
    beyond = [abs(p.value - line.first.value) > 12 for p in line.points[-2:]]
    assert not line.real or all(beyond)
    assert ("no change" in verdict_words(line)) == (not beyond[-1])


def test_two_methods_are_two_lines_and_the_page_says_not_to_compare_them() -> None:
    found = report(facts_of(reading(0, 30), reading(1, 44, method="goniometer")))
    assert [(line.method, len(line.points)) for line in found.lines] == [("goniometer", 1), ("phone", 1)]
    assert any("must not be compared" in says for says in found.limits)


def test_the_first_reading_is_the_first_of_the_period() -> None:
    facts = facts_of(reading(0, 20), reading(30, 40), reading(44, 42), reading(58, 43))
    whole, late = report(facts), report(facts, since=BEGIN + timedelta(days=30))
    assert (whole.whole, late.whole) == (True, False)
    assert (whole.lines[0].first.value, late.lines[0].first.value) == (20, 40)
    assert (whole.lines[0].real, late.lines[0].real) == (True, False)


def test_what_comes_after_the_period_is_not_in_it() -> None:
    facts = facts_of(reading(0, 20), reading(30, 40))
    found = report(facts, on=BEGIN + timedelta(days=10))
    assert [point.value for line in found.lines for point in line.points] == [20]


def test_an_empty_record_makes_an_empty_report() -> None:
    found = report([], on=TODAY)
    assert found.empty and found.done.sessions == 0 and found.who.age is None
    assert found.standing.startswith("Nothing is offered until the safety questions are answered")


def test_a_morning_that_was_not_told_is_counted_as_unknown() -> None:
    done = {"kind": "set", "exercise": "clamshell", "level": "no-band", "side": "left", "reps": 12}
    facts = facts_of(
        {**done, "at": "2026-01-05"}, {"kind": "next-day", "at": "2026-01-06", "side": "left", "pain": 0},
        {**done, "at": "2026-01-07"}, {**done, "at": "2026-01-09"},
    )  # fmt: skip
    found = report(facts, on=date(2026, 1, 12))
    mornings = found.pain[0].mornings
    assert (mornings.due, mornings.told, mornings.worse) == (3, 1, 0)
    assert any("2 mornings after were not told" in says for says in found.limits)


def test_the_story_of_the_demo_is_all_there() -> None:
    found = report(demo(), on=TODAY)
    assert found.made_up is False and is_made_up(demo())
    assert [(line.short, line.side) for line in found.lines if line.real] == [("ER, prone", "right")]
    assert {line.side for line in found.rotation} == {"left", "right"}
    assert {line.measure for line in found.rotation} == {"prone-er", "prone-ir"}
    order = found.orders[0]
    assert (order.stands, order.says) == (True, "Step-down, right: 2 × 8, hand support")
    assert any(not move.up for one in found.ladders for move in one.moves), "something was eased"
    assert any(move.up and move.before for one in found.ladders for move in one.moves), "something was climbed"
    assert max(pain.worst or 0 for pain in found.pain) > STOP
    assert found.done.asked and found.done.sessions <= found.done.asked + 1


def test_every_move_on_a_ladder_says_why() -> None:
    moves = [move for one in report(demo(), on=TODAY).ladders for move in one.moves]
    assert moves and all(move.why and move.why[-1] in ".!?" for move in moves)


def test_a_record_without_offers_says_that_the_reason_is_not_known() -> None:
    done = {"kind": "set", "exercise": "clamshell", "side": "left", "reps": 12}
    facts = facts_of(
        {**done, "at": "2026-01-05", "level": "no-band"}, {**done, "at": "2026-01-07", "level": "band-yellow"}
    )
    one = report(facts).ladders[0]
    assert [(move.before, move.after) for move in one.moves] == [("", "No band"), ("No band", "Yellow band")]
    assert one.moves[1].why == "The record does not say why."
    assert path_words(one) == "no band 5 Jan › yellow band 7 Jan"


@pytest.mark.parametrize("session", [{"items": 7}, {"items": ["x", {"exercise": 1}]}, {}, {"items": [{"why": 3}]}])
def test_an_offer_that_holds_anything_at_all_is_read_without_harm(session: dict[str, Any]) -> None:
    facts = facts_of(
        {"kind": "offered", "at": "2026-01-05", "knowledge": "x", "session": session},
        {"kind": "set", "at": "2026-01-05", "exercise": "clamshell", "side": "left", "reps": 12},
    )
    assert report(facts).sets == (0, 0)


def test_stops_and_clearances_stand_with_their_days() -> None:
    facts = facts_of(
        {"kind": "screen", "at": "2026-01-05", "answers": {"recent-hip-surgery": True}},
        {"kind": "clearance", "at": "2026-01-09", "flag": "recent-hip-surgery", "by": "Dr Hill"},
    )
    said = [(event.day.day, event.stop, event.says.split(":")[0]) for event in report(facts).events]
    assert said == [(5, True, "Stop"), (9, False, "Cleared by Dr Hill")]


def test_a_stop_in_force_is_the_standing_of_the_report() -> None:
    found = report(facts_of({"kind": "screen", "at": "2026-01-05", "answers": {"recent-hip-surgery": True}}))
    assert found.standing and not found.standing.startswith("Nothing is offered until")


def test_an_order_that_is_corrected_away_is_not_told() -> None:
    order = {
        "kind": "prescription", "id": "01890a5d-ac96-774b-bcce-b302099a8057", "at": "2026-01-05", "by": "Dr Hill",
        "exercise": "clamshell", "side": "left", "sets": 1,
    }  # fmt: skip
    gone = {"kind": "correction", "at": "2026-01-06", "replaces": order["id"]}
    assert len(report(facts_of(order)).orders) == 1
    assert report(facts_of(order, gone)).orders == ()


# -- what ended early --------------------------------------------------------------------------------------------------

CLAM: dict[str, Any] = {"kind": "set", "exercise": "clamshell", "level": "no-band", "side": "left", "reps": 12}
BRIDGE: dict[str, Any] = {**CLAM, "exercise": "banded-bridge", "level": "band-yellow", "side": "both"}


def early(*contents: dict[str, Any], on: date = date(2026, 1, 9)) -> list[str]:
    """The sentences on what ended early in a session of four sets of the clamshell, left and right."""
    item = {"exercise": "clamshell", "level": "no-band", "sets": 2, "reps": 12}
    session = {"items": [{**item, "side": side} for side in ("left", "right")]}
    offer = {"kind": "offered", "at": "2026-01-05T09:00:00Z", "knowledge": "x", "session": session}
    return early_words(report(facts_of(offer, *contents), on=on).early, on)


def test_an_exercise_that_hurt_is_told_with_its_set_its_day_and_where() -> None:
    assert early(
        {**CLAM, "at": "2026-01-05T10:00:00Z", "pain": 2},
        {**CLAM, "at": "2026-01-05T10:01:00Z", "pain": 7},
        *({**CLAM, "at": f"2026-01-05T10:0{n}:00Z", "side": "right"} for n in (2, 3)),
        {**BRIDGE, "at": "2026-01-05T10:04:00Z", "pain": 1, "symptoms": ["pinch"], "felt_side": "right"},
    ) == [
        "By pain or a symptom, twice: Banded bridge, set 1, 5 Jan (a pinch in the groin on the right); "
        "Clamshell, left, set 2, 5 Jan (pain 7 of 10)."
    ]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "no end told"),
        ([{"kind": "session", "done": True}], "ended by the person, no reason told"),
        ([{"kind": "pain", "side": "right", "now": 7}, {"kind": "session", "done": True}], "pain 7 of 10 told, right"),
        ([{"kind": "screen", "anything_new": True}], "something new was reported"),
    ],
)
def test_a_session_that_was_stopped_says_how_far_it_came_and_why(told: list[dict[str, Any]], why: str) -> None:
    after = [{**fact, "at": "2026-01-05T10:05:00Z"} for fact in told]
    done = {**CLAM, "at": "2026-01-05T10:00:00Z"}
    assert early(done, *after) == [f"Sessions stopped before the end, 1: 5 Jan, 1 of 4 sets ({why})."]


def test_what_was_skipped_stops_no_session_and_a_session_under_way_is_not_stopped() -> None:
    done = [{**CLAM, "at": f"2026-01-05T10:0{n}:00Z"} for n in range(2)]
    skip = {"kind": "skip", "at": "2026-01-05T10:05:00Z", "exercise": "clamshell", "side": "right", "reason": "no-time"}
    assert early(*done, skip) == ["Skipped: no time once."]
    assert early(*done, on=date(2026, 1, 5)) == []
    hurt = {**skip, "reason": "it-hurts"}
    assert early(*done, skip, skip, hurt) == ["Skipped: no time twice; hurt before the start once."]


# -- weeks and drawings ------------------------------------------------------------------------------------------------


@given(st.integers(1, 900))
def test_a_time_axis_has_a_few_labels_whatever_its_length(days: int) -> None:
    period = Period(BEGIN, BEGIN + timedelta(days=days - 1))
    ticks = day_ticks(period)
    assert len(ticks) <= MOST_TICKS + 2
    assert all(0 <= tick.at <= 100 for tick in ticks)


@given(st.lists(st.tuples(st.integers(0, 799), st.integers(0, 10)), min_size=1, max_size=60))
def test_weeks_keep_the_least_the_most_and_every_answer(told: list[tuple[int, int]]) -> None:
    period = Period(BEGIN, BEGIN + timedelta(days=799))
    weeks = binned([(BEGIN + timedelta(days=day), pain) for day, pain in told], period)
    assert sum(week.answers for week in weeks) == len(told)
    assert max(week.most for week in weeks) == max(pain for _, pain in told)
    assert min(week.least for week in weeks) == min(pain for _, pain in told)
    assert all(week.least <= week.middle <= week.most for week in weeks)


def test_every_mark_of_every_chart_lies_within_it() -> None:
    found = report(demo(), on=TODAY)
    panels = [
        *range_panels(found.rotation, found.period),
        *(pain_panel(pain, found.period, STOP) for pain in found.pain),
        done_panel(found.done, found.period),
        *(ladder_panel(one, found.period) for one in found.ladders),
    ]
    for panel in panels:
        places = [
            *(p for shape in (*panel.bands, *panel.paths) for p in shape),
            *((dot.x, dot.y) for dot in panel.dots),
        ]
        places += [(x, y) for x, top, bottom in panel.stems for y in (top, bottom)]
        assert places and all(0 <= x <= 100 and 0 <= y <= 100 for x, y in places)
        assert panel.says and panel.label.split(",")[0] in panel.says


def test_weeks_of_sessions_add_up() -> None:
    found = report(demo(), on=TODAY)
    assert sum(week.done for week in found.done.weeks) == found.done.sessions
    sessions = {fact_json(fact)["at"][:10] for fact in demo() if fact.kind == "set"}
    assert found.done.sessions == len(sessions)


def test_rows_name_what_is_done_no_longer() -> None:
    found = report(demo(), on=TODAY)
    rows, earlier = exercise_rows(found.ladders, found.period)
    assert {row["name"] for row in rows}.isdisjoint(earlier.removeprefix("Earlier: ").rstrip(".").split(" and "))
    assert k().exercises["clamshell"].name in earlier
