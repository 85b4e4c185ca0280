"""``make lighthouse``: three pages, three scores each.

In: page addresses, or none for Today, Library and Player. Out: a table, the full reports in ``shots/lighthouse/``, and
exit code 1 when a score is below what is asked for. Lighthouse is installed here at first need, from its own lock file;
its phone settings (a mid-range phone on a slow network, simulated) are taken as they are.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.browser import FLAGS, find_browser
from tools.node import command, environment

HERE = Path(__file__).parent
REPORTS = HERE.parent.parent / "shots" / "lighthouse"
PAGES = ("/", "/library", "/play")
HEADLESS = ["--headless=new", *(flag for flag in FLAGS if flag != "--headless")]
ASKED = {"performance": 95, "accessibility": 95, "best-practices": 95}


def main() -> int:
    """Runs the pages; 0 when every score is reached."""
    parser = argparse.ArgumentParser(prog="python -m tools.lighthouse", description=__doc__)
    parser.add_argument("pages", nargs="*", default=list(PAGES), help="addresses within the app")
    pages = parser.parse_args().pages
    browser = find_browser()
    if browser is None:
        sys.exit("There is no Chromium: run `make browser` first.")
    install()
    REPORTS.mkdir(parents=True, exist_ok=True)
    below = 0
    with made_up_app() as address:
        for page in pages:
            report = REPORTS / f"{re.sub(r'[^a-z0-9]+', '-', page).strip('-') or 'today'}.json"
            scores = audit(address + page, report, browser)
            below += sum(scores[name] < asked for name, asked in ASKED.items())
            print(f"{page:12}" + "".join(f"  {name} {scores[name]:3.0f}" for name in ASKED), flush=True)
    return int(below > 0)


def install() -> None:
    """Lighthouse beside its lock file, where it is not there yet."""
    if not (HERE / "node_modules" / "lighthouse").is_dir():
        done = command(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"])
        subprocess.run(done, cwd=HERE, env=environment(), check=True)


@contextmanager
def made_up_app() -> Generator[str]:
    """The address of a running `turnout demo`."""
    program = str(Path(sys.executable).with_name("turnout"))
    with subprocess.Popen([program, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout or ():
                found = re.search(r"http://[\w.:]+", line)
                if found is not None:
                    yield found[0]
                    break
            else:
                sys.exit("The app did not start.")
        finally:
            process.terminate()


def audit(address: str, report: Path, browser: Path) -> dict[str, float]:
    """One page's scores, 0 to 100; the whole report goes to a file."""
    program = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    told = [
        str(program), address, "--quiet", "--output=json", f"--output-path={report}", "--no-enable-error-reporting",
        f"--only-categories={','.join(ASKED)}", f"--chrome-flags={' '.join(HEADLESS)}",
    ]  # fmt: skip
    subprocess.run(command(told), env={**environment(), "CHROME_PATH": str(browser)}, check=True)
    categories: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in ASKED}


if __name__ == "__main__":
    sys.exit(main())
