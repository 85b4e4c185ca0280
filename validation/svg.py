"""Small line plots as SVG text: ink on paper, no library.

In: panels of curves, marks and shaded bands. Out: the text of an SVG file. Curves are told apart by their strokes,
not by colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

INK, SOFT, HAIR, PAPER, SHADE = "#1c1a17", "#6b665e", "#cfc9bf", "#fbf9f5", "#e9e4da"
WIDTH, HEIGHT = 228, 168
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 24, 24
STROKES = {"solid": "", "dashed": "5 3", "dotted": "1.5 2.5"}


@dataclass(frozen=True)
class Curve:
    """One line through points; ``marks`` draws the points instead."""

    x: Sequence[float]
    y: Sequence[float]
    stroke: str = "solid"
    marks: bool = False


@dataclass(frozen=True)
class Panel:
    """One plot.

    Attributes:
        shades: (x from, x to, y from, y to) of bands.
    """

    title: str
    curves: Sequence[Curve]
    shades: Sequence[tuple[float, float, float, float]] = field(
        default_factory=tuple[tuple[float, float, float, float]]
    )


@dataclass(frozen=True)
class Axes:
    """The same for all panels of a figure."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_ticks: Sequence[float]
    y_ticks: Sequence[float]
    x_name: str
    y_name: str


def figure(
    title: str, panels: Sequence[Panel], axes: Axes, legend: Sequence[tuple[str, Curve]], columns: int = 3
) -> str:
    """The whole picture."""
    rows = -(-len(panels) // columns)
    width, height = columns * WIDTH, rows * HEIGHT + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="9.5" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
    ]
    for index, panel in enumerate(panels):
        place = (index % columns * WIDTH, index // columns * HEIGHT)
        parts += [f'<g transform="translate({place[0]} {place[1]})">', *_panel(panel, axes), "</g>"]
    parts += [*_legend(legend, axes, height - 14), "</svg>"]
    return "\n".join(parts) + "\n"


def _panel(panel: Panel, axes: Axes) -> list[str]:
    parts = [f'<text x="{LEFT}" y="14" font-size="10.5" font-weight="600">{escape(panel.title)}</text>']
    for x0, x1, y0, y1 in panel.shades:
        left, right, low, high = _x(x0, axes), _x(x1, axes), _y(y0, axes), _y(y1, axes)
        parts.append(
            f'<rect x="{left:.1f}" y="{high:.1f}" width="{right - left:.1f}" height="{low - high:.1f}" fill="{SHADE}"/>'
        )
    parts += _grid(axes)
    return [*parts, *(text for curve in panel.curves for text in _curve(curve, axes))]


def _grid(axes: Axes) -> list[str]:
    parts: list[str] = []
    for tick in axes.y_ticks:
        y = _y(tick, axes)
        heavy = SOFT if tick == 0 else HAIR
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{heavy}" stroke-width="0.6"/>')
        parts.append(f'<text x="{LEFT - 5}" y="{y + 3:.1f}" text-anchor="end" fill="{SOFT}">{tick:g}</text>')
    for tick in axes.x_ticks:
        x = _x(tick, axes)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 13}" text-anchor="middle" fill="{SOFT}">{tick:g}</text>')
    return parts


def _curve(curve: Curve, axes: Axes) -> list[str]:
    points = [(_x(x, axes), _y(y, axes)) for x, y in zip(curve.x, curve.y, strict=True)]
    if curve.marks:
        return [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{PAPER}" stroke="{INK}"/>' for x, y in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dash = f' stroke-dasharray="{STROKES[curve.stroke]}"' if STROKES[curve.stroke] else ""
    weight = 1.7 if curve.stroke == "solid" else 1.1
    return [f'<path d="M{path}" fill="none" stroke="{INK}" stroke-width="{weight}" stroke-linejoin="round"{dash}/>']


def _legend(legend: Sequence[tuple[str, Curve]], axes: Axes, y: float) -> list[str]:
    parts: list[str] = []
    x = float(LEFT)
    for name, curve in legend:
        line = Curve((0, 1), (0, 0), curve.stroke, curve.marks)
        dash = f' stroke-dasharray="{STROKES[line.stroke]}"' if STROKES[line.stroke] else ""
        if curve.marks:
            parts.append(f'<circle cx="{x + 11}" cy="{y - 3}" r="2.4" fill="{PAPER}" stroke="{INK}"/>')
        else:
            parts.append(f'<path d="M{x} {y - 3}h22" stroke="{INK}" stroke-width="1.4"{dash}/>')
        parts.append(f'<text x="{x + 28}" y="{y}">{escape(name)}</text>')
        x += 44 + 5.4 * len(name)
    parts.append(f'<text x="{x + 8}" y="{y}" fill="{SOFT}">{escape(axes.y_name)}, over {escape(axes.x_name)}</text>')
    return parts


def _x(value: float, axes: Axes) -> float:
    low, high = axes.x
    return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(value: float, axes: Axes) -> float:
    low, high = axes.y
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
