"""The pictures of docs/validation.md.

In: a `Body` and `Published`. Out: figures by the name of their file.
"""

from __future__ import annotations

import numpy as np

from turnout.body import moment_arms, strength
from turnout.body.hill import active_force_length, passive_force_length
from turnout.body.model import Body
from validation.asked import Asked
from validation.emg import MUSCLES, studies
from validation.page_emg import FIRST, Signals
from validation.page_emg import NAMES as MUSCLE_NAMES
from validation.published import Published
from validation.svg import Axes, Curve, Figure, Panel

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


SHARE = Axes(
    (0, 0.5), (0, 0.5), (0, 0.1, 0.2, 0.3, 0.4), (0, 0.1, 0.2, 0.3, 0.4), "the same by OpenSim", "activation by Turnout"
)
SIGNAL = Axes(
    (0, 100),
    (0, 80),
    (0, 20, 40, 60, 80, 100),
    (0, 20, 40, 60, 80),
    "EMG [% of a maximum]",
    "activation of the model [%]",
)


def figures(body: Body, known: Published, asked: Asked, signals: Signals) -> dict[str, Figure]:
    """By name, without its ending."""
    return {
        "deep-rotators": _levers(body, known, "Rotation levers of the deep rotators", DEEP),
        "glutei": _levers(body, known, "Rotation levers of the glutei", GLUTEI),
        "strength": _strength(body, known),
        "fibre": _fibre(),
        "same-question": _same_question(asked),
        "emg": _signals(signals),
    }


def _same_question(asked: Asked) -> Figure:
    points = np.unique(np.round(asked.pairs[asked.pairs.max(axis=1) > 0.005], 3), axis=0)
    curves = [Curve((0, 0.5), (0, 0.5), "dotted"), Curve(points[:, 0].tolist(), points[:, 1].tolist(), marks=True)]
    legend = (("a muscle at a moment", Curve((), (), marks=True)),)
    return Figure("The same question to two programs", [Panel("Leg raised sideways", curves)], SHARE, legend, columns=2)


def _signals(signals: Signals) -> Figure:
    """One panel a muscle; every exercise by its number in the table; filled where the study itself was read."""
    study = next(study for study in studies() if study.id == FIRST)
    numbers = {exercise: str(number) for number, exercise in enumerate(study.rows, 1)}
    panels: list[Panel] = []
    for muscle in MUSCLES:
        loads = signals.found.values(muscle)
        curves: list[Curve] = []
        for read in (True, False):
            cells = {e: s for e, s in study.of(muscle).items() if e in loads and (s.sure == "v") == read}
            curves.append(
                Curve(
                    [signal.mean for signal in cells.values()],
                    [100 * loads[exercise] for exercise in cells],
                    marks=True,
                    dot=read,
                    names=[numbers[exercise] for exercise in cells],
                )
            )
        panels.append(Panel(MUSCLE_NAMES[muscle].capitalize(), curves))
    legend = (
        ("signal read", Curve((), (), marks=True, dot=True)),
        ("read in a quotation", Curve((), (), marks=True)),
    )
    return Figure("Activation over surface EMG, by exercise", panels, SIGNAL, legend, columns=2)


def _levers(body: Body, known: Published, title: str, muscles: tuple[str, ...]) -> Figure:
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
    return Figure(title, panels, ROTATION, LEGEND)


def _strength(body: Body, known: Published) -> Figure:
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
    return Figure("Greatest isometric torque of the hip over flexion; shaded: people", panels, TORQUE, legend)


def _fibre() -> Figure:
    lengths = np.linspace(0.2, 1.8, 81)
    curves = [
        Curve(lengths.tolist(), active_force_length(lengths).tolist()),
        Curve(lengths.tolist(), passive_force_length(lengths).tolist(), "dashed"),
    ]
    legend = (("active", Curve((), ())), ("passive", Curve((), (), "dashed")))
    return Figure("Force of a fibre by its length", [Panel("One fibre", curves)], FORCE, legend, columns=2)
