"""What was worked out is on disk whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from turnout.machine import kept


def test_the_folder_is_the_one_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path))
    assert kept.folder() == tmp_path


def test_a_file_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    kept.put(tmp_path / "a" / "b.bin", b"one")
    kept.put(tmp_path / "a" / "b.bin", b"two")
    assert [path.read_bytes() for path in (tmp_path / "a").iterdir()] == [b"two"]


def test_what_fails_while_it_writes_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    place = tmp_path / "b.bin"
    kept.put(place, b"old")

    def half(path: Path) -> None:
        path.write_bytes(b"ne")
        raise ValueError

    with pytest.raises(ValueError):
        kept.put_by(place, half)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_name_changes_with_content_place_and_version_and_with_nothing_else(tmp_path: Path) -> None:
    files = [tmp_path / "a.py", tmp_path / "b.py"]
    for path in files:
        path.write_text(path.name)
    name = kept.digest_of(files, tmp_path, "1")
    assert kept.digest_of(reversed(files), tmp_path, "1") == name
    others = {kept.digest_of(files, tmp_path, "2"), kept.digest_of(files[:1], tmp_path, "1")}
    files[0].write_text("other")
    assert name not in {*others, kept.digest_of(files, tmp_path, "1")}
