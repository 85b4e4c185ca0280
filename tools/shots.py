"""Pictures for people: every page and every state, light and dark, on a phone and on a desktop.

In: nothing, for all of it and the page of all components; or names of states, such as ``today-first player-work``.
Out: PNG files in ``shots/`` (not kept in git), ``NAME-SIZE-SCHEME.png``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.support.browser import open_browser
from tests.support.files import serve_folder
from tests.support.shots import camera, take
from tests.support.tour import Tour
from tools.node import WEB, command, environment

SHOTS = Path(__file__).parent.parent / "shots"
PARTS = "parts"
"""The page of all components."""


def parts(browser: Browser) -> None:
    """Builds the page of all components and takes its pictures."""
    subprocess.run(command(["--run", "build:preview"]), cwd=WEB, env=environment(), check=True)
    tour = Tour(browser, camera(SHOTS))
    with serve_folder(WEB / "dist") as address:
        for size in tour.sizes:
            with tour.device(size) as (page, show):
                page.goto(f"{address}/preview.html", wait_until="networkidle")
                show(PARTS)


def main() -> int:
    """Take them and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m tools.shots", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="NAME", help="a state; all of them without")
    only = set(parser.parse_args().only)
    SHOTS.mkdir(exist_ok=True)
    with open_browser() as browser:
        if not only or PARTS in only:
            parts(browser)
        if only != {PARTS}:
            take(browser, SHOTS, only - {PARTS})
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
