"""The compiled model on disk, named by everything it is made from.

In: `Anatomy`. Out: the compiled model, read where it was made before (a tenth of a second), else made and kept. A
cache that cannot be written only costs time; one that cannot be read is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any

from turnout.body import engine
from turnout.body.build import BUILD, MODEL, build
from turnout.body.data import Anatomy
from turnout.body.errors import require_parts
from turnout.machine import kept


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
    with contextlib.suppress(OSError):
        kept.put_by(path, lambda place: engine.save(model, place))
    return model


def cache_path(anatomy: Anatomy) -> Path:
    """Where the compiled model is kept."""
    content = "\0".join((MODEL, str(BUILD), anatomy.version, *engine.versions()))
    return kept.folder() / f"body-{hashlib.sha256(content.encode()).hexdigest()[:16]}.mjb"
