"""The pictures of docs/validation.md.

In: a `Body` and `Published`. Out: file names and SVG texts.
"""

from __future__ import annotations

import numpy as np

from turnout.body import moment_arms, strength
from turnout.body.hill import active_force_length, passive_force_length
from turnout.body.model import Body
from validation.published import Published
from validation.svg import Axes, Curve, Panel, figure

DEEP = (
    "piriformis",
    "obturator_internus",
    "gemellus_superior",
    "gemellus_inferior",
    "obturator_externus",
    "quadratus_femoris",
)
GLUTEI = (
    "gluteus_maximus_superior", "gluteus_maximus_middle", "gluteus_maximus_inferior", "gluteus_medius_anterior",
    "gluteus_medius_middle", "gluteus_medius_posterior", "gluteus_minimus_anterior", "gluteus_minimus_middle",
    "gluteus_minimus_posterior",
)  # fmt: skip
ANGLES = tuple(float(angle) for angle in range(0, 111, 5))
STROKE = {"dostal-1981": "dashed", "gait2392": "dotted"}
LEGEND = (("Turnout", Curve((), ())), ("Dostal 1981", Curve((), (), "dashed")), ("gait2392", Curve((), (), "dotted")))
ROTATION = Axes(
    (0, 110),
    (-60, 80),
    (0, 30, 60, 90),
    (-60, -40, -20, 0, 20, 40, 60, 80),
    "hip flexion [deg]",
    "rotation lever [mm], + turns in",
)
TORQUE = Axes((0, 110), (0, 4), (0, 30, 60, 90), (0, 1, 2, 3, 4), "hip flexion [deg]", "greatest torque [Nm/kg]")
FORCE = Axes(
    (0.2, 1.8), (0, 1.2), (0.4, 0.8, 1.2, 1.6), (0, 0.5, 1), "fibre length over best length", "force over greatest"
)
NAMES = {"er": "External rotation", "ir": "Internal rotation"}


def pictures(body: Body, known: Published) -> dict[str, str]:
    """By file name."""
    return {
        "deep-rotators.svg": _levers(body, known, "Rotation levers of the deep rotators", DEEP),
        "glutei.svg": _levers(body, known, "Rotation levers of the glutei", GLUTEI),
        "strength.svg": _strength(body, known),
        "fibre.svg": _fibre(),
    }


def _levers(body: Body, known: Published, title: str, muscles: tuple[str, ...]) -> str:
    ours = moment_arms(body, "hip_rotation", ANGLES)
    panels: list[Panel] = []
    for muscle in muscles:
        curves = [Curve(ANGLES, ours[muscle].tolist())]
        for data_set, stroke in STROKE.items():
            arms = [known.arms(data_set, muscle, angle) for angle in ANGLES]
            values = [float(found[2]) for found in arms if found is not None]
            if values:
                curves.append(Curve(ANGLES, values, stroke))
        panels.append(Panel(muscle.replace("_", " ").capitalize(), curves))
    return figure(title, panels, ROTATION, LEGEND)


def _strength(body: Body, known: Published) -> str:
    tested = strength(body, ANGLES)
    balanced = strength(body, ANGLES, carried=False)
    panels: list[Panel] = []
    for name, torques in tested.torque_nm.items():
        curves = [Curve(ANGLES, [value / tested.mass_kg for value in torques])]
        if balanced.torque_nm[name] != torques:
            curves.append(Curve(ANGLES, [value / tested.mass_kg for value in balanced.torque_nm[name]], "dashed"))
        bands = [b for b in known.bands if b.direction == name]
        shades = [(max(b.flexion_deg - 4, 0), b.flexion_deg + 4, b.low, b.high) for b in bands]
        panels.append(Panel(NAMES.get(name, name.capitalize()), curves, shades))
    legend = (("as tested", Curve((), ())), ("every axis balanced", Curve((), (), "dashed")))
    return figure("Greatest isometric torque of the hip over flexion; shaded: people", panels, TORQUE, legend)


def _fibre() -> str:
    lengths = np.linspace(0.2, 1.8, 81)
    curves = [
        Curve(lengths.tolist(), active_force_length(lengths).tolist()),
        Curve(lengths.tolist(), passive_force_length(lengths).tolist(), "dashed"),
    ]
    legend = (("active", Curve((), ())), ("passive", Curve((), (), "dashed")))
    return figure("Force of a fibre by its length", [Panel("One fibre", curves)], FORCE, legend, columns=2)
