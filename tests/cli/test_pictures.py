"""Pictures for a report from the command line: what is there, what is made in time, and nothing without the parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from turnout.body.figure.shelf import Shelf
from turnout.cli import pictures
from turnout.cli.pictures import pictures_of
from turnout.knowledge import load_knowledge
from turnout.terms import TurnoutError

CLAM, HYDRANT = ("clamshell", "no-band"), ("fire-hydrant", "no-band")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf on which everything is made at once, but for the fire hydrant."""

    def make(shelf: Shelf, id: str, level: str, *phases: str) -> None:
        if id == HYDRANT[0]:
            raise TurnoutError("the foot cannot be reached")
        for phase in phases:
            path = shelf.small(id, level, phase)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(f"{id} {phase}".encode())

    monkeypatch.setattr(pictures, "missing", lambda: "")
    monkeypatch.setattr(pictures.making, "make_small", make)
    return Shelf(tmp_path, "key")


def test_start_and_turning_point_of_each_move_and_none_of_what_cannot_be_drawn(shelf: Shelf) -> None:
    found = pictures_of(load_knowledge(), [CLAM, HYDRANT, ("clamshell", "nope"), ("nope", "")], shelf)
    assert found == {CLAM: [("start", b"clamshell start"), ("top", b"clamshell top")]}


def test_without_time_only_what_was_made_before_is_shown(shelf: Shelf) -> None:
    k = load_knowledge()
    assert pictures_of(k, [CLAM], shelf, most_s=0) == {}
    pictures_of(k, [CLAM], shelf)
    assert list(pictures_of(k, [CLAM], shelf, most_s=0)) == [CLAM]


def test_without_the_parts_there_are_none(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "missing", lambda: "Figures need mujoco.")
    assert pictures_of(load_knowledge(), [CLAM], shelf) == {}
