"""What axe finds wrong on a page, and whether the page stands out sideways.

In: an open page in some state. Out: every violation as (address, rule, where); none where the state is sound.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tools.node import WEB

AXE = (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that another scheme of colours can break on a page that is sound in the first."""
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(r => r.violations)"


def troubles(page: Page, *, recoloured: bool = False) -> list[tuple[Any, ...]]:
    """All that is wrong here. The page's own policy lets no script tag in, so axe goes in by the debugger.

    Args:
        page: in some state.
        recoloured: the same state was looked at before, in other colours: only those are looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, COLOURS if recoloured else TAGS)
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    wrong: list[tuple[Any, ...]] = [(page.url, one["id"], [n["target"] for n in one["nodes"]]) for one in found]
    return [*wrong, (page.url, "wide")] if wide else wrong


def sound(page: Page) -> None:
    """Nothing is wrong here."""
    page.wait_for_load_state()
    assert troubles(page) == []
