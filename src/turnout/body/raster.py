"""A small software renderer: triangles to pixels with a depth buffer and flat light, and PNG files. No GPU, no GL.

In: triangles in the world [m] with a grey or a colour each, and a camera. Out: an image, (height, width, 3) of 0..255.
Each triangle is covered with points closer than a pixel; the nearest point of a pixel is seen.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array

Image = NDArray[np.uint8]
Places = NDArray[np.int64]
PAPER = (250, 247, 241)
MOST = 256
"""Rows of points on the largest triangle."""
AT_A_TIME = 300_000
"""Points in memory at once."""
OWNER_BITS = 32
DEPTHS = 2**30
"""How many depths are told apart; depth and owner of a point share one number."""


@dataclass(frozen=True)
class Camera:
    """Looks along a direction without perspective.

    Attributes:
        right, up: axes of the picture in the world, (3,).
        centre: the place in the middle, (3,) [m].
        height_m: what the picture is high.
        size: width and height [px].
    """

    right: Array
    up: Array
    centre: Array
    height_m: float
    size: tuple[int, int]

    @property
    def towards(self) -> Array:
        """From the picture to the eye."""
        return np.cross(self.right, self.up)

    def project(self, points: Array) -> Array:
        """(n, 3): pixels to the right, pixels down, and metres towards the eye."""
        width, height = self.size
        per_m = height / self.height_m
        seen = points - self.centre
        return np.stack(
            [width / 2 + seen @ self.right * per_m, height / 2 - seen @ self.up * per_m, seen @ self.towards], axis=-1
        )


def camera(azimuth: float, elevation: float, centre: Array, height_m: float, size: tuple[int, int]) -> Camera:
    """Seen from a direction: 0 degrees is from ahead (the face), 90 from the body's right."""
    a, e = np.radians(azimuth), np.radians(elevation)
    towards = np.array([-np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = np.array([np.cos(a), -np.sin(a), 0.0])
    return Camera(right, np.cross(towards, right), centre, height_m, size)


def render(triangles: Array, colours: Array, eye: Camera, *, paper: tuple[int, int, int] = PAPER) -> Image:
    """The picture.

    Args:
        triangles: (n, 3, 3) [m].
        colours: (n, 3), 0..255, before light falls on them.
        eye: from where.
        paper: the background.
    """
    width, height = eye.size
    lit = (colours * _light(triangles, eye)[:, None]).astype(np.uint8)
    flat = eye.project(triangles.reshape(-1, 3)).reshape(-1, 3, 3)
    far, near = float(flat[..., 2].min()), float(flat[..., 2].max())
    first = np.zeros(width * height, dtype=np.int64)
    for where, depth, owner in _covered(flat, eye.size):
        level = ((depth - far) / (near - far + 1e-9) * DEPTHS).astype(np.int64) + 1
        np.maximum.at(first, where, level << OWNER_BITS | owner)  # of several writes to one pixel the nearest stays
    image = np.empty((width * height, 3), dtype=np.uint8)
    image[:] = paper
    seen = first > 0
    image[seen] = lit[first[seen] & (1 << OWNER_BITS) - 1]
    return image.reshape(height, width, 3)


def _light(triangles: Array, eye: Camera) -> Array:
    """How bright each face is: from the eye and from above."""
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    facing = normal @ eye.towards
    normal *= np.where(facing < 0, -1.0, 1.0)[:, None]
    lamp = eye.towards + 0.7 * eye.up - 0.5 * eye.right
    return np.clip(0.45 + 0.55 * (normal @ (lamp / np.linalg.norm(lamp))), 0.25, 1.0)


def _covered(flat: Array, size: tuple[int, int]) -> Iterator[tuple[Places, Array, Places]]:
    """Pixels, depths and owners of points that cover the triangles, so many at a time."""
    width, height = size
    longest = np.linalg.norm(flat - np.roll(flat, 1, axis=1), axis=2).max(1)
    rows = np.clip(2 ** np.ceil(np.log2(np.maximum(longest * 1.1, 1.0))), 1, MOST).astype(np.int64)
    for count in np.unique(rows):
        n = int(count)
        share = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)], dtype=np.float64) / n
        which = np.flatnonzero(rows == count)
        for index in np.array_split(which, len(which) * len(share) // AT_A_TIME + 1):
            points = share @ flat[index]
            x, y = np.floor(points[..., 0]).astype(np.int64), np.floor(points[..., 1]).astype(np.int64)
            seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            owner = np.broadcast_to(index[:, None], x.shape)
            yield (y * width + x)[seen], points[..., 2][seen], owner[seen]


def box_triangles(centre: Array, half: Array) -> Array:
    """The twelve faces of a box, (12, 3, 3)."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half + centre
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return np.array([corners[[q[k] for k in part]] for q in quads for part in ((0, 1, 2), (0, 2, 3))])


def tube_triangles(start: Array, end: Array, radius: float, sides: int = 8) -> Array:
    """A round bar between two places, (2 * sides, 3, 3)."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    across = np.cross(along, [0.0, 0.0, 1.0] if abs(along[2]) < 0.9 else [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    third = np.cross(along, across)
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    ring = radius * (np.cos(angles)[:, None] * across + np.sin(angles)[:, None] * third)
    out = [[start + a, start + b, end + a] for a, b in pairwise(ring)]
    out += [[start + b, end + b, end + a] for a, b in pairwise(ring)]
    return np.array(out)


def disc_triangles(start: Array, end: Array, radius: float, sides: int = 14) -> Array:
    """A round bar with its two ends closed, (4 * sides, 3, 3)."""
    tube = tube_triangles(start, end, radius, sides)
    rim = tube[:sides]
    near = np.stack([rim[:, 0], rim[:, 1], np.tile(start, (sides, 1))], axis=1)
    return np.concatenate([tube, near, near + (end - start)])


def ball_triangles(centre: Array, radius: float, rings: int = 8, sides: int = 14) -> Array:
    """A ball, (2 * rings * sides, 3, 3)."""
    down, round_ = np.linspace(0, np.pi, rings + 1), np.linspace(0, 2 * np.pi, sides + 1)
    grid = np.stack(
        [
            np.outer(np.sin(down), np.cos(round_)),
            np.outer(np.sin(down), np.sin(round_)),
            np.outer(np.cos(down), np.ones(sides + 1)),
        ],
        axis=-1,
    )
    corners = centre + radius * grid
    a, b, c, d = corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]
    return np.stack([np.stack([a, b, c], axis=-2), np.stack([a, c, d], axis=-2)]).reshape(-1, 3, 3)


def bar_triangles(start: Array, end: Array, radius: float, sides: int = 12) -> Array:
    """The same with both ends closed, (4 * sides, 3, 3)."""
    tube = tube_triangles(start, end, radius, sides)
    low, high = tube[:sides, [0, 1]], tube[sides:, [2, 1]]
    caps = [np.concatenate([edge, np.tile(end_, (sides, 1, 1))], axis=1) for edge, end_ in ((low, start), (high, end))]
    return np.concatenate([tube, *caps])


def halved(image: Image) -> Image:
    """Half as wide and high, each pixel the mean of four: smooth edges."""
    tall, wide = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    four = image[:tall, :wide].reshape(tall // 2, 2, wide // 2, 2, 3)
    return four.mean((1, 3)).astype(np.uint8)


def write_png(image: Image, path: Path) -> None:
    """Writes an image as PNG (8 bit, RGB)."""
    path.write_bytes(png(image))


def png(image: Image) -> bytes:
    """An image as PNG (8 bit, RGB)."""
    height, width, _ = image.shape
    rows = np.zeros((height, width * 3 + 1), dtype=np.uint8)
    rows[:, 1:] = image.reshape(height, width * 3)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
