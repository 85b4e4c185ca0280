"""Writing glTF 2.0 binary files (GLB): nodes, meshes, skins, animations, in as few bytes as the format itself allows.

In: numpy arrays. Out: the bytes of a file. Quantised as KHR_mesh_quantization defines it, so that no decoder is needed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from turnout.body.engine import Array
from turnout.body.figure.mesh import Mesh

Numbers = NDArray[Any]
KINDS = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "uint32": 5125, "float32": 5126}
SHAPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
VERTICES, INDICES = 34962, 34963
MAGIC, VERSION, JSON, BIN = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
GRID = 32767


@dataclass
class Glb:
    """A file in the making.

    Attributes:
        exact: coordinates as floats in metres, which every reader knows, instead of on a grid (a third of the size).
        json: the description, as glTF names it.
    """

    exact: bool = False

    json: dict[str, Any] = field(
        default_factory=lambda: {
            "asset": {"version": "2.0", "generator": "Turnout"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"name": "skeleton", "children": []}],
            "meshes": [],
            "accessors": [],
            "bufferViews": [],
        }
    )
    _parts: list[bytes] = field(default_factory=list[bytes])
    _length: int = 0

    def node(self, where: Literal["skeleton", "scene", "none"] = "skeleton", **values: Any) -> int:
        """Adds a node: to the skeleton, beside it, or to be hung on another; its number."""
        number = self._add("nodes", values)
        if where != "none":
            holder = self.json["scenes"][0]["nodes"] if where == "scene" else self.json["nodes"][0]["children"]
            holder.append(number)
        return number

    def material(self, name: str, colour: tuple[float, float, float, float], **values: Any) -> int:
        """Adds a matt material; its number."""
        shown = {"baseColorFactor": list(colour), "metallicFactor": 0.0, "roughnessFactor": 0.8}
        clear = {"alphaMode": "BLEND", "doubleSided": False} if colour[3] < 1 else {}
        return self._add("materials", {"name": name, "pbrMetallicRoughness": shown, **clear, **values})

    def mesh(self, name: str, attributes: dict[str, int], indices: int, material: int, **values: Any) -> int:
        """Adds a mesh of one primitive; its number."""
        primitive = {"attributes": attributes, "indices": indices, "material": material, **values}
        return self._add("meshes", {"name": name, "primitives": [primitive]})

    def put(self, name: str, value: Any) -> int:
        """Adds to any other list of the description; its number there."""
        return self._add(name, value)

    def needs(self, extension: str) -> None:
        """Says that a reader must know an extension."""
        for key in ("extensionsUsed", "extensionsRequired"):
            names = self.json.setdefault(key, [])
            if extension not in names:
                names.append(extension)

    def numbers(
        self, values: Numbers, *, target: int | None = None, normalized: bool = False, bounds: bool = False
    ) -> int:
        """Adds an accessor over an array (n,) or (n, columns). Rows are padded to four bytes where glTF asks for it."""
        columns = 1 if values.ndim == 1 else int(values.shape[1])
        row = columns * values.itemsize
        stride = -(-row // 4) * 4 if target == VERTICES else row
        stored = values.reshape(len(values), columns)
        raw = np.zeros((len(values), stride), dtype=np.uint8)
        raw[:, :row] = np.ascontiguousarray(stored).view(np.uint8).reshape(len(values), row)
        view: dict[str, Any] = {"buffer": 0, "byteOffset": self._length, "byteLength": raw.size}
        if target is not None:
            view["target"] = target
        if target == VERTICES and stride != row:
            view["byteStride"] = stride
        self._store(raw.tobytes())
        accessor: dict[str, Any] = {
            "bufferView": self._add("bufferViews", view),
            "componentType": KINDS[values.dtype.name],
            "count": len(values),
            "type": SHAPES[columns],
        }
        if normalized:
            accessor["normalized"] = True
        if bounds:
            low, high = stored.min(axis=0), stored.max(axis=0)
            accessor["min"], accessor["max"] = low.tolist(), high.tolist()
        return self._add("accessors", accessor)

    def indices(self, faces: Numbers) -> int:
        kind = np.uint16 if faces.max(initial=0) < 65535 else np.uint32
        return self.numbers(faces.reshape(-1).astype(kind), target=INDICES)

    def surface(self, mesh: Mesh) -> tuple[dict[str, int], int, Array, float]:
        """Adds a mesh's vertices, on a grid unless ``exact``.

        Returns:
            The attributes, the indices; and what brings the grid back to metres: a shift (3,) and a scale.
        """
        if self.exact:
            whole = {"POSITION": mesh.vertices, "NORMAL": mesh.normals}
            floats = {
                name: self.numbers(values.astype(np.float32), target=VERTICES, bounds=name == "POSITION")
                for name, values in whole.items()
            }
            return floats, self.indices(mesh.faces), np.zeros(3), 1.0
        self.needs("KHR_mesh_quantization")
        low: Array = mesh.vertices.min(axis=0)
        high: Array = mesh.vertices.max(axis=0)
        middle, scale = (low + high) / 2, float((high - low).max()) / 2 / GRID
        steps = np.round((mesh.vertices - middle) / scale).astype(np.int16)
        attributes = {
            "POSITION": self.numbers(steps, target=VERTICES, bounds=True),
            "NORMAL": self.numbers(small(mesh.normals), target=VERTICES, normalized=True),
        }
        return attributes, self.indices(mesh.faces), middle, scale

    def bytes(self) -> bytes:
        """The whole file."""
        body = b"".join(self._parts)
        self.json["buffers"] = [{"byteLength": len(body)}]
        text = json.dumps(self.json, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<II", len(text), JSON) + text + struct.pack("<II", len(body), BIN) + body
        return struct.pack("<III", MAGIC, VERSION, 12 + len(chunks)) + chunks

    def _add(self, name: str, value: Any) -> int:
        self.json.setdefault(name, []).append(value)
        return len(self.json[name]) - 1

    def _store(self, raw: bytes) -> None:
        padded = raw + b"\0" * (-len(raw) % 4)
        self._parts.append(padded)
        self._length += len(padded)


def small(normals: Array) -> NDArray[np.int8]:
    """Unit vectors in three bytes."""
    return np.round(normals * 127).astype(np.int8)
