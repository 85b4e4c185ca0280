"""The loop on the pages: intake, stop, clearance, measurement, session, morning. Every form works without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.web.serving import Served, answer_no_to_all, begin, intake, log_all, log_set, say_yes
from turnout.knowledge import load_knowledge

K = load_knowledge()


def text(page: str) -> str:
    """The words of a page."""
    body = page.split('id="main">', 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def kinds(app: Served) -> list[str]:
    return [fact["kind"] for fact in app.facts()]


def test_a_first_visit_offers_to_begin_and_stores_nothing(app: Served) -> None:
    assert "Begin" in app.get("/").text
    assert app.facts() == []


def test_the_safety_questions_come_before_everything(app: Served) -> None:
    for path in ("/start", "/session"):
        assert app.get(path).url.path == "/start/safety"
    assert "safety questions come first" in text(app.get("/measure").text)
    assert app.get("/measure/prone-er").url.path == "/measure"


def test_no_safety_answer_is_prefilled_and_every_question_is_asked(app: Served) -> None:
    asked: set[str] = set()
    for _ in range(3):
        page = app.get("/start/safety").text
        assert "checked" not in page
        asked |= {id for id in K.red_flags if f'name="{id}"' in page}
        group = re.search(r'name="group" value="([^"]+)"', page)
        assert group is not None
        app.post("/start/safety", {"group": group[1], "none": "yes"})
    assert asked == set(K.red_flags)
    assert app.plan()["ask"] == []


def test_a_missing_safety_answer_is_asked_for_and_nothing_is_stored(app: Served) -> None:
    answer = app.post("/start/safety", {"group": "now", "cannot-bear-weight": "no"})
    assert answer.status_code == 422
    assert "10 answers are still needed" in text(answer.text)
    assert app.facts() == []


def test_none_of_these_beside_a_yes_is_not_taken(app: Served) -> None:
    answer = app.post("/start/safety", {"group": "now", "cold-pale-leg": "yes", "none": "yes"})
    assert answer.status_code == 422
    assert app.facts() == []


def test_a_confirmed_yes_stops_at_once_even_while_other_answers_are_missing(app: Served) -> None:
    page = say_yes(app, "cold-pale-leg")
    assert page.url.path == "/stop"
    words = text(page.text)
    assert words.startswith("Now Please get help now")
    assert K.red_flags["cold-pale-leg"].says in words
    for path in ("/", "/session", "/start", "/wrong"):
        assert app.get(path).url.path == "/stop"
    assert app.plan()["session"] is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "name of the clinician"),
        ({"by": "Dr Hill"}, "date of the clearance"),
        ({"by": "Dr Hill", "on": "2026-11-24"}, "in the future"),
        ({"by": "Dr Hill", "on": "2026-11-01"}, "on or after the day of your answer"),
        ({"by": "Dr Hill", "on": "soon"}, "a date such as"),
        ({"by": "Me", "on": "2026-11-23"}, "nobody signs for themselves"),
    ],
)
def test_only_a_named_and_dated_clearance_lifts_a_stop(app: Served, fields: dict[str, str], says: str) -> None:
    say_yes(app, "cold-pale-leg")
    answer = app.post("/stop/clearance", {"flag": "cold-pale-leg", **fields})
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert app.plan()["stop"] is not None


def test_a_clearance_lifts_the_stop_and_the_open_questions_follow(app: Served) -> None:
    say_yes(app, "cold-pale-leg")
    app.post("/stop/clearance", {"flag": "cold-pale-leg", "by": "Dr Hill", "on": "2026-11-23"})
    assert app.plan()["stop"] is None
    assert len(app.plan()["ask"]) == len(K.red_flags) - 1
    assert app.get("/start").url.path == "/start/safety"


def test_the_intake_stores_what_was_said(app: Served) -> None:
    intake(app, programme="piriformis-three-phase", affected="left", equipment=("loop-band", "step"))
    plan = app.plan()
    assert plan["programme"] == "piriformis-three-phase"
    profile: dict[str, Any] = {}
    for fact in app.facts():
        profile |= fact if fact["kind"] == "profile" else {}
    assert (profile["born"], profile["sex"], profile["minutes"], profile["days_per_week"]) == (1990, "f", 20, 3)
    assert profile["equipment"] == ["loop-band", "step"]
    assert text(app.get("/start").text).startswith("What you told us")


def test_under_sixteen_is_a_stop_without_a_clearance_form(app: Served) -> None:
    answer_no_to_all(app)
    page = app.post("/start/you", {"born": "2015", "sex": "m"})
    assert page.url.path == "/stop"
    assert "16" in text(page.text)
    assert "/stop/clearance" not in page.text


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("you", {"born": "92", "sex": "f"}),
        ("you", {"born": "1992", "sex": "q"}),
        ("you", {"born": "1992", "sex": "f", "mass_kg": "heavy"}),
        ("you", {"born": "1992", "sex": "f", "mass_kg": "nan"}),
        ("conditions", {"condition": "fai"}),
        ("conditions", {}),
        ("conditions", {"cannot": "kneel", "none": "yes"}),
        ("goals", {"minutes": "0", "days": "3"}),
        ("programme", {}),
        ("programme", {"programme": "nothing"}),
        ("programme", {"programme": "piriformis-three-phase"}),
        ("pain", {"pain-left": "11", "pain-right": "0"}),
        ("pain", {"pain-left": "3"}),
        ("pain", {"pain-left": "3", "nothing": "yes"}),
        ("pain", {"pain-left": "3", "worst-left": "2", "pain-right": "0"}),
    ],
)
def test_a_wrong_answer_gives_the_page_again_with_a_link_to_the_field(
    app: Served, step: str, fields: dict[str, str]
) -> None:
    answer_no_to_all(app)
    before = len(app.facts())
    answer = app.post(f"/start/{step}", fields)
    assert answer.status_code == 422
    link = re.search(r'class="wrongs".*?href="#([^"]+)"', answer.text, re.DOTALL)
    assert link is not None
    assert f'id="{link[1]}"' in answer.text
    assert len(app.facts()) == before


def test_a_programme_that_a_condition_excludes_is_refused_with_the_reason(app: Served) -> None:
    answer_no_to_all(app)
    app.post(
        "/start/conditions", {"condition": ["hip-replacement-posterior"], "side-hip-replacement-posterior": "left"}
    )
    answer = app.post("/start/programme", {"programme": "desk-pair"})
    assert answer.status_code == 422
    assert "is not for you: Hip replacement through the back" in text(answer.text)


def test_a_condition_can_be_ended_again(ready: Served) -> None:
    ready.post("/start/conditions", {"condition": ["fai"], "side-fai": "left"})
    assert "impingement" in text(ready.get("/start").text)
    ready.post("/start/conditions", {"none": "yes"})
    assert "None told" in text(ready.get("/start").text)


def test_a_measure_keeps_the_median_and_shows_the_error_and_the_last_time(ready: Served) -> None:
    trials = {"left-1": "27", "left-2": "30", "left-3": "28", "method": "phone", "helper": "alone"}
    page = ready.post("/measure/prone-er", trials)
    reading = [fact for fact in ready.facts() if fact["kind"] == "reading"][-1]
    assert (reading["value"], reading["trials"], reading["side"], reading["helper"]) == (
        28,
        [27, 30, 28],
        "left",
        False,
    )
    assert "error plus or minus 12°" in page.text
    ready.clock.forward(days=7)
    page = ready.post("/measure/prone-er", {**trials, "left-1": "33", "left-2": "34", "left-3": "35"})
    assert "last time 28°" in page.text
    assert "within the error of 12°, so no change" in text(page.text)


def test_the_best_trial_counts_where_the_measure_says_so(ready: Served) -> None:
    ready.post("/measure/er-strength-pull", {"left-1": "80", "left-2": "95", "left-3": "90", "helper": "alone"})
    reading = [fact for fact in ready.facts() if fact["kind"] == "reading"][-1]
    assert (reading["value"], reading.get("trials")) == (95, None)


def test_ticks_are_added_up_and_a_side_not_judged_is_not_a_zero(ready: Served) -> None:
    ready.post("/measure/lateral-step-down", {"left-done": "yes", "left-tick": ["1", "2"], "method": "estimate"})
    readings = [fact for fact in ready.facts() if fact["kind"] == "reading"]
    assert [(r["side"], r["value"]) for r in readings] == [("left", 2)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"left-1": "400", "method": "phone", "helper": "alone"},
        {"left-1": "28", "helper": "alone"},
        {"left-1": "28", "method": "phone"},
        {"left-1": "28", "method": "thumb", "helper": "alone"},
    ],
)
def test_an_impossible_or_incomplete_reading_is_not_kept(ready: Served, fields: dict[str, str]) -> None:
    before = len(ready.facts())
    assert ready.post("/measure/prone-er", fields).status_code == 422
    assert len(ready.facts()) == before


def test_a_withheld_side_has_no_field(ready: Served) -> None:
    ready.post(
        "/start/conditions", {"condition": ["hip-replacement-anterior"], "side-hip-replacement-anterior": "left"}
    )
    page = ready.get("/measure/prone-er").text
    assert 'name="left-1"' not in page
    assert 'name="right-1"' in page
    fields = {"left-1": "20", "method": "phone", "helper": "alone"}
    assert ready.post("/measure/prone-er", fields).status_code == 422
    assert "Left out for you" in text(ready.get("/measure").text)


def test_a_session_is_offered_once_a_day_and_stays_as_offered(ready: Served) -> None:
    begin(ready)
    begin(ready)
    offered = [fact for fact in ready.facts() if fact["kind"] == "offered"]
    assert len(offered) == 1
    assert offered[0]["knowledge"] == K.version
    names = [item["exercise"] for item in offered[0]["session"]["items"]]
    log_set(ready, 1)
    page = ready.get("/session").text
    assert all(K.exercises[name].name in unescape(page) for name in names)


def test_something_new_asks_the_safety_questions_again(ready: Served) -> None:
    page = begin(ready, new="yes")
    assert page.url.path == "/start/safety"
    assert "something new was reported" in text(page.text)
    assert "offered" not in kinds(ready)


def test_before_a_session_nothing_may_stay_unanswered(ready: Served) -> None:
    ready.clock.forward(days=1)
    assert ready.post("/session/begin", {}).status_code == 422
    assert "offered" not in kinds(ready)


def test_pain_above_five_ends_the_exercise_on_this_side(ready: Served) -> None:
    begin(ready)
    page = log_set(ready, 1, pain="6")
    assert "This one ends here for today" in text(page.text)
    assert 'name="set"' not in page.text
    before = len(ready.facts())
    ready.post("/session/1/set", {"set": "2", "reps": "5", "seconds": "5", "pain": "0", "effort": "5"})
    assert len(ready.facts()) == before


def test_a_symptom_ends_the_exercise_and_numbness_reopens_the_screen(ready: Served) -> None:
    begin(ready)
    assert "ends here" in text(log_set(ready, 1, symptom=["pinch"]).text)
    assert log_set(ready, 2, symptom=["numb"]).url.path == "/start/safety"


def test_where_both_legs_work_it_is_asked_on_which_side_it_hurt(app: Served) -> None:
    intake(app)
    items = app.plan()["session"]["items"]
    both, one = (1 + next(n for n, i in enumerate(items) if (i["side"] == "both") is two) for two in (True, False))
    begin(app)
    assert 'name="felt_side"' in app.get(f"/session/{both}").text
    assert 'name="felt_side"' not in app.get(f"/session/{one}").text
    log_set(app, both, pain="0", felt_side="left")
    log_set(app, both, pain="3", felt_side="left")
    log_set(app, one, pain="3", felt_side="left")
    told = [fact.get("felt_side") for fact in app.facts() if fact["kind"] == "set"]
    assert told == [None, "left", None]


def test_clean_is_asked_after_the_last_set_and_holds_for_all(ready: Served) -> None:
    begin(ready)
    assert 'name="clean"' not in ready.get("/session/1").text
    log_set(ready, 1, clean="")
    page = ready.get("/session/1").text
    assert 'name="clean"' in page
    assert not re.search(r'name="clean"[^>]*checked', page)
    assert log_set(ready, 1, clean="").status_code == 422
    log_set(ready, 1, clean="yes")
    corrections = [fact for fact in ready.facts() if fact["kind"] == "correction"]
    assert [c["fact"]["clean"] for c in corrections] == [True]


def test_a_set_sent_twice_is_kept_once(ready: Served) -> None:
    begin(ready)
    log_set(ready, 1, set="1")
    log_set(ready, 1, set="1")
    assert kinds(ready).count("set") == 1


def test_the_last_set_can_be_taken_back(ready: Served) -> None:
    begin(ready)
    log_set(ready, 1, pain="9")
    page = ready.post("/session/1/undo")
    assert "set 1 of" in text(page.text)


def test_an_exercise_can_be_skipped_with_a_reason_only(ready: Served) -> None:
    begin(ready)
    assert ready.post("/session/1/skip", {}).status_code == 422
    ready.post("/session/1/skip", {"reason": "no-time"})
    assert [f["reason"] for f in ready.facts() if f["kind"] == "skip"] == ["no-time"]


def test_the_morning_is_asked_first_and_the_next_session_says_why_it_differs(ready: Served) -> None:
    begin(ready)
    log_all(ready)
    assert text(ready.get("/").text).startswith("Monday 23 November Done for today")
    ready.clock.forward(days=1)
    assert "the morning after?" in text(ready.get("/").text)
    ready.post("/morning", {"fine": "yes"})
    assert "Rest today" in text(ready.get("/").text)
    ready.clock.forward(days=1)
    page = text(ready.get("/").text)
    assert "met" in page
    assert "the plan has 3 a week" in page


def test_a_morning_not_remembered_lets_one_go_on(ready: Served) -> None:
    begin(ready)
    log_all(ready)
    ready.clock.forward(days=2)
    assert "morning after" in text(ready.get("/").text)
    assert "moves" in text(ready.get("/?morning=unknown").text)


def test_a_worse_morning_is_said_as_the_reason(ready: Served) -> None:
    begin(ready)
    log_all(ready)
    ready.clock.forward(days=1)
    ready.post("/morning", {"morning-left": "4", "morning-right": "0"})
    if ready.plan()["ask"]:
        answer_no_to_all(ready)
    ready.clock.forward(days=1)
    assert "morning after was worse" in text(ready.get("/").text)


def test_pain_told_meanwhile_takes_the_side_out_of_the_session(ready: Served) -> None:
    begin(ready)
    ready.post("/start/pain", {"pain-left": "7", "pain-right": "0"})
    if ready.plan()["ask"]:
        answer_no_to_all(ready)
    page = text(ready.get("/session").text)
    assert "left out now" in page.lower()
