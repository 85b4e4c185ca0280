"""Writes docs/performance.md from a run of the benchmarks.

In: the JSON of ``make bench ARGS="--benchmark-json=FILE"``. Out: the page. Figures are medians of one run on one
machine; compare them with each other, not with another machine's.

    make bench ARGS="--benchmark-json=figures.json" && python -m tools.figures figures.json
    python -m benchmarks.pages --json sqlite.json && python -m tools.figures --pages sqlite.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
HEAD = """# How fast

Medians of one run of `make bench`, written by `python -m tools.figures`. The machine: {cpu}, {cores} processors, Python
{python}. Compare figures with each other rather than with those of another machine.

| what | measured | asked for |
| --- | --- | --- |
"""
FOOT = """
"Cold" is reading the record's bytes, folding all facts and planning, in a process that is already running. The records
are those of simulated people, whole sessions as offered included. `make bench` measures all of this again; the tests
themselves never time anything.
"""


PAGES = "\n## Pages under a steady load\n"
PAGES_HEAD = """
{rate:.0f} requests a second of one page, on the two-year record, client and server on the same two processors; from the
moment each request was due to its answer [ms]. Asked for: 30 ms for 95 of 100. `make load` measures it again.

| page | size | {heads} |
| --- | --- | {rules} |
"""


def main(files: list[str]) -> None:
    if files[:1] == ["--pages"]:
        kept, _, old = PAGE.read_text("utf-8").partition(PAGES)
        rest = "".join(old.partition("\n## ")[1:])  # parts that come after are written by hand
        PAGE.write_text(
            kept + PAGES + pages([json.loads(Path(file).read_text("utf-8")) for file in files[1:]]) + rest, "utf-8"
        )
        return
    run = json.loads(Path(files[0]).read_text("utf-8"))
    found: dict[str, dict[str, Any]] = {b["name"]: b for b in run["benchmarks"]}
    machine = run["machine_info"]
    cpu = machine["cpu"].get("brand_raw") or machine["processor"] or "unknown processor"
    page = HEAD.format(cpu=cpu, cores=machine["cpu"].get("count", "?"), python=machine["python_version"])
    page += "".join(f"| {what} | {value} | {goal} |\n" for what, value, goal in rows(found))
    _, mark, loaded = PAGE.read_text("utf-8").partition(PAGES)
    PAGE.write_text(page + FOOT + mark + loaded, encoding="utf-8")


def pages(runs: list[list[dict[str, Any]]]) -> str:
    """One row a page: the median and the 95th percentile for each store."""
    heads = " | ".join(f"{run[0]['store']}: median | 95 of 100" for run in runs)
    text = PAGES_HEAD.format(rate=runs[0][0]["rate"], heads=heads, rules=" | ".join(["---"] * 2 * len(runs)))
    for same in zip(*runs, strict=True):
        figures = " | ".join(f"{row['median']:.1f} | {row['p95']:.1f}" for row in same)
        text += f"| `{same[0]['page']}` | {same[0]['kb']:.0f} kB | {figures} |\n"
    return text


def rows(found: dict[str, dict[str, Any]]) -> list[tuple[str, str, str]]:
    """What was measured, the figure, and what had been asked for."""
    out: list[tuple[str, str, str]] = []
    for name, bench in found.items():
        ms = 1000 * bench["stats"]["median"]
        extra = bench.get("extra_info", {})
        case = name[name.find("[") + 1 : -1] if "[" in name else ""
        if name.startswith("test_two_years_cold") or name.startswith("test_the_example_cold"):
            told = f"{ms:.0f} ms for {extra['facts']:,} facts ({6000 * ms / extra['facts']:.0f} ms per 6,000)"
            out.append((f"planning cold, two years, {case or 'the example record'}", told, "60 ms for 6,000 facts"))
        elif name.startswith("test_growth_with_the_record"):
            told = f"{ms:.0f} ms for {extra['facts']:,} facts ({1000 * ms / extra['facts']:.1f} us a fact)"
            out.append((f"planning cold, {case} years", told, "linear"))
        elif name.startswith("test_one_fact_more"):
            out.append((f"planning with one fact more, {case}", f"{ms:.1f} ms", "10 ms"))
        elif name.startswith("test_a_simulated_session"):
            per = ms / extra["sessions"]
            out.append((f"a simulated session, {case}", f"{per:.1f} ms", "3 ms of one core"))
        elif name.startswith("test_growth_with_people"):
            out.append((f"simulating {case} people", f"{ms / 1000:.2f} s ({ms / float(case):.0f} ms each)", "linear"))
        elif name.startswith("test_knowledge"):
            out.append((f"loading and cross-checking all knowledge, {case}", f"{ms:.0f} ms", "300 ms"))
        elif name == "test_command[--help]":
            out.append(("`turnout --help`, whole process", f"{ms:.0f} ms", "300 ms"))
    return out


if __name__ == "__main__":
    main(sys.argv[1:])
