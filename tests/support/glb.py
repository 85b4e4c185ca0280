"""Reading a GLB in a test, and finding what the format forbids.

In: the bytes of a file. Out: its description and its arrays. Follows the glTF 2.0 specification, sections 3 and 4.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS: dict[int, Any] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
COLUMNS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@dataclass(frozen=True)
class GlbFile:
    """A file that was read."""

    json: dict[str, Any]
    binary: bytes

    def numbers(self, accessor: int) -> NDArray[Any]:
        """The numbers of an accessor, (count, columns), normalised where it says so."""
        said = self.json["accessors"][accessor]
        view = self.json["bufferViews"][said["bufferView"]]
        kind, columns = np.dtype(KINDS[said["componentType"]]), COLUMNS[said["type"]]
        row = kind.itemsize * columns
        stride = view.get("byteStride", row)
        start = view.get("byteOffset", 0) + said.get("byteOffset", 0)
        assert start % kind.itemsize == 0, "an accessor is not aligned"
        assert start + stride * (said["count"] - 1) + row <= view.get("byteOffset", 0) + view["byteLength"]
        rows = [self.binary[start + n * stride : start + n * stride + row] for n in range(said["count"])]
        values = np.frombuffer(b"".join(rows), kind).reshape(said["count"], columns)
        if said.get("normalized"):
            return np.maximum(values / np.iinfo(kind).max, -1.0)
        return values

    def node(self, name: str) -> dict[str, Any]:
        return next(node for node in self.json["nodes"] if node.get("name") == name)

    @property
    def triangles(self) -> int:
        return sum(
            self.json["accessors"][part["indices"]]["count"] // 3
            for mesh in self.json["meshes"]
            for part in mesh["primitives"]
        )


def read_glb(data: bytes) -> GlbFile:
    """A file, after its frame was checked."""
    magic, version, length = struct.unpack("<III", data[:12])
    assert (magic, version, length) == (0x46546C67, 2, len(data))
    size, kind = struct.unpack("<II", data[12:20])
    assert kind == 0x4E4F534A
    assert size % 4 == 0
    described = json.loads(data[20 : 20 + size])
    rest, kind = struct.unpack("<II", data[20 + size : 28 + size])
    assert kind == 0x004E4942
    assert rest % 4 == 0
    assert described["buffers"][0]["byteLength"] <= rest
    return GlbFile(described, data[28 + size :])


def faults(file: GlbFile) -> list[str]:
    """What is wrong with it."""
    said = file.json
    wrong: list[str] = []
    children = [child for node in said["nodes"] for child in node.get("children", ())]
    roots = said["scenes"][0]["nodes"]
    if sorted([*children, *roots]) != list(range(len(said["nodes"]))):
        wrong.append("a node hangs nowhere, or twice")
    for mesh in said["meshes"]:
        for part in mesh["primitives"]:
            places = file.numbers(part["attributes"]["POSITION"])
            if int(file.numbers(part["indices"]).max()) >= len(places):
                wrong.append(f"{mesh['name']}: an index beyond the vertices")
            normals = np.linalg.norm(file.numbers(part["attributes"]["NORMAL"])[:, :3], axis=1)
            if not np.allclose(normals, 1, atol=0.02):
                wrong.append(f"{mesh['name']}: a normal that is not one long")
            bounds = said["accessors"][part["attributes"]["POSITION"]]
            if bounds["min"] != places.min(axis=0).tolist() or bounds["max"] != places.max(axis=0).tolist():
                wrong.append(f"{mesh['name']}: bounds that are not those of its vertices")
    for node in said["nodes"]:
        if "skin" in node:
            wrong += _soft(file, node)
    for animation in said.get("animations", ()):
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            times = file.numbers(sampler["input"])[:, 0]
            if len(times) != len(file.numbers(sampler["output"])) or (np.diff(times) <= 0).any():
                wrong.append("keyframes that do not go with their times")
    return wrong


def _soft(file: GlbFile, node: dict[str, Any]) -> list[str]:
    """Of a mesh that is bound to nodes."""
    skin = file.json["skins"][node["skin"]]
    attributes = file.json["meshes"][node["mesh"]]["primitives"][0]["attributes"]
    joints, weights = file.numbers(attributes["JOINTS_0"]), file.numbers(attributes["WEIGHTS_0"])
    wrong: list[str] = []
    if int(joints.max()) >= len(skin["joints"]):
        wrong.append(f"{node['name']}: bound to a joint that is not there")
    if not np.allclose(weights.sum(axis=1), 1, atol=1e-6):
        wrong.append(f"{node['name']}: weights that are not 1 together")
    if len(file.numbers(skin["inverseBindMatrices"])) != len(skin["joints"]):
        wrong.append(f"{node['name']}: as many matrices as joints are needed")
    return wrong
