"""Progress, report, calendar, downloads: what they say is the record, as a page, a file and a picture."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.records import example_ending
from tests.support.secure import PASSWORD, account, browser, secure
from tests.web.serving import Served, serve
from turnout.cli.made_up import SEED, made_up_person
from turnout.knowledge import load_knowledge
from turnout.record import SetDone, fact_json
from turnout.report.as_pdf import MARK


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Ten made-up weeks."""
    with serve(tmp_path_factory.mktemp("demo")) as running:
        running.store.add(made_up_person(load_knowledge(), SEED, running.clock().date()), person="me")
        yield running


def text(page: httpx.Response) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


# -- progress ----------------------------------------------------------------------------------------------------------


def test_each_chart_also_stands_as_words_and_as_a_table(demo: Served) -> None:
    page = demo.get("/progress").text
    charts = re.findall(r'<svg class="plot(?: plot--\w+)?" role="img" aria-label="([^"]+)"', page)
    assert len(charts) > 10 and all(says.strip() for says in charts)
    drawn = [says for says in charts if says.startswith(("External", "Internal", "Pain", "Sessions"))]
    assert page.count("<summary>As a table</summary>") >= len(drawn)


def test_a_side_is_told_by_its_points_and_not_by_colour(demo: Served) -> None:
    page = demo.get("/progress").text
    for side, shape in (("left", "circle"), ("right", "rect")):
        figure = re.search(rf'aria-label="External rotation[^"]*, {side}, phone:.*?</figure>', page, re.DOTALL)
        assert figure and f'<{shape} class="plot-dot"' in figure[0]
    assert 'class="plot-dot" x=' in page and "data-solid" in page


def test_a_change_beyond_the_error_is_said_and_one_within_is_denied(demo: Served) -> None:
    words = text(demo.get("/progress"))
    assert "beyond the error on two days" in words
    assert "within the error of 12°, so no change" in words


def test_every_drawing_is_sound_xml(demo: Served) -> None:
    for path in ("/progress", "/report"):
        for drawing in re.findall(r'<svg class="plot.*?</svg>\s*(?:<.*?)?</svg>', demo.get(path).text, re.DOTALL):
            ElementTree.fromstring(drawing)


def test_two_years_stay_readable(tmp_path: Path) -> None:
    with serve(tmp_path) as app:
        app.store.add(example_ending(app.clock().date()), person="me")
        page = app.get("/progress")
        assert "Week from" in page.text and "the middle of each week" in text(page)
        assert len(page.text) < 400_000


def test_nothing_measured_and_nothing_done_says_so(app: Served) -> None:
    words = text(app.get("/progress"))
    assert "Nothing done yet" in words and "No measurement so far" in words


def test_a_new_fact_is_seen_at_once(ready: Served) -> None:
    before = text(ready.get("/progress"))
    ready.send({"kind": "reading", "at": ready.clock().isoformat(), "measure": "prone-er", "side": "left",
                "value": 31, "unit": "deg", "method": "phone", "helper": False})  # fmt: skip
    assert "31°" not in before and "31°" in text(ready.get("/progress"))
    assert "31°" in text(ready.get("/report"))


# -- report ------------------------------------------------------------------------------------------------------------


def test_the_report_tells_the_whole_story(demo: Served) -> None:
    words = text(demo.get("/report"))
    for part in (
        "affected side: right", "Three phases for a sore buttock", "What opens the next phase: not met",
        "sessions done of", "Step-down, right: 2 × 8, hand support", "S. Osei, physiotherapist",
        "ER, prone, right phone", "beyond ±12°: better", "within ±12°: no change", "mornings after settled",
        "What these numbers cannot tell", "Readings by different methods stand apart", "Not a diagnosis",
    ):  # fmt: skip
        assert part in words, part


def test_the_period_can_be_chosen(demo: Served) -> None:
    today = demo.clock().date()
    whole, month = text(demo.get("/report")), text(demo.get("/report?period=4"))
    assert "the whole record" in whole and "the whole record" not in month
    since, until = today - timedelta(days=40), today - timedelta(days=20)
    own = text(demo.get(f"/report?period=own&since={since}&until={until}"))
    assert f"{since.day} {since:%B} to {until.day} {until:%B %Y}" in own
    assert f"Computed from the person’s own record on {until:%A} {until.day}" in own


@pytest.mark.parametrize(
    "query",
    [
        "period=own&since=2026-11-01&until=2026-10-01", "period=own&until=2999-01-01", "period=own&since=soon",
        "period=never", "period=own&since=2026-02-30", "period=own&until=2026-11-01%00",
        "period=own&until=0001-01-01", "period=own&since=1066-10-14",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/report", "/report.pdf"])
def test_dates_that_cannot_be_are_told_in_words(demo: Served, path: str, query: str) -> None:
    page = demo.get(f"{path}?{query}")
    assert page.status_code == 422
    assert 'class="wrongs"' in page.text


def test_the_pdf_is_one_page_and_the_same_each_time(demo: Served) -> None:
    first, again = demo.get("/report.pdf"), demo.get("/report.pdf")
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == again.content and first.content.startswith(b"%PDF-")
    assert b"/Type/Pages/Count 1/" in first.content


def test_a_name_is_printed_and_kept_nowhere(demo: Served) -> None:
    plain = demo.get("/report.pdf").content
    named = demo.post("/report.pdf", {"period": "all", "name": "Ada #import Hill"}).content
    assert named != plain and named.startswith(b"%PDF-")
    assert demo.get("/report.pdf").content == plain
    assert "Ada" not in json.dumps(demo.facts()) and "Ada" not in demo.get("/report").text


def test_a_name_that_is_too_long_is_told_in_words(demo: Served) -> None:
    page = demo.post("/report.pdf", {"name": "x" * 200})
    assert page.status_code == 422 and "at most 80 characters" in text(page)


def test_a_record_without_anything_has_a_report(app: Served) -> None:
    assert "There is nothing in this period yet" in text(app.get("/report"))
    assert app.get("/report.pdf").content.startswith(b"%PDF-")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(note=WORDS | st.sampled_from(["<script>alert(1)</script>", '"><b>', "{{ 7 * 7 }}", "#panic()", "&amp;"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_clinician_wrote_is_shown_as_it_is(ready: Served, note: str) -> None:
    ready.send({"kind": "prescription", "at": ready.clock().isoformat(), "by": "Dr Hill", "exercise": "clamshell",
                "side": "left", "sets": 2, "note": note})  # fmt: skip
    page = ready.get("/report")
    shown = " ".join(f"“{note}”".split())
    assert shown in " ".join(html.unescape(page.text).split())
    assert "<script>alert" not in page.text
    assert ready.get("/report.pdf").content.startswith(b"%PDF-")


def test_a_made_up_person_is_marked_in_the_report(demo: Served) -> None:
    assert MARK in text(demo.get("/report"))


# -- calendar ----------------------------------------------------------------------------------------------------------


def calendar_of(answer: httpx.Response) -> Any:
    assert answer.headers["content-type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(answer.content)


def test_the_calendar_has_the_planned_sessions_and_no_word_about_health(demo: Served) -> None:
    answer = demo.get("/calendar.ics")
    events = calendar_of(answer).walk("VEVENT")
    planned = [day["on"] for day in demo.plan()["schedule"] if day["kind"] == "session"]
    assert [event["DTSTART"].dt.date().isoformat() for event in events] == planned
    assert all(re.fullmatch(r"Turnout session, \d+ minutes", str(event["SUMMARY"])) for event in events)
    for word in ("clamshell", "hip", "pain", "squat", "buttock"):
        assert word not in answer.text.lower()
    assert demo.get("/calendar/me.ics").content == answer.content
    assert demo.get("/calendar/somebody.ics").status_code == 404


def test_a_calendar_without_a_plan_is_empty(app: Served) -> None:
    assert not calendar_of(app.get("/calendar.ics")).walk("VEVENT")
    assert "Nothing is planned at the moment" in text(app.get("/calendar"))


def test_the_page_says_how_to_subscribe_and_what_needs_a_public_address(demo: Served) -> None:
    page = demo.get("/calendar")
    words = text(page)
    assert demo.address + "/calendar.ics" in page.text and "webcal://" in page.text
    for part in ("iPhone", "Google Calendar", "Outlook", "needs a public address", "works on this machine only"):
        assert part in words


def test_with_accounts_the_address_is_a_secret_that_is_shown_once_and_can_be_ended(tmp_path: Path) -> None:
    with secure(tmp_path) as app:
        account(app, "Ann")
        with browser(app) as ann, browser(app) as nobody:
            ann.post("/sign-in", data={"name": "Ann", "password": PASSWORD})
            assert ".ics" not in ann.get("/calendar").text
            found = re.search(r"/calendar/[\w-]{20,}\.ics", ann.post("/calendar/new").text)
            assert found and found[0] not in ann.get("/calendar").text
            assert nobody.get(found[0]).headers["content-type"].startswith("text/calendar")
            ann.post("/calendar/end")
            assert nobody.get(found[0]).status_code == 404


# -- your data ---------------------------------------------------------------------------------------------------------


def test_the_tables_hold_every_set_and_reading(demo: Served) -> None:
    facts = demo.facts()
    for name, kind in (("sets", "set"), ("readings", "reading")):
        answer = demo.get(f"/data/{name}.csv")
        assert answer.headers["content-disposition"].endswith(f'-{name}.csv"')
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert len(rows) == sum(fact["kind"] == kind for fact in facts)
        assert all("made up" in row["note"] for row in rows)
    values = list(csv.DictReader(io.StringIO(demo.get("/data/values.csv").text, newline="")))
    assert {row["kind"] for row in values} == {"set", "reading", "pain", "next-day", "session"}


def test_everything_as_json_is_the_record_and_todays_answer(demo: Served) -> None:
    content = demo.get("/data/everything.json").json()
    assert content["facts"] == [fact_json(fact) for fact in demo.store.facts("me")]
    assert content["answer"]["session"] == demo.plan()["session"]


def test_the_page_names_what_is_kept_and_every_way_out(demo: Served) -> None:
    page = demo.get("/data")
    links = set(re.findall(r'href="([^"]+)"', page.text))
    files = {f"/data/{name}" for name in ("export", "sets.csv", "readings.csv", "values.csv", "everything.json")}
    assert files | {"/report", "/calendar", "/phone"} <= links
    assert f"Sets {sum(isinstance(fact, SetDone) for fact in demo.store.facts('me'))}" in text(page)


# -- plan --------------------------------------------------------------------------------------------------------------


def test_the_fortnight_is_a_small_calendar_of_sessions_and_rest(demo: Served) -> None:
    page = demo.get("/plan").text
    days = demo.plan()["schedule"]
    table = re.search(r'<table class="fortnight".*?</table>', page, re.DOTALL)
    assert table
    assert table[0].count("data-session") == sum(day["kind"] == "session" for day in days)
    assert len(re.findall(r": (?:session|rest)</span>", table[0])) == len(days)
    assert table[0].count('aria-current="date"') == 1
    for link in ("/report", "/adjust", "/calendar"):
        assert f'href="{link}"' in page
