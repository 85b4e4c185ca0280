"""A running app for each test, over a database file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import Served, intake, serve


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    """Nobody's app yet."""
    with serve(tmp_path) as running:
        yield running


@pytest.fixture
def ready(app: Served) -> Served:
    """After the intake of a healthy person with a few bands."""
    intake(app, equipment=("loop-band", "long-band", "strap"))
    return app
