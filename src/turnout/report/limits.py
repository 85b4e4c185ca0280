"""What the numbers of a report cannot tell, said beside them.

In: the tables of a report. Out: sentences, only those that bear on what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from turnout.report.course import Done, Pain
from turnout.report.ranges import Line
from turnout.report.words import listing, num

ALWAYS = "Sets, pain and form are as the person told them."
NOT_A_DIAGNOSIS = "Range does not say whether muscle, capsule or bone sets the limit; no number is a diagnosis."


def limits_of(lines: Sequence[Line], pain: Sequence[Pain], done: Done) -> tuple[str, ...]:
    """The sentences."""
    said: list[str] = [ALWAYS] if done.sessions else []
    ranges = [line for line in lines if line.kind == "range"]
    errors = sorted({line.mdc for line in ranges if line.mdc is not None})
    if errors:
        words = listing([f"{num(error)}°" for error in errors])
        said.append(f"Least real change of these ways of measuring: {words}. Less than that may be chance.")
    methods = {(line.measure, line.side): set[str]() for line in ranges}
    for line in ranges:
        methods[line.measure, line.side].add(line.method)
    if any(len(used) > 1 for used in methods.values()):
        said.append("Readings by different methods stand apart and must not be compared.")
    if ranges:
        said.append(NOT_A_DIAGNOSIS)
    missing = sum(side.mornings.due - side.mornings.told for side in pain)
    if missing:
        said.append(f"{missing} mornings after were not told; they count as unknown, not as good.")
    if done.asked:
        said.append("Sessions asked for are counted by today's plan, also for weeks under an earlier one.")
    return tuple(said)
