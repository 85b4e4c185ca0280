"""Garbage sent to every page: odd queries, odd forms, odd files, odd places. None answers with a fault of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.support.routes import app_of, routes_of
from tests.support.secure import COOKIE, account, secure
from tests.web.serving import Served, begin, intake, log_set, say_yes, serve

ASKED_FOR = re.compile(r"\b(?:form|said)\.(?:text|choice|yes|number|whole|day|many|shown|was)\(\s*f?\"([\w-]+)\"")
TURNED_TO = ("q", "position", "hurts", "period", "since", "until", "exercise", "to", "told", "morning", "person")
NAMED = ("pain-left", "pain-right", "morning-left", "left-1", "left-2", "right-1", "equipment", "goals", "none")
PLAUSIBLE = ("yes", "no", "left", "both", "5", "1990", "2026-11-20", "clamshell", "prone-er", "now", "me", "on", "f")
ODD = (
    "", " ", "0", "-1", "1e309", "NaN", "inf", "1_0", "٣", "9" * 400, "5.5", "2026-13-45", "0001-01-01", "9999-12-31",
    "\x00", "\u202e", "\ufeff", "é" * 300, "\U0001f9b4", "<b>&\"'", "../../etc", "%", "{{7*7}}", "a" * 70_000,
)  # fmt: skip
RAW = ("%ff%fe=%c3%28", "a=%00", "=&=&&;", "%", "q[]=1&q[]=2", "x" * 3000)
PLACES = ("clamshell", "prone-er", "piriformis", "1", "0", "-1", "9" * 30, "%00", "..%2F..", "%ff", "é", "a" * 2000)
ROUNDS = 6


def names() -> list[str]:
    """Every field that some page asks for, as far as its name stands in the source; and a few that are put together."""
    web = Path(__file__).parents[2] / "src" / "turnout" / "web"
    found = {name for path in web.rglob("*.py") for name in ASKED_FOR.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 20
    return sorted(found | {*TURNED_TO, *NAMED})


def fields(chance: Random, known: list[str]) -> dict[str, list[str]]:
    """Some fields, each with one or two values that a form would hold, or never."""
    chosen = chance.sample(known, chance.randint(1, len(known)))
    return {
        name: [chance.choice(chance.choice((PLAUSIBLE, ODD))) for _ in range(chance.choice((1, 1, 2)))]
        for name in chosen
    }


def bodies(chance: Random, known: list[str]) -> list[dict[str, Any]]:
    """What a request may carry: forms, files, and things that are neither."""
    told = fields(chance, known)
    coded = {"content-type": "application/x-www-form-urlencoded"}
    return [
        {"data": told},
        {"data": fields(chance, known), "files": {"file": ("a.jsonl", chance.randbytes(200))}},
        {"content": chance.choice(RAW), "headers": coded},
        {"content": chance.randbytes(300), "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"--x\r\n\r\n", "headers": {"content-type": "multipart/form-data"}},
        {"json": told},
        {},
    ]


def queries(chance: Random, known: list[str]) -> list[str]:
    some = {name: [value[:300] for value in values] for name, values in fields(chance, known).items()}
    return ["", f"?{chance.choice(RAW)}", f"?{httpx.QueryParams(some)}"[:30_000]]


def placed(chance: Random, path: str) -> str:
    """A path with something in the place of its parts."""
    return re.sub(r"\{[^}]+\}", lambda _: quote(chance.choice(PLACES), safe="%"), path)


def nobody(app: Served) -> None:
    """Nothing was told yet."""


def in_a_session(app: Served) -> None:
    intake(app, programme="hip-circuit", affected="both", equipment=("loop-band", "strap"))
    begin(app)
    log_set(app, 1)


def stopped(app: Served) -> None:
    say_yes(app, "cannot-bear-weight")


@pytest.mark.parametrize("prepare", [nobody, in_a_session, stopped], ids=["nobody", "in-a-session", "stopped"])
def test_no_page_answers_garbage_with_a_fault(tmp_path: Path, prepare: Callable[[Served], None]) -> None:
    pages = [(method, path) for method, path in routes_of(app_of(tmp_path)) if not path.startswith("/api/")]
    assert len(pages) > 70
    with serve(tmp_path) as app:
        prepare(app)
        throw(app, app.client, pages)


def test_no_page_with_accounts_answers_garbage_with_a_fault(tmp_path: Path) -> None:
    with secure(tmp_path) as app:
        ann = account(app, "Ann")
        app.client.cookies.set(COOKIE, app.store.accounts.sign_in(ann, app.clock()), domain="127.0.0.1")
        own = ("/sign-in", "/account", "/phone", "/calendar", "/data")
        leaving = ("/sign-out", "/account/password")
        pages = [(m, p) for m, p in routes_of(app_of(tmp_path)) if p.startswith(own) and p not in leaving]
        assert len(pages) > 15
        throw(app, app.client, [*pages, ("POST", "/account/password"), ("GET", "/sign-out"), ("POST", "/sign-out")])


def throw(app: Served, client: httpx.Client, pages: list[tuple[str, str]]) -> None:
    """Garbage at every page; the record stays readable afterwards."""
    chance, known = Random(1), names()
    wrong: list[tuple[Any, ...]] = []
    for method, path in pages:
        for _ in range(ROUNDS if method != "GET" or "{" in path else 2):
            for query in queries(chance, known) if method == "GET" else [""]:
                for more in [{}] if method == "GET" else bodies(chance, known):
                    at = placed(chance, path) + query
                    answer = client.request(method, at, follow_redirects=False, **more)
                    if answer.status_code >= 500:
                        wrong.append((method, at[:200], str(more)[:300], answer.status_code))
    assert wrong == []
    assert client.get("/").status_code == 200
