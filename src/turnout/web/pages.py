"""Templates: one environment, escaping always on, an unknown name is an error.

In: a template and its values. Out: an HTML response, typeset. The built files are found through Vite's manifest;
without a build the pages still work, unstyled, and say how to build.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from turnout import __version__
from turnout.knowledge import Knowledge
from turnout.report.typeset import typeset_page
from turnout.web import words
from turnout.web.desk import account_of, desk_of
from turnout.web.figures import figure_place
from turnout.web.plain import places, plain_source

HERE = Path(__file__).parent
STATIC = HERE / "static"
ENTRY = "src/main.ts"
NAV = (("Today", "/"), ("Measure", "/measure"), ("Progress", "/progress"), ("Plan", "/plan"), ("Library", "/library"))


@lru_cache(maxsize=16)
def built(name: str = ENTRY) -> dict[str, list[str]]:
    """The addresses of the built style sheets, scripts and faces of an entry; empty where it is not built."""
    try:
        manifest: dict[str, Any] = json.loads((STATIC / "dist" / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        manifest = {}
    if name not in manifest:
        return {"css": [], "scripts": [], "fonts": []}
    entry = manifest[name]
    base = "/static/dist/"
    faces = [f for f in cast("list[str]", entry.get("assets", [])) if f.endswith(".woff2") and "italic" not in f]
    return {
        "css": [base + file for file in entry.get("css", [])],
        "scripts": [base + entry["file"]],
        "fonts": [base + file for file in faces],
    }


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates' environment."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = cast("Any", env).filters
    filters.update(
        long_day=words.long_day,
        short_day=words.short_day,
        num=words.num,
        span=words.span,
        sentence=words.sentence,
        capital=words.capital,
        muscle=words.muscle,
        places=places,
        values=values_list,
        listed=words.listing,
        said=said,
    )
    shared: dict[str, Any] = cast("Any", env).globals
    shared.update(
        with_unit=words.with_unit,
        relative_day=words.relative_day,
        side_of=words.side_of,
        unit_of=words.unit_of,
        count_of=words.count_of,
        tempo_of=words.tempo_of,
        tempo_parts=words.tempo_parts,
        figure_place=figure_place,
        POSITIONS=words.POSITIONS,
        EQUIPMENT=words.EQUIPMENT,
        KINDS=words.KINDS,
        METHODS=words.METHODS,
        SYMPTOMS=words.SYMPTOMS,
        URGENCY=words.URGENCY,
        ACTIONS=words.ACTIONS,
        nav=NAV,
        entry=built,
        version=__version__,
    )
    return env


def values_list(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers behind a reason, as a list."""
    return list(words.values_of(values))


def said(slug: str, table: Mapping[str, str]) -> str:
    """A slug in words."""
    return table.get(slug, slug)


def render(request: Request, template: str, values: dict[str, Any] | None = None, *, status: int = 200) -> HTMLResponse:
    """A page."""
    desk = desk_of(request)
    k: Knowledge = desk.k
    account = account_of(request)
    text = (
        environment()
        .get_template(template)
        .render(
            built=built(),
            made_at=desk_of(request).clock().isoformat(timespec="seconds"),
            path=request.url.path,
            made_up=getattr(request.app.state, "made_up", False),
            k=k,
            account=account,
            signed_out=desk.accounts and account is None,
            cite=partial(plain_source, k=k),
            figures=request.app.state.figures,
            **(values or {}),
        )
    )
    return HTMLResponse(typeset_page(text), status)
