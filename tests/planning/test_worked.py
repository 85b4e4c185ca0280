"""What computed loads do in a plan: they count at the angle where a need matters, and the reason says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from turnout import plan
from turnout.assess import Findings
from turnout.knowledge import Knowledge, load_knowledge
from turnout.knowledge.loads import LoadTable
from turnout.knowledge.schema.loads import MuscleLoad
from turnout.planning.compose import gives
from turnout.planning.worked import at_angle, serves, told, trained, works

ON = date(2026, 1, 6)


def with_loads(*lines: MuscleLoad) -> Knowledge:
    k = load_knowledge()
    return replace(k, load_table=LoadTable(lines=list(lines)), memo={})


def load(muscle: str, peak: float, bent: float, *, level: str = "no-band") -> MuscleLoad:
    return MuscleLoad("clamshell", level, "working", muscle, peak, peak / 2, bent, bent)


@pytest.mark.parametrize(("bent", "counts"), [(39.9, 0.0), (40.0, 0.3), (90.0, 0.3), (120.1, 0.0)])
def test_a_load_counts_only_where_the_need_matters(bent: float, counts: float) -> None:
    need = load_knowledge().needs["deep-rotators-flexed"]
    assert at_angle(load("obturator_internus", 0.3, bent), need) == counts


def test_a_peak_elsewhere_leaves_the_mean() -> None:
    need = load_knowledge().needs["deep-rotators-flexed"]
    assert at_angle(structs.replace(load("obturator_internus", 0.3, 10), flexion_mean_deg=60), need) == 0.15


def test_more_than_what_strengthens_counts_no_more() -> None:
    need = load_knowledge().needs["posterior-gluteus-medius"]
    enough, more, less = (
        trained(k.exercises["clamshell"], need, k)
        for k in (with_loads(load("gluteus_medius_posterior", peak, 30)) for peak in (0.4, 0.9, 0.2))
    )
    assert enough == more == 1.0
    assert less == pytest.approx(0.5)


def test_a_need_at_an_angle_is_served_by_computed_loads_only() -> None:
    k = with_loads()
    assert "obturator_internus" in (k.exercises["clamshell"].muscles or pytest.fail("no muscles named")).primary
    assert "deep-rotators-flexed" not in gives(k.exercises["clamshell"], k)
    k = with_loads(*(load(m, 0.4, 60) for m in ("obturator_internus", "gemellus_inferior", "quadratus_femoris")))
    assert gives(k.exercises["clamshell"], k)["deep-rotators-flexed"] > 0.5


def test_the_reason_names_muscle_load_and_angle_and_the_values_hold_them() -> None:
    k = with_loads(load("obturator_internus", 0.31, 45), load("piriformis", 0.05, 45))
    clam = k.exercises["clamshell"]
    why = serves(clam, ["er-strength"], {"er-strength": 1.0}, Findings(), k)
    assert "obturator internus at 31 % (hip bent 45 degrees)" in why.says
    assert why.source == "muscle-model"
    assert why.values["loads"][0] == {
        "muscle": "obturator_internus", "peak": 0.31, "flexion_deg": 45, "level": "no-band"
    }  # fmt: skip


def test_without_computed_loads_the_reason_says_whose_muscles_they_are() -> None:
    k = with_loads()
    why = serves(k.exercises["clamshell"], ["er-strength"], {"er-strength": 1.0}, Findings(), k)
    assert why.says.endswith("its muscles are those the sources name, loads are not computed")
    assert why.source == "design"
    assert why.values["muscles"] == "named by its sources"


def test_the_first_solved_rung_speaks() -> None:
    k = with_loads(load("piriformis", 0.5, 45, level="band-red"), load("piriformis", 0.6, 45, level="band-green"))
    _, values = told(k.exercises["clamshell"], [k.needs["er-strength"]], k)
    assert [line["level"] for line in values["loads"]] == ["band-red"]


def facts() -> list[dict[str, Any]]:
    return [
        {"kind": "profile", "at": "2026-01-05", "born": 1992, "equipment": ["loop-band", "chair", "step", "mat"]},
        {"kind": "screen", "at": "2026-01-05", "answers": dict.fromkeys(load_knowledge().red_flags, False)},
        {"kind": "programme", "at": "2026-01-05", "programme": "individual"},
        {"kind": "pain", "at": "2026-01-05", "side": "left", "now": 0},
        {"kind": "pain", "at": "2026-01-05", "side": "right", "now": 0},
        {
            "kind": "reading",
            "at": "2026-01-05",
            "measure": "lateral-step-down",
            "side": "left",
            "value": 4,
            "unit": "score",
            "method": "estimate",
        },
    ]


def test_a_composed_session_cites_lines_of_the_shipped_table() -> None:
    k = load_knowledge()
    session = plan(facts(), ON, knowledge=k)["session"]
    cited = [
        (item["exercise"], line)
        for item in session["items"]
        for why in item["why"]
        if why["criterion"] == "need"
        for line in why["values"].get("loads", [])
    ]
    assert cited
    for exercise, line in cited:
        found = k.load_table.by_level[exercise, line["level"]]["working", line["muscle"]]
        assert (found.peak, found.flexion_at_peak_deg) == (line["peak"], line["flexion_deg"])


def test_what_a_programme_chose_says_what_works_on_the_rung_it_begins_with() -> None:
    k = with_loads(load("piriformis", 0.3, 45), load("piriformis", 0.5, 45, level="band-red"))
    clam = k.exercises["clamshell"]
    rungs = [level.id for level in k.ladders["clamshell"]]
    [first] = works(clam, gives(clam, k), 0, k)
    [later] = works(clam, gives(clam, k), rungs.index("band-yellow"), k)
    assert (first.source, first.says) == (
        "muscle-model",
        "by the muscle model it works piriformis at 30 % (hip bent 45 degrees)",
    )
    assert [line["level"] for line in later.values["loads"]] == ["band-red"]


def test_where_no_load_was_computed_a_programme_claims_none() -> None:
    k = with_loads()
    assert works(k.exercises["clamshell"], gives(k.exercises["clamshell"], k), 0, k) == ()


def test_the_items_of_a_programme_cite_lines_of_the_shipped_table() -> None:
    k = load_knowledge()
    chosen = [{**fact, "programme": "starter-rotation"} if fact["kind"] == "programme" else fact for fact in facts()]
    items = plan(chosen, ON, knowledge=k)["session"]["items"]
    cited = [
        (item["exercise"], line) for item in items for why in item["why"] for line in why["values"].get("loads", [])
    ]
    assert {item["exercise"] for item in items if k.exercises[item["exercise"]].kind == "strength"} <= {
        id for id, _ in cited
    }
    for exercise, line in cited:
        assert k.load_table.by_level[exercise, line["level"]]["working", line["muscle"]].peak == line["peak"]
