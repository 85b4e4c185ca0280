"""Measure: what the phone is handed, what is asked and not assumed, the last value with its error."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.web.serving import Served, begin, log_set
from tests.web.test_loop_pages import text
from turnout.knowledge import load_knowledge

K = load_knowledge()
BY_PHONE = sorted(m.id for m in K.measures.values() if m.phone is not None)


def handed(app: Served, id: str) -> dict[str, Any] | None:
    """What the page hands to the inclinometer."""
    told = re.search(r"data-inclinometer='([^']+)'", app.get(f"/measure/{id}").text)
    return None if told is None else json.loads(unescape(told[1]))


def test_every_angle_that_turns_about_a_level_axis_is_offered_by_phone(ready: Served) -> None:
    assert sorted(m.id for m in K.measures.values() if m.unit == "deg" and "phone" in m.methods) == BY_PHONE
    for measure in K.measures.values():
        assert (handed(ready, measure.id) is not None) is (measure.phone is not None), measure.id


@pytest.mark.parametrize("id", BY_PHONE)
def test_the_phone_gets_bounds_times_and_errors_of_its_measure(ready: Served, id: str) -> None:
    told, measure = handed(ready, id), K.measures[id]
    assert told is not None
    assert measure.phone is not None
    assert told["sides"] == ["left", "right"]
    assert told["bounds"] == {"low": measure.bounds.low, "high": measure.bounds.high}
    assert (told["readyMs"], told["holdMs"]) == (1000 * measure.phone.ready_s, 1000 * measure.phone.hold_s)
    assert told["mdc"] == {"alone": 12, "helper": 9}
    assert told["last"] == {}


def test_last_time_is_last_time_by_phone(ready: Served) -> None:
    common = {"left-1": "25", "left-2": "26", "left-3": "27"}
    ready.post("/measure/prone-er", {**common, "method": "phone", "helper": "alone"})
    ready.clock.forward(days=7)
    ready.post("/measure/prone-er", {"left-1": "40", "right-1": "41", "method": "goniometer", "helper": "helper"})
    told = handed(ready, "prone-er")
    assert told is not None
    assert told["last"] == {"left": {"value": 26.0, "mdc": 12.0, "on": "23 Nov"}}


def test_after_saving_it_is_said_what_is_open_and_what_comes_next(ready: Served) -> None:
    told = {"method": "phone", "helper": "alone"}
    page = ready.post("/measure/prone-er", {"left-1": "25", **told})
    assert "Saved. The right side is still open . Next: Internal rotation" in text(page.text)
    assert 'id="saved" role="status" tabindex="-1"' in page.text
    wanted = [one["measure"] for one in ready.plan()["measures"]["offered"] if one["measure"] != "pain-now"]
    for id in wanted[1:]:
        sides = {"left-1": "20", "right-1": "20", "left-done": "yes", "right-done": "yes"}
        page = ready.post(f"/measure/{id}", {**sides, **told, "method": next(iter(K.measures[id].methods), "")})
        assert "Saved." in text(page.text), id
    assert "That was the last test that your plan asks for now" in text(page.text)
    assert "Saved." not in text(ready.get("/measure/prone-ir").text)
    ready.clock.forward(days=7)
    assert "Saved." not in text(ready.get("/measure/prone-er?saved=yes").text)
    assert "Next: Internal rotation" in text(
        ready.post("/measure/prone-er", {"left-1": "25", "right-1": "9", **told}).text
    )


def test_a_range_taken_after_exercise_is_said_to_stay_out_of_the_trend(ready: Served) -> None:
    begin(ready)
    log_set(ready, 1)
    page = ready.post("/measure/prone-er", {"left-1": "25", "right-1": "30", "method": "phone", "helper": "alone"})
    assert "Saved. It was taken after today’s exercise and stays out of the trend" in text(page.text)


def test_a_side_that_is_left_out_is_not_measured_by_phone(ready: Served) -> None:
    ready.send({"kind": "condition", "at": "2026-11-23", "condition": "hip-replacement-anterior", "side": "left"})
    told = handed(ready, "prone-er")
    assert told is not None
    assert told["sides"] == ["right"]


def test_method_and_who_measured_are_asked_again_each_time(ready: Served) -> None:
    trials = {"left-1": "25", "method": "phone", "helper": "alone"}
    ready.post("/measure/prone-er", trials)
    page = ready.get("/measure/prone-er").text
    assert " checked" not in page
    assert ready.post("/measure/prone-er", {"left-1": "25"}).status_code == 422


def test_the_list_tells_the_last_value_with_its_error_and_day(ready: Served) -> None:
    ready.post("/measure/prone-er", {"left-1": "25", "right-1": "30", "method": "phone", "helper": "alone"})
    page = text(ready.get("/measure").text)
    assert "Left 25°, right 30°, give or take 12" in page
    assert "23 Nov" in page


def test_what_the_plan_asks_for_comes_first(ready: Served) -> None:
    page = text(ready.get("/measure").text)
    first = page.index("For your plan")
    assert first < page.index("External rotation, lying on the front") < page.index("Range", first)


def test_the_library_says_who_should_not_be_measured_so(app: Served) -> None:
    page = text(app.get("/library/prone-er").text)
    assert "Hip replacement through the front" in page
    assert "Pregnancy" in page
    assert "By phone" in page
