"""The checker is worth something: it catches every bug planted in the loop, and finds none without."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.checker.judge import judge_trace
from tests.checker.kept import judge_sources
from tests.checker.tally import RULES, Tally
from tests.properties.known import known
from tests.properties.pairs import judge_pairs
from tests.properties.plants import PLANTS, Plant
from tests.properties.scripts import EQUIPMENT, Script, Stretch
from tests.properties.walk import walk
from turnout.knowledge import HOME

WELL = (("born", 1980), ("days_per_week", 7), ("equipment", list(EQUIPMENT)), ("minutes", 180))
MIXED = ("steady", "wild", "sore", "flaring", "flagged", "untold", "away", "wild")
GATED = ("good", "untold", "good", "good")


@lru_cache(maxsize=1)
def lives() -> tuple[Script, ...]:
    """People of all kinds, the same every time."""
    out: list[Script] = []
    for n, programme in enumerate(("individual", "rotation-guide", "starter-rotation", "iliopsoas-rotation") * 5):
        rng = Random(n)
        stretches = tuple(
            Stretch(MIXED[(n + i) % len(MIXED)], rng.randint(8, 16), rng.randrange(999)) for i in range(4)
        )
        rotation = (20, 50, 45, 30) if n % 2 else (50, 20, 15, 45)
        affected = ("left", "right", None)[n % 3]
        late = 0.1 if n % 4 == 0 else 0.0
        out.append(Script(programme, affected, WELL, (), rotation, (20, 14), stretches, n % 3 != 0, 0.0, late, 0.05))
    return tuple(out)


@lru_cache(maxsize=1)
def gated_lives() -> tuple[Script, ...]:
    """People on their way through phases, with answers left out now and then."""
    out: list[Script] = []
    for n, programme in enumerate(("piriformis-three-phase", "iliopsoas-rotation") * 4):
        stretches = tuple(Stretch(style, 12 + 4 * i, 7 * n + i) for i, style in enumerate(GATED[n % 2 :]))
        out.append(Script(programme, "left", WELL, (), (40, 40, 40, 40), (20, 20), stretches))
    return tuple(out)


def judged(script: Script) -> Tally:
    """A life, lived and judged."""
    tally = Tally()
    trace = walk(script)
    judge_trace(trace, known(), tally)
    judge_pairs(trace, Random(script.stretches[0].seed), tally)
    return tally


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"rule {plant.rule}: {plant.name}")
def test_a_planted_bug_is_caught(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    known()
    plant.put(monkeypatch)
    people = gated_lives() if plant.gates else lives()
    assert any(plant.rule in judged(script).broken for script in people), "nobody saw it"


def test_without_a_bug_the_same_lives_are_clean() -> None:
    for script in (*lives(), *gated_lives()):
        tally = judged(script)
        assert tally.clean, f"{script}\n{tally.sentences()}"


@pytest.mark.parametrize(
    ("file", "right", "not_right"),
    [
        ("safety/rules.yaml", "source: thomee-1997", "source: nobody"),
        ("safety/rules.yaml", "source: design}", "sure: design}"),
        ("sources.yaml", "sure: verified", "sure: certain"),
    ],
    ids=["a source that is none", "a number without a source", "a confidence that is none"],
)
def test_a_number_without_its_source_is_caught(tmp_path: Path, file: str, right: str, not_right: str) -> None:
    folder = Path(copytree(HOME, tmp_path / "knowledge"))
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(right, not_right, 1), encoding="utf-8")
    tally = Tally()
    judge_sources(folder, tally)
    assert 10 in tally.broken


def test_every_rule_has_a_planted_bug() -> None:
    assert {plant.rule for plant in PLANTS} | {10} == set(RULES)
