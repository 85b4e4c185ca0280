"""``python -m validation``: compares the muscle model with published numbers and writes docs/validation.md with its
pictures, and the same for the app's Science page.

The loads of the exercises and OpenSim's answers are kept numbers, made by `validation.activity` and `validation.peer`;
``--loads`` solves the loads anew first. Exit code 1 where a sign is wrong, a flip lies outside, a band is missed, or
another program or a hand calculation disagrees.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from validation import activity, science
from validation.compare import compare, failures
from validation.page import page
from validation.plots import figures
from validation.published import published
from validation.svg import printed

DOCS = Path(__file__).parents[1] / "docs"


def main(words: Sequence[str]) -> int:
    """Compares and writes."""
    parser = argparse.ArgumentParser(
        prog="python -m validation", description="The muscle model against published data."
    )
    parser.add_argument("--loads", action="store_true", help="solve the exercises of emg.yaml anew")
    if parser.parse_args(words).loads and (failed := activity.main()):
        return failed
    found = compare()
    folder = DOCS / "images" / "validation"
    folder.mkdir(parents=True, exist_ok=True)
    text, pictures = page(found), figures(found.body, published(), found.asked, found.signals)
    (DOCS / "validation.md").write_text(text, "utf-8")
    for name, figure in pictures.items():
        (folder / f"{name}.svg").write_text(printed(figure), "utf-8")
    science.write(text, pictures)
    wrong = failures(found)
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    sys.stdout.write(f"Wrote {DOCS.name}/validation.md; {len(wrong)} comparisons failed.\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
