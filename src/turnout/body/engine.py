"""The border to MuJoCo and myo-sim: the one file where their untyped objects are touched.

In: a myo-sim model and numbers. Out: numpy arrays. Nothing here knows about hips or muscles.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
G = 9.81
"""Gravity, as MuJoCo takes it [m/s2]."""
Part = tuple[str, str]
"""A part of a path: a site's name and "", or a wrapping geom's name and that of the site that says on which side."""


@cache
def mujoco() -> Any:
    """The module, loaded when first needed."""
    return import_module("mujoco")


def versions() -> tuple[str, str]:
    """Of MuJoCo and of myo-sim."""
    from importlib.metadata import version

    return version("mujoco"), version("myo-sim")


def _unheard(_said: str) -> None:
    """No remark of MuJoCo's on what is done on purpose."""


@contextmanager
def _quiet() -> Generator[None]:
    """myo-sim attaches without a prefix on purpose; MuJoCo's remark on it, in a log file too, is not for our users."""
    mj = mujoco()
    before = mj.get_mju_user_warning()
    mj.set_mju_user_warning(_unheard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        mj.set_mju_user_warning(before)


def load_spec(name: str) -> Any:
    """The MjSpec of one of myo-sim's models, told not to simulate length ranges (2 s, and not used)."""
    mj = mujoco()
    with _quiet():
        spec = import_module("myo_sim").load_spec(name)
    spec.compiler.LRopt.mode = mj.mjtLRMode.mjLRMODE_NONE
    return spec


def compile_spec(spec: Any) -> Any:
    with _quiet():
        return spec.compile()


def save(model: Any, path: Path) -> None:
    mujoco().mj_saveModel(model, str(path))


def load(path: Path) -> Any:
    return mujoco().MjModel.from_binary_path(str(path))


def add_site(spec: Any, body: str, name: str, position: Iterable[float]) -> None:
    spec.body(body).add_site(name=name, pos=np.asarray(list(position), dtype=np.float64))


def move_site(spec: Any, name: str, position: Iterable[float]) -> None:
    spec.site(name).pos = np.asarray(list(position), dtype=np.float64)


def add_cylinder(spec: Any, body: str, name: str, centre: Iterable[float], radius: float, half_length: float) -> None:
    """A wrapping surface along z of the body; it has no mass and touches nothing."""
    mj = mujoco()
    spec.body(body).add_geom(
        name=name,
        type=mj.mjtGeom.mjGEOM_CYLINDER,
        size=[radius, half_length, 0.0],
        pos=np.asarray(list(centre), dtype=np.float64),
        contype=0,
        conaffinity=0,
        mass=0.0,
        group=3,
    )


def path_of(spec: Any, tendon: str) -> list[Part]:
    """The parts of a tendon's path."""
    return [(part.target.name, part.sidesite.name if part.sidesite else "") for part in spec.tendon(tendon).path]


def lay(spec: Any, tendon: str, parts: Sequence[Part], *, anew: bool = False) -> None:
    """Lays a tendon along ``parts``; ``anew`` replaces the one of that name. A part with a side is a wrap."""
    if anew:
        spec.delete(spec.tendon(tendon))
    path = spec.add_tendon(name=tendon)
    geoms = {geom.name for geom in spec.geoms}
    for name, side in parts:
        if name in geoms:
            path.wrap_geom(name, side)
        else:
            path.wrap_site(name)


def add_muscle(spec: Any, name: str, tendon: str) -> None:
    """An actuator, so that the muscle has a place among the others; its force is ours, not MuJoCo's."""
    actuator = spec.add_actuator(name=name, target=tendon, trntype=mujoco().mjtTrn.mjTRN_TENDON)
    actuator.set_to_muscle(tausmooth=0.0, force=1.0)
    actuator.lengthrange = [0.01, 1.0]


def set_joint_range(spec: Any, joint: str, low: float, high: float) -> None:
    """Range of a hinge [rad]."""
    spec.joint(joint).range = [low, high]


def tendon_names(model: Any) -> list[str]:
    return [str(model.tendon(i).name) for i in range(model.ntendon)]


def body_names(model: Any) -> list[str]:
    return [str(model.body(i).name) for i in range(model.nbody)]


def joint_names(model: Any) -> list[str]:
    return [str(model.joint(i).name) for i in range(model.njnt)]


def joint_range(model: Any, joint: str) -> tuple[float, float]:
    low, high = model.joint(joint).range
    return float(low), float(high)


def places(model: Any, joint: str) -> tuple[int, int]:
    """Where a one-axis joint sits among positions and among degrees of freedom."""
    found = model.joint(joint)
    return int(found.qposadr[0]), int(found.dofadr[0])


def couplings(model: Any) -> list[tuple[str, str, Array]]:
    """Joints that follow another by a polynomial: follower, leader, five coefficients (from the rest position)."""
    mj = mujoco()
    kind = int(mj.mjtEq.mjEQ_JOINT)
    return [
        (
            str(model.joint(model.eq_obj1id[i]).name),
            str(model.joint(model.eq_obj2id[i]).name),
            model.eq_data[i, :5].copy(),
        )
        for i in range(model.neq)
        if model.eq_type[i] == kind and model.eq_obj2id[i] >= 0
    ]


def tendons_at(model: Any, data: Any, position: Array) -> tuple[Array, Array]:
    """Length and Jacobian of every tendon.

    Args:
        model: MjModel.
        data: MjData of it; overwritten.
        position: generalised positions, (nq,).

    Returns:
        Lengths [m], (tendons,), and their derivatives by the velocities [m/rad], (tendons, nv).
    """
    mj = mujoco()
    data.qpos[:] = position
    mj.mj_kinematics(model, data)
    mj.mj_comPos(model, data)
    mj.mj_tendon(model, data)
    jacobian = np.zeros((model.ntendon, model.nv))
    mj.mju_sparse2dense(jacobian, data.ten_J, model.ten_J_rownnz, model.ten_J_rowadr, model.ten_J_colind)
    return data.ten_length.copy(), jacobian


def make_data(model: Any) -> Any:
    return mujoco().MjData(model)


def settle(model: Any) -> None:
    """Recomputes what MuJoCo derives from masses and lengths, after they were changed."""
    mujoco().mj_setConst(model, make_data(model))


class Rest:
    """A compiled model in its rest posture, seen from one of its bodies (the arms are taken from the full body)."""

    def __init__(self, model: Any, seen_from: str) -> None:
        self.model = model
        self.data = make_data(model)
        mujoco().mj_kinematics(model, self.data)
        base = model.body(seen_from).id
        self._turn: Array = self.data.xmat[base].reshape(3, 3).copy()
        self._origin: Array = self.data.xpos[base].copy()

    def place(self, body: str) -> Array:
        """The origin of a body, (3,) [m]."""
        return (self.data.xpos[self.model.body(body).id] - self._origin) @ self._turn

    def below(self, body: str) -> tuple[str, ...]:
        """Every body that hangs on this one, directly or not."""
        hung = {self.model.body(body).id}
        found: list[str] = []
        for index in range(self.model.nbody):
            if int(self.model.body_parentid[index]) in hung:
                hung.add(index)
                found.append(str(self.model.body(index).name))
        return tuple(found)

    def mesh(self, bodies: Sequence[str]) -> tuple[Array, Any]:
        """The bones of these bodies as one mesh: vertices (n, 3) [m], faces (m, 3)."""
        vertices: list[Array] = []
        faces: list[Any] = []
        count = 0
        for geom in shapes(self.model):
            if geom.body in bodies:
                turn, origin = self.data.geom_xmat[geom.index].reshape(3, 3), self.data.geom_xpos[geom.index]
                vertices.append((geom.vertices @ turn.T + origin - self._origin) @ self._turn)
                faces.append(geom.faces + count)
                count += len(geom.vertices)
        return np.vstack(vertices), np.vstack(faces)


@dataclass(frozen=True)
class Shape:
    """A bone as drawn: a mesh in the frame of its geom.

    Attributes:
        index: of the geom.
        body: it belongs to.
        vertices: (n, 3) [m].
        faces: (m, 3).
    """

    index: int
    body: str
    vertices: Array
    faces: Any


def shapes(model: Any) -> list[Shape]:
    """Every bone of a body (not the scene's decoration)."""
    kind = int(mujoco().mjtGeom.mjGEOM_MESH)
    found: list[Shape] = []
    for index in range(model.ngeom):
        body = int(model.geom_bodyid[index])
        if body and model.geom_type[index] == kind and model.geom_group[index] < 3:
            mesh = int(model.geom_dataid[index])
            first, count = int(model.mesh_vertadr[mesh]), int(model.mesh_vertnum[mesh])
            face, faces = int(model.mesh_faceadr[mesh]), int(model.mesh_facenum[mesh])
            vertices = np.asarray(model.mesh_vert[first : first + count], dtype=np.float64)
            found.append(
                Shape(index, str(model.body(body).name), vertices, model.mesh_face[face : face + faces].copy())
            )
    return found


def add_body(spec: Any, parent: str, name: str, position: Array, length: float, mass: float) -> None:
    """A body whose inertia is that of a rod hanging down from its origin, 3 cm thick."""
    across, along = mass * length**2 / 12, mass * 0.03**2 / 2
    body = spec.body(parent).add_body(name=name, pos=np.asarray(position, dtype=np.float64))
    body.explicitinertial = True
    body.mass = mass
    body.ipos = [0.0, -length / 2, 0.0]
    body.inertia = [across, along, across]


def add_hinge(
    spec: Any, body: str, name: str, centre: Iterable[float], axis: Iterable[float], bounds: tuple[float, float]
) -> None:
    """A hinge with a range [rad]."""
    joint = spec.body(body).add_joint(name=name, type=mujoco().mjtJoint.mjJNT_HINGE)
    joint.pos = np.asarray(list(centre), dtype=np.float64)
    joint.axis = np.asarray(list(axis), dtype=np.float64)
    joint.limited = mujoco().mjtLimited.mjLIMITED_TRUE
    joint.range = list(bounds)


def couple(spec: Any, follower: str, leader: str) -> None:
    """Makes one joint follow another, angle by angle."""
    mj = mujoco()
    equality = spec.add_equality(name=f"{follower}_follows")
    equality.type = mj.mjtEq.mjEQ_JOINT
    equality.objtype = mj.mjtObj.mjOBJ_JOINT
    equality.name1, equality.name2 = follower, leader
    equality.data[:5] = [0.0, 1.0, 0.0, 0.0, 0.0]


def add_bone(spec: Any, body: str, name: str, vertices: Array, faces: Any) -> None:
    """A mesh that is seen and neither weighs nor touches anything."""
    spec.add_mesh(name=name, uservert=vertices.reshape(-1), userface=np.asarray(faces).reshape(-1))
    geom = spec.body(body).add_geom(name=name, type=mujoco().mjtGeom.mjGEOM_MESH, meshname=name)
    geom.contype, geom.conaffinity, geom.mass, geom.group = 0, 0, 0.0, 0


def place(model: Any, data: Any, position: Array) -> None:
    """Puts the model into a posture: bodies, and the centre of mass."""
    mj = mujoco()
    data.qpos[:] = position
    mj.mj_kinematics(model, data)
    mj.mj_comPos(model, data)


def point_at(model: Any, data: Any, body: int, local: Array) -> tuple[Array, Array]:
    """Where a point of a body is, (3,) [m], and its Jacobian (3, nv), in the posture of `place`."""
    where = data.xpos[body] + data.xmat[body].reshape(3, 3) @ local
    jacobian = np.zeros((3, model.nv))
    mujoco().mj_jac(model, data, jacobian, None, where, body)
    return where, jacobian


def mass(model: Any) -> float:
    """Of the whole body [kg]."""
    return float(model.body_mass.sum())


def centre_of_mass(model: Any, data: Any) -> tuple[Array, Array]:
    """Of the whole body, (3,) [m], and its Jacobian (3, nv), in the posture of `place`."""
    jacobian = np.zeros((3, model.nv))
    mujoco().mj_jacSubtreeCom(model, data, jacobian, 0)
    return data.subtree_com[0].copy(), jacobian


def moved(model: Any, position: Array, step: Array) -> Array:
    """A posture changed by a small step of velocities, (nq,)."""
    out = position.copy()
    mujoco().mj_integratePos(model, out, step, 1.0)
    return out


def bodies_at(data: Any) -> tuple[Array, Array]:
    """Origin (bodies, 3) [m] and turn (bodies, 3, 3) of every body, in the posture last set."""
    return data.xpos.copy(), data.xmat.reshape(-1, 3, 3).copy()


def asked_for(model: Any, data: Any, speed: Array, acceleration: Array) -> Array:
    """Generalised forces (nv,) [N, Nm] that this motion asks for beside gravity, in the posture last set.

    Recursive Newton-Euler. Springs, dampers and the motors' armature of the model play no part.
    """
    mj = mujoco()
    data.qvel[:] = speed
    data.qacc[:] = acceleration
    mj.mj_comVel(model, data)
    out = np.zeros(model.nv)
    mj.mj_rne(model, data, 1, out)
    return out


def mass_centre(data: Any) -> Array:
    """Of the whole body, (3,) [m], in the posture last set."""
    return data.subtree_com[0].copy()


def jacobian_at(model: Any, data: Any, where: Array, body: int) -> Array:
    """How a place of the world that belongs to a body moves with the velocities, (3, nv)."""
    jacobian = np.zeros((3, model.nv))
    mujoco().mj_jac(model, data, jacobian, None, where, body)
    return jacobian


def inertia(model: Any, data: Any) -> Array:
    """How forces follow accelerations, (nv, nv), in the posture last set; without the motors' armature."""
    mj = mujoco()
    out = np.zeros((model.nv, model.nv))
    mj.mj_crb(model, data)
    mj.mj_fullM(model, data, out)
    return out - np.diag(model.dof_armature)


def pushed(model: Any, data: Any, pushes: Iterable[tuple[int, Array, Array]]) -> Array:
    """Generalised forces (nv,) of forces on places of bodies, in the posture last set.

    Args:
        model: MjModel.
        data: MjData of it.
        pushes: body, place in its own axes (3,) [m], force in those of the world (3,) [N].
    """
    mj, out, none = mujoco(), np.zeros(model.nv), np.zeros(3)
    for body, local, force in pushes:
        where = data.xpos[body] + data.xmat[body].reshape(3, 3) @ local
        mj.mj_applyFT(model, data, force, none, where, body, out)
    return out
