"""The border to MuJoCo and myo-sim: the one file where their untyped objects are touched.

In: a myo-sim model and numbers. Out: numpy arrays. Nothing here knows about hips or muscles.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Part = tuple[str, str]
"""A part of a path: a site's name and "", or a wrapping geom's name and that of the site that says on which side."""


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
