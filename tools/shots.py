"""Pictures for people: every page light and dark, on a phone and on a desktop.

In: nothing, for the page of all components; or ``--app ADDRESS PATH...`` for pages of an app that runs.
Out: PNG files in ``shots/`` (not kept in git).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize

from tests.support.browser import DESKTOP, PHONE, new_page, open_browser
from tests.support.files import serve_folder
from tools.node import WEB, command, environment

SHOTS = Path(__file__).parent.parent / "shots"
SIZES: dict[str, ViewportSize] = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def take(browser: Browser, address: str, name: str) -> list[Path]:
    """The four pictures of one page, each of its whole length."""
    taken: list[Path] = []
    for size, viewport in SIZES.items():
        for scheme in SCHEMES:
            page = new_page(browser, viewport=viewport, scheme=scheme, scale=2 if size == "phone" else 1)
            page.goto(address, wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            path = SHOTS / f"{name}-{size}-{scheme}.png"
            page.screenshot(path=path, full_page=True)
            page.context.close()
            taken.append(path)
    return taken


def name_of(path: str) -> str:
    """A file name for a page's path."""
    return path.strip("/").replace("/", "-") or "home"


def main() -> int:
    """Take them and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m tools.shots", description=__doc__)
    parser.add_argument("--app", metavar="ADDRESS", help="an app that runs, such as http://127.0.0.1:8000")
    parser.add_argument("paths", nargs="*", default=["/"], help="its pages")
    options = parser.parse_args()
    SHOTS.mkdir(exist_ok=True)
    with open_browser() as browser:
        if options.app:
            taken = [shot for path in options.paths for shot in take(browser, options.app + path, name_of(path))]
        else:
            subprocess.run(command(["--run", "build:preview"]), cwd=WEB, env=environment(), check=True)
            with serve_folder(WEB / "dist") as address:
                taken = take(browser, f"{address}/preview.html", "parts")
    for path in taken:
        print(path.relative_to(SHOTS.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
