"""The app on a free loopback port, over a real database file, with a clock that the test moves.

In: a folder. Out: `Served`: an address, an HTTP client that follows redirects, the clock.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from turnout.store import Store, open_store
from turnout.web.app import create_app
from turnout.web.served import THIS_MACHINE
from turnout.web.served import Served as How

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Fields = Mapping[str, str | Sequence[str]]


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Served:
    """A running app."""

    address: str
    client: httpx.Client
    clock: Clock
    store: Store
    folder: Path
    made_up: Any = field(default=None)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, fields: Fields | None = None) -> httpx.Response:
        return self.client.post(path, data=dict(fields or {}))

    def facts(self) -> list[dict[str, Any]]:
        return self.client.get("/api/v1/facts").json()["facts"]

    def plan(self) -> dict[str, Any]:
        return self.client.get("/api/v1/plan").json()

    def send(self, *facts: Mapping[str, Any]) -> list[dict[str, Any]]:
        answer = self.client.post("/api/v1/facts", json=[dict(fact) for fact in facts])
        return answer.json()["results"]


@contextmanager
def serve(
    folder: Path,
    *,
    clock: Clock | None = None,
    name: str = "record.db",
    how: How = THIS_MACHINE,
    tls: tuple[Path, Path] | None = None,
) -> Generator[Served]:
    """A running app over a database file in a folder; ends with the block.

    Args:
        folder: where the database is; a PostgreSQL URL as ``name`` goes elsewhere.
        clock: stands still by default.
        name: of the database.
        how: how the app is reached.
        tls: a file with the server's key and certificate, and the authority's certificate for the client.
    """
    clock = clock or Clock()
    trust: Any = ssl.create_default_context(cafile=str(tls[1])) if tls else True
    with open_store(name if "://" in name else str(folder / name)) as store:
        app = create_app(store, clock=clock, served=how)
        with (
            listening(app, tls[0] if tls else None) as address,
            httpx.Client(base_url=address, follow_redirects=True, timeout=30, verify=trust) as client,
        ):
            yield Served(address, client, clock, store, folder)


@contextmanager
def listening(app: Any, certificate: Path | None = None) -> Generator[str]:
    """An app on a free loopback port: gives its address. ``certificate``: a file with a key and a certificate."""
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # otherwise asyncio leaves small packets waiting, 40 ms each
    listener.bind(("127.0.0.1", 0))
    options: dict[str, Any] = {"ssl_certfile": str(certificate), "ssl_keyfile": str(certificate)} if certificate else {}
    config: Any = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


# -- a person's steps, by the forms ----------------------------------------------------------------------------------


def answer_no_to_all(app: Served) -> None:
    """Every group of safety questions, with its `none of these` button."""
    for _ in range(8):
        page = app.get("/start/safety").text
        group = re.search(r'name="group" value="([^"]+)"', page)
        if group is None:
            return
        app.post("/start/safety", {"group": group[1], "none": "yes"})
    raise AssertionError("the safety questions never end")


def say_yes(app: Served, flag: str, *, group: str = "now", sure: bool = True) -> httpx.Response:
    """A yes to one safety question, and, where ``sure``, to the question whether it is so."""
    fields = {"group": group, flag: "yes"}
    page = app.post("/start/safety", fields)
    return app.post("/start/safety", {**fields, "sure": "yes"}) if sure else page


def intake(app: Served, *, programme: str = "individual", affected: str = "", equipment: Sequence[str] = ()) -> None:
    """The whole intake of a healthy person."""
    answer_no_to_all(app)
    app.post("/start/you", {"born": "1990", "sex": "f"})
    app.post("/start/conditions", {"none": "yes"})
    app.post("/start/home", {"equipment": list(equipment)})
    app.post("/start/goals", {"goals": ["run"], "minutes": "20", "days": "3"})
    app.post("/start/programme", {"programme": programme, "affected": affected})
    app.post("/start/pain", {"pain-left": "1", "pain-right": "0"})


def begin(app: Served, **answers: str) -> httpx.Response:
    """The answers before a session."""
    return app.post("/session/begin", {"new": "no", "pain-left": "1", "pain-right": "0", **answers})


def log_set(app: Served, number: int, **answers: str | Sequence[str]) -> httpx.Response:
    """One set of an item, as asked, with little pain and little effort."""
    page = app.get(f"/session/{number}").text
    fields: dict[str, Any] = {"pain": "1", "effort": "5", "clean": "yes"}
    for name in ("set", "reps", "seconds"):
        given = re.search(rf'name="{name}"[^>]*?value="([^"]+)"', page)
        if given is not None:
            fields[name] = given[1]
    return app.post(f"/session/{number}/set", {**fields, **answers})


def log_all(app: Served) -> None:
    """Every set of today's session, and its end."""
    number = 1
    for _ in range(200):
        page = app.get(f"/session/{number}")
        if page.status_code == 404:
            break
        if 'name="set"' in page.text:
            log_set(app, number)
        else:
            number += 1
    app.post("/session/finish", {"minutes": "18"})
