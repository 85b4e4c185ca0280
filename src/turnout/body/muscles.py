"""What each muscle can give: greatest force, fibre, tendon, from published architecture by one rule for all.

In: a `Body`. Out: `Muscles`, arrays in the order of ``body.muscles``; and from a `Geometry` the greatest active and
the passive force of each.

- Cross-section is volume over best fibre length; force is cross-section times ONE specific tension for all muscles.
- Tendon: as long as makes the fibre, in the posture the cadavers lay in, as long as its sarcomeres were found to be.
  Where that was not read: in the anatomical position, as long as in gait2392.
- A fibre that would leave no tendon is shortened until a tenth of the path is tendon (its cross-section stays).
- A muscle that crosses hip and knee has fibres long enough that everyday postures keep them between 0.5 and 1.4: its
  long tendon stretches, and where the tendon is rigid the fibre must do it. Its cross-section stays as published.
- A muscle that crosses only the hip is given so much tendon that everyday postures never stretch its fibre beyond
  1.2: people are strong throughout the range they use, and relaxed muscles do not hold them back. But never so much
  that the fibre is below 0.55 as the person stands, where it could not pull: then the fibre is made longer, from 0.55
  standing to 1.2 where it is stretched most. Its cross-section stays as published.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from turnout.body.hill import active_force_length, fibre_length, passive_force_length
from turnout.body.model import HIP_AXES, Body, Geometry
from turnout.body.person import MODEL_HEIGHT_CM, MODEL_MASS_KG, Person

Array = NDArray[np.float64]

CADAVER = {"hip_flexion": 7.0, "hip_adduction": -2.0}
"""How the cadavers lay (Arnold 2010, recalled) [deg]."""
EVERYDAY = {
    "hip_flexion": (-10.0, 20.0, 50.0, 80.0, 110.0),
    "hip_adduction": (-20.0, 0.0, 15.0),
    "hip_rotation": (-30.0, 0.0, 30.0),
}
"""The grid of everyday postures [deg]."""
LONGEST = 1.2
"""Fibre length over best length [-]."""
SHORTEST_STANDING = 0.55
"""The same for muscles that cross only the hip, standing. A greater one gives more outward torque of the straight hip
than people have beside that of the bent one (docs/validation.md)."""
TWO_JOINTS = {
    "hip_flexion": (0.0, 0.0, 90.0, 70.0, 110.0, -10.0),
    "knee_angle": (0.0, 90.0, 90.0, 0.0, 110.0, 60.0),
}
"""Standing, lying on the front with bent knee, sitting, straight leg raised, squatting, rear leg of a stride [deg]."""
TWO_JOINT_RANGE = (0.5, 1.4)
LEAST_TENDON = 0.1
ONE_JOINT_M = 1e-6
"""A muscle whose lever at the knee is smaller crosses only the hip (or only joints above) [m]."""


@dataclass(frozen=True)
class Muscles:
    """Parameters of the muscles of one leg, each (muscles,).

    Attributes:
        names: in the order of ``body.muscles``.
        force: greatest isometric force [N].
        fibre: best fibre length [m].
        width: of the fibre bundle across the line of pull [m].
        slack: length of the tendon [m].
        moved: tendon given beyond the published fibre length, as a share of the best fibre length [-].
        fitted: fibre used over fibre published [-].
    """

    names: tuple[str, ...]
    force: Array
    fibre: Array
    width: Array
    slack: Array
    moved: Array
    fitted: Array

    def state(self, lengths: Array) -> tuple[Array, Array]:
        """Fibre length over best length, and the cosine of pennation, (..., muscles), by path length [m]."""
        length, cosine = fibre_length(lengths, self.slack, self.width)
        return length / self.fibre, cosine

    def forces(self, lengths: Array) -> tuple[Array, Array]:
        """Force along the path when fully active beyond the passive one, and the passive one [N], (..., muscles)."""
        normal, cosine = self.state(lengths)
        return self.force * active_force_length(normal) * cosine, self.force * passive_force_length(normal) * cosine


def muscles_of(body: Body) -> Muscles:
    """The parameters for this person, by the rules above."""
    fibres = [body.anatomy.fibres[name] for name in body.muscles]
    volume = np.array([entry.volume[0] * _reference_cm3() + entry.volume[1] for entry in fibres])
    volume *= body.person.leg_muscle_cm3 / _reference_cm3()
    scale = body.person.length_scale
    published = scale * np.array([entry.fibre_cm for entry in fibres]) / 100
    pennation = np.radians([entry.pennation_deg for entry in fibres])
    at_rest = np.array([entry.at_rest for entry in fibres])
    measured = np.array([entry.measured for entry in fibres])
    rest = body.geometry({}).lengths[0]
    rest[measured] = body.geometry(CADAVER).lengths[0, measured]

    area = volume / (published * 100)  # cm2
    along = np.sqrt(at_rest**2 - np.sin(pennation) ** 2)
    shortened = np.minimum(1.0, (1 - LEAST_TENDON) * rest / (published * along))
    fibre = _spanning(body, published * shortened, rest, along, at_rest)
    before = rest - fibre * along
    relieved, slack = _relieved(body, fibre, np.sin(pennation), before)
    moved = np.where(relieved > fibre, 0.0, slack - before) / fibre
    force = body.anatomy.specific_tension_n_cm2 * area
    width = relieved * np.sin(pennation)
    return Muscles(body.muscles, force, relieved, width, slack, moved, relieved / published)


def _reference_cm3() -> float:
    """Leg muscle volume of the model's own size; each muscle keeps the share it has there."""
    return Person(MODEL_MASS_KG, MODEL_HEIGHT_CM).leg_muscle_cm3


def _spanning(body: Body, fibre: Array, rest: Array, along: Array, at_rest: Array) -> Array:
    """Fibres long enough for the range of muscles that cross hip and knee [m]."""
    geometry = body.geometry(TWO_JOINTS)
    knee = np.abs(geometry.arms[..., geometry.axes.index("knee_angle")]).max(axis=0)
    hip = np.abs(geometry.arms[..., : len(HIP_AXES)]).max(axis=(0, 2))
    low, high = TWO_JOINT_RANGE
    longer = (geometry.lengths.max(axis=0) - rest) / np.maximum(high - at_rest, 0.1)
    shorter = (rest - geometry.lengths.min(axis=0)) / np.maximum(at_rest - low, 0.1)
    tendon = (1 - LEAST_TENDON) * rest / along
    needed = np.minimum(np.maximum(longer, shorter), tendon)
    return np.where((knee > ONE_JOINT_M) & (hip > ONE_JOINT_M), np.maximum(fibre, needed), fibre)


def _relieved(body: Body, fibre: Array, sine: Array, slack: Array) -> tuple[Array, Array]:
    """Fibre and tendon [m] with which everyday postures neither tear nor slacken what crosses only the hip."""
    geometry = everyday(body)
    knee = np.abs(geometry.arms[..., geometry.axes.index("knee_angle")]).max(axis=0)
    hip = np.abs(geometry.arms[..., : len(HIP_AXES)]).max(axis=(0, 2))
    one_joint = (knee < ONE_JOINT_M) & (hip > ONE_JOINT_M)
    standing, longest = body.geometry({}).lengths[0], geometry.lengths.max(axis=0)
    high, low = (np.sqrt(np.maximum(normal**2 - sine**2, 0.0)) for normal in (LONGEST, SHORTEST_STANDING))
    tendon = np.maximum(slack, longest - high * fibre)
    limp = one_joint & (fibre_length(standing, tendon, sine * fibre)[0] < SHORTEST_STANDING * fibre)
    longer = np.minimum((longest - standing) / (high - low), (1 - LEAST_TENDON) * standing / low)
    fibre = np.where(limp, np.maximum(fibre, longer), fibre)
    tendon = np.where(limp, standing - low * fibre, tendon)
    return fibre, np.where(one_joint, tendon, slack)


def everyday(body: Body) -> Geometry:
    """The body in the grid of everyday hip postures, knee straight."""
    grid = np.array(list(product(*EVERYDAY.values())))
    return body.geometry({name: grid[:, column] for column, name in enumerate(EVERYDAY)})
