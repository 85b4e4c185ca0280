"""The intake: what must be known before a first session, a yes that is confirmed, what is asked afterwards."""

from __future__ import annotations

import re

import pytest

from tests.web.serving import Served, answer_no_to_all, begin, intake, log_all, say_yes
from tests.web.test_loop_pages import K, text

YES = "cold-pale-leg"


def told(app: Served, kind: str) -> list[dict[str, object]]:
    return [fact for fact in app.facts() if fact["kind"] == kind]


def test_a_yes_is_asked_about_once_more_before_it_is_kept(app: Served) -> None:
    page = say_yes(app, YES, sure=False)
    words = text(page.text)
    assert "You answered yes. Is that so?" in words
    assert K.red_flags[YES].asks in words
    assert f"If it is so: {K.red_flags[YES].says}" in words
    assert app.facts() == []


def test_a_yes_that_was_never_confirmed_stays_an_open_question_and_is_no_no(app: Served) -> None:
    app.post("/start/safety", {"group": "now", YES: "yes", "both-legs-weak": "no"})
    assert app.facts() == []
    assert YES in app.plan()["ask"]
    assert app.plan()["session"] is None
    assert app.get("/session").url.path == "/start/safety"


def test_a_slip_goes_back_to_the_questions_with_that_one_open(app: Served) -> None:
    page = app.post("/start/safety", {"group": "now", YES: "yes", "both-legs-weak": "no", "slip": "yes"})
    assert app.facts() == []
    assert not re.search(rf'name="{YES}"[^>]*checked', page.text)
    assert re.search(r'name="both-legs-weak" value="no" checked', page.text)


def test_what_was_answered_no_beside_a_yes_is_kept_with_it(app: Served) -> None:
    app.post("/start/safety", {"group": "now", YES: "yes", "both-legs-weak": "no", "sure": "yes"})
    assert told(app, "screen")[0]["answers"] == {YES: True, "both-legs-weak": False}


def test_being_sure_of_nothing_is_no_answer(app: Served) -> None:
    assert app.post("/start/safety", {"group": "now", "sure": "yes"}).status_code == 422
    assert app.facts() == []


def test_what_needs_help_at_once_stands_on_a_page_of_its_own(app: Served) -> None:
    page = app.get("/start/safety").text
    urgent = {id for id, flag in K.red_flags.items() if flag.urgency == "now"}
    assert {id for id in K.red_flags if f'name="{id}"' in page} == urgent
    assert f"No to all {len(urgent)}: none of these is so" in text(page)


def test_the_no_to_all_stands_after_the_last_question_and_enter_never_presses_it(app: Served) -> None:
    page = app.get("/start/safety").text
    last = max(page.index(f'name="{id}"') for id in K.red_flags if f'name="{id}"' in page)
    buttons = [m.start() for m in re.finditer(r'<button class="button', page)]
    assert buttons[0] > last
    assert 'name="each"' in page[buttons[0] : buttons[1]]


def test_no_first_session_is_opened_before_age_and_limits_are_known(app: Served) -> None:
    answer_no_to_all(app)
    assert "A few questions are left" in text(app.get("/").text)
    assert app.get("/session").url.path == "/start/you"
    app.post("/start/you", {"born": "1990", "sex": "f"})
    assert app.get("/session").url.path == "/start/conditions"
    app.post("/start/conditions", {"none": "yes"})
    assert app.get("/session").url.path == "/session"


def test_none_of_these_says_that_nothing_need_be_left_out(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/conditions", {"none": "yes"})
    assert [fact["cannot"] for fact in told(app, "profile")] == [[]]
    app.post("/start/conditions", {"cannot": ["kneel", "jump"]})
    assert told(app, "profile")[-1]["cannot"] == ["kneel", "jump"]


def test_the_shortest_intake_assumes_nothing_that_was_not_told(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    app.post("/start/programme", {"programme": "individual"})
    app.post("/start/pain", {"nothing": "yes"})
    profile = {key for fact in told(app, "profile") for key in fact}
    assert profile.isdisjoint({"equipment", "minutes", "days_per_week", "goals"})
    assert {i["level"] for i in app.plan()["session"]["items"]}.isdisjoint({"band-yellow", "band-red"})
    page = text(app.get("/start").text)
    assert "Not told yet, so nothing is assumed." in page
    assert "Time Not told yet." in page


def test_after_the_last_step_the_first_session_follows(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    app.post("/start/programme", {"programme": "individual"})
    page = app.get("/start/pain").text
    assert not re.search(r'name="measure"[^>]*checked', page)
    sent = app.client.post("/start/pain", data={"nothing": "yes"}, follow_redirects=False)
    assert sent.headers["location"] == "/play"
    assert [(f["side"], f["now"]) for f in told(app, "pain")] == [("left", 0), ("right", 0)]


def test_measuring_first_is_a_choice_beside_it(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    app.post("/start/programme", {"programme": "individual"})
    assert "Measure now" in text(app.post("/start/pain", {"nothing": "yes", "measure": "yes"}).text)


def test_a_programme_that_needs_things_asks_for_them_before_it_begins(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    page = app.post("/start/programme", {"programme": "piriformis-three-phase", "affected": "left"})
    assert page.url.path == "/start/home"
    assert app.post("/start/home").url.path == "/start/pain"
    assert told(app, "profile")[-1]["equipment"] == []


def test_the_worst_pain_and_its_place_are_kept_where_told(app: Served) -> None:
    answer_no_to_all(app)
    app.post("/start/pain", {"pain-left": "2", "worst-left": "6", "site-left": "groin", "pain-right": "0"})
    left, right = told(app, "pain")
    assert (left["worst"], left["site"]) == (6, "groin")
    assert "worst" not in right
    assert "site" not in right


def test_what_was_told_today_is_not_asked_again_before_the_session(ready: Served) -> None:
    page = text(ready.get("/session").text)
    assert "nothing more to ask" in page
    ready.post("/session/begin")
    assert told(ready, "offered")
    ready.clock.forward(days=2)
    assert "Anything new since the last time?" in text(ready.get("/session").text)


@pytest.mark.parametrize("asked", ["home", "goals"])
def test_a_rest_day_asks_for_one_thing_that_was_never_told(app: Served, asked: str) -> None:
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    app.post("/start/programme", {"programme": "individual"})
    app.post("/start/pain", {"nothing": "yes"})
    if asked == "goals":
        app.post("/start/home")
    assert "When you have a minute" not in text(app.get("/").text)
    begin(app)
    log_all(app)
    page = app.get("/").text
    assert "When you have a minute" in page
    assert re.findall(r'href="/start/(home|goals)"', page) == [asked]


def test_a_whole_intake_leaves_nothing_to_ask(app: Served) -> None:
    intake(app)
    begin(app)
    log_all(app)
    assert "When you have a minute" not in app.get("/").text


def test_once_cleared_it_is_asked_whether_anything_is_new_and_a_no_keeps_what_is_spared(app: Served) -> None:
    for group in ("now", "same-day"):
        app.post("/start/safety", {"group": group, "none": "yes"})
    assert "Do you have an artificial hip" in app.get("/start/safety").text
    say_yes(app, "hip-replacement", group="before-starting")
    app.post("/stop/clearance", {"flag": "hip-replacement", "by": "Dr Hill", "on": "2026-11-23"})
    answer_no_to_all(app)
    app.clock.forward(days=28)
    for group in ("now", "same-day"):
        app.post("/start/safety", {"group": group, "none": "yes"})
    page = app.get("/start/safety").text
    assert "Since your artificial hip was cleared, is anything new about it" in page
    assert "Do you have an artificial hip" not in page
    pack = app.client.get("/api/v1/pack").json()
    assert any("is anything new about it" in flag["asks"] for flag in pack["flags"])
    app.post("/start/safety", {"group": "before-starting", "none": "yes"})
    plan = app.plan()
    assert plan["ask"] == [] and plan["stop"] is None
    assert any("condition-hip-replacement-unknown" in str(one["why"]) for one in plan["measures"]["withheld"])
