"""The example records: each plans without error on its day, and gives what ``examples/README.md`` tells of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, cast

import nbformat
import pytest
from nbclient import NotebookClient

import turnout

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TOUR = EXAMPLES / "tour.ipynb"
README = (EXAMPLES / "README.md").read_text("utf-8")

Answer = dict[str, Any]
DAYS: dict[str, str] = dict(re.findall(r"^## `([a-z0-9-]+)` on (\d{4}-\d\d-\d\d)$", README, re.MULTILINE))
"""Each example and the day its story is told on, as the README heads it."""
LARGEST = 1_400_000
"""No record may be larger than this [bytes]."""


def answer(name: str) -> Answer:
    """What Turnout answers on the day of the story."""
    return turnout.plan(EXAMPLES / f"{name}.jsonl", on=DAYS[name])


def items(told: Answer) -> dict[tuple[str, str], Answer]:
    """The session's items by exercise and side."""
    return {(item["exercise"], item["side"]): item for item in told["session"]["items"]}


def withheld(told: Answer) -> dict[tuple[str, str], str]:
    """The criterion that withholds each exercise and side."""
    return {(left["exercise"], left["side"]): left["why"][0]["criterion"] for left in told["withheld"]}


def test_the_readme_tells_of_every_record() -> None:
    assert set(DAYS) == {path.stem for path in EXAMPLES.glob("*.jsonl")}


@pytest.mark.parametrize("name", sorted(DAYS))
def test_an_example_is_in_the_past_small_and_plans(name: str) -> None:
    path = EXAMPLES / f"{name}.jsonl"
    facts = turnout.read(path)
    assert path.stat().st_size < LARGEST
    assert max(fact.at for fact in facts)[:10] <= DAYS[name] < "2026-11-20"
    told = answer(name)
    assert told["on"] == DAYS[name]
    assert told["ask"] == [], "every red flag has been answered"
    assert (told["stop"] is None) == (told["session"] is not None)


@pytest.mark.parametrize("name", sorted(DAYS))
def test_every_item_and_everything_withheld_says_why(name: str) -> None:
    told = answer(name)
    offered: list[Answer] = told["session"]["items"] if told["session"] else []
    for entry in (*offered, *told["withheld"], *told["measures"]["withheld"]):
        assert entry["why"]
        assert all(why["says"] and why["source"] for why in entry["why"])


def test_the_desk_worker_goes_on_to_longer_holds() -> None:
    chest = items(answer("desk-worker"))
    for side in ("left", "right"):
        item = chest[("seated-leg-to-chest", side)]
        assert (item["sets"], item["seconds"], item["action"]) == (2, 90, "raise")
    assert chest[("seated-leg-opener", "both")]["action"] == "raise"


def test_after_a_worse_morning_the_runner_does_less_on_that_side_and_no_less_on_the_other() -> None:
    told = answer("runner")
    moves = items(told)
    for exercise in ("band-leg-cycle", "reverse-band-leg-cycle"):
        left, right = moves[(exercise, "left")], moves[(exercise, "right")]
        assert (left["sets"], left["action"]) == (1, "lower")
        assert left["why"][0]["criterion"] == "next-day-rise"
        assert right["sets"] >= 2
        assert right["action"] != "lower"
    assert moves[("plank-pike", "both")]["action"] == "lower", "a two-legged move loads the sore side too"
    weaker = [f for f in told["findings"] if f["id"] == "strength-er-strength-reps" and f["value"] < 90]
    assert [f["side"] for f in weaker] == ["left"]
    assert next(iter(moves))[1] == "left", "the weaker side begins"


def test_the_dancer_is_strengthened_and_not_stretched() -> None:
    told = answer("dancer")
    roles = {item["role"] for item in told["session"]["items"]}
    assert roles == {"work"}
    stretches = ("figure-4-stretch", "ninety-ninety-stretch", "supine-strap-rotation-stretch")
    reasons = withheld(told)
    assert all(
        reasons[(stretch, side)] == "condition-dysplasia-or-hypermobility"
        for stretch in stretches
        for side in ("left", "right")
    )


def test_the_second_phase_opens_in_week_five_with_two_new_moves() -> None:
    told = answer("piriformis-week-5")
    phase = told["phase"]
    assert (phase["number"], phase["programme_week"], phase["since"]) == (2, 5, "2026-02-02")
    new = {item["exercise"] for item in told["session"]["items"] if item["action"] == "new"}
    assert new == {"banded-squat", "lateral-band-walk"}
    assert withheld(told)[("step-down", "right")] == "one-thing-at-a-time"


def test_the_second_phase_stays_shut_the_week_before_and_without_the_questions() -> None:
    path = EXAMPLES / "piriformis-week-5.jsonl"
    assert turnout.plan(path, on="2026-02-01")["phase"]["number"] == 1
    *facts, last = [line for line in path.read_text("utf-8").splitlines() if line]
    assert '"screen"' in last
    unasked = turnout.plan([json.loads(line) for line in facts], on="2026-02-02")
    assert unasked["phase"]["number"] == 1
    assert unasked["phase"]["waiting"] == "2026-02-02"
    assert unasked["ask"]
    assert unasked["session"] is None


def test_the_sore_hip_flexor_is_trained_daily_and_the_other_side_rests() -> None:
    told = answer("iliopsoas-week-1")
    assert (told["phase"]["number"], told["phase"]["week"]) == (1, 1)
    assert told["phase"]["gate"][0]["met"] is False
    moves, reasons = items(told), withheld(told)
    for exercise in ("seated-band-ir", "seated-band-er"):
        assert moves[(exercise, "right")]["sets"] == 3
        assert reasons[(exercise, "left")] == "frequency"
    assert moves[("hip-flexor-stretch", "right")]["bouts"] == 3
    assert moves[("hip-flexor-stretch", "left")]["bouts"] == 1


def test_a_hip_replaced_from_behind_is_not_turned_in_and_not_bent_far() -> None:
    told = answer("hip-replacement")
    reasons = withheld(told)
    for stretch in ("supine-strap-rotation-stretch", "ninety-ninety-stretch", "figure-4-stretch"):
        assert reasons[(stretch, "left")] == "condition-hip-replacement-posterior"
    assert "condition" not in reasons.get(("supine-strap-rotation-stretch", "right"), "")
    measures = {(w["measure"], w["side"]) for w in told["measures"]["withheld"]}
    assert measures == {("prone-ir", "left")}
    assert ("clamshell", "left") in items(told)


def test_a_replaced_hip_is_stopped_until_it_is_cleared() -> None:
    before = turnout.plan(EXAMPLES / "hip-replacement.jsonl", on="2026-05-05")
    assert before["stop"]["urgency"] == "before-starting"
    assert before["session"] is None


def test_two_red_flags_stop_everything_with_the_more_urgent_time() -> None:
    told = answer("red-flag")
    assert told["stop"]["urgency"] == "same-day"
    assert told["stop"]["flags"] == ["groin-pain-on-impact", "rapid-worsening"]
    assert told["session"] is None
    assert told["measures"]["offered"] == []
    assert told["schedule"] == []


def test_where_bone_likely_limits_external_rotation_no_stretch_chases_it() -> None:
    told = answer("version-difference")
    found = {f["side"]: f["value"] for f in told["findings"] if f["id"] == "ir-er-difference"}
    assert found == {"left": 30, "right": 30}
    reasons = withheld(told)
    assert reasons[("figure-4-stretch", "left")] == "bone-limit"
    assert reasons[("pigeon-stretch", "right")] == "bone-limit"
    assert all(item["role"] == "work" for item in told["session"]["items"])


def test_two_years_are_one_record_among_others() -> None:
    facts = turnout.read(EXAMPLES / "two-years.jsonl")
    assert len(facts) >= 6000
    days = sorted(date.fromisoformat(fact.at[:10]) for fact in facts)
    assert (days[-1] - days[0]).days >= 720
    told = answer("two-years")
    assert told["phase"]["programme_week"] > 100
    assert "plateau-refer" in {f["id"] for f in told["findings"]}


def test_the_short_records_are_made_by_the_script_beside_them(tmp_path: Path) -> None:
    script = tmp_path / "make_examples.py"
    script.write_bytes((EXAMPLES / "make_examples.py").read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, str(script)], check=True, env=environment, cwd=tmp_path)
    made = sorted(tmp_path.glob("*.jsonl"))
    assert len(made) == len(DAYS) - 1
    for path in made:
        assert path.read_bytes() == (EXAMPLES / path.name).read_bytes(), f"{path.name}: run examples/make_examples.py"


# -- the notebook --------------------------------------------------------------------------------------------------


def test_the_notebook_is_kept_without_outputs() -> None:
    for cell in tour().cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_the_notebook_runs_and_says_what_it_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    notebook = tour()
    client: Any = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES)}}
    )
    client.execute()
    said = {cell["id"]: _printed(cell) for cell in notebook.cells if cell["cell_type"] == "code"}
    assert "piriformis-three-phase phase 2" in said["plan"]
    assert "this one joins next time" in said["reasons"]
    assert "piriformis-gate-2 met: False" in said["gate"]
    assert "2026-01-30 phase 1" in said["replay"]
    assert "phase 1 - gate met: False" in said["what-if"]
    assert said["stop"].startswith("same-day")
    assert "session: None" in said["stop"]
    assert "bone likely limits ER" in said["findings"]
    assert "tonley-2010" in said["knowledge"]
    assert "violations: 0" in said["simulate"]


def tour() -> Any:
    """The notebook."""
    return cast("Any", nbformat).read(TOUR, as_version=4)


def _printed(cell: Any) -> str:
    return "".join(out.get("text", "") for out in cell["outputs"])
