"""The figure in a browser: how soon it is seen, how fast it moves, what it costs.

In: the built front end, a Chromium that draws in software (SwiftShader). Out: per move the time from opening its page
to the first picture (when it is made already, and when it must first be made), pictures a second, draw calls,
triangles, script time a picture [ms], and the sizes of the files that travel [kB, compressed].

    python -m benchmarks.figure clamshell banded-squat
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.support.browser import new_page, open_browser
from tests.web.serving import Served, serve
from turnout.knowledge import load_knowledge
from turnout.web.figures import levels_of, shelf_for

MOVES = ("clamshell", "banded-squat", "seated-er")
SIZE: ViewportSize = {"width": 640, "height": 800}
SHOWN = "figure[data-shown=figure] canvas"
NUMBERS = """() => {
  const detail = {};
  document.querySelector("figure canvas").dispatchEvent(new CustomEvent("figure-numbers", { detail }));
  return detail;
}"""
GOALS = {"warm_s": 1.5, "cold_s": 5.5, "fps": 15.0, "calls": 80, "triangles": 150_000, "script_ms": 6.0}
LEAST = ("fps",)
LINE = (
    "{move:24} seen {warm_s:5.2f} s (first made {cold_s:5.2f} s)  {fps:5.1f} pictures/s  {calls:3} calls  "
    "{triangles:6} triangles  script {script_ms:4.1f} ms  body {body_kb:5.0f} kB  track {track_kb:4.0f} kB"
)


def main(arguments: Sequence[str]) -> int:
    """Measures each move and prints a line; exit 1 where something is beyond what is asked for."""
    parser = argparse.ArgumentParser(description="The figure in a browser.")
    parser.add_argument("--seconds", type=float, default=5, help="for how long it is watched")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("moves", nargs="*", default=list(MOVES))
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser, warm(Path(folder)) as app:
        rows = [measured(browser, app, move, given.seconds) for move in given.moves]
    for row in rows:
        print(LINE.format(**row))
    if given.json is not None:
        given.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    beyond = [f"{row['move']}: {name} is {row[name]:g}" for row in rows for name in GOALS if not meets(name, row[name])]
    print("\n".join(beyond))
    return 1 if beyond else 0


def meets(name: str, value: float) -> bool:
    """Whether a figure is within what is asked for."""
    return value >= GOALS[name] if name in LEAST else value <= GOALS[name]


@contextmanager
def warm(folder: Path) -> Generator[Served]:
    """An app whose process for figures runs and has the body."""
    with serve(folder) as app:
        while app.get("/figure/prone-er/-").status_code == 202:
            time.sleep(0.1)
        yield app


def forget(move: str) -> None:
    """Removes what is made of a move, so that it must be made again."""
    k = load_knowledge()
    shelf = shelf_for(k.version)
    for level in levels_of(k, move):
        shelf.about(move, level).unlink(missing_ok=True)
        shelf.track(move, level).unlink(missing_ok=True)


def measured(browser: Browser, app: Served, move: str, seconds: float) -> dict[str, Any]:
    """One move: made for the first time, seen again, then watched."""
    forget(move)
    cold_s = seen(browser, app, move)[0]
    warm_s, sizes = seen(browser, app, move)
    page = new_page(browser, viewport=SIZE, motion="no-preference")
    open_at(page, app, move)
    page.wait_for_timeout(4000)  # it finds its pace
    before, begun = page.evaluate(NUMBERS), time.perf_counter()
    page.wait_for_timeout(seconds * 1000)
    after, spent = page.evaluate(NUMBERS), time.perf_counter() - begun
    page.context.close()
    return {
        "move": move,
        "cold_s": cold_s,
        "warm_s": warm_s,
        "fps": (after["frames"] - before["frames"]) / spent,
        "calls": after["calls"],
        "triangles": after["triangles"],
        "script_ms": statistics.median(after["script"]),
        "ratio": after["ratio"],
        **sizes,
    }


def seen(browser: Browser, app: Served, move: str) -> tuple[float, dict[str, float]]:
    """From opening the page to the first picture [s], in a browser without a cache; and what travelled."""
    page = new_page(browser, viewport=SIZE, motion="no-preference")
    page.route("**/sw.js", lambda route: route.abort())
    sizes: dict[str, float] = {"body_kb": 0.0, "track_kb": 0.0}
    page.on("response", lambda answer: weigh(answer.url, answer.headers, sizes))
    begun = time.perf_counter()
    open_at(page, app, move)
    spent = time.perf_counter() - begun
    page.context.close()
    return spent, sizes


def weigh(address: str, headers: dict[str, str], sizes: dict[str, float]) -> None:
    """Notes how large a file was on its way."""
    for name, end in (("body_kb", ".glb"), ("track_kb", ".bin")):
        if address.endswith(end):
            sizes[name] = int(headers.get("content-length", 0)) / 1000


def open_at(page: Page, app: Served, move: str) -> None:
    """The page of a move, its figure on the screen and drawn."""
    page.goto(f"{app.address}/library/{move}", wait_until="commit")
    page.wait_for_selector("figure[data-motion]", state="attached")
    page.evaluate("document.querySelector('figure[data-motion]').scrollIntoView()")
    page.wait_for_selector(SHOWN, timeout=60_000)
    page.wait_for_function(f"({NUMBERS})().frames > 0")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
