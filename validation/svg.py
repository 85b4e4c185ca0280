"""Small line plots as SVG text: ink on paper, no library.

In: panels of curves, marks and shaded bands. Out: the text of an SVG file for the documents; or the panels one by one
for the app, whose colours they take (light or dark) and whose width they wrap to. Curves are told apart by their
strokes, not by colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Look:
    """Colours: ink, soft ink, hairlines, paper, shades."""

    ink: str
    soft: str
    hair: str
    paper: str
    shade: str


PRINTED = Look("#1c1a17", "#6b665e", "#cfc9bf", "#fbf9f5", "#e9e4da")
IN_APP = Look("currentColor", "var(--faint)", "var(--rule)", "var(--card)", "var(--rule)")
"""The tokens of web/styles/tokens.css."""
WIDTH, HEIGHT = 228, 168
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 24, 24
STROKES = {"solid": "", "dashed": "5 3", "dotted": "1.5 2.5"}


@dataclass(frozen=True)
class Curve:
    """One line through points; ``marks`` draws the points instead (``dot``: filled), with ``names`` beside them."""

    x: Sequence[float]
    y: Sequence[float]
    stroke: str = "solid"
    marks: bool = False
    dot: bool = False
    names: Sequence[str] = ()


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


@dataclass(frozen=True)
class Figure:
    """A picture of several plots.

    Attributes:
        title: what it shows, for those who cannot see it.
        legend: names and how their curves are drawn.
    """

    title: str
    panels: Sequence[Panel]
    axes: Axes
    legend: Sequence[tuple[str, Curve]]
    columns: int = 3


def printed(figure: Figure) -> str:
    """The whole picture, for the documents."""
    rows = -(-len(figure.panels) // figure.columns)
    width, height = figure.columns * WIDTH, rows * HEIGHT + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(figure.title)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="9.5" '
        f'fill="{PRINTED.ink}">',
        f"<title>{escape(figure.title)}</title>",
        f'<rect width="{width}" height="{height}" fill="{PRINTED.paper}"/>',
    ]
    for index, panel in enumerate(figure.panels):
        place = (index % figure.columns * WIDTH, index // figure.columns * HEIGHT)
        parts += [f'<g transform="translate({place[0]} {place[1]})">', *_panel(panel, figure.axes, PRINTED), "</g>"]
    parts += [*_legend(figure, height - 14), "</svg>"]
    return "\n".join(parts) + "\n"


def panel_in_app(panel: Panel, axes: Axes) -> str:
    """One plot, for the app: it takes the colours of the page."""
    says = f"{panel.title}: {axes.y_name}, over {axes.x_name}"
    inside = "".join(_panel(panel, axes, IN_APP))
    return (
        f'<svg class="panel" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(says)}" '
        f'font-size="9.5" fill="{IN_APP.ink}">{inside}</svg>'
    )


def key_in_app(curve: Curve) -> str:
    """How a curve is drawn, for the app's legend."""
    return f'<svg class="key" viewBox="0 0 24 10" aria-hidden="true">{_key(curve, 1, 5, IN_APP)}</svg>'


def _panel(panel: Panel, axes: Axes, look: Look) -> list[str]:
    parts = [f'<text x="{LEFT}" y="14" font-size="10.5" font-weight="600">{escape(panel.title)}</text>']
    for x0, x1, y0, y1 in panel.shades:
        left, right, low, high = _x(x0, axes), _x(x1, axes), _y(y0, axes), _y(y1, axes)
        parts.append(
            f'<rect x="{left:.1f}" y="{high:.1f}" width="{right - left:.1f}" height="{low - high:.1f}" '
            f'fill="{look.shade}"/>'
        )
    parts += _grid(axes, look)
    return [*parts, *(text for curve in panel.curves for text in _curve(curve, axes, look))]


def _grid(axes: Axes, look: Look) -> list[str]:
    parts: list[str] = []
    for tick in axes.y_ticks:
        y = _y(tick, axes)
        heavy = look.soft if tick == 0 else look.hair
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{heavy}" stroke-width="0.6"/>')
        parts.append(f'<text x="{LEFT - 5}" y="{y + 3:.1f}" text-anchor="end" fill="{look.soft}">{tick:g}</text>')
    for tick in axes.x_ticks:
        x, y = _x(tick, axes), HEIGHT - BOTTOM + 13
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle" fill="{look.soft}">{tick:g}</text>')
    return parts


def _curve(curve: Curve, axes: Axes, look: Look) -> list[str]:
    points = [(_x(x, axes), _y(y, axes)) for x, y in zip(curve.x, curve.y, strict=True)]
    if curve.marks:
        names = curve.names or [""] * len(points)
        return [_mark(x, y, curve, look) + _beside(x, y, name) for (x, y), name in zip(points, names, strict=True)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    weight = 1.7 if curve.stroke == "solid" else 1.1
    return [
        f'<path d="M{path}" fill="none" stroke="{look.ink}" stroke-width="{weight}" stroke-linejoin="round"'
        f"{_dash(curve)}/>"
    ]


def _mark(x: float, y: float, curve: Curve, look: Look) -> str:
    fill = look.ink if curve.dot else look.paper
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{fill}" stroke="{look.ink}"/>'


def _beside(x: float, y: float, name: str) -> str:
    return f'<text x="{x + 4:.1f}" y="{y + 3:.1f}" font-size="8">{escape(name)}</text>' if name else ""


def _dash(curve: Curve) -> str:
    return f' stroke-dasharray="{STROKES[curve.stroke]}"' if STROKES[curve.stroke] else ""


def _key(curve: Curve, x: float, y: float, look: Look) -> str:
    if curve.marks:
        return _mark(x + 11, y, curve, look)
    return f'<path d="M{x:g} {y:g}h22" stroke="{look.ink}" stroke-width="1.4"{_dash(curve)}/>'


def _legend(figure: Figure, y: float) -> list[str]:
    parts: list[str] = []
    x = float(LEFT)
    for name, curve in figure.legend:
        parts.append(_key(curve, x, y - 3, PRINTED))
        parts.append(f'<text x="{x + 28:g}" y="{y}">{escape(name)}</text>')
        x += 44 + 5.4 * len(name)
    says = f"{figure.axes.y_name}, over {figure.axes.x_name}"
    parts.append(f'<text x="{x + 8:g}" y="{y}" fill="{PRINTED.soft}">{escape(says)}</text>')
    return parts


def _x(value: float, axes: Axes) -> float:
    low, high = axes.x
    return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(value: float, axes: Axes) -> float:
    low, high = axes.y
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
