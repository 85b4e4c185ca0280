"""The Science page: the text that travels with the package, readable on a phone, with nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.web.serving import Served
from turnout.web.science_page import anchor_of, figure_html, made

PLOT = {
    "title": "Levers",
    "axes": "lever, over flexion",
    "legend": [["ours", "<svg></svg>"]],
    "panels": ["<svg>one</svg>", "<svg>two</svg>"],
}
TEXT = """<!-- written by a program -->
# The title

## In plain words

It **holds**; see [lines.py](../validation/lines.py).

## Levers

![Levers](images/validation/levers.svg)

| muscle | ours | why |
| --- | --- | --- |
| piriformis | -26 | because it is <b>so</b> |
| obturator | +4 | read |
"""


def test_the_page_begins_in_plain_words_and_says_what_it_cannot_tell(app: Served) -> None:
    page = app.get("/science").text
    assert page.index("In plain words") < page.index("On this page") < page.index("Moment arms")
    assert "What the model cannot tell" in page
    assert "does not watch anybody move yet" in page


def test_every_page_leads_there(app: Served) -> None:
    assert 'href="/science"' in app.get("/library").text


def test_nothing_comes_from_elsewhere_and_nothing_is_styled_inline(app: Served) -> None:
    main = re.search(r"<main.*?</main>", app.get("/science").text, re.DOTALL)
    assert main is not None
    assert not re.findall(r"(?:https?:)?//[\w.-]+/|style=|<script|<img", main.group())
    assert set(re.findall(r'href="([^"]*)"', main.group())) == {
        f"#{anchor}" for anchor in re.findall(r'<h2 id="([^"]*)"', main.group()) if anchor != "in-plain-words"
    }


def test_every_part_is_linked_and_every_table_can_be_scrolled_by_key(app: Served) -> None:
    page = app.get("/science").text
    assert page.count('class="measured') == page.count('role="region" aria-label="Table ')
    labels = re.findall(r'aria-label="(Table [^"]*)"', page)
    assert len(set(labels)) == len(labels) >= 8


@pytest.fixture(scope="module")
def page() -> str:
    science = made(TEXT, {"levers": PLOT})
    return science.summary + "|" + science.html


def test_comments_titles_and_links_into_the_repository_are_left_out(page: str) -> None:
    assert "written by a program" not in page
    assert "The title" not in page
    assert "<a " not in page
    assert "see lines.py" in page


def test_the_first_part_stands_alone(page: str) -> None:
    first, rest = page.split("|", 1)
    assert "<strong>holds</strong>" in first
    assert '<h2 id="levers">' in rest


def test_a_picture_becomes_its_panels(page: str) -> None:
    assert figure_html(PLOT) in page
    assert "<img" not in page
    assert page.count("<svg>one</svg>") == 1


def test_the_first_column_heads_the_row_and_numbers_stand_to_the_right(page: str) -> None:
    assert '<th scope="row">piriformis</th>' in page
    assert '<td class="n">-26</td>' in page
    assert "<td>read</td>" in page


def test_words_are_escaped(page: str) -> None:
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("heading", "anchor"), [("In plain words", "in-plain-words"), ("The model, and where", "the-model-and-where")]
)
def test_anchors(heading: str, anchor: str) -> None:
    assert anchor_of(heading) == anchor
