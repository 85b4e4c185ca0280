"""Rule 3 once more: leaving an answer out never opens what a bad answer would have kept shut."""

from __future__ import annotations

from tests.checker.tally import Json, Tally


def judge_unknown(unknown: Json, bad: Json, tally: Tally) -> None:
    """The answer to a record that lacks one answer, and to the same record with a bad one."""
    if unknown["phase"] is None or bad["phase"] is None:
        return
    told = (unknown["on"], unknown["programme"], unknown["phase"], bad["phase"])
    tally.see(3, "nothing told opens no phase", unknown["phase"]["number"] <= bad["phase"]["number"], *told)
    if unknown["phase"]["number"] == bad["phase"]["number"]:
        for missing, worse in zip(unknown["phase"]["gate"], bad["phase"]["gate"], strict=True):
            tally.see(3, "nothing told meets no gate", missing["met"] is not True or worse["met"] is True, *told)
