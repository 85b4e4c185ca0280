"""What is logged: the method, the route's pattern and the status. A whole walk with marked values leaves no mark."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from tests.support.secure import PASSWORD, account, browser, secure
from tests.web.serving import Served, begin, intake, log_set, serve
from turnout.web import guard

MARKS = ("zinnober", "quillfeather", PASSWORD, "prone-er", "buttock")
LINE = re.compile(r"(GET|POST|PUT|DELETE|HEAD) (-|/[\w/{}:.-]*) \d{3}")


def test_a_walk_leaves_no_values_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), secure(tmp_path) as app:
        account(app, "Quillfeather")
        with browser(app, follow=True) as client:
            client.post("/sign-in", data={"name": "Quillfeather", "password": "zinnober zinnober"})
            client.post("/sign-in", data={"name": "zinnober", "password": PASSWORD})
            client.post("/sign-in", data={"name": "Quillfeather", "password": PASSWORD})
            own = Served(app.address, client, app.clock, app.store, app.folder)
            walk(own)
            client.post("/account/password", data={"old-password": PASSWORD, "new-password": "z", "again": "zinnober"})
            client.post("/sign-out")
            client.get("/library?q=zinnober")
    lines = [r.getMessage() for r in caplog.records if r.name.startswith(("turnout", "uvicorn"))]
    assert len(lines) > 20
    for line in lines:
        assert not [mark for mark in MARKS if mark in line.lower()], line
        assert LINE.fullmatch(line) or line.startswith("sign-in refused: "), line
    assert lines.count("sign-in refused: wrong name or password") == 2


def walk(app: Served) -> None:
    """An intake, a session, a search, a reading, an import that fails, facts that are refused."""
    intake(app, equipment=("loop-band",))
    begin(app)
    log_set(app, 1, pain="7", site="buttock")
    app.get("/library?q=zinnober")
    app.get("/library/zinnober")
    app.get("/measure/prone-er")
    app.client.post("/data/import", files={"file": ("zinnober.jsonl", b'{"kind":"zinnober"}')})
    app.send({"kind": "pain", "at": "zinnober", "note": "zinnober"}, {"kind": "zinnober", "at": "2026-01-05"})
    app.client.get("/api/v1/plan", params={"on": "zinnober"})
    app.client.get("/api/v1/facts", params={"person": "zinnober"})


def test_a_fault_of_our_own_is_logged_by_its_place_and_answered_without_insides(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(guard.TRACEBACK, raising=False)
    with caplog.at_level(logging.DEBUG), serve(tmp_path) as app:

        def broken(*_: object) -> None:
            raise KeyError("zinnober")

        monkeypatch.setattr("turnout.web.desk.Desk.person", broken)
        page, api = app.get("/plan"), app.get("/api/v1/plan")
    assert page.status_code == api.status_code == 500
    assert "content-security-policy" in page.headers
    assert api.json()["detail"] == "Something went wrong in Turnout itself."
    assert "zinnober" not in page.text + api.text
    lines = [r.getMessage() for r in caplog.records if r.name.startswith(("turnout", "uvicorn"))]
    assert not [line for line in lines if "zinnober" in line or "Traceback" in line]
    assert [line for line in lines if line.startswith("GET /plan failed: KeyError at test_security_logs.py:")]


def test_health_says_ok_or_that_the_database_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from turnout.terms import StoreError

    with serve(tmp_path) as app:
        assert (app.get("/health").status_code, app.get("/health").text) == (200, "ok\n")

        def gone(*_: object) -> None:
            raise StoreError("the database postgresql://secret is gone")

        monkeypatch.setattr(app.store, "ping", gone)
        answer = app.get("/health")
        assert answer.status_code == 503
        assert "secret" not in answer.text
