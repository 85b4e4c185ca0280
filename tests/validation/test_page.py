"""The page, its pictures, and what the app shows are what was found."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from validation import science
from validation.findings import Findings
from validation.page import page
from validation.plots import figures
from validation.published import published
from validation.svg import Figure, printed

DOCS = Path(__file__).parents[2] / "docs"
MOST = 160_000
"""The Science page travels with every installation [bytes]."""


@pytest.fixture(scope="module")
def pictures(found: Findings) -> dict[str, Figure]:
    return figures(found.body, published(), found.asked, found.signals)


def test_the_page_is_what_the_comparison_found(found: Findings) -> None:
    assert (DOCS / "validation.md").read_text("utf-8") == page(found), "run: make validate"


def test_the_pictures_are_there_small_and_whole(pictures: dict[str, Figure]) -> None:
    for name, figure in pictures.items():
        text = printed(figure)
        assert (DOCS / "images" / "validation" / f"{name}.svg").is_file()
        assert len(text) < 40_000
        ElementTree.fromstring(text)


def test_every_picture_of_the_page_is_drawn(found: Findings, pictures: dict[str, Figure]) -> None:
    text = page(found)
    for name in pictures:
        assert f"images/validation/{name}.svg" in text


def test_the_app_shows_the_same_page_and_pictures(pictures: dict[str, Figure]) -> None:
    assert science.TEXT.read_text("utf-8") == (DOCS / "validation.md").read_text("utf-8"), "run: make validate"
    assert science.PLOTS.read_text("utf-8") == science.plots_text(pictures), "run: make validate"
    assert science.TEXT.stat().st_size + science.PLOTS.stat().st_size < MOST


def test_panels_take_the_colours_of_the_page(pictures: dict[str, Figure]) -> None:
    text = science.plots_text(pictures)
    assert "currentColor" in text
    assert "#" not in text
    assert "style=" not in text
