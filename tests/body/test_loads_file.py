"""``loads.csv``: it covers every exercise, is not stale, is what the code computes, and bad lines are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from turnout.body import Body, load_anatomy
from turnout.body.cohort import cohort, knowledge_in
from turnout.body.loadbook import (
    PieceLoads,
    digest_of,
    exercises_in_motion,
    in_order,
    standard,
    text_of,
    unchanged,
)
from turnout.body.person import Person
from turnout.body.repertoire import pieces
from turnout.knowledge import HOME, load_folder, load_knowledge
from turnout.knowledge.loads import FILE, LoadTable, read_loads
from turnout.knowledge.schema.loads import LEG_MUSCLES, PARTS_OF
from turnout.terms import TurnoutError

SAMPLE = ("clamshell", "side-lying-er", "single-leg-bridge")
NEAR = 0.01
"""Activations may differ so much between platforms and versions of the parts."""


def test_the_file_speaks_of_every_exercise_with_a_motion_at_every_level() -> None:
    k = load_knowledge()
    wanted = {(id, piece.level) for id in exercises_in_motion(k) for piece in pieces(k, id, distinct=False)}
    assert set(k.load_table.computed) == wanted


def test_the_file_is_not_stale() -> None:
    k, anatomy = load_knowledge(), load_anatomy()
    stale = [
        piece.title
        for id in exercises_in_motion(k)
        for piece in pieces(k, id, distinct=False)
        if k.load_table.computed[id, piece.level].digest != digest_of(piece, k, anatomy)
    ]
    assert not stale, "run: turnout body loads --all --write"


@pytest.mark.parametrize("id", SAMPLE)
def test_the_file_is_what_the_code_computes(id: str) -> None:
    table = load_knowledge().load_table
    for one in cohort([id], [standard()], jobs=1):
        told = table.computed[id, one.level]
        assert told.solved == one.told.solved
        assert told.reserve_nm == pytest.approx(one.told.reserve_nm, abs=0.1)
        written = {line: load.peak for line, load in table.by_level.get((id, one.level), {}).items()}
        computed = {(line.limb, line.muscle): line.peak for line in one.lines if one.told.solved}
        for key in {*written, *computed} - {(limb, whole) for whole in PARTS_OF for limb in ("working", "other")}:
            assert written.get(key, 0.0) == pytest.approx(computed.get(key, 0.0), abs=NEAR), (one.level, key)


def test_an_exercise_that_is_not_solved_has_no_lines_and_says_why() -> None:
    table = load_knowledge().load_table
    unsolved = {key for key, told in table.computed.items() if not told.solved}
    assert not unsolved & set(table.by_level)
    assert all(table.computed[key].why.count(".") <= 6 and len(table.computed[key].why) > 20 for key in unsolved)


def test_deep_rotators_of_the_clamshell_can_be_cited_with_their_angle() -> None:
    found = load_knowledge().load_table.by_level["clamshell", "no-band"]
    internus = found["working", "obturator_internus"]
    assert 0.05 < internus.mean <= internus.peak < 0.8
    assert internus.flexion_at_peak_deg == pytest.approx(45, abs=8)


def test_the_muscles_of_the_file_are_those_of_the_model(body: Body) -> None:
    assert sorted(body.muscles) == list(LEG_MUSCLES)
    assert all(part in LEG_MUSCLES for parts in PARTS_OF.values() for part in parts)


def test_whole_muscles_speak_through_their_hardest_part() -> None:
    table, wrong = read_loads(
        text_of([])
        + "clamshell,no-band,working,adductor_magnus_distal,0.200,0.100,45,45\n"
        + "clamshell,no-band,working,adductor_magnus_middle,0.300,0.100,45,45\n"
    )
    assert not wrong
    assert table.by_level["clamshell", "no-band"]["working", "adductor_magnus"].peak == 0.3
    assert table.hardest == {
        "clamshell": {"adductor_magnus_distal": 0.2, "adductor_magnus_middle": 0.3, "adductor_magnus": 0.3}
    }


def test_written_and_read_again_it_is_the_same() -> None:
    text = (HOME / FILE).read_text("utf-8")
    table, wrong = read_loads(text)
    assert not wrong
    found = [_piece(table, *key) for key in table.computed]
    assert text_of(found) == text


def _piece(table: LoadTable, exercise: str, level: str) -> PieceLoads:
    lines = tuple(table.of_level(exercise, level))
    return PieceLoads(exercise, level, 75, 170, table.computed[exercise, level], lines)


def test_what_has_not_changed_is_kept_as_it_was_written() -> None:
    k = load_knowledge()
    kept = unchanged(k, load_anatomy())
    assert set(kept) == set(exercises_in_motion(k))
    assert text_of(in_order(k, [one for found in reversed(kept.values()) for one in found])) == (
        (HOME / FILE).read_text("utf-8")
    )


GOOD = "clamshell,no-band,working,piriformis,0.200,0.100,45,45"
PIECE = "# piece | clamshell | no-band | 0123456789ab | still | 0.06 | 0.0001 | solved"
HEADER = "exercise,level,limb,muscle,peak,mean,flexion_at_peak_deg,flexion_mean_deg"


@pytest.mark.parametrize(
    ("piece", "line", "says"),
    [
        (PIECE, GOOD.replace("piriformis", "pirifromis"), "muscle: the model has no muscle 'pirifromis'"),
        (PIECE, GOOD.replace("working", "left"), "limb: 'left' is neither working nor other"),
        (PIECE, GOOD.replace("0.200", "1.200"), "peak: '1.200' is not a number from 0 to 1"),
        (PIECE, GOOD.replace("0.200", "nan"), "peak: 'nan' is not a number from 0 to 1"),
        (PIECE, GOOD.replace("0.200", ""), "peak: '' is not a number from 0 to 1"),
        (PIECE, GOOD.replace("0.100", "0.300"), "mean: must not be above the peak"),
        (PIECE, GOOD.replace(",45,45", ",45,450"), "flexion_mean_deg: '450' is not a number from -90 to 180"),
        (PIECE, GOOD + ",1", "a line has 8 cells"),
        (PIECE, f"{GOOD}\n{GOOD}", "muscle: piriformis of the working limb stands twice"),
        (PIECE, GOOD.replace("clamshell", "clam"), "exercise: there is no exercise 'clam'"),
        (PIECE, GOOD.replace("no-band", "band-pink"), "level: clamshell has no level 'band-pink'; it has no-band"),
        ("", GOOD, "level: the top of the file does not speak of clamshell no-band"),
        (PIECE.replace("solved", "not solved: too weak"), GOOD, "level: clamshell no-band is not solved"),
        (PIECE.replace("still", "slow"), GOOD, "a piece is exercise | level | digest"),
        (PIECE.replace("clamshell", "clam"), GOOD, "exercise: there is no exercise 'clam'"),
    ],
)
def test_a_bad_line_is_named_with_line_and_field(piece: str, line: str, says: str, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (folder / FILE).write_text("\n".join(part for part in (piece, HEADER, line) if part) + "\n", "utf-8")
    problems = load_folder(folder)[1]
    assert any(says in problem.says and problem.where.startswith(f"{FILE}:") for problem in problems), problems
    assert knowledge_in(str(folder)).exercises  # what is being made anew may be wrong


def test_a_file_without_its_columns_is_told() -> None:
    assert read_loads("# nothing\n")[1] == [(1, f"the line of columns is missing: {HEADER}")]
    assert read_loads("a,b\n")[1] == [(1, f"the columns must be {HEADER}")]


def test_computed_loads_are_a_part_of_the_knowledges_version(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    before = load_folder(folder)[0].version
    (folder / FILE).write_text(f"{HEADER}\n", "utf-8")
    assert load_folder(folder)[0].version != before


def test_one_process_two_and_a_cluster_give_the_same() -> None:
    persons = [Person(), Person(mass_kg=60, height_cm=165)]
    alone = cohort(["prone-er"], persons, jobs=1)
    assert len(alone) == 2 and alone[0].mass_kg == 75 and alone[1].mass_kg == 60
    assert cohort(["prone-er"], persons, jobs=2) == alone
    assert cohort(["prone-er"], persons, cluster="local") == alone


def test_a_scheduler_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(TurnoutError, match="cannot be reached"):
        cohort(["prone-er"], [Person()], cluster="tcp://127.0.0.1:9")
