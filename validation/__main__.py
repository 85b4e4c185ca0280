"""``python -m validation``: compares the muscle model with published numbers and writes docs/validation.md with its
pictures.

Exit code 1 where a sign is wrong, a flip lies outside or a band is missed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from validation import compare, failures
from validation.page import page
from validation.plots import pictures
from validation.published import published

DOCS = Path(__file__).parents[1] / "docs"


def main() -> int:
    found = compare()
    folder = DOCS / "images" / "validation"
    folder.mkdir(parents=True, exist_ok=True)
    (DOCS / "validation.md").write_text(page(found), "utf-8")
    for name, text in pictures(found.body, published()).items():
        (folder / name).write_text(text, "utf-8")
    wrong = failures(found)
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    sys.stdout.write(f"Wrote {DOCS.name}/validation.md; {len(wrong)} comparisons failed.\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
