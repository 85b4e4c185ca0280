"""Everything that was compared, in one place for the page and its summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from turnout.body.model import Body
from validation.asked import Asked
from validation.levers import FlipRow, Row
from validation.page_emg import Signals
from validation.torques import Torques
from validation.wires import Deep


@dataclass(frozen=True)
class Findings:
    """See the modules that make each part; ``speed`` are the kept figures of the benchmark beside OpenSim."""

    body: Body
    rows: list[Row]
    flips: list[FlipRow]
    torques: Torques
    opensim_by_hand: float
    opensim_by_model: dict[str, float]
    asked: Asked
    signals: Signals
    deep: Deep
    speed: dict[str, Any]
