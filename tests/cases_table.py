"""Writes ``docs/scenarios.md``: every clinical scenario of ``tests/cases`` as a table to read through.

python -m tests.cases_table
"""

from __future__ import annotations

from pathlib import Path

from tests.support.cases import Case, topics
from tests.support.in_words import Namer, answer, clean, situation
from turnout.knowledge import load_knowledge

PAGE = Path(__file__).parent.parent / "docs" / "scenarios.md"
ORDER = (
    "red-flags", "screening", "age", "pain", "morning", "doses", "ladders", "gaps", "gates-piriformis",
    "gates-iliopsoas", "gates-deep-rotators", "ranges", "stretches", "conditions", "prescriptions",
    "bouts", "frequency-and-minutes", "composed", "corrections",
)  # fmt: skip
"""Topics in the order in which one would read them."""
OPENING = """# Scenarios

Every rule of the loop as a small story: what is known, what Turnout answers, and the rule that says so. {count}
stories, written from the rules; `tests/cases/` holds them and every test run asks them of the program. Change any
threshold of `knowledge/safety/rules.yaml` or any number of a gate by one unit, and at least one of them fails.

Day 0 is the day on which a person starts, a Monday. On it all red flags are answered no, unless the story is about
them. Pain and effort are told from 0 to 10. 3 x 15 is three sets of fifteen; 15+15+14 are three sets, the last one
shorter. An exercise that goes one step up grows in sets, repetitions or level, and only in one of them.
"""


def table(cases: tuple[Case, ...], names: Namer) -> str:
    """One topic's cases, one a row."""
    cells = [(clean(case.title), situation(case, names), answer(case, names), clean(case.why)) for case in cases]
    rows = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join(["| Scenario | What is known | What Turnout answers | Rule |", "|---|---|---|---|", *rows])


def page() -> str:
    """The whole page."""
    names = Namer(load_knowledge())
    found = {cases[0].file: (about, says, cases) for about, says, cases in topics()}
    known = [name for name in ORDER if name in found]
    parts = [OPENING.format(count=sum(len(cases) for _, _, cases in found.values()))]
    for name in [*known, *sorted(set(found) - set(known))]:
        about, says, cases = found[name]
        parts.append(f"## {about}\n\n{clean(says)}\n\n{table(cases, names)}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} written")
