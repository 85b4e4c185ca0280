"""A small still picture for lists and for paper: few dots and few colours, so that a page may hold many of them.

In: a movement, a phase and the parts of its body. Out: a PNG of at most 255 colours with a transparent ground, some
15 kB; the same for the same movement.
"""

from __future__ import annotations

import struct
import zlib
from importlib import import_module
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.frame import ASPECT
from turnout.body.figure.motion_file import Movement
from turnout.body.figure.parts import Parts
from turnout.body.figure.render import Pixels, chunk
from turnout.body.figure.still import picture_of

HEIGHT = 270
WIDTH = round(HEIGHT * ASPECT)
COLOURS = 254
LOOKED_AT = 6000
"""So many dots are enough to find the colours."""
ROUNDS = 6
SEEN = 0.01
"""A dot that covers less is not there."""


def small_of(movement: Movement, phase: str, parts: Parts) -> bytes:
    """The picture.

    Raises:
        BodyError: the movement has no such phase.
    """
    return indexed(picture_of(movement, phase, parts, HEIGHT))


def indexed(image: Pixels) -> bytes:
    """A picture with premultiplied alpha (height, width, 4) as a PNG with a palette; its first colour is nothing."""
    height, width, _ = image.shape
    dots = np.clip(image.reshape(-1, 4), 0, 1).astype(np.float64)
    palette = np.vstack([np.zeros(4), _palette(dots[dots[:, 3] > SEEN])])
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = _nearest(palette, dots).reshape(height, width)
    colours, alpha = palette[:, :3] / np.maximum(palette[:, 3:], 1e-6), palette[:, 3]
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", _bytes(colours)),
            chunk(b"tRNS", _bytes(alpha)),
            chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            chunk(b"IEND", b""),
        ]
    )


def _palette(dots: Array) -> Array:
    """Colours that stand for all dots: begun evenly from dark to light, then moved to the middle of their own."""
    if not len(dots):
        return np.zeros((0, 4))
    sample = dots[:: max(1, len(dots) // LOOKED_AT)]
    order = np.argsort(sample @ np.array([0.3, 0.5, 0.2, 1.0]), kind="stable")
    means = sample[order[np.linspace(0, len(order) - 1, min(COLOURS, len(order))).astype(np.int64)]]
    for _ in range(ROUNDS):
        own = _nearest(means, sample)
        count = np.bincount(own, minlength=len(means))
        total = np.stack([np.bincount(own, sample[:, k], len(means)) for k in range(4)], axis=1)
        means = np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], means)
    return means


def _nearest(palette: Array, dots: Array) -> NDArray[np.int64]:
    tree: Any = import_module("scipy.spatial").cKDTree(palette)
    return cast("NDArray[np.int64]", tree.query(dots)[1])


def _bytes(shares: Array) -> bytes:
    return np.round(np.clip(shares, 0, 1) * 255).astype(np.uint8).tobytes()
