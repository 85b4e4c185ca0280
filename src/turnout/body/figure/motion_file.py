"""The file of one movement: where every bone, muscle and band is in each frame of one repetition (format ``TRN1``).

In: a performed piece, and how hard each muscle works. Out: the bytes of the file; `read` gives it back.

``TRN1``, the length of the header (uint32, little endian), the header (JSON, padded with spaces to four bytes), then
the arrays at the offsets the header names. ``delta`` names axes along which each number is the difference from the one
before it: neighbours in time and along a muscle move alike, and so the file is a third as large when compressed.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.bands import Extra
from turnout.body.figure.frame import View
from turnout.body.figure.places import even
from turnout.body.figure.shelf import packed

MAGIC = b"TRN1"
FORMAT = 1
TURN_SCALE = 1 / 32767
PLACE_SCALE, PATH_SCALE = 1e-4, 5e-4
"""Metres a step."""
POINTS = (10, 8, 7, 6, 5, 4)
"""Of a muscle's path, the first that is small enough."""
MOST_BYTES = 60_000


@dataclass(frozen=True)
class Movement:
    """One repetition, ready to be drawn; all in the axes of glTF.

    Attributes:
        about: id, level, title and whatever else the header says in words.
        time, phase: (frames,).
        phases: names and places in the repetition (0 to 1).
        nodes: names of the bones' bodies.
        places: (frames, nodes, 3) [m].
        turns: unit quaternions (frames, nodes, 4; x, y, z, w).
        muscles: numbers in the body's list.
        paths: (frames, muscles, points, 3) [m].
        activation: (frames, muscles), 0..1.
        boxes: furniture: id, kind, centre, half.
        extras: what else is seen.
        view: the camera.
        mat: whether a mat lies below.
        working: the limb that works.
        solved: whether the activations were computed.
    """

    about: dict[str, Any]
    time: Array
    phase: Array
    phases: list[tuple[str, float]]
    nodes: tuple[str, ...]
    places: Array
    turns: Array
    muscles: list[int]
    paths: Array
    activation: Array
    boxes: list[dict[str, Any]]
    extras: list[Extra]
    view: View
    mat: bool
    working: str
    solved: bool

    def frame_of(self, at: float) -> int:
        """The frame nearest to a place in the repetition (0 to 1)."""
        return int(np.argmin(np.abs(self.phase - at)))


class _Payload:
    def __init__(self) -> None:
        self.bytes = b""

    def add(self, values: NDArray[Any], **said: Any) -> dict[str, Any]:
        entry = {"offset": len(self.bytes), "shape": list(values.shape), "type": values.dtype.name, **said}
        raw = np.ascontiguousarray(values).tobytes()
        self.bytes += raw + b"\0" * (-len(raw) % 4)
        return entry

    def steps(self, values: Array, scale: float, *axes: int) -> dict[str, Any]:
        """Differences of whole steps along axes; int16, which wraps round both ways alike."""
        raw = np.round(values / scale).astype(np.int64)
        for axis in axes:
            raw = np.diff(raw, axis=axis, prepend=0)
        return self.add(raw.astype(np.int16), scale=scale, shift=0, delta=list(axes))


def compact(movement: Movement, most: int = MOST_BYTES) -> bytes:
    """The file, compressed. Where a movement of the whole body is too large, muscles get fewer points."""
    data = b""
    for points in POINTS:
        if points > movement.paths.shape[2]:
            continue
        paths = np.array([[even(path, points) for path in frame] for frame in movement.paths])
        data = packed(movement_bytes(replace(movement, paths=paths)))
        if len(data) <= most:
            break
    return data


def movement_bytes(movement: Movement) -> bytes:
    """The file."""
    payload = _Payload()
    arrays = {
        "node_position": payload.steps(movement.places, PLACE_SCALE, 0),
        "node_rotation": payload.steps(steady(movement.turns), TURN_SCALE, 0),
        "path": payload.steps(movement.paths, PATH_SCALE, 0, 2),
        "activation": payload.add(np.round(np.clip(movement.activation, 0, 1) * 255).astype(np.uint8)),
    }
    extras = [
        {"kind": extra.kind, "radius_m": round(extra.radius_m, 4), "closed": extra.closed,
         "arrays": {"points": payload.steps(extra.points, PATH_SCALE, 0)}}
        for extra in movement.extras
    ]  # fmt: skip
    view = movement.view
    header = {
        "format": FORMAT, **movement.about, "seconds": _short(movement.time[-1]),
        "time": [_short(value) for value in movement.time], "phase": [_short(value) for value in movement.phase],
        "phases": [{"name": name, "at": at, "frame": movement.frame_of(at)} for name, at in movement.phases],
        "camera": {"target": [_short(value) for value in view.target], "distance": _short(view.distance),
                   "azimuth_deg": view.azimuth_deg, "elevation_deg": view.elevation_deg},
        "nodes": list(movement.nodes), "boxes": movement.boxes, "mat": movement.mat, "extras": extras,
        "muscles": movement.muscles, "arrays": arrays, "solved": movement.solved, "working": movement.working,
        "mirrored": False,
    }  # fmt: skip
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return MAGIC + struct.pack("<I", len(text)) + text + payload.bytes


def read(data: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header of a file and its arrays in metres, unit quaternions and shares of one.

    Raises:
        ValueError: it is no such file.
    """
    if data[:4] != MAGIC:
        raise ValueError("this is no track")
    (length,) = struct.unpack("<I", data[4:8])
    header: dict[str, Any] = json.loads(data[8 : 8 + length])
    payload = data[8 + length :]
    arrays = {name: _read(entry, payload) for name, entry in header["arrays"].items()}
    for number, extra in enumerate(header["extras"]):
        arrays[f"extra {number}"] = _read(extra["arrays"]["points"], payload)
    return header, arrays


def _read(entry: dict[str, Any], payload: bytes) -> Array:
    count = math.prod(int(length) for length in entry["shape"])
    kinds: dict[str, Any] = {"int16": np.int16, "uint8": np.uint8}
    raw: NDArray[Any] = np.frombuffer(payload, kinds[entry["type"]], count, entry["offset"])
    raw = raw.reshape(tuple(entry["shape"]))
    for axis in entry.get("delta", ()):
        raw = np.cumsum(raw, axis=axis, dtype=raw.dtype)
    return raw * float(entry.get("scale", 1 / 255)) + float(entry.get("shift", 0))


def steady(turns: Array) -> Array:
    """Quaternions whose sign does not jump from frame to frame, (frames, nodes, 4)."""
    jumps = (turns[1:] * turns[:-1]).sum(axis=-1) < 0
    sign = np.vstack([np.ones(turns.shape[1]), np.where(np.cumsum(jumps, axis=0) % 2 == 1, -1.0, 1.0)])
    return turns * sign[..., None]


def _short(value: float) -> float:
    return round(float(value), 4)
