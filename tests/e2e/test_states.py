"""Nothing that axe knows is wrong in any state that is photographed, in either size and either scheme.

The states are those of `tests.support.shots`; the player's are looked at in ``test_player.py``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import troubles
from tests.support.routes import app_of, routes_of
from tests.support.shots import walk
from tests.support.tour import SIZES, Tour

NO_PAGE = re.compile(r"/api/|/data/|/figure/|/health|/sw\.js|.*\.(svg|ics|pdf|webmanifest)")

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_any_state(browser: Browser, tmp_path: Path, size: str) -> None:
    found: list[tuple[Any, ...]] = []
    seen: set[str] = set()
    paths: set[str] = set()

    def look(page: Page, name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        found.extend((name, *one) for one in troubles(page, recoloured=name.endswith("-dark")))
        seen.add(name)
        paths.add(urlsplit(page.url).path)

    walk(Tour(browser, look, {size: SIZES[size]}), tmp_path)
    assert found == []
    assert len(seen) > 250
    assert {one for one in pages(tmp_path) if not any(pattern(one).fullmatch(path) for path in paths)} == set()


def pages(folder: Path) -> set[str]:
    """The path of every page that the app has."""
    return {path for method, path in routes_of(app_of(folder)) if method == "GET" and not NO_PAGE.match(path)}


def pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
