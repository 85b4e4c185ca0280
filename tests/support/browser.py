"""A Chromium for the end-to-end tests: found where there is one, installed where there is none.

In: ``TURNOUT_BROWSER`` (a path) when set. Out: a Playwright browser with a fresh profile that talks to nothing but the
pages a test opens. ``python -m tests.support.browser`` prints the path; ``--install`` first installs one if needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
MISSING = (
    "No Chromium here. Install one (on Debian: apt-get install chromium), or name one in TURNOUT_BROWSER, "
    "or run: python -m tests.support.browser --install"
)


def find_browser() -> Path | None:
    """The first browser there is: the one named, the system's, then Playwright's own."""
    named = os.environ.get("TURNOUT_BROWSER")
    if named:
        path = Path(named)
        if not path.is_file():
            sys.exit(f"TURNOUT_BROWSER names {named}, which is no file.")
        return path
    for name in SYSTEM_NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def install_browser() -> Path:
    """The browser there is, or Debian's ``chromium``, or Playwright's download; exits with one line when none works."""
    found = find_browser()
    if found is not None:
        return found
    for attempt in (debian_commands(), [[sys.executable, "-m", "playwright", "install", "chromium"]]):
        if attempt and all(subprocess.run(command, check=False).returncode == 0 for command in attempt):
            found = find_browser()
            if found is not None:
                return found
    sys.exit(MISSING)


def debian_commands() -> list[list[str]]:
    """How to install Debian's package here; empty where that cannot be done."""
    if shutil.which("apt-get") is None:
        return []
    admin = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if admin and shutil.which("sudo") is None:
        return []
    apt = [*admin, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return [[*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", "chromium"]]


@contextmanager
def open_browser() -> Generator[Browser]:
    """A running browser with a fresh profile; ends with the block."""
    path = find_browser()
    if path is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def new_page(
    browser: Browser,
    *,
    viewport: ViewportSize = PHONE,
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
    motion: Literal["reduce", "no-preference"] = "reduce",
) -> Page:
    """A page in a context of its own (no cookies from elsewhere). Closing its context closes it."""
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
        device_scale_factor=scale,
        reduced_motion=motion,
        has_touch=viewport["width"] < 600,
        service_workers="allow",
    )
    return context.new_page()


def main(arguments: list[str]) -> int:
    """Print the browser's path; ``--install`` gets one where there is none."""
    path = install_browser() if "--install" in arguments else find_browser()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(f"Chromium: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
