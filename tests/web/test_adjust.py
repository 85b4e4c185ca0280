"""Adjust: prescriptions, wishes, and how much of a circuit; each said by the next session, within what never bends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.serving import Served, begin, intake, log_all, log_set, say_yes
from tests.web.test_loop_pages import text

ORDER = {"what": "dose", "sets": "2", "reps": "12", "side": "left", "by": "Dr Hill", "on": "2026-11-03"}


@pytest.fixture
def three_phases(app: Served) -> Served:
    """Somebody in a programme, with what it needs."""
    intake(app, programme="piriformis-three-phase", affected="left", equipment=("loop-band", "step"))
    return app


def row(app: Served, exercise: str, side: str) -> dict[str, Any]:
    plan = app.plan()
    session: dict[str, Any] = plan["session"] or {"items": []}
    rows: list[dict[str, Any]] = [*session["items"], *plan["withheld"]]
    return next(one for one in rows if (one["exercise"], one["side"]) == (exercise, side))


def says(app: Served, exercise: str, side: str) -> list[str]:
    return [why["says"] for why in row(app, exercise, side)["why"]]


def test_a_prescription_is_named_and_dated_and_the_next_session_says_so(three_phases: Served) -> None:
    page = three_phases.post("/adjust/clamshell", ORDER)
    assert "Dr Hill on 3 November" in text(page.text)
    item = row(three_phases, "clamshell", "left")
    assert (item["sets"], item["reps"]) == (2, 12)
    assert "prescribed by Dr Hill on 3 November: 2x12 instead of 3x15" in says(three_phases, "clamshell", "left")
    assert row(three_phases, "clamshell", "right")["reps"] == 15
    fact = [f for f in three_phases.facts() if f["kind"] == "prescription"][-1]
    assert (fact["by"], fact["prescribed_on"]) == ("Dr Hill", "2026-11-03")


def test_leaving_out_on_one_side_is_said_with_name_and_day(three_phases: Served) -> None:
    fields = {**ORDER, "what": "out"}
    three_phases.post("/adjust/clamshell", fields)
    assert says(three_phases, "clamshell", "left") == ["left out by Dr Hill on 3 November"]
    assert "action" in row(three_phases, "clamshell", "right")


def test_another_exercise_takes_the_place_and_keeps_it_with_a_later_dose(three_phases: Served) -> None:
    three_phases.post("/adjust/side-lying-er", {**ORDER, "what": "instead", "instead_of": "clamshell"})
    assert "takes its place, prescribed by Dr Hill" in says(three_phases, "clamshell", "left")[0]
    three_phases.post("/adjust/side-lying-er", {**ORDER, "sets": "1"})
    assert row(three_phases, "side-lying-er", "left")["sets"] == 1
    assert "action" not in row(three_phases, "clamshell", "left")


def test_ending_a_prescription_gives_the_programme_back(three_phases: Served) -> None:
    three_phases.post("/adjust/clamshell", ORDER)
    three_phases.post("/adjust/end", {"order": "clamshell:left"})
    assert row(three_phases, "clamshell", "left")["reps"] == 15
    assert "Nothing. The plan follows its own rules." in text(three_phases.get("/adjust").text)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"by": ""}, "by"),
        ({"by": "me"}, "by"),
        ({"on": ""}, "on"),
        ({"on": "2026-11-24"}, "on"),
        ({"side": ""}, "side"),
        ({"what": ""}, "what"),
        ({"what": "instead"}, "instead_of"),
        ({"what": "instead", "instead_of": "clamshell"}, "instead_of"),
        ({"sets": "", "reps": ""}, "sets"),
        ({"sets": "11"}, "sets"),
        ({"reps": "0"}, "reps"),
        ({"level": "band-orange"}, "level"),
    ],
)
def test_an_order_that_lacks_something_is_not_kept(three_phases: Served, changed: dict[str, str], field: str) -> None:
    before = len(three_phases.facts())
    page = three_phases.post("/adjust/clamshell", {**ORDER, **changed})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}"' in page.text
    assert len(three_phases.facts()) == before


def test_pain_comes_before_a_prescription_and_the_page_says_so(three_phases: Served) -> None:
    begin(three_phases)
    log_set(three_phases, 1, pain="7")
    item = [f for f in three_phases.facts() if f["kind"] == "offered"][-1]["session"]["items"][0]
    three_phases.clock.forward(days=2)
    three_phases.post("/morning", {"fine": "yes"})
    side = item["side"]
    three_phases.post(f"/adjust/{item['exercise']}", {**ORDER, "sets": "5", "reps": "30", "side": side})
    after = row(three_phases, item["exercise"], side)
    assert after.get("sets", 0) <= item["sets"]
    assert after.get("action") != "raise"
    words = text(three_phases.get("/adjust").text)
    assert "Not fully so today." in words
    assert "pain" in words.split("Not fully so today.")[1].lower()


def test_a_stop_comes_before_a_prescription(three_phases: Served) -> None:
    three_phases.post("/adjust/clamshell", ORDER)
    three_phases.post("/wrong/new")
    say_yes(three_phases, "cold-pale-leg")
    assert three_phases.plan()["session"] is None
    assert "Waits while a stop or a question stands." in text(three_phases.get("/adjust").text)


def test_a_bigger_dose_is_reached_step_by_step_and_the_page_says_so(three_phases: Served) -> None:
    begin(three_phases)
    log_all(three_phases)
    three_phases.clock.forward(days=1)
    three_phases.post("/morning", {"fine": "yes"})
    three_phases.clock.forward(days=1)
    three_phases.post("/adjust/clamshell", {**ORDER, "sets": "5", "reps": "30"})
    item = row(three_phases, "clamshell", "left")
    assert (item["action"], item["sets"], item["reps"]) == ("raise", 3, 15)
    assert "One step a session on the way to what was prescribed." in text(three_phases.get("/adjust").text)


def test_left_out_while_the_session_runs_closes_it_at_once(three_phases: Served) -> None:
    begin(three_phases)
    items = [f for f in three_phases.facts() if f["kind"] == "offered"][-1]["session"]["items"]
    exercise = items[0]["exercise"]
    three_phases.post(f"/adjust/{exercise}", {**ORDER, "what": "out", "side": "both"})
    assert "Left out by Dr Hill on 3 November." in text(three_phases.get("/session/1").text)


def test_a_wish_leaves_an_exercise_out_and_gives_it_back(three_phases: Served) -> None:
    three_phases.post("/adjust/clamshell/wish", {"wish": "not"})
    assert says(three_phases, "clamshell", "left") == ["you said you would rather not do this"]
    three_phases.post("/adjust/positions", {"position": ["prone"]})
    assert [f["dislikes"] for f in three_phases.facts() if f["kind"] == "preference"][-1] == ["prone", "clamshell"]
    three_phases.post("/adjust/clamshell/wish", {"wish": "again"})
    assert "action" in row(three_phases, "clamshell", "left")


def test_an_unknown_exercise_has_no_page(three_phases: Served) -> None:
    assert three_phases.get("/adjust/nothing").status_code == 404
    assert three_phases.get("/adjust?exercise=clamshell").url.path == "/adjust/clamshell"


def test_a_circuit_can_be_chosen_from(app: Served) -> None:
    intake(app, programme="hip-circuit", equipment=("loop-band", "long-band", "anchor", "dumbbell", "kettlebell",
                                                    "bench", "step"))  # fmt: skip
    assert app.post("/adjust/circuit", {"mode": "choose"}).status_code == 422
    app.post("/adjust/circuit", {"mode": "choose", "chosen": ["lateral-lunge", "kickstand-deadlift"]})
    assert says(app, "kettlebell-swing", "both") == ["you chose other moves of this programme"]
    assert "not-chosen" not in str(row(app, "lateral-lunge", "left")["why"])
    app.post("/adjust/circuit", {"mode": "full"})
    assert "not-chosen" not in str(app.plan()["withheld"])


@pytest.fixture
def daily(app: Served) -> tuple[Served, int, dict[str, Any]]:
    """The second day of a programme with stretches three times a day, the first of them done once."""
    intake(app, programme="iliopsoas-rotation", affected="left", equipment=("long-band", "anchor", "loop-band"))
    app.post("/start/goals", {"minutes": "45", "days": "7"})
    begin(app)
    log_all(app)
    app.clock.forward(days=1)
    app.post("/morning", {"morning-left": "1", "morning-right": "0"})
    begin(app)
    items = [f for f in app.facts() if f["kind"] == "offered"][-1]["session"]["items"]
    number, item = next((n, i) for n, i in enumerate(items, 1) if i["bouts"] > 1)
    for _ in range(item["sets"]):
        log_set(app, number)
    return app, number, item


def test_once_more_today_adds_no_session_and_no_step(daily: tuple[Served, int, dict[str, Any]]) -> None:
    app, number, item = daily
    assert "Once more today" in text(app.get(f"/session/{number}").text)
    app.post(f"/session/{number}/again", {"bout": "2", "pain": "0"})
    app.post(f"/session/{number}/again", {"bout": "2", "pain": "0"})  # sent twice
    page = text(app.post(f"/session/{number}/again", {"bout": "3", "pain": "1"}).text)
    assert "Once more today" not in page
    bouts = [f["bout"] for f in app.facts() if f["kind"] == "set" and "bout" in f]
    assert bouts == [2] * item["sets"] + [3] * item["sets"]
    app.clock.forward(days=1)
    app.post("/morning", {"morning-left": "1", "morning-right": "0"})
    after = row(app, item["exercise"], item["side"])
    assert (after["action"], after["sets"], after["seconds"]) == ("keep", item["sets"], item["seconds"])


def test_a_further_bout_that_hurts_ends_the_exercise(daily: tuple[Served, int, dict[str, Any]]) -> None:
    app, number, _ = daily
    assert app.post(f"/session/{number}/again", {"bout": "2"}).status_code == 422
    page = app.post(f"/session/{number}/again", {"bout": "2", "pain": "8"})
    assert "This one ends here for today" in text(page.text)
