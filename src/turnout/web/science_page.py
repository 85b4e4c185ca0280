"""How the Science page is made of the text and the pictures that travel with the package.

In: ``science/validation.md`` (the same as docs/validation.md) and ``science/plots.json``, both written by
``make validate``. Out: HTML, and the headings in it. Pictures become panels that take the page's colours and wrap to
its width; tables scroll within themselves, and their first column names the row; links into the repository become
plain words, because they lead nowhere here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).parent / "science"
NUMBER = re.compile(r"[-+(]?\d|-$|does not$|yes$|no$|below ")
COMMENT = re.compile(r"^<!--.*?-->\n", re.DOTALL)
WORDY = 24
"""A cell longer than this is words, whatever it begins with."""


@dataclass(frozen=True)
class Part:
    """A heading of the second rank and its anchor."""

    anchor: str
    name: str


@dataclass(frozen=True)
class Science:
    """The page: its first part, then the others, with their anchors."""

    summary: str
    parts: tuple[Part, ...]
    html: str


@lru_cache(maxsize=1)
def science() -> Science:
    """The page that travels with the package."""
    text = (FOLDER / "validation.md").read_text("utf-8")
    return made(text, json.loads((FOLDER / "plots.json").read_text("utf-8")))


def made(text: str, plots: Mapping[str, Any]) -> Science:
    """Markdown and pictures as a page.

    Args:
        text: the document; its first comment and first heading are left out.
        plots: by file name without its ending: ``title``, ``axes``, ``legend`` (words, SVG) and ``panels`` (SVG).
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = list(_body(markdown.parse(COMMENT.sub("", text))))
    starts = [n for n, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    names = [tokens[n + 1].content for n in starts[1:]]
    later = starts[1] if len(starts) > 1 else len(tokens)

    def html(part: list[Token]) -> str:
        return str(markdown.renderer.render(list(_dressed(part, plots)), markdown.options, {}))

    return Science(html(tokens[:later]), tuple(Part(anchor_of(name), name) for name in names), html(tokens[later:]))


def anchor_of(heading: str) -> str:
    """``In plain words`` -> ``in-plain-words``."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _body(tokens: Sequence[Token]) -> Iterator[Token]:
    """Without the heading of the first rank, which the page has itself."""
    inside = False
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            inside = token.type == "heading_open"
        elif not inside:
            yield token


def _dressed(tokens: list[Token], plots: Mapping[str, Any]) -> Iterator[Token]:
    heading, tables, n = "", 0, 0
    while n < len(tokens):
        token = tokens[n]
        picture = _picture(tokens[n + 1]) if token.type == "paragraph_open" else None
        if picture is not None and picture in plots:
            yield _html(figure_html(plots[picture]))
            n += 3
            continue
        if token.type == "table_open":
            end = next(m for m in range(n, len(tokens)) if tokens[m].type == "table_close")
            tables += 1
            yield from _table(tokens[n : end + 1], f"Table {tables}: {heading}")
            n = end + 1
            continue
        if token.type == "heading_open":
            heading = tokens[n + 1].content
            token.attrSet("id", anchor_of(heading))
        if token.children:
            token.children = [child for child in token.children if child.type not in ("link_open", "link_close")]
        yield token
        n += 1


def _picture(inline: Token) -> str | None:
    """The name of the picture that is all of a paragraph."""
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        return Path(str(children[0].attrGet("src"))).stem
    return None


def _html(text: str) -> Token:
    return Token("html_block", "", 0, content=text)


def figure_html(plot: Mapping[str, Any]) -> str:
    """A picture: its panels, and what they show."""
    keys = "".join(f'<span class="plots-key">{key} {escape(says)}</span>' for says, key in plot["legend"])
    return (
        f'<figure class="plots"><figcaption>{escape(plot["title"])}: {escape(plot["axes"])}. {keys}</figcaption>'
        f'<div class="plots-panels">{"".join(plot["panels"])}</div></figure>\n'
    )


def _table(tokens: list[Token], label: str) -> Iterator[Token]:
    """A table that scrolls within itself; its first column heads the rows, columns of numbers stand to the right."""
    numbers = _numbers(tokens)
    columns = sum(token.type == "th_open" for token in tokens)
    wide = " wide" if columns > 4 else ""
    yield _html(f'<div class="table" tabindex="0" role="region" aria-label="{escape(label)}">')
    column = 0
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", f"measured{wide}")
        if token.type == "tr_open":
            column = 0
        if token.type in ("th_open", "td_open"):
            _cell(token, column, column in numbers)
        if token.type in ("th_close", "td_close"):
            if token.type == "td_close" and column == 0:
                token.tag = "th"
            column += 1
        yield token
    yield _html("</div>\n")


def _cell(token: Token, column: int, number: bool) -> None:
    if token.type == "th_open":
        token.attrSet("scope", "col")
    elif column == 0:
        token.tag = "th"
        token.attrSet("scope", "row")
    if number:
        token.attrSet("class", "n")


def _numbers(tokens: list[Token]) -> set[int]:
    """Columns whose cells are numbers."""
    cells: dict[int, list[str]] = {}
    column = 0
    for n, token in enumerate(tokens):
        if token.type == "tr_open":
            column = 0
        if token.type == "td_open":
            cells.setdefault(column, []).append(tokens[n + 1].content)
        if token.type == "td_close":
            column += 1
    return {column for column, found in cells.items() if column and all(map(_number, found))}


def _number(cell: str) -> bool:
    return not cell or (NUMBER.match(cell) is not None and len(cell) < WORDY)
