"""What the app shows on its Science page: the same text as docs/validation.md, and its pictures panel by panel.

In: the page and its figures. Out: the files of ``src/turnout/web/science``, which travel with the package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import turnout
from validation.svg import Figure, key_in_app, panel_in_app

FOLDER = Path(str(turnout.__file__)).parent / "web" / "science"
TEXT, PLOTS = FOLDER / "validation.md", FOLDER / "plots.json"


def plots_text(figures: Mapping[str, Figure]) -> str:
    """Every picture: its title, its legend, what its axes are, and its panels as SVG."""
    told = {
        name: {
            "title": figure.title,
            "axes": f"{figure.axes.y_name}, over {figure.axes.x_name}",
            "legend": [[says, key_in_app(curve)] for says, curve in figure.legend],
            "panels": [panel_in_app(panel, figure.axes) for panel in figure.panels],
        }
        for name, figure in figures.items()
    }
    return json.dumps(told, indent=1) + "\n"


def write(page: str, figures: Mapping[str, Figure]) -> None:
    """Both files."""
    FOLDER.mkdir(exist_ok=True)
    TEXT.write_text(page, "utf-8")
    PLOTS.write_text(plots_text(figures), "utf-8")
