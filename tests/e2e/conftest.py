"""What the end-to-end tests share: a browser for each file, an app, and patience for a slow machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import open_browser
from tests.support.devices import Devices
from tests.web.serving import Served, intake, serve

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """An app that nobody has used yet."""
    with serve(tmp_path) as running:
        yield running


@pytest.fixture
def app(empty: Served) -> Served:
    """An app in which one person has told everything."""
    intake(empty)
    return empty


@pytest.fixture
def device(browser: Browser, app: Served) -> Iterator[Devices]:
    devices = Devices(browser, app)
    yield devices
    devices.close()
