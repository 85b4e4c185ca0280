"""The model's data files: what is wrong in them is told with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from turnout.body import BodyError, load_anatomy, load_body
from turnout.body.data import HOME


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data."""
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(HOME, tmp_path / "data"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("architecture.yaml", "  soleus: {", "  soleum: {", r"the muscle soleus has no parameters"),
        ("architecture.yaml", "fibre_cm: 40.30", "fibre_cm: .nan", r"muscles.sartorius.fibre_cm: "),
        ("architecture.yaml", "[0.0256, -18.2]", "[.nan, 1]", r"sartorius: a number is missing"),
        ("architecture.yaml", "fibre_cm: 40.30", "fibre_cm: -4", r"muscles.sartorius.fibre_cm: "),
        ("architecture.yaml", "at_rest: 1.17, ", "", r"the muscle tensor_fasciae_latae has no sarco"),
        ("architecture.yaml", "source: gait2392}", "source: nowhere}", r"there is no source 'nowhere'"),
        ("masses.yaml", "share: 0.142", "share: 0.242", r"the shares of the segments add up to 1.1"),
        ("paths.yaml", "[-0.6, -0.5, 4.7]", "[-0.6, -0.5]", r"added.obturator_internus.points.2.cm"),
        ("names.yaml", "soleus: {id: soleus}", "soleus: {}", r"soleus.id: Field required"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(folder: Path, file: str, old: str, new: str, says: str) -> None:
    change(folder, file, old, new)
    with pytest.raises(BodyError, match=says) as found:
        load_anatomy(folder)
    assert re.match(rf"{re.escape(file)}:\d+: ", str(found.value))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "masses.yaml").unlink()
    with pytest.raises(BodyError, match=r"the file masses\.yaml is missing"):
        load_anatomy(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("names.yaml", "soleus: {id: soleus}", "soleum: {id: soleus}", "myo-sim's myolegs has no muscle soleum"),
        ("masses.yaml", "bodies: [head, neck]", "bodies: [head, nape]", "segment head and neck: the model has no"),
        ("masses.yaml", "bodies: [head, neck]", "bodies: [head]", "the body neck belongs to no segment"),
        ("paths.yaml", "  gluteus_medius_middle: {bone", "  soleus_inner: {bone", "myo-sim's myolegs has no path of"),
    ],
)  # fmt: skip
def test_data_at_odds_with_the_model_are_refused(folder: Path, file: str, old: str, new: str, says: str) -> None:
    change(folder, file, old, new)
    with pytest.raises(BodyError, match=says):
        load_body(anatomy=load_anatomy(folder))


def test_every_number_has_a_source_that_exists_and_tlem_is_not_among_them() -> None:
    anatomy = load_anatomy()
    assert all(path.source in anatomy.sources for path in anatomy.paths.added.values())
    assert not any("tlem" in name or "TLEM" in source.cite for name, source in anatomy.sources.items())
