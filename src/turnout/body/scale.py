"""Fitting the compiled model to a person: masses by tabled shares, lengths by height.

In: the compiled model as built. Out: the same model, changed in place. All bones, paths and surfaces grow alike; the
inertia of a segment grows with its mass and with the square of its length.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from turnout.body import engine
from turnout.body.data import Anatomy
from turnout.body.errors import BodyError
from turnout.body.person import MODEL_MASS_KG, Person

LENGTHS = (
    "body_pos", "body_ipos", "jnt_pos", "geom_pos", "geom_size", "geom_rbound", "geom_aabb", "geom_margin", "site_pos",
    "site_size", "mesh_vert", "mesh_pos", "bvh_aabb", "cam_pos", "light_pos", "tendon_width",
)  # fmt: skip
"""Arrays of the compiled model that hold lengths."""


def fit(model: Any, anatomy: Anatomy, person: Person) -> Any:
    """Gives the model this person's masses and lengths.

    Raises:
        BodyError: a segment names a body that the model does not have.
    """
    _share_masses(model, anatomy)
    _grow(model, person.length_scale)
    mass = person.mass_kg / MODEL_MASS_KG
    model.body_mass[:] *= mass
    model.body_inertia[:] *= mass * person.length_scale**2
    engine.settle(model)
    return model


def _share_masses(model: Any, anatomy: Anatomy) -> None:
    """The tabled shares, for a body of the model's own mass."""
    names = engine.body_names(model)
    wanted = np.zeros(model.nbody)
    for segment, entry in anatomy.masses.segments.items():
        for body in entry.bodies:
            if body not in names:
                raise BodyError(f"segment {segment}: the model has no body {body}", "masses.yaml")
        places = [names.index(body) for body in entry.bodies]
        shipped = model.body_mass[places]
        wanted[places] += entry.share * MODEL_MASS_KG * shipped / shipped.sum()
    loose = [
        name for name, shipped, mass in zip(names, model.body_mass, wanted, strict=True) if shipped > 0 and not mass
    ]
    if loose:
        raise BodyError(f"the body {loose[0]} belongs to no segment", "masses.yaml")
    ratio = np.divide(wanted, model.body_mass, out=np.ones_like(wanted), where=model.body_mass > 0)
    model.body_mass[:] = wanted
    model.body_inertia[:] *= ratio[:, None]


def _grow(model: Any, scale: float) -> None:
    for name in LENGTHS:
        getattr(model, name)[:] *= scale
    slides = np.flatnonzero(model.jnt_type == int(engine.mujoco().mjtJoint.mjJNT_SLIDE))
    free = np.flatnonzero(model.jnt_type == int(engine.mujoco().mjtJoint.mjJNT_FREE))
    model.jnt_range[slides] *= scale
    for joint in slides:
        place = model.jnt_qposadr[joint]
        model.qpos0[place] *= scale
        model.qpos_spring[place] *= scale
    for joint in free:
        place = model.jnt_qposadr[joint]
        model.qpos0[place : place + 3] *= scale
        model.qpos_spring[place : place + 3] *= scale
    for row in range(model.neq):
        if model.eq_obj1id[row] in slides:
            model.eq_data[row, :5] *= scale
