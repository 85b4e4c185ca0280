"""A small picture's colours: few, near to what they stand for, and nothing where nothing is."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from turnout.body.figure.render import Pixels
from turnout.body.figure.small import COLOURS, indexed


def unpacked(png: bytes) -> NDArray[np.uint8]:
    """What a PNG with a palette shows, (height, width, 4)."""
    parts: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I", png[at : at + 4])[0], png[at + 4 : at + 8]
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        parts[kind] = data
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, colour) == (8, 3)
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    alpha = np.frombuffer(parts[b"tRNS"], np.uint8)[:, None]
    assert len(palette) == len(alpha) <= COLOURS + 1
    return np.concatenate([palette, alpha], axis=1)[rows[:, 1:]]


def scene() -> Pixels:
    """A disc that fades from ivory to warm, half clear at its rim, premultiplied."""
    y, x = np.mgrid[0:60, 0:80] / 30 - 1
    alpha = np.clip(3 - 3 * np.hypot(x - 0.3, y), 0, 1)
    share = np.clip(x / 2 + 0.5, 0, 1)[..., None]
    colour = np.array([0.9, 0.85, 0.77]) * (1 - share) + np.array([0.86, 0.24, 0.13]) * share
    return np.concatenate([colour * alpha[..., None], alpha[..., None]], axis=-1).astype(np.float32)


def test_colours_come_back_near_to_what_they_were_and_the_ground_stays_clear() -> None:
    image = scene()
    shown = unpacked(indexed(image)) / 255
    again = np.concatenate([shown[..., :3] * shown[..., 3:], shown[..., 3:]], axis=-1)
    assert np.abs(again - image).mean() < 0.01
    assert np.abs(again - image).max() < 0.12
    assert (shown[image[..., 3] == 0] == 0).all()


def test_the_same_picture_is_the_same_file_and_a_picture_of_nothing_is_clear() -> None:
    assert indexed(scene()) == indexed(scene())
    assert not unpacked(indexed(np.zeros((6, 8, 4), np.float32))).any()
