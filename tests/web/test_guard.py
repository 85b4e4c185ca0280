"""Who may ask, what may be sent, what every answer carries, and what no log line holds."""

from __future__ import annotations

import logging

import pytest

from tests.web.serving import Served, begin, log_set


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.5:8000", ""])
@pytest.mark.parametrize("path", ["/", "/api/v1/facts"])
def test_another_host_name_is_refused(app: Served, host: str, path: str) -> None:
    assert app.client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]", "[::1]:8000", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(app: Served, host: str) -> None:
    assert app.client.get("/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_request_from_another_site_changes_nothing(app: Served, headers: dict[str, str]) -> None:
    app.send({"kind": "pain", "at": "2026-11-20", "now": 3})
    assert app.client.post("/data/erase", data={"word": "erase"}, headers=headers).status_code == 403
    assert app.client.delete("/api/v1/person", headers=headers).status_code == 403
    assert app.client.post("/api/v1/facts", json=[], headers=headers).status_code == 403
    assert len(app.facts()) == 1


def test_our_own_pages_may_post(app: Served) -> None:
    for headers in ({"Origin": app.address}, {"Sec-Fetch-Site": "same-origin"}, {}):
        assert app.client.post("/start/safety", data={"group": "now"}, headers=headers).status_code == 422


@pytest.mark.parametrize("path", ["/", "/library/clamshell", "/nothing", "/api/v1/plan", "/api/v1/nothing"])
def test_every_answer_carries_the_headers(app: Served, path: str) -> None:
    headers = app.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_no_page_holds_a_script_or_a_style_of_its_own(ready: Served) -> None:
    begin(ready)
    for path in (
        "/",
        "/start",
        "/session",
        "/session/1",
        "/measure/prone-er",
        "/progress",
        "/plan",
        "/library/clamshell",
    ):
        page = ready.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script type="module" src=')
        assert " onclick" not in page


def test_what_people_type_is_escaped(ready: Served) -> None:
    bad = "<script>alert(1)</script>"
    page = ready.post("/measure/activity-rating", {"label-1": bad, "value-1": "5"})
    assert page.status_code == 200
    for path in ("/measure/activity-rating", "/progress"):
        assert bad not in ready.get(path).text
    assert bad not in ready.get(f"/library?q={bad}").text


def test_an_error_within_the_app_never_shows_its_insides(app: Served) -> None:
    for path in (
        "/library/%00",
        "/measure/..%2f..",
        "/session/99999999999999999999",
        "/session/x",
        "/static/../app.py",
    ):
        answer = app.get(path)
        assert answer.status_code < 500
        assert "Traceback" not in answer.text


def test_log_lines_hold_no_health_data(ready: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="turnout.web"):
        begin(ready)
        log_set(ready, 1, pain="7")
        ready.get("/library?q=secret")
        ready.get("/measure/prone-er")
    lines = [record.getMessage() for record in caplog.records if record.name == "turnout.web"]
    assert "POST /session/{number}/set 303" in lines
    assert "GET /measure/{id} 200" in lines
    assert not any(word in line for line in lines for word in ("secret", "prone-er", "pain", "?"))
