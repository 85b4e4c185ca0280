"""``turnout check`` on how the phone measures: by gravity, so only where a segment turns about a level axis."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.small_knowledge import FILES
from tests.cli.small_knowledge import write as write_knowledge

NAME = "measures/prone-er.yaml"
PHONE = """phone:
  source: ours
  segment: shin
  axis: level
  edge: plumb
  ready_s: 15
  hold_s: 2
  put: On the shin.
  zero: Shin up.
  move: Let it sink.
  back: Up again.
"""


def told(turnout: Command, folder: Path, text: str) -> tuple[int, str]:
    write_knowledge(folder)
    (folder / NAME).write_text(text, encoding="utf-8")
    said = turnout("check", folder)
    return said.code, said.out + said.err


def test_a_turn_about_a_level_axis_is_taken(turnout: Command, tmp_path: Path) -> None:
    code, said = told(turnout, tmp_path, FILES[NAME] + PHONE)
    assert code == 0, said


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("axis: plumb", "axis: level", "a turn about a plumb axis cannot be measured by gravity"),
        ("methods: [tape]", "methods: [phone]", "needs a measure in deg that has the phone among its methods"),
        ("unit: cm", "unit: deg", "needs a measure in deg that has the phone among its methods"),
        ("edge: upright", "edge: plumb", "edge"),
        ("  segment: shin", "  source: ours\n  segment: shin", "phone.source"),
    ],
)
def test_what_gravity_cannot_measure_is_refused(
    turnout: Command, tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    text = FILES[NAME] + PHONE
    assert right in text
    code, said = told(turnout, tmp_path, text.replace(right, wrong, 1))
    assert code != 0
    assert says in said
    assert NAME in said
