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
SMALL = 5.0
"""About how wide a figure of a name is, and how tall."""
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
    legend, below = _legend(figure, rows * HEIGHT + 20.0)
    width, height = figure.columns * WIDTH, below + 14
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" '
        f'aria-label="{escape(figure.title)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="9.5" '
        f'fill="{PRINTED.ink}">',
        f"<title>{escape(figure.title)}</title>",
        f'<rect width="{width}" height="{height:g}" fill="{PRINTED.paper}"/>',
    ]
    for index, panel in enumerate(figure.panels):
        place = (index % figure.columns * WIDTH, index // figure.columns * HEIGHT)
        parts += [f'<g transform="translate({place[0]} {place[1]})">', *_panel(panel, figure.axes, PRINTED), "</g>"]
    parts += [*legend, "</svg>"]
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
    parts += [text for curve in panel.curves for text in _curve(curve, axes, look)]
    return [*parts, *_names(panel, axes)]


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
        return [_mark(x, y, curve, look) for x, y in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    weight = 1.7 if curve.stroke == "solid" else 1.1
    return [
        f'<path d="M{path}" fill="none" stroke="{look.ink}" stroke-width="{weight}" stroke-linejoin="round"'
        f"{_dash(curve)}/>"
    ]


def _mark(x: float, y: float, curve: Curve, look: Look) -> str:
    fill = look.ink if curve.dot else look.paper
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{fill}" stroke="{look.ink}"/>'


def _names(panel: Panel, axes: Axes) -> list[str]:
    """The names of marks, each on the first free side of its mark: right, left, above, below."""
    marks = [(_x(x, axes), _y(y, axes)) for curve in panel.curves if curve.marks for x, y in _pairs(curve)]
    taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in marks]
    parts: list[str] = []
    for curve in panel.curves:
        for (x, y), name in zip(_pairs(curve), curve.names, strict=False):
            left, low = _free(_x(x, axes), _y(y, axes), SMALL * len(name), taken)
            taken.append((left, low - SMALL, left + SMALL * len(name), low))
            parts.append(f'<text x="{left:.1f}" y="{low:.1f}" font-size="8">{escape(name)}</text>')
    return parts


def _pairs(curve: Curve) -> list[tuple[float, float]]:
    return list(zip(curve.x, curve.y, strict=True))


def _free(x: float, y: float, wide: float, taken: list[tuple[float, float, float, float]]) -> tuple[float, float]:
    """Where a name of this width goes; to the right where every side is taken."""
    sides = [(x + 4, y + 3), (x - 4 - wide, y + 3), (x - wide / 2, y - 4), (x - wide / 2, y + 10), (x + 4, y - 3)]
    sides += [(x + 4, y + 9), (x - 4 - wide, y - 3), (x - 4 - wide, y + 9)]

    def clear(left: float, low: float) -> bool:
        apart = (left >= b[2] or left + wide <= b[0] or low <= b[1] or low - SMALL >= b[3] for b in taken)
        return low < HEIGHT - BOTTOM and all(apart)

    return next((side for side in sides if clear(*side)), sides[0])


def _dash(curve: Curve) -> str:
    return f' stroke-dasharray="{STROKES[curve.stroke]}"' if STROKES[curve.stroke] else ""


def _key(curve: Curve, x: float, y: float, look: Look) -> str:
    if curve.marks:
        return _mark(x + 11, y, curve, look)
    return f'<path d="M{x:g} {y:g}h22" stroke="{look.ink}" stroke-width="1.4"{_dash(curve)}/>'


def _legend(figure: Figure, y: float) -> tuple[list[str], float]:
    """Keys and what the axes are, on a second line where they do not fit on one; and the last line's height."""
    parts: list[str] = []
    x = float(LEFT)
    for name, curve in figure.legend:
        parts.append(_key(curve, x, y - 3, PRINTED))
        parts.append(f'<text x="{x + 28:g}" y="{y:g}">{escape(name)}</text>')
        x += 44 + 5.4 * len(name)
    says = f"{figure.axes.y_name}, over {figure.axes.x_name}"
    if x + 8 + 4.9 * len(says) > figure.columns * WIDTH:
        x, y = LEFT - 8.0, y + 15
    parts.append(f'<text x="{x + 8:g}" y="{y:g}" fill="{PRINTED.soft}">{escape(says)}</text>')
    return parts, y


def _x(value: float, axes: Axes) -> float:
    low, high = axes.x
    return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(value: float, axes: Axes) -> float:
    low, high = axes.y
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
