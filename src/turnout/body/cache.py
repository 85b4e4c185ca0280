"""The compiled model on disk, named by everything it is made from.

In: `Anatomy`. Out: the compiled model, read where it was made before (a tenth of a second), else made and kept. A
cache that cannot be written only costs time; one that cannot be read is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import platformdirs

from turnout.body import engine
from turnout.body.build import BUILD, MODEL, build
from turnout.body.data import Anatomy
from turnout.body.errors import require_parts


def compiled(anatomy: Anatomy) -> Any:
    """The model of this anatomy (a fresh MjModel each time: callers may change it).

    Raises:
        BodyError: the extra is not installed, or the data do not fit the model.
    """
    require_parts()
    path = cache_path(anatomy)
    if path.is_file():
        with contextlib.suppress(Exception):  # an unreadable file is made anew, whatever is wrong with it
            return engine.load(path)
    model = build(anatomy)
    _keep(model, path)
    return model


def cache_path(anatomy: Anatomy) -> Path:
    """Where the compiled model is kept."""
    content = "\0".join((MODEL, str(BUILD), anatomy.version, *engine.versions()))
    return cache_folder() / f"body-{hashlib.sha256(content.encode()).hexdigest()[:16]}.mjb"


def cache_folder() -> Path:
    """Where what was worked out is kept: a folder that may be emptied at any time."""
    return Path(os.environ.get("TURNOUT_CACHE") or platformdirs.user_cache_dir("turnout"))


def _keep(model: Any, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".mjb")
        os.close(handle)
        engine.save(model, Path(name))
        Path(name).replace(path)
    except OSError:
        return
