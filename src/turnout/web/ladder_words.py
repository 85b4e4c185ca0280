"""What each rung of a ladder changes from the one below it, in words.

In: a ladder's levels. Out: one short text a rung. A rung changes its load, its equipment, its way of moving or what it
asks of the body; the first rung tells how it starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Level
from turnout.web.words import EQUIPMENT, capital, listing, num

MOTION = {
    "hip_flexion_deg": "hip bent",
    "knee_flexion_deg": "knee bent",
    "depth_deg": "knee bend at the bottom",
    "held": "weight in",
    "band_site": "band round the",
    "support": "support",
    "anchor_height_m": "height of the anchor",
    "step_m": "height of the step",
    "flight_m": "height of the jump",
    "toes_out_deg": "toes turned out",
    "seat_m": "height of the seat",
    "direction_deg": "direction",
    "trunk_deg": "turn of the trunk",
    "other_leg": "the other leg",
    "front_knee_deg": "front knee bent",
    "rear_knee_deg": "rear knee bent",
    "rear_knee": "rear knee",
    "lean_deg": "lean",
}
"""Labels where the key itself is not plain enough."""


@dataclass(frozen=True)
class Rung:
    """A rung and what it changes."""

    level: Level
    changes: str


def rungs_in_words(ladder: Sequence[Level], k: Knowledge) -> list[Rung]:
    """The rungs, easiest first."""
    out: list[Rung] = []
    for n, level in enumerate(ladder):
        parts = _first(level, k) if n == 0 else _changes(ladder[n - 1], level, k)
        out.append(Rung(level, capital("; ".join(parts))))
    return out


def _first(level: Level, k: Knowledge) -> list[str]:
    return [*_load({}, level.load, k), *_asks((), level.demands, k)]


def _changes(before: Level, now: Level, k: Knowledge) -> list[str]:
    added = [EQUIPMENT[thing] for thing in now.equipment if thing not in before.equipment]
    gone = [EQUIPMENT[thing] for thing in before.equipment if thing not in now.equipment]
    return [
        *_load(before.load, now.load, k),
        *([f"adds the {listing(added)}"] if added else []),
        *([f"without the {listing(gone)}"] if gone else []),
        *_motion(before.motion, now.motion),
        *([_tempo(now)] if now.tempo is not None and now.tempo != before.tempo else []),
        *_asks(before.demands, now.demands, k),
    ]


def _load(before: Mapping[str, float | str], now: Mapping[str, float | str], k: Knowledge) -> list[str]:
    if now == before:
        return []
    if "band" in now:
        pull = k.bands[f"band-{now['band']}"].force_kg_at_100
        was = k.bands[f"band-{before['band']}"].force_kg_at_100 if "band" in before else None
        says = f"pulls about {num(pull)} kg at twice its length"
        return [says if was is None else f"{says}, up from {num(was)} kg"]
    if "kg" in now:
        kg = f"{num(float(now['kg']))} kg"
        return [kg if "kg" not in before else f"{kg}, up from {num(float(before['kg']))} kg"]
    return ["no added load"] if before else []


def _motion(before: Mapping[str, float | str], now: Mapping[str, float | str]) -> list[str]:
    out: list[str] = []
    for key, value in now.items():
        if before.get(key) == value:
            continue
        was = f", was {_value(key, before[key])}" if key in before else ""
        out.append(f"{_label(key)} {_value(key, value)}{was}")
    return out


def _label(key: str) -> str:
    return MOTION.get(key, key.replace("_", " "))


def _value(key: str, value: float | str) -> str:
    if isinstance(value, str):
        return value.replace("-", " ")
    if key.endswith("_deg"):
        return f"{num(value)}°"
    return f"{num(100 * value)} cm" if key.endswith("_m") else num(value)


def _tempo(level: Level) -> str:
    tempo = level.tempo
    return "" if tempo is None else f"{num(tempo.up_s)} s up, {num(tempo.hold_s)} s hold, {num(tempo.down_s)} s down"


def _asks(before: Sequence[str], now: Sequence[str], k: Knowledge) -> list[str]:
    more = [k.demands[id].says for id in now if id not in before and id not in ("floor", "stand")]
    return [f"asks for: {', '.join(more)}"] if more else []
