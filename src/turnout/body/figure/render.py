"""A renderer in numpy: triangles seen in perspective, smooth light, edges without stairs. No GPU, no GL.

In: surfaces and a `View`. Out: for each layer which place of which triangle each pixel sees; and pictures as PNG.
Pixels of all triangles of one size are tested at once, and the nearest is kept.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.frame import FIELD_DEG, View, axes_of
from turnout.body.figure.mesh import Faces

Keys = NDArray[np.uint64]
Pixels = NDArray[np.float32]
"""A picture: colours and coverage of 0 to 1, premultiplied; (pixels, 4) or (height, width, 4)."""
NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
AT_A_TIME = 3_000_000
"""Pixels tested at once."""


@dataclass(frozen=True)
class Eye:
    """A camera with a picture of so many pixels."""

    view: View
    size: tuple[int, int]

    @cached_property
    def axes(self) -> Array:
        return axes_of(self.view.azimuth_deg, self.view.elevation_deg)

    @cached_property
    def place(self) -> Array:
        """Of the eye, (3,) [m]."""
        return self.view.target + self.axes[2] * self.view.distance

    @cached_property
    def focus(self) -> float:
        """Pixels a metre at a distance of one metre."""
        return self.size[1] / 2 / float(np.tan(np.radians(FIELD_DEG / 2)))

    def project(self, points: Array) -> Array:
        """Pixels to the right, pixels down, distance [m]; (n, 3)."""
        seen = (points - self.place) @ self.axes.T
        far = np.maximum(-seen[:, 2], 0.05)
        across = self.size[0] / 2 + seen[:, 0] / far * self.focus
        return np.stack([across, self.size[1] / 2 - seen[:, 1] / far * self.focus, far], axis=-1)

    def floor(self) -> tuple[Array, NDArray[np.bool_]]:
        """Where each pixel's ray meets the ground, (height, width, 2: x, z) [m], and whether it does."""
        width, height = self.size
        u = ((np.arange(width) + 0.5 - width / 2) / self.focus)[None, :]
        v = ((height / 2 - np.arange(height) - 0.5) / self.focus)[:, None]
        x, y, z = (u * self.axes[0, k] + v * self.axes[1, k] - self.axes[2, k] for k in range(3))
        down = y < -1e-4
        share = -self.place[1] / np.where(down, y, -1.0)
        return np.stack([self.place[0] + x * share, self.place[2] + z * share], axis=-1), down


@dataclass(frozen=True)
class Seen:
    """What each pixel sees of a layer.

    Attributes:
        pixels: numbers of the pixels that see something, row by row, (n,).
        faces: numbers of the triangles they see, (n,).
        depth: distance of every pixel [m], infinite where nothing is seen, (height * width,).
    """

    pixels: NDArray[np.int64]
    faces: NDArray[np.int64]
    depth: NDArray[np.float32]
    _corners: Array
    _width: int

    @cached_property
    def shares(self) -> Array:
        """Of the triangle's corners, seen in perspective, (n, 3)."""
        x, y = self.pixels % self._width + 0.5, self.pixels // self._width + 0.5
        own = self._corners[self.faces]
        out = np.empty((len(self.pixels), 3))
        for k in range(3):
            p, q = own[:, (k + 1) % 3], own[:, (k + 2) % 3]
            out[:, k] = (q[:, 0] - p[:, 0]) * (y - p[:, 1]) - (q[:, 1] - p[:, 1]) * (x - p[:, 0])
            out[:, k] /= own[:, k, 2]
        return out / out.sum(axis=1, keepdims=True)

    def blend(self, values: Array, faces: Faces) -> Array:
        """Values at the corners, at the places seen, (n, columns)."""
        corners = faces[self.faces]
        first, second, third = (values[corners[:, k]] * self.shares[:, [k]] for k in range(3))
        return first + second + third


def look(vertices: Array, faces: Faces, eye: Eye, *, both_sides: bool = False) -> Seen:
    """What is seen of a surface; of its front only, unless ``both_sides``."""
    flat = eye.project(vertices)
    corners = flat[faces]
    width, height = eye.size
    low = np.clip(np.floor(corners[..., :2].min(axis=1)), 0, [width, height]).astype(np.int64)
    high = np.clip(np.ceil(corners[..., :2].max(axis=1)), 0, [width, height]).astype(np.int64)
    area = _area(corners)
    extent = high - low
    wanted = (extent > 0).all(axis=1) & ((np.abs(area) if both_sides else -area) > 1e-9)
    keys = np.full(width * height, NONE, dtype=np.uint64)
    which = np.flatnonzero(wanted)
    sizes = np.ceil(np.log2(np.maximum(extent[which], 1))).astype(np.int64)
    for size in np.unique(sizes, axis=0):
        group = which[(sizes == size).all(axis=1)]
        across, down = 1 << int(size[0]), 1 << int(size[1])
        for part in np.array_split(group, len(group) * across * down // AT_A_TIME + 1):
            _test(keys, corners, low, area, part, (across, down), width, height)
    return _seen(keys, corners, width)


def _area(corners: Array) -> Array:
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    return (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])


def _test(
    keys: Keys, corners: Array, low: NDArray[np.int64], area: Array, part: NDArray[np.int64], tile: tuple[int, int],
    width: int, height: int,
) -> None:  # fmt: skip
    """Every pixel of a tile at each triangle: inside, and nearest so far?"""
    x = low[part, 0, None] + np.arange(tile[0])
    y = low[part, 1, None] + np.arange(tile[1])
    px, py = x[:, None, :] + 0.5, y[:, :, None] + 0.5
    shares: list[Array] = []
    for k in range(3):
        p, q = corners[part, (k + 1) % 3], corners[part, (k + 2) % 3]
        slope = (q - p) / area[part, None]
        x0, y0 = p[:, 0, None, None], p[:, 1, None, None]
        shares.append(slope[:, 0, None, None] * (py - y0) - slope[:, 1, None, None] * (px - x0))
    inside = (shares[0] >= 0) & (shares[1] >= 0) & (shares[2] >= 0)
    inside &= (x < width)[:, None, :] & (y < height)[:, :, None]
    which, row, column = np.nonzero(inside)
    near = 1 / corners[part, :, 2]
    inverse = sum(shares[k][inside] * near[which, k] for k in range(3))
    far = (1 / np.asarray(inverse)).astype(np.float32)
    pixel = y[which, row] * width + x[which, column]
    key = (far.view(np.uint32).astype(np.uint64) << np.uint64(32)) | part[which].astype(np.uint64)
    np.minimum.at(keys, pixel, key)


def _seen(keys: Keys, corners: Array, width: int) -> Seen:
    pixels = np.flatnonzero(keys != NONE)
    found = keys[pixels]
    depth = np.full(len(keys), np.inf, dtype=np.float32)
    depth[pixels] = (found >> np.uint64(32)).astype(np.uint32).view(np.float32)
    return Seen(pixels, (found & np.uint64(0xFFFFFFFF)).astype(np.int64), depth, corners, width)


def over(image: Pixels, pixels: NDArray[np.int64], colour: Array, alpha: Array) -> None:
    """Lays a colour (0 to 1) over pixels of an image with premultiplied alpha, (pixels, 4), in place."""
    image[pixels, :3] = colour * alpha[:, None] + image[pixels, :3] * (1 - alpha[:, None])
    image[pixels, 3] = alpha + image[pixels, 3] * (1 - alpha)


def smaller(image: Pixels, size: tuple[int, int], times: int) -> Pixels:
    """Each pixel the mean of so many by so many, (height, width, 4)."""
    width, height = size
    return image.reshape(height // times, times, width // times, times, 4).mean(axis=(1, 3))


def png(image: Pixels) -> bytes:
    """A picture with premultiplied alpha (height, width, 4) of 0 to 1 as a PNG with a transparent ground."""
    alpha = image[..., 3:]
    colour = np.where(alpha > 0, image[..., :3] / np.maximum(alpha, 1e-6), 0.0)
    raw = np.round(np.clip(np.concatenate([colour, alpha], axis=-1), 0, 1) * 255).astype(np.uint8)
    height, width, _ = raw.shape
    rows = np.full((height, width * 4 + 1), 2, dtype=np.uint8)  # each row as its difference from the one above
    rows[:, 1:] = np.diff(raw.reshape(height, -1).astype(np.int16), axis=0, prepend=0).astype(np.uint8)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 7)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
