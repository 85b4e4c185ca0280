"""A sheet of motions: every phase of each, from two sides, with its name. For the eye of someone who knows movements.

In: tracks. Out: one image. Nothing here needs a screen, a GPU or GL.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from turnout.body.engine import Array
from turnout.body.letters import write
from turnout.body.motion import Track
from turnout.body.raster import PAPER, Camera, Image, camera, halved, render
from turnout.body.scene import FLOOR, Bones, scene

VIEWS = ((80.0, 8.0), (12.0, 14.0))
"""Azimuth and elevation [deg]: from the working side, and from ahead."""
BEHIND = (168.0, 14.0)
"""In place of the view from ahead, where a wall stands there."""
CELL = (300, 300)
LINE = 22
MOST_FRAMES = 4


def sheet(entries: Iterable[tuple[str, Track]], across: int = 3, cell: tuple[int, int] = CELL) -> Image:
    """All motions on one sheet, ``across`` beside each other.

    Args:
        entries: a title and a track each.
        across: columns.
        cell: width and height of one picture [px].
    """
    blocks = [block(title, track, cell) for title, track in entries]
    if not blocks:
        return np.full((LINE, LINE, 3), PAPER, dtype=np.uint8)
    rows = [blocks[n : n + across] for n in range(0, len(blocks), across)]
    wide = max(sum(part.shape[1] for part in row) for row in rows)
    return np.vstack([_padded(row, wide) for row in rows])


def block(title: str, track: Track, cell: tuple[int, int] = CELL) -> Image:
    """One motion: a column for each phase, a row for each view."""
    bones = Bones(track.stage.frame.model)
    frames = frames_of(track)
    placed = [scene(track, frame, bones) for _, frame in frames]
    everything = np.vstack([triangles.reshape(-1, 3) for triangles, _ in placed])
    rows: list[Image] = []
    walled = any(box.kind == "wall" and box.side == "ahead" for box in track.boxes)
    for azimuth, elevation in (VIEWS[0], BEHIND) if walled else VIEWS:
        turned = -azimuth if track.working == "left" else azimuth
        eye = _fitting(everything, turned, elevation, cell)
        rows.append(np.hstack([_picture(triangles, colours, eye) for triangles, colours in placed]))
    head = np.full((LINE, rows[0].shape[1], 3), PAPER, dtype=np.uint8)
    write(head, title, 6, 4)
    for number, (name, _) in enumerate(frames):
        write(rows[0], name, 6 + number * cell[0], 4, scale=1)
    return np.vstack([head, *rows])


def frames_of(track: Track) -> list[tuple[str, int]]:
    """Names and frames of the phases shown: all, or as many as there is room for, the turning point among them."""
    names = [pose.name for pose in track.score.poses]
    count = min(len(names), MOST_FRAMES)
    keep = [round(n * (len(names) - 1) / max(count - 1, 1)) for n in range(count)]
    turning = next((n for n, pose in enumerate(track.score.poses) if pose.at == 0.5), keep[0])
    if turning not in keep:
        keep[min(range(count), key=lambda n: abs(keep[n] - turning))] = turning
    return [(names[n], track.frame_of(names[n])) for n in keep]


def _fitting(points: Array, azimuth: float, elevation: float, cell: tuple[int, int]) -> Camera:
    """A camera that sees all of it in every frame."""
    size = (cell[0] * 2, cell[1] * 2)
    eye = camera(azimuth, elevation, np.zeros(3), 1.0, size)
    right, up = points @ eye.right, points @ eye.up
    high = max(np.ptp(up) * 1.12, np.ptp(right) * 1.12 * cell[1] / cell[0], 0.8)
    depth = points @ eye.towards
    middle = (
        eye.right * (right.min() + right.max()) / 2
        + eye.up * (up.min() + up.max()) / 2
        + eye.towards * (depth.min() + depth.max()) / 2
    )
    return camera(azimuth, elevation, middle, float(high), size)


def _picture(triangles: Array, colours: Array, eye: Camera) -> Image:
    tiles = _floor(triangles)
    both = np.vstack([triangles, tiles])
    tinted = np.vstack([colours, np.tile(np.array(FLOOR, dtype=np.float64), (len(tiles), 1))])
    return halved(render(both, tinted, eye))


def _floor(triangles: Array) -> Array:
    """A mat under the body, in tiles small enough for the renderer."""
    points = triangles.reshape(-1, 3)
    low, high = points.min(0)[:2] - 0.15, points.max(0)[:2] + 0.15
    count = np.ceil((high - low) / 0.15).astype(int)
    grid = np.full((count[0] + 1, count[1] + 1, 3), -0.006)
    grid[..., 0] = np.linspace(low[0], high[0], count[0] + 1)[:, None]
    grid[..., 1] = np.linspace(low[1], high[1], count[1] + 1)[None, :]
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    return np.stack([np.stack([a, b, c], axis=-2), np.stack([a, c, d], axis=-2)]).reshape(-1, 3, 3)


def _padded(row: list[Image], wide: int) -> Image:
    """Blocks beside each other, paper to the right of them."""
    tall = max(part.shape[0] for part in row)
    out = np.full((tall, wide, 3), PAPER, dtype=np.uint8)
    left = 0
    for part in row:
        out[: part.shape[0], left : left + part.shape[1]] = part
        left += part.shape[1]
    return out
