"""Every page under a steady load: how long an answer takes when requests come at a fixed rate, whatever came before.

In: a two-year record in a database of its own (SQLite, or PostgreSQL found as the tests find it), served by `turnout
serve` in a process of its own. Out: per page the median, the 95th and the 99th percentile [ms] from the moment a
request was due, so that waiting in line counts.

    python -m benchmarks.pages --store postgresql --rate 100 --seconds 5
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.records import example_ending
from tests.support.postgres import database as fresh_database
from tests.support.postgres import server as postgres_server
from turnout.store import open_store

PAGES = (
    "/", "/plan", "/progress", "/measure", "/measure/prone-er", "/library", "/library/clamshell", "/report", "/data",
    "/play", "/adjust", "/start", "/about", "/texts", "/api/v1/plan", "/api/v1/pack", "/report.pdf", "/calendar.ics",
)  # fmt: skip
CONNECTIONS = 16
LINE = "{page:24} {status} {kb:6.1f} kB  median {median:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms"


def main(arguments: Sequence[str]) -> int:
    """Measures each page and prints a table; exit 1 when a page is slower than asked for."""
    parser = argparse.ArgumentParser(description="Pages under a steady load.")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rate", type=float, default=100, help="requests a second")
    parser.add_argument("--seconds", type=float, default=4, help="for each page")
    parser.add_argument("--goal", type=float, default=30, help="95th percentile asked for [ms]")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("pages", nargs="*", default=list(PAGES))
    given = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, database(given.store, Path(folder)) as url, served(url) as port:
        for page in given.pages:
            row = asyncio.run(measured(port, page, given.rate, given.seconds))
            rows.append({"store": given.store, "rate": given.rate, **row})
            print(
                "{page:24} {status} {kb:6.1f} kB  median {median:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms".format(**row)
            )
    if given.json is not None:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return int(any(row["p95"] > given.goal for row in rows))


@contextlib.contextmanager
def database(store: str, folder: Path) -> Generator[str]:
    """The address of a database that holds the two-year record, ended yesterday."""
    facts = example_ending(date.today() - timedelta(days=1))
    with contextlib.ExitStack() as stack:
        if store == "postgresql":
            url = stack.enter_context(fresh_database(stack.enter_context(postgres_server())))
        else:
            url = str(folder / "record.db")
        with open_store(url) as opened:
            opened.add(facts, person="me")
        yield url


@contextlib.contextmanager
def served(url: str) -> Generator[int]:
    """The port of a running `turnout serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("turnout")), "serve", "--port", str(port), "--db", url]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/about", timeout=5):
                    break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()


async def measured(port: int, page: str, rate: float, seconds: float) -> dict[str, Any]:
    """Requests at a fixed rate over a few open connections, a warm-up of ten before."""
    lines: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        lines.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    took: list[float] = []
    size = status = 0

    async def one(due: float | None) -> None:
        nonlocal size, status
        line = await lines.get()
        status, size = await ask(*line, page)
        lines.put_nowait(line)
        if due is not None:
            took.append(1000 * (time.perf_counter() - due))

    for _ in range(10):
        await one(None)
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n in range(int(rate * seconds)):
            due = begun + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(one(due))
    while not lines.empty():
        lines.get_nowait()[1].close()
    cuts = statistics.quantiles(took, n=100)
    return {"page": page, "status": status, "kb": size / 1024, "median": cuts[49], "p95": cuts[94], "p99": cuts[98]}


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str) -> tuple[int, int]:
    """One request on an open connection: status and size of the answer."""
    writer.write(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"(?i)content-length: (\d+)", head)
    if length is None:
        raise ValueError(f"{page} says no length")
    size = int(length[1])
    await reader.readexactly(size)
    return int(head.split(" ", 2)[1]), size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
