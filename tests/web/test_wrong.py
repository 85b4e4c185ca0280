"""Something is wrong: pain, something new, a slip; and what Today says of it."""

from __future__ import annotations

import re

from tests.web.serving import Served, answer_no_to_all, begin, log_all, log_set
from tests.web.test_loop_pages import text


def facts(app: Served, kind: str) -> list[dict[str, object]]:
    return [fact for fact in app.facts() if fact["kind"] == kind]


def test_pain_on_one_side_alone_is_an_answer_and_today_says_what_it_changes(ready: Served) -> None:
    before = len(facts(ready, "pain"))
    page = ready.post("/wrong/pain", {"pain-left": "3", "site-left": "groin", "worst-left": "4"})
    assert len(facts(ready, "pain")) == before + 1
    words = text(page.text)
    assert words.startswith("Noted")
    assert "Pain 3 of 10 on the left" in words


def test_pain_above_the_limit_leaves_the_side_out_and_encourages_nobody(ready: Served) -> None:
    begin(ready)
    log_set(ready, 1)
    ready.post("/wrong/pain", {"pain-left": "6"})
    answer_no_to_all(ready)
    page = ready.get("/?told=pain").text
    words = text(page)
    assert "Pain 6 of 10 on the left: nothing loads this side today." in words
    assert "Left out of today’s session now" in words
    assert "Resting altogether is a good choice" in words
    assert 'class="marks"' not in page
    assert 'button--main" href="/play"' not in page


def test_a_rise_of_pain_asks_the_safety_questions_again(ready: Served) -> None:
    assert ready.post("/wrong/pain", {"pain-left": "8"}).url.path == "/start/safety"


def test_no_number_is_no_answer_and_a_place_alone_neither(ready: Served) -> None:
    before = len(ready.facts())
    assert ready.post("/wrong/pain", {}).status_code == 422
    assert ready.post("/wrong/pain", {"site-right": "groin"}).status_code == 422
    assert len(ready.facts()) == before


def test_something_else_new_opens_every_safety_question(ready: Served) -> None:
    page = ready.post("/wrong/new")
    assert page.url.path == "/start/safety"
    assert "something new was reported" in text(page.text)
    assert facts(ready, "screen")[-1]["anything_new"] is True


def test_a_slip_leads_back_and_keeps_nothing(ready: Served) -> None:
    before = len(ready.facts())
    page = ready.get("/wrong").text
    assert re.search(r'href="/">I tapped wrongly', page)
    begin(ready)
    log_set(ready, 1)
    assert re.search(r'href="/session">I tapped wrongly', ready.get("/wrong").text)
    assert len(ready.facts()) > before


def test_the_marks_of_four_weeks_count_sessions_and_never_days_in_a_row(ready: Served) -> None:
    begin(ready)
    log_all(ready)
    page = ready.get("/").text
    assert "One session in the last four weeks" in page
    assert page.count("<i data-on") == 1
    assert "streak" not in page.lower()
    assert "in a row" not in page.lower()
