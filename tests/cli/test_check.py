"""``turnout check``, ``schemas`` and ``docs``: is the knowledge sound, and what does it rest on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.cli.conftest import ROOT, Command, intake, sets
from tests.cli.small_knowledge import FILES
from tests.cli.small_knowledge import write as write_knowledge
from turnout.knowledge import HOME, load_knowledge
from turnout.knowledge.check import confidence


def test_the_shipped_knowledge_is_sound_and_counted(turnout: Command) -> None:
    said = turnout("check")
    assert said.code == 0, said.out
    counts = confidence(load_knowledge())
    for name in ("verified", "recalled", "design"):
        assert f"{counts[name]} {name}" in said.out
    share = round(100 * counts["design"] / counts.total(), 1)
    assert f"{share} % of {counts.total()} are design" in said.out
    assert "81 rows of the texts" in said.out


def test_json_has_the_same_counts(turnout: Command) -> None:
    said = turnout("check", "--json").json
    assert said["problems"] == []
    assert sum(said["numbers"].values()) == confidence(load_knowledge()).total()
    assert said["undecided"] == []


def test_another_folder_can_be_checked(turnout: Command, tmp_path: Path) -> None:
    said = turnout("check", write_knowledge(tmp_path))
    assert said.code == 0, said.out
    assert "1 exercises" in said.out


@pytest.mark.parametrize(
    ("name", "wrong", "right", "line", "says"),
    [
        ("exercises/clam.md", "nam: Clam", "name: Clam", 3, "the field 'nam' is not known here"),
        ("exercises/clam.md", "needs: [er-strenth]", "needs: [er-strength]", None, "there is no need 'er-strenth'"),
        ("measures/prone-er.yaml", "unit: degree", "unit: deg", 8, "the unit 'degree' is not known"),
        ("criteria/gate-1.yaml", "exercise: clan", "exercise: clam", None, "there is no exercise 'clan'"),
        ("programmes/two-phases.yaml", "gate: gate-2", "gate: gate-1", None, "there is no criterion 'gate-2'"),
        ("safety/rules.yaml", "source: hours", "source: ours", 1, "there is no source 'hours'"),
        ("bands.yaml", "1.3}", "1.3, source: text}", 1, "the field 'source' is missing"),
        ("needs.yaml", "- id: er-strength\n  id: x", "- id: er-strength", 2, "the key 'id' stands twice"),
        ("muscles.yaml", "name: [", "name: Piriformis", None, "the YAML cannot be read"),
        ("rows.yaml", "t1: x\nt2:", "t1:", 1, "mapping from ids to entries"),
    ],
)
def test_a_typo_is_told_with_file_and_line(
    turnout: Command, tmp_path: Path, name: str, wrong: str, right: str, line: int | None, says: str
) -> None:
    folder = write_knowledge(tmp_path)
    assert right in FILES[name]
    (folder / name).write_text(FILES[name].replace(right, wrong, 1), "utf-8")
    said = turnout("check", folder)
    assert said.code == 2
    assert said.err.startswith(f"turnout: {folder}: ") and said.err.count("\n") == 1
    told = [text for text in said.out.splitlines() if says in text]
    place = f"{folder / name}:" + (f"{line}:" if line else "")
    assert told and told[0].startswith(place), said.out
    for text in said.out.splitlines():
        path, number, _ = text.removeprefix(str(folder)).split(":", 2)
        assert path and number.isdigit(), text


def test_every_problem_is_listed(turnout: Command, tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    for name in ("measures/prone-er.yaml", "programmes/two-phases.yaml"):
        (folder / name).write_text(FILES[name].replace("name:", "nam:", 1), "utf-8")
    said = turnout("check", folder, "--json")
    assert len(said.json["problems"]) == 4
    assert "4 problems in the knowledge" in said.err


def test_a_folder_that_is_not_there_is_one_sentence(refused: Command, tmp_path: Path) -> None:
    assert "there is no such knowledge folder" in refused("check", tmp_path / "nowhere").err


def test_the_schemas_take_every_shipped_file_and_fact(turnout: Command, tmp_path: Path) -> None:
    assert turnout("schemas", tmp_path / "schemas").code == 0
    index = json.loads((tmp_path / "schemas" / "index.json").read_text())["files"]
    seen = 0
    for place, name in index.items():
        schema = json.loads((tmp_path / "schemas" / name).read_text())
        validator: Any = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        for path in HOME.glob(place):
            text = path.read_text("utf-8")
            content = yaml.safe_load(text.split("---\n")[1] if path.suffix == ".md" else text)
            validator.validate(json.loads(json.dumps(content, default=str)))
            seen += 1
        if name == "fact.schema.json":
            for fact in [*intake(), *sets("2026-01-06")]:
                validator.validate(fact)
    files = [path for path in HOME.rglob("*") if path.suffix in (".md", ".yaml") and path.parent.name != "motions"]
    assert seen == len(files)


def test_a_schema_refuses_a_typo(turnout: Command, tmp_path: Path) -> None:
    turnout("schemas", tmp_path)
    validator: Any = jsonschema.Draft202012Validator(json.loads((tmp_path / "red-flags.schema.json").read_text()))
    content = yaml.safe_load(FILES["safety/red-flags.yaml"])
    assert validator.is_valid(content)
    assert not validator.is_valid([{**content[0], "urgensy": "now"}])


def test_the_pages_made_from_the_knowledge_are_current(turnout: Command, tmp_path: Path) -> None:
    assert turnout("docs", tmp_path).code == 0
    for path in tmp_path.iterdir():
        kept = ROOT / "docs" / path.name
        assert kept.read_text("utf-8") == path.read_text("utf-8"), f"{kept} is old: run `turnout docs docs`"
