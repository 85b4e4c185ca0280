"""What can be wrong with a request to the body: one clear sentence."""

from __future__ import annotations

from importlib.util import find_spec

from turnout.terms import TurnoutError

NEEDS = {"mujoco": "mujoco", "myo_sim": "myo-sim"}
"""Modules the room stands on, and the packages that bring them (the extra ``body``)."""


class BodyError(TurnoutError):
    """A person, a posture, a muscle or a data file that the body cannot take."""


def require_parts() -> None:
    """Makes sure that the extra is installed.

    Raises:
        BodyError: it is not; the sentence says how to bring it in.
    """
    missing = [package for module, package in NEEDS.items() if find_spec(module) is None]
    if missing:
        raise BodyError(
            f"the muscle model needs {' and '.join(missing)}: install Turnout with its extra, turnout[body]"
        )
