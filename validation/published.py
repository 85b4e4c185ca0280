"""The published numbers, read from ``published.yaml``.

In: the file. Out: `Published`: straight-line moment arms of two data sets at any hip angle, the table of 1986, flips
and bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from validation.lines import line_arms

Array = NDArray[np.float64]
FILE = Path(__file__).parent / "published.yaml"
SETS = ("dostal-1981", "gait2392")


@dataclass(frozen=True)
class Band:
    """Where the strength of people lies [Nm/kg]."""

    direction: str
    flexion_deg: float
    low: float
    high: float
    why: str


@dataclass(frozen=True)
class Published:
    """Everything the file says.

    Attributes:
        compare: by our muscle: the line of each set that stands for it, and under ``ours`` the set our points come
        from.
        table_1986: flexion, adduction, internal rotation [mm], by the names of the 1981 set.
        flips: spread of the flip angle over published models [deg]; None where it does not turn round.
    """

    points: dict[str, dict[str, dict[str, list[float]]]]
    compare: dict[str, dict[str, str]]
    table_1986: dict[str, Array]
    flips: dict[str, tuple[float, float] | None]
    bands: tuple[Band, ...]

    def arms(self, data_set: str, muscle: str, flexion_deg: float) -> Array | None:
        """Of the line that stands for our muscle [mm], (3,); None where the set has none."""
        name = self.compare[muscle].get(data_set)
        return None if name is None else self.line(data_set, name, flexion_deg)

    def line(self, data_set: str, name: str, flexion_deg: float) -> Array:
        """Of a line by its name in its own set [mm], (3,)."""
        points = self.points[data_set][name]
        return line_arms(points["pelvis"], points["thigh"], flexion_deg)

    def independent(self, muscle: str) -> tuple[str, ...]:
        """The sets our own points do not come from."""
        own = self.compare[muscle].get("ours")
        return tuple(s for s in SETS if s != own and s in self.compare[muscle])


@lru_cache(maxsize=1)
def published() -> Published:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    bands = [
        Band(b["direction"], float(b["flexion_deg"]), float(b["band"][0]), float(b["band"][1]), b["why"])
        for b in data["bands"]
    ]
    return Published(
        points={name: data[name] for name in SETS},
        compare=data["compare"],
        table_1986={name: 10 * np.array(values, dtype=np.float64) for name, values in data["dostal-1986"].items()},
        flips={name: None if values is None else (values[0], values[1]) for name, values in data["flips"].items()},
        bands=tuple(bands),
    )
