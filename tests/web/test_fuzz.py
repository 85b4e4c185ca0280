"""Whatever is sent to the API, it answers as its description says, and never with a 5xx: every operation, each way."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.secure import COOKIE, account, secure
from tests.web.serving import Served, begin, intake, log_set

CHECKS = "not_a_server_error,content_type_conformance,status_code_conformance,response_schema_conformance"
ANSWERED = re.compile(r"(GET|POST|DELETE) (/api/v1/\S+) (\d+)")


def schemathesis(app: Served, folder: Path, *more: str) -> None:
    """good and bad requests to every operation, and holds the answers against the description."""
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{app.address}/api/v1/openapi.json",
        "--max-examples", "25", "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--seed", "1", *more,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def answered(app: Served, records: list[logging.LogRecord]) -> dict[str, set[int]]:
    """For every operation that the description has: the statuses it answered with."""
    paths: dict[str, dict[str, Any]] = app.client.get("/api/v1/openapi.json").json()["paths"]
    found: dict[str, set[int]] = {f"{method.upper()} {path}": set() for path in paths for method in paths[path]}
    for record in records:
        told = ANSWERED.fullmatch(record.getMessage())
        if told is not None and f"{told[1]} {told[2]}" in found:
            found[f"{told[1]} {told[2]}"].add(int(told[3]))
    return found


@pytest.mark.parametrize("record", ["empty", "in-a-session"])
def test_the_api_keeps_to_its_description(
    app: Served, tmp_path: Path, record: str, caplog: pytest.LogCaptureFixture
) -> None:
    if record == "in-a-session":
        intake(app)
        begin(app)
        log_set(app, 1)
    with caplog.at_level(logging.INFO, "turnout.web"):
        schemathesis(app, tmp_path)
    statuses = answered(app, caplog.records)
    assert len(statuses) == 8
    assert all(any(status < 300 for status in some) for some in statuses.values()), statuses


def test_the_api_with_accounts_keeps_to_its_description(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with secure(tmp_path) as app:
        ann = account(app, "Ann")
        app.client.cookies.set(COOKIE, app.store.accounts.sign_in(ann, app.clock()), domain="127.0.0.1")
        cookie = f"{COOKIE}={app.store.accounts.sign_in(ann, app.clock())}"
        trust = ("--tls-verify", str(tmp_path / "tls" / "authority.crt"))
        with caplog.at_level(logging.INFO, "turnout.web"):
            schemathesis(app, tmp_path, *trust, "-H", f"Cookie: {cookie}", "-H", f"Origin: {app.address}")
        statuses = answered(app, caplog.records)
        assert len(statuses) == 8
        assert all(any(status < 300 for status in some) for some in statuses.values()), statuses
